/** What can be done to a FHIR resource in JSON, as a tree; what no tree can hold is put in when it is written. */

/** Objects and arrays with where their parts stand: `[holder, key]`. */
function placesIn(root, wanted = () => true) {
  const found = [];
  const open = [root];
  for (let here = open.pop(); here !== undefined; here = open.pop())
    for (const key of Object.keys(here)) {
      const value = here[key];
      if (wanted(value, key, here)) found.push([here, key]);
      if (typeof value === 'object' && value !== null) open.push(value);
    }
  return found;
}

const isObject = (value) => typeof value === 'object' && value !== null && !Array.isArray(value);
const copy = (value) => structuredClone(value);
const onPlace = (wanted, change) => (root, random) => {
  const places = placesIn(root, wanted);
  if (places.length === 0) return undefined;
  const [holder, key] = random.pick(places);
  return change(holder, key, random, root) === false ? undefined : root;
};

/** Puts a value in a place by a name that another may have already. */
function put(holder, key, value) {
  Object.defineProperty(holder, key, { value, enumerable: true, configurable: true, writable: true });
}

const remove = (holder, key) => (Array.isArray(holder) ? holder.splice(Number(key), 1) : delete holder[key]);

/** Written as they stand: no value of JavaScript is written so. */
const RAW = [
  ...[
    '1e999999',
    '1e-999999',
    '-0',
    '01',
    '.5',
    '5.',
    '+1',
    'NaN',
    'Infinity',
    '0x10',
    'undefined',
    "'x'",
    '"\\ud800"',
    '"\\udc00\\ud800"',
  ],
  ...['"\\u0000"', '"\\x41"', '"\u0001"', '"a\nb"', '1.0000000000000000000000000001', '/* x */ 1', '[1,]', '{"a":1,}', 'tru', ''],
];
const ODD = [
  ...[
    '',
    ' ',
    ' x',
    'x  y',
    '\t',
    '__proto__',
    'constructor',
    '1979-02-30',
    '1979-3-28',
    '28/03/1979',
    '24:00:00',
    'urn:oid:',
    'urn:uuid:X',
  ],
  ...[
    'Patient/1',
    '#',
    '#x',
    '#p',
    'http://',
    'javascript:x()',
    'true',
    '1',
    '-1',
    '../../etc/passwd',
    '<b>',
    '&nbsp;',
    '\u202e',
    '\u001b[31m',
  ],
  ...[
    `http://a/${'#'.repeat(50_000)}\n`,
    'a'.repeat(70),
    0,
    -1,
    1.5,
    2 ** 53,
    1e21,
    true,
    false,
    null,
    [],
    {},
    [[]],
    [null],
    [{}],
    { value: 1 },
  ],
];
const NAMES = [
  '__proto__',
  'constructor',
  'toString',
  '',
  '_',
  '__',
  '_active',
  'value',
  'id',
  'extension',
  'resourceType',
  'Name',
  'é',
  'a b',
  '\u0000',
];

