/** What can be done to a text of XML: each takes the text and a `Random`, and returns another, or undefined where it cannot. */

/** Markup and text between, in order. */
const tokensOf = (text) => text.match(/<[^>]*>|[^<]+|</g) ?? [];
const isStart = (token) => /^<[^/!?]/.test(token);
const isEmpty = (token) => token.endsWith('/>');
const nameOf = (token) => /^<\/?([^\s/>]+)/.exec(token)?.[1] ?? '';
const indexes = (tokens, wanted) => tokens.flatMap((token, i) => (wanted(token) ? i : []));

/** From the start tag at `at` to its end, the end excluded. */
function endOf(tokens, at) {
  if (isEmpty(tokens[at])) return at + 1;
  for (let i = at, depth = 0; i < tokens.length; i++) {
    if (isStart(tokens[i]) && !isEmpty(tokens[i])) depth++;
    else if (tokens[i].startsWith('</') && --depth === 0) return i + 1;
  }
  return at + 1;
}

/** An element that is not the root. */
function elementIn(tokens, random) {
  const starts = indexes(tokens, isStart).slice(1);
  if (starts.length === 0) return undefined;
  const from = random.pick(starts);
  return { from, to: endOf(tokens, from) };
}

const onTokens = (change) => (text, random) => {
  const tokens = tokensOf(text);
  return tokens.some(isStart) ? change(tokens, random)?.join('') : undefined;
};
const onElement = (change) =>
  onTokens((tokens, random) => {
    const found = elementIn(tokens, random);
    return found && change(tokens, found, random);
  });

