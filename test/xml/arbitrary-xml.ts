import fc from 'fast-check';

/**
 * Well-formed XML of every lexical form that the reader must see through: both quotes, references, CDATA, comments,
 * instructions, white space, empty-element tags, prefixes and defaults declared at the root or anywhere.
 */

const PREFIXES = ['a', 'b', 'hl7'] as const;
const NAMESPACES = ['urn:a', 'urn:b', 'urn:hl7-org:v3'] as const;

const localName = fc.constantFrom('x', 'y', 'id', 'item', 'é', 'A-1', '_n.o', 'text');
const prefix = fc.constantFrom('', '', ...PREFIXES);
const qualifiedName = fc.tuple(prefix, localName).map(([p, local]) => (p ? `${p}:${local}` : local));

const textPiece = fc.constantFrom(
  'a',
  ' ',
  '\n',
  '\r\n',
  '\t',
  '>',
  '"',
  "'",
  'é',
  '€',
  '😀',
  '&amp;',
  '&lt;',
  '&gt;',
  '&apos;',
  '&quot;',
  '&#233;',
  '&#x1F600;',
  '&#10;',
  '&#13;',
  '0',
  'ab',
);
const text = fc.array(textPiece, { maxLength: 6 }).map((pieces) => pieces.join(''));
const attributeValue = (quote: string): fc.Arbitrary<string> =>
  fc
    .array(
      textPiece.filter((piece) => piece !== quote),
      { maxLength: 4 },
    )
    .map((pieces) => `${quote}${pieces.join('')}${quote}`);
const quoted = fc.oneof(attributeValue('"'), attributeValue("'"));
const space = fc.constantFrom(' ', '  ', '\n', '\t ', '\r\n');
const equals = fc.constantFrom('=', '=', ' = ', '\n=');

const attribute = fc.tuple(space, qualifiedName, equals, quoted);
const declaration = fc.oneof(
  fc.constantFrom(...NAMESPACES, '').map((namespace) => ` xmlns="${namespace}"`),
  fc.tuple(fc.constantFrom(...PREFIXES), fc.constantFrom(...NAMESPACES)).map(([p, namespace]) => ` xmlns:${p}='${namespace}'`),
);

const comment = fc.constantFrom('<!---->', '<!--> <!DOCTYPE x> -->', '<!---> <y> -->', '<!-- a > b -->', '<!-- <x y="1"> -->', '<!--é-->');
const instruction = fc.constantFrom('<?p?>', '<?p a="<x>" ?>');
const cdata = fc.constantFrom('<![CDATA[]]>', '<![CDATA[<x> & ]] > é]]>', '<![CDATA[\r\n]]>', '<![CDATA[ ]]]]>');
const misc = fc.array(fc.oneof(comment, instruction, fc.constantFrom('\n', ' ')), { maxLength: 2 }).map((all) => all.join(''));

/** Attributes whose expanded names cannot clash: at most one for each local name. */
const attributes = fc
  .uniqueArray(attribute, { maxLength: 3, selector: ([, name]) => name.split(':').at(-1) })
  .map((all) => all.map((a) => a.join('')).join(''));

interface Options {
  /** namespaces are declared below the root too, so that a path alone does not tell them */
  redeclare: boolean;
}

function element(options: Options): fc.Arbitrary<string> {
  const { node } = fc.letrec<{ node: string; content: string }>((tie) => ({
    node: fc
      .tuple(
        qualifiedName,
        attributes,
        options.redeclare ? fc.option(declaration, { nil: '', freq: 5 }) : fc.constant(''),
        fc.constantFrom('', ' ', '\n'),
        fc.oneof({ maxDepth: 3, depthIdentifier: 'xml' }, fc.constant(undefined), { arbitrary: tie('content'), weight: 3 }),
      )
      .map(([name, given, declared, gap, content]) =>
        content === undefined ? `<${name}${declared}${given}${gap}/>` : `<${name}${declared}${given}${gap}>${content}</${name}${gap}>`,
      ),
    content: fc
      .array(fc.oneof(text, cdata, comment, instruction, { arbitrary: tie('node'), weight: 3 }), { maxLength: 5, size: 'max' })
      .map((all) => all.join('')),
  }));
  return node;
}

/** A whole document; every prefix is declared at the root. */
export const wellFormed = (options: Options = { redeclare: true }): fc.Arbitrary<string> =>
  fc
    .tuple(
      fc.constantFrom(
        '',
        '<?xml version="1.0"?>',
        "<?xml version='1.0' encoding='UTF-8'?>\n",
        '<?xml version="1.0" encoding="utf-8" standalone="yes" ?>',
      ),
      misc,
      fc.constantFrom('', ' xmlns="urn:d"'),
      qualifiedName,
      attributes,
      fc.array(fc.oneof({ arbitrary: element(options), weight: 3 }, text, cdata, comment), { maxLength: 5, size: 'max' }),
      misc,
    )
    .map(
      ([xmlDeclaration, before, defaultNamespace, name, given, content, after]) =>
        `${xmlDeclaration}${before}<${name}${defaultNamespace} ${PREFIXES.map((p, i) => `xmlns:${p}="${NAMESPACES[i]!}"`).join(' ')}${given}>${content.join('')}</${name}>${after}`,
    );

/** A document with one small thing broken, or not: a character or a few taken out, put in or doubled. */
export const perhapsBroken: fc.Arbitrary<string> = fc
  .tuple(
    wellFormed(),
    fc.nat(),
    fc.nat({ max: 3 }),
    fc.constantFrom(
      '',
      '<',
      '>',
      '/',
      '&',
      '&x;',
      '&#0;',
      '&#xD800;',
      '"',
      "'",
      ':',
      '=',
      ' ',
      ']]>',
      '--',
      '<!--',
      '<![CDATA[',
      '<?',
      '<?xml?>',
      '\u0001',
      '\ufffe',
      'xmlns:z=""',
      'z:',
      'x="1"',
      '</x>',
      '<x>',
      '\u00a0',
    ),
  )
  .map(([xml, at, cut, put]) => {
    const here = at % (xml.length + 1);
    return xml.slice(0, here) + put + xml.slice(here + cut);
  });