export const JSON_MUTATIONS = [
  { name: 'removed', weight: 8, change: onPlace(undefined, remove) },
  { name: 'odd value', weight: 12, change: onPlace(undefined, (holder, key, random) => put(holder, key, copy(random.pick(ODD)))) },
  {
    name: 'odd token',
    weight: 4,
    change: onPlace(undefined, (holder, key, random) => put(holder, key, `\u0002${random.pick(RAW)}\u0003`)),
  },
  {
    name: 'renamed',
    weight: 6,
    change: onPlace(
      (_value, _key, holder) => !Array.isArray(holder),
      (holder, key, random) => {
        const value = holder[key];
        delete holder[key];
        put(holder, random.chance(0.5) ? random.pick(NAMES) : key + random.pick(['s', 'X', 'String', ' ']), value);
      },
    ),
  },
  {
    name: 'property twice',
    weight: 3,
    change: onPlace(
      (_value, _key, holder) => !Array.isArray(holder),
      (holder, key, random) => put(holder, `\u0004${key}`, random.chance(0.5) ? holder[key] : copy(random.pick(ODD))),
    ),
  },
  {
    name: 'moved',
    weight: 4,
    change: onPlace(undefined, (holder, key, random, root) => {
      const [into] = random.pick(placesIn(root));
      put(into, Array.isArray(into) ? into.length : key, copy(holder[key]));
    }),
  },
  {
    name: 'in an array',
    weight: 3,
    change: onPlace(
      (value) => !Array.isArray(value),
      (holder, key) => put(holder, key, [holder[key]]),
    ),
  },
  {
    name: 'out of its array',
    weight: 3,
    change: onPlace(
      (value) => Array.isArray(value) && value.length > 0,
      (holder, key) => put(holder, key, holder[key][0]),
    ),
  },
  {
    name: 'as another type',
    weight: 4,
    change: onPlace(
      (value) => typeof value !== 'object',
      (holder, key) => put(holder, key, typeof holder[key] === 'string' ? Number(holder[key]) || true : String(holder[key])),
    ),
  },
  {
    name: 'companion',
    weight: 3,
    change: onPlace(
      (_value, key, holder) => !Array.isArray(holder) && !key.startsWith('_'),
      (holder, key, random) =>
        put(
          holder,
          `_${key}`,
          copy(
            random.pick([
              { id: 'a' },
              [null],
              [{ id: 'a' }, null],
              'x',
              {},
              { extension: [{ url: 'http://example.org/x', valueString: 'y' }] },
            ]),
          ),
        ),
    ),
  },
  {
    name: 'an extension',
    weight: 3,
    change: onPlace(isObject, (holder, key, random) =>
      put(holder[key], random.pick(['extension', 'modifierExtension']), [
        {
          url: random.pick(['http://example.org/x', 'http://hl7.org/fhir/StructureDefinition/patient-birthPlace', 'x', '']),
          valueString: 'y',
        },
      ]),
    ),
  },
  {
    name: 'in a circle',
    weight: 3,
    change: (root, random) => {
      const refs = placesIn(root, (value, key) => key === 'reference' && typeof value === 'string');
      if (refs.length === 0) return undefined;
      for (const [holder] of refs) put(holder, 'reference', random.pick(['#', '#p', '#q', `${root.resourceType}/${root.id}`]));
      root.contained = [
        { resourceType: 'Patient', id: 'p', link: [{ other: { reference: '#q' }, type: 'seealso' }] },
        { resourceType: 'Patient', id: 'q', link: [{ other: { reference: '#p' }, type: 'seealso' }] },
      ];
      return root;
    },
  },
  { name: 'contained in itself', weight: 2, change: (root) => ({ ...root, contained: [copy(root), copy(root)] }) },
  {
    name: 'in Bundles',
    weight: 2,
    change: (root, random) => {
      let here = root;
      for (let depth = random.pick([1, 3, 50]); depth > 0; depth--)
        here = {
          resourceType: 'Bundle',
          type: random.pick(['document', 'collection', 'searchset', 'batch', 'history']),
          entry: [{ fullUrl: 'urn:uuid:x', resource: here }],
        };
      return here;
    },
  },
  {
    name: 'deep',
    weight: 1,
    change: onPlace(undefined, (holder, key, random) => {
      const depth = random.pick([60, 250, 5_000, 200_000]);
      const [open, close] = random.pick([
        ['[', ']'],
        ['{"extension":[', ']}'],
        ['{"a":', '}'],
      ]);
      put(holder, key, `\u0002${open.repeat(depth)}1${close.repeat(depth)}\u0003`);
    }),
  },
  {
    name: 'many times',
    weight: 1,
    change: onPlace(undefined, (holder, key, random) => {
      const one = JSON.stringify(holder[key]);
      const times = Math.min(random.pick([100, 5_000, 100_000]), Math.ceil(4_000_000 / one.length));
      put(holder, key, `\u0002[${`${one},`.repeat(times)}${one}]\u0003`);
    }),
  },
  {
    name: 'many names',
    weight: 0.5,
    change: onPlace(isObject, (holder, key, random) => {
      const count = random.pick([100, 100_000]);
      put(holder, key, `\u0002{${Array.from({ length: count }, (_, i) => `"k${i}":1`).join(',')}}\u0003`);
    }),
  },
  {
    name: 'huge text',
    weight: 0.7,
    change: onPlace(
      (value) => typeof value === 'string',
      (holder, key, random) =>
        put(
          holder,
          key,
          random.pick(['a', ' ', '1', '#', 'é', '<b>', 'urn:oid:1.', '{', '\\', '-0']).repeat(random.pick([1_000, 100_000, 3_000_000])),
        ),
    ),
  },
  {
    name: 'huge number',
    weight: 0.5,
    change: onPlace(
      (value) => typeof value === 'number',
      (holder, key, random) =>
        put(holder, key, `\u0002${random.pick(['9', '0.1', '1e'])}${'1'.repeat(random.pick([400, 1_000_000]))}\u0003`),
    ),
  },
  { name: 'narrative', weight: 2, change: (root, random) => ({ ...root, text: { status: 'generated', div: random.pick(NARRATIVES) } }) },
];

const DIV = '<div xmlns="http://www.w3.org/1999/xhtml">';
const NARRATIVES = [
  '',
  '<div>x</div>',
  `${DIV}x`,
  `${DIV}</div>`,
  `${DIV}<script>x</script></div>`,
  `${DIV}&nbsp;</div>`,
  `<!DOCTYPE a [<!ENTITY b "c">]>${DIV}&b;</div>`,
  `${DIV}${'<b>'.repeat(100_000)}</div>`,
  `${DIV}${'<b>x</b>'.repeat(50_000)}</div>`,
  `${DIV}<a href="javascript:x()">x</a></div>`,
  `${DIV}<![CDATA[<script>]]></div>`,
];

/** The text of a tree in which some things stand that no tree can hold. */
export const writtenJson = (root) =>
  JSON.stringify(root, null, 1)
    .replaceAll('"\\u0004', '"')
    .replace(/"\\u0002((?:[^"\\]|\\.)*)\\u0003"/g, (_whole, token) => JSON.parse(`"${token}"`));