const ATTRIBUTE = /\s([^\s=<>"'/]+)\s*=\s*("[^"]*"|'[^']*')/g;
/** One attribute of one tag: `change(name, value, random)` makes the text that stands in its place. */
const onAttribute = (change, wanted = () => true) =>
  onTokens((tokens, random) => {
    const holding = indexes(tokens, (token) => isStart(token) && [...token.matchAll(ATTRIBUTE)].some(([, name]) => wanted(name)));
    if (holding.length === 0) return undefined;
    const at = random.pick(holding);
    const found = random.pick([...tokens[at].matchAll(ATTRIBUTE)].filter(([, name]) => wanted(name)));
    const made = change(found[1], found[2].slice(1, -1), random);
    tokens[at] = tokens[at].slice(0, found.index) + made + tokens[at].slice(found.index + found[0].length);
    return tokens;
  });
/** One text between tags, or the value of one attribute. */
const onValue = (change) => {
  const inText = onTokens((tokens, random) => {
    const texts = indexes(tokens, (token) => !token.startsWith('<') && token.trim() !== '');
    if (texts.length === 0) return undefined;
    const at = random.pick(texts);
    tokens[at] = change(tokens[at], random);
    return tokens;
  });
  const inAttribute = onAttribute(
    (name, value, random) => ` ${name}="${change(value, random)}"`,
    (name) => !name.startsWith('xmlns'),
  );
  return (text, random) => (random.chance(0.5) ? inText : inAttribute)(text, random);
};

const ODD_VALUES = [
  ...[
    '',
    ' ',
    '0',
    '-1',
    '1e308',
    'NaN',
    '99999999999999999999',
    'null',
    'true',
    '../../etc/passwd',
    '%00',
    '$&',
    '{{x}}',
    '#{x}',
    "' or 1=1--",
  ],
  ...[
    '&lt;',
    '&amp;amp;',
    '&#0;',
    '&#xD800;',
    '&#x10FFFF;',
    '&#x110000;',
    '&x;',
    '&',
    ']]>',
    '\u0001',
    '\xff\xfe',
    '\xc3\xa9',
    '\xe2\x80\xae',
  ],
  ...[
    '__proto__',
    'constructor',
    'toString',
    'hasOwnProperty',
    '^^^^',
    '&amp;&amp;&amp;',
    '^^^&amp;1.2&amp;ISO',
    "('a','b')",
    "('",
    "''''",
    '(',
    '%',
    '_',
  ],
  ...[
    '20261332',
    '99991231235959',
    '00000000',
    '2026-11-20T25:61:61Z',
    '-2026-01-01T00:00:00Z',
    'urn:uuid:',
    'urn:oid:',
    'urn:oid:1..2',
    'cid:',
    '#',
  ],
  ...['1.2.250.1.213.1.4.8', '1.2.250.1.213.1.4.10', 'http://www.w3.org/2005/08/addressing/none', 'Approved', 'MASQUE_PS'],
];
const UNITS = [
  'A',
  '1.2',
  ' ',
  '9',
  '^',
  '&amp;',
  '~',
  '.',
  "'",
  'a ',
  '1,',
  '-',
  '.2',
  '-a',
  'é',
  '\t\n',
  '(',
  'A/',
  'x=',
  ';',
  '%25',
  '0123456789abcdef',
  '\\F\\',
];
const NAMESPACES = [
  ...['http://www.w3.org/2003/05/soap-envelope', 'http://schemas.xmlsoap.org/soap/envelope/', 'http://www.w3.org/2005/08/addressing', ''],
  ...[
    'urn:oasis:names:tc:ebxml-regrep:xsd:rim:3.0',
    'urn:oasis:names:tc:ebxml-regrep:rim:xsd:2.1',
    'urn:ihe:iti:xds-b:2007',
    'urn:hl7-org:v3',
  ],
  ...['http://www.w3.org/XML/1998/namespace', 'http://www.w3.org/2000/xmlns/', 'urn:x', 'http://www.w3.org/2004/08/xop/include'],
];
const repeated = (unit, bytes) => unit.repeat(Math.ceil(bytes / unit.length));
const flipped = (character, random) => String.fromCharCode(character.charCodeAt(0) ^ (1 << random.below(8)));

/** Sizes that no message has by mistake: rare, for they cost. */
const hugeSize = (random) => random.pick([70_000, 300_000, 1_200_000, 5_000_000, 12_000_000]);

const DOCTYPES = [
  '<!DOCTYPE x>',
  '<!DOCTYPE x [<!ENTITY x "y">]>',
  '<!DOCTYPE x [<!ENTITY x SYSTEM "file:///etc/hostname">]>',
  '<!DOCTYPE x SYSTEM "http://127.0.0.1:9/x.dtd">',
  '<!DOCTYPE x [<!ENTITY % p SYSTEM "http://127.0.0.1:9/p"> %p;]>',
  `<!DOCTYPE x [<!ENTITY a "${'ha'.repeat(40)}">${[...'bcdefgh'].map((n, i) => `<!ENTITY ${n} "${`&${'abcdefg'[i]};`.repeat(10)}">`).join('')}]>`,
  '<!DOCTYPE x [<!ATTLIST x ID ID #IMPLIED>]>',
  `<!DOCTYPE x [<!ENTITY x "${'<a>'.repeat(30)}">]>`,
];
const afterDeclaration = (text, added) => text.replace(/^((?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]*\?>)?)/, `$1${added.replaceAll('$', '$$$$')}`);
const asUtf16 = (text, little) => {
  const utf16 = Buffer.from(`\ufeff${Buffer.from(text, 'latin1').toString('utf8')}`, 'utf16le');
  return (little ? utf16 : utf16.swap16()).toString('latin1');
};

/** Every mutation of XML text, with how often it is taken. */
export const XML_MUTATIONS = [
  { name: 'element removed', weight: 8, change: onElement((tokens, { from, to }) => [...tokens.slice(0, from), ...tokens.slice(to)]) },
  { name: 'element twice', weight: 6, change: onElement((tokens, { from, to }) => [...tokens.slice(0, to), ...tokens.slice(from)]) },
  {
    name: 'element elsewhere',
    weight: 5,
    change: onElement((tokens, { from, to }, random) => {
      const rest = [...tokens.slice(0, from), ...tokens.slice(to)];
      const at = 1 + random.below(rest.length - 1);
      return [...rest.slice(0, at), ...tokens.slice(from, to), ...rest.slice(at)];
    }),
  },
  {
    name: 'element renamed',
    weight: 5,
    change: onElement((tokens, { from, to }, random) => {
      const name = nameOf(tokens[from]);
      const other = random.pick([
        `${name}x`,
        name.replace(/^[^:]*:/, ''),
        `no:${name}`,
        random.pick(tokens.filter(isStart).map(nameOf)),
        '.2',
        '-a',
        'é',
        '-x',
      ]);
      const renamed = (token) => token.replace(/^(<\/?)[^\s/>]+/, `$1${other}`);
      tokens[from] = renamed(tokens[from]);
      if (to - from > 1) tokens[to - 1] = renamed(tokens[to - 1]);
      return tokens;
    }),
  },
  {
    name: 'element emptied',
    weight: 4,
    change: onElement((tokens, { from, to }) => (to - from < 3 ? undefined : [...tokens.slice(0, from + 1), ...tokens.slice(to - 1)])),
  },
  {
    name: 'tag removed',
    weight: 2,
    change: onTokens((tokens, random) => tokens.toSpliced(random.pick(indexes(tokens, (t) => t.startsWith('<'))), 1)),
  },
  {
    name: 'elements swapped',
    weight: 4,
    change: onElement((tokens, a, random) => {
      const b = elementIn(tokens, random);
      const [one, two] = a.from < b.from ? [a, b] : [b, a];
      if (one.to > two.from) return undefined;
      return [
        ...tokens.slice(0, one.from),
        ...tokens.slice(two.from, two.to),
        ...tokens.slice(one.to, two.from),
        ...tokens.slice(one.from, one.to),
        ...tokens.slice(two.to),
      ];
    }),
  },
  { name: 'attribute removed', weight: 7, change: onAttribute(() => '') },
  { name: 'attribute twice', weight: 1, change: onAttribute((name, value) => ` ${name}="${value}" ${name}="${value}"`) },
  {
    name: 'attribute renamed',
    weight: 2,
    change: onAttribute((name, value, random) => ` ${random.pick([`${name}x`, `no:${name}`, name.toUpperCase(), 'xml:id'])}="${value}"`),
  },
  {
    name: 'namespace changed',
    weight: 3,
    change: onAttribute(
      (name, _value, random) => ` ${name}="${random.pick(NAMESPACES)}"`,
      (name) => name.startsWith('xmlns'),
    ),
  },
  { name: 'odd value', weight: 10, change: onValue((_value, random) => random.pick(ODD_VALUES)) },
  { name: 'odd value at the end', weight: 3, change: onValue((value, random) => value + random.pick(ODD_VALUES)) },
  {
    name: 'one character of a value',
    weight: 8,
    change: onValue((value, random) => {
      const at = random.below(Math.max(1, value.length));
      return random.chance(0.5) || value === '' ?
          value.slice(0, at) + value.slice(at + 1)
        : value.slice(0, at) + flipped(value[at], random) + value.slice(at + 1);
    }),
  },
  {
    name: 'value of another place',
    weight: 5,
    change: (text, random) =>
      onValue(() => random.pick([...text.matchAll(/="([^"]*)"|>([^<>]+)</g)].map(([, a, b]) => a ?? b).concat('x')).replaceAll('"', ''))(
        text,
        random,
      ),
  },
  { name: 'huge value', weight: 0.5, change: onValue((_value, random) => repeated(random.pick(UNITS), hugeSize(random))) },
  {
    name: 'huge value around',
    weight: 0.3,
    change: onValue((value, random) => value + repeated(random.pick(UNITS), hugeSize(random)) + value),
  },
  {
    name: 'long value',
    weight: 3,
    change: onValue(
      (value, random) => (random.chance(0.5) ? value : '') + repeated(random.pick(UNITS), random.pick([65, 257, 1025, 20_000])),
    ),
  },
  {
    name: 'huge white space',
    weight: 0.3,
    change: onTokens((tokens, random) => tokens.toSpliced(1 + random.below(tokens.length - 1), 0, repeated(' ', hugeSize(random)))),
  },
  {
    name: 'huge comment',
    weight: 0.2,
    change: onTokens((tokens, random) =>
      tokens.toSpliced(1 + random.below(tokens.length - 1), 0, `<!--${repeated('x ', hugeSize(random))}-->`),
    ),
  },
  {
    name: 'deep nesting',
    weight: 0.6,
    change: onTokens((tokens, random) => {
      const depth = random.pick([50, 255, 256, 300, 5_000, 100_000]);
      return tokens.toSpliced(1 + random.below(tokens.length - 1), 0, `${'<x>'.repeat(depth)}${'</x>'.repeat(depth)}`);
    }),
  },
  {
    name: 'many times',
    weight: 0.6,
    change: onElement((tokens, { from, to }, random) => {
      const one = tokens.slice(from, to).join('');
      const times = Math.min(random.pick([20, 500, 5_000]), Math.ceil(2_000_000 / one.length));
      return [...tokens.slice(0, from), one.repeat(times), ...tokens.slice(to)];
    }),
  },
  {
    name: 'many attributes',
    weight: 0.4,
    change: onTokens((tokens, random) => {
      const at = random.pick(indexes(tokens, isStart));
      const many = Array.from({ length: random.pick([30, 1_000, 10_000]) }, (_, i) => ` a${i}="${i}"`).join('');
      tokens[at] = tokens[at].replace(/\s*(\/?>)$/, `${many}$1`);
      return tokens;
    }),
  },
  {
    name: 'something between',
    weight: 4,
    change: onTokens((tokens, random) => {
      const added = random.pick([
        '<!-- x -->',
        '<?x y?>',
        '<?xml version="1.0"?>',
        '<![CDATA[x]]>',
        '<![CDATA[',
        'text',
        '<x/>',
        '<no:x/>',
        '\0',
        '&x;',
        '<',
        '>',
        '&amp;',
        '<x xmlns="urn:y"/>',
      ]);
      return tokens.toSpliced(1 + random.below(tokens.length - 1), 0, added);
    }),
  },
  {
    name: 'inside a value',
    weight: 2,
    change: onValue(
      (value, random) =>
        value.slice(0, value.length / 2)
        + random.pick(['<!-- -->', '<?p?>', '<![CDATA[]]>', '&#32;', '\r\n'])
        + value.slice(value.length / 2),
    ),
  },
  {
    name: 'doctype',
    weight: 3,
    change: (text, random) => afterDeclaration(onValue((v, r) => (r.chance(0.5) ? v : '&h;'))(text, random) ?? text, random.pick(DOCTYPES)),
  },
  { name: 'cut', weight: 2, change: (text, random) => text.slice(0, random.below(text.length)) },
  {
    name: 'byte order mark',
    weight: 1,
    change: (text, random) => random.pick(['\xef\xbb\xbf', '\xff\xfe', '\xfe\xff', '\0\0\xfe\xff', '\x4c\x6f\xa7\x94']) + text,
  },
  {
    name: 'as UTF-16',
    weight: 1,
    change: (text, random) =>
      asUtf16(random.chance(0.5) ? text.replace(/encoding="[^"]*"/i, 'encoding="UTF-16"') : text, random.chance(0.5)),
  },
  {
    name: 'another declaration',
    weight: 2,
    change: (text, random) => {
      const made = random.pick([
        'version="1.1"',
        'version="2.0"',
        'version="1.0" encoding="ISO-8859-1"',
        'version="1.0" encoding="UTF-7"',
        'version="1.0" encoding="x"',
        'version="1.0" encoding="UTF-16"',
        'version="1.0" standalone="yes"',
        'encoding="UTF-8"',
      ]);
      return `<?xml ${made}?>${text.replace(/^(?:\xef\xbb\xbf)?\s*<\?xml[^>]*\?>/, '')}`;
    },
  },
  {
    name: 'bytes that are not UTF-8',
    weight: 1.5,
    change: onValue((value, random) => value + random.pick(['\xff', '\xc0\x80', '\xed\xa0\x80', '\xf5\x80\x80\x80', '\xe9', '\x80'])),
  },
];

/** What can be done to any bytes. */
export const BYTE_MUTATIONS = [
  {
    name: 'bits flipped',
    weight: 4,
    change: (text, random) => {
      const bytes = Buffer.from(text, 'latin1');
      for (let i = 1 + random.below(4); i > 0 && bytes.length > 0; i--) bytes[random.below(bytes.length)] ^= 1 << random.below(8);
      return bytes.toString('latin1');
    },
  },
  { name: 'cut', weight: 2, change: (text, random) => text.slice(0, random.below(text.length)) },
  { name: 'head cut', weight: 1, change: (text, random) => text.slice(random.below(text.length)) },
  {
    name: 'piece removed',
    weight: 2,
    change: (text, random) => {
      const at = random.below(text.length);
      return text.slice(0, at) + text.slice(at + 1 + random.below(64));
    },
  },
  {
    name: 'piece repeated',
    weight: 2,
    change: (text, random) => {
      const at = random.below(text.length);
      const piece = text.slice(at, at + 1 + random.below(400));
      return text.slice(0, at) + piece.repeat(1 + random.pick([1, 2, 50])) + text.slice(at);
    },
  },
  {
    name: 'bytes inserted',
    weight: 2,
    change: (text, random) => {
      const at = random.below(text.length);
      return text.slice(0, at) + random.bytes(1 + random.below(32)) + text.slice(at);
    },
  },
  { name: 'nothing but noise', weight: 0.3, change: (_text, random) => random.bytes(random.below(2_000)) },
  { name: 'nothing', weight: 0.2, change: () => '' },
];
