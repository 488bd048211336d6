/**
 * Documents that are wrong, or only unusual, in one to five places: the same seed gives the same mutants. Every mutant is
 * well-formed XML with its prefixes declared; what it says is of no interest, only whether two engines judge it alike.
 */
import { declarations, elements, isNamespaceWellFormed, localName, prefixOf, readText, writeText } from './xml-text.mjs';

const V3 = 'urn:hl7-org:v3';
const ELSEWHERE = 'urn:example:elsewhere';

/** Mulberry32: a small generator whose whole state is one 32-bit word. */
function dice(seed) {
  let state = seed >>> 0;
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
  const below = (n) => Math.floor(next() * n);
  return { next, below, one: (list) => list[below(list.length)] };
}

const NUMBERS = [
  'abc',
  '1e5',
  '',
  '-1',
  '+5',
  '00',
  '1.5',
  '1,5',
  '.5',
  '1.',
  'NaN',
  'INF',
  ' 12 ',
  '0x10',
  '99999999999999999999',
  '1.5.2',
];
const DATES = [
  '',
  '2024',
  '202413',
  '20241301',
  '20240230120000+0100',
  '2024-01-01',
  '20240101120000+01:00',
  'hier',
  '2024010112',
  '20240101 ',
  '1',
];
const WIDE = [
  '\u{1F600} texte',
  'e\u0301te\u0301',
  '\u00e0 \u00e9 \u00fc \u0153',
  'a&#xA0;b',
  'a&#10;b&#9;c',
  '&lt;b&gt; &amp;amp;',
  '\u202Erev',
  '\u2028',
];

/** Values that are likely to be treated specially, attribute by attribute. */
const VALUES = {
  root: ['', '1.2.3', '2.16.840.1.113883.1.3', '1.3.6.1.4.1.19376.1.5.3.1.3.1', 'abc', '1.2.250.1.213.1.1.1.1'],
  extension: ['', '2099.01', '2022.01', ' ', '\u00e9', 'POCD_HD000040', '000'],
  code: ['', 'XXX', '11502-2', 'code avec espace', 'A&amp;B', '\u{1D7D9}', '1', "l'un", '(a', 'a.b*'],
  codeSystem: [
    '',
    '2.16.840.1.113883.6.1',
    '2.16.840.1.113883.6.73',
    '1.2.3.4',
    'a b',
    '\u00e9',
    '%41',
    'a#b',
    '2.16.840.1.113883.6.3',
    '1.2.250.1.213.2.5',
  ],
  value: [...NUMBERS, ...DATES],
  unit: ['', '1', 'mg', 'mg/L', '{comprime}', 'xyz', '\u00b5g', '%', '{a.b}mg', 'mg{x}'],
  nullFlavor: ['', 'UNK', 'NA', 'NAV', 'XXX', 'unk', 'UNK '],
  'xsi:type': ['CD', 'CE', 'PQ', 'ST', 'TS', 'IVL_TS', 'IVL_PQ', 'INT', 'BL', 'ED', 'REAL', '', ' CD ', 'nul:CD'],
  displayName: ['', ...WIDE],
};
const SPECIAL = Object.keys(VALUES);
const TEXTS = ['', '   ', '&#10;&#9;', ...WIDE, '12', '20240101', '<![CDATA[ a < b & c ]]>', '0', 'true'];

/** The document under change: its tree and the choices one can make in it. */
function open(text, chance) {
  const document = readText(text);
  const all = () => [...elements(document.root)];
  const within = (node, list) => list.some(({ node: e }) => e === node);
  const heading = (list) => {
    const body = list
      .filter(({ node }) => localName(node.name) === 'structuredBody')
      .flatMap(({ node }) => [...elements(node)].map((e) => e.node));
    const inBody = new Set(body);
    return list.filter(({ node }) => !inBody.has(node));
  };
  const outsideNarrative = (list) => {
    const narrative = new Set(
      list
        .filter(({ node, parent }) => localName(node.name) === 'text' && parent && localName(parent.name) === 'section')
        .flatMap(({ node }) => [...elements(node)].map((e) => e.node)),
    );
    return list.filter(({ node }) => !narrative.has(node));
  };
  const withTemplates = (list) =>
    list.filter(({ node }) => node.children.some((c) => c.kind === 'element' && localName(c.name) === 'templateId'));

  const ofTemplates = (list) => {
    const parents = new Set(withTemplates(list).map(({ node }) => node));
    return list.filter(({ node, parent }) => parents.has(parent) && localName(node.name) !== 'templateId');
  };

  /** An element that passes a test, more often one that rules speak of than one of the narrative. */
  const pick = (test = () => true) => {
    const list = all();
    const draw = chance.next();
    const narrowed = (
      draw < 0.35 ? outsideNarrative(list)
      : draw < 0.45 ? withTemplates(list)
      : draw < 0.7 ? ofTemplates(list)
      : draw < 0.9 ? heading(list)
      : list).filter(test);
    const from = narrowed.length ? narrowed : list.filter(test);
    return from.length ? chance.one(from) : undefined;
  };
  return { document, all, within, pick, chance };
}

const notRoot = ({ parent }) => parent !== undefined;
const has =
  (name) =>
  ({ node }) =>
    node.attributes.some(([n]) => n === name);
const attribute = (node, name) => node.attributes.find(([n]) => n === name);
const copy = (node) => structuredClone(node);
const put = (parent, node, at) => parent.children.splice(at, 0, node);
const sibling = (parent, node) => parent.children.indexOf(node);
const childElements = (node) => node.children.filter((c) => c.kind === 'element');
const path = (name) => `<${name}>`;

/** Sets the value of one of the attributes that an element has, drawn from those that rules look at. */
function setKnown(d, name, values) {
  const found = d.pick(has(name));
  if (!found) return undefined;
  const entry = attribute(found.node, name);
  const others = d.all().flatMap(({ node }) => attribute(node, name)?.[1] ?? []);
  const value = d.chance.next() < 0.3 ? d.chance.one(others) : d.chance.one(values);
  entry[1] = value;
  return `${path(found.node.name)}/@${name} becomes "${value}"`;
}

/** The values of @value where dates stand, by the name of the element. */
const isDate = ({ node }) => /time|birth|low|high|center/i.test(localName(node.name)) && has('value')({ node });

/** Every change, by name. Each takes the document and says what it did, or nothing where it does not apply. */
const CHANGES = {
  deleteElement(d) {
    const found = d.pick(notRoot);
    if (!found) return undefined;
    found.parent.children.splice(sibling(found.parent, found.node), 1);
    return path(found.node.name);
  },
  duplicateElement(d) {
    const found = d.pick(notRoot);
    if (!found) return undefined;
    put(found.parent, copy(found.node), sibling(found.parent, found.node) + d.chance.below(2));
    return path(found.node.name);
  },
  moveElement(d) {
    const found = d.pick(notRoot);
    const target = d.pick();
    if (!found || !target || d.within(target.node, [...elements(found.node)])) return undefined;
    found.parent.children.splice(sibling(found.parent, found.node), 1);
    put(target.node, found.node, d.chance.below(target.node.children.length + 1));
    return `${path(found.node.name)} into ${path(target.node.name)}`;
  },
  swapSiblings(d) {
    const found = d.pick(({ node }) => childElements(node).length > 1);
    if (!found) return undefined;
    const children = childElements(found.node);
    const first = d.chance.below(children.length - 1);
    const [a, b] = [sibling(found.node, children[first]), sibling(found.node, children[first + 1])];
    [found.node.children[a], found.node.children[b]] = [found.node.children[b], found.node.children[a]];
    return `${path(children[first].name)} and ${path(children[first + 1].name)}`;
  },
  renameElement(d) {
    const found = d.pick();
    const names = [...new Set(d.all().map(({ node }) => localName(node.name)))].concat('foreign', 'Section', 'div', 'or');
    const was = found.node.name;
    found.node.name = (prefixOf(was) ? `${prefixOf(was)}:` : '') + d.chance.one(names);
    return `${path(was)} to ${path(found.node.name)}`;
  },
  deleteAttribute(d) {
    const name = d.chance.one(SPECIAL);
    const found = d.pick(has(name));
    if (!found) return undefined;
    found.node.attributes = found.node.attributes.filter(([n]) => n !== name);
    return `${path(found.node.name)}/@${name}`;
  },
  deleteAnyAttribute(d) {
    const found = d.pick(({ node }) => node.attributes.some(([n]) => !n.startsWith('xmlns')));
    const name = d.chance.one(found.node.attributes.filter(([n]) => !n.startsWith('xmlns')))[0];
    found.node.attributes = found.node.attributes.filter(([n]) => n !== name);
    return `${path(found.node.name)}/@${name}`;
  },
  alterAttribute(d) {
    const name = d.chance.one(SPECIAL);
    return setKnown(d, name, VALUES[name]);
  },
  alterCode(d) {
    const found = d.pick((e) => has('code')(e) && has('codeSystem')(e));
    if (!found) return undefined;
    const name = d.chance.one(['code', 'codeSystem']);
    attribute(found.node, name)[1] = d.chance.one([...VALUES[name], `${attribute(found.node, name)[1]}9`]);
    return `${path(found.node.name)}/@${name} becomes "${attribute(found.node, name)[1]}"`;
  },
  alterUnit: (d) => setKnown(d, 'unit', VALUES.unit),
  alterTemplateId(d) {
    const found = d.pick(({ node }) => localName(node.name) === 'templateId' && node.attributes.length > 0);
    if (!found) return undefined;
    const entry = d.chance.one(found.node.attributes);
    entry[1] = d.chance.one([...(VALUES[entry[0]] ?? ['']), `${entry[1]}.1`, ` ${entry[1]}`]);
    return `@${entry[0]} becomes "${entry[1]}"`;
  },
  malformedDate(d) {
    const found = d.pick(isDate);
    if (!found) return undefined;
    attribute(found.node, 'value')[1] = d.chance.one(DATES);
    return `${path(found.node.name)} "${attribute(found.node, 'value')[1]}"`;
  },
  malformedNumber(d) {
    const found = d.pick((e) => has('value')(e) && !isDate(e));
    if (!found) return undefined;
    attribute(found.node, 'value')[1] = d.chance.one(NUMBERS);
    return `${path(found.node.name)} "${attribute(found.node, 'value')[1]}"`;
  },
  emptyAttribute(d) {
    const found = d.pick(({ node }) => node.attributes.some(([n]) => !n.startsWith('xmlns')));
    const entry = d.chance.one(found.node.attributes.filter(([n]) => !n.startsWith('xmlns')));
    entry[1] = '';
    return `${path(found.node.name)}/@${entry[0]}`;
  },
  padAttribute(d) {
    const found = d.pick(({ node }) => node.attributes.some(([n]) => !n.startsWith('xmlns')));
    const entry = d.chance.one(found.node.attributes.filter(([n]) => !n.startsWith('xmlns')));
    entry[1] = d.chance.one([` ${entry[1]}`, `${entry[1]} `, `&#10;${entry[1]}`, `${entry[1]}&#9;`, `&#xA0;${entry[1]}`]);
    return `${path(found.node.name)}/@${entry[0]}`;
  },
  insertNullFlavor(d) {
    const found = d.pick((e) => !has('nullFlavor')(e));
    if (!found) return undefined;
    const value = d.chance.one(VALUES.nullFlavor);
    found.node.attributes.push(['nullFlavor', value]);
    if (d.chance.next() < 0.5) found.node.attributes = found.node.attributes.filter(([n]) => n === 'nullFlavor' || n.startsWith('xmlns'));
    return `${path(found.node.name)} "${value}"`;
  },
  insertAttribute(d) {
    const name = d.chance.one(SPECIAL.filter((n) => n !== 'xsi:type'));
    const found = d.pick((e) => !has(name)(e));
    if (!found) return undefined;
    found.node.attributes.push([name, d.chance.one(VALUES[name])]);
    return `${path(found.node.name)}/@${name}`;
  },
  duplicateTemplateId(d) {
    const found = d.pick(({ node }) => localName(node.name) === 'templateId');
    if (!found?.parent) return undefined;
    put(found.parent, copy(found.node), sibling(found.parent, found.node));
    return path(found.parent.name);
  },
  foreignTemplateId(d) {
    const ids = d.all().filter(({ node }) => localName(node.name) === 'templateId');
    const target = d.pick();
    if (!ids.length) return undefined;
    put(target.node, copy(d.chance.one(ids).node), 0);
    return `into ${path(target.node.name)}`;
  },
  removeTypeId(d) {
    const found = d.all().find(({ node }) => localName(node.name) === 'typeId');
    if (!found?.parent) return undefined;
    found.parent.children.splice(sibling(found.parent, found.node), 1);
    return path(found.node.name);
  },
  changeText(d) {
    const found = d.pick(({ node }) => node.children.some((c) => c.kind === 'text' && c.raw.trim()));
    if (!found) return undefined;
    const piece = d.chance.one(found.node.children.filter((c) => c.kind === 'text' && c.raw.trim()));
    piece.raw = d.chance.one([...TEXTS, ` ${piece.raw} `, piece.raw.toUpperCase().replace(/&\w+;/gi, ''), `${piece.raw}${piece.raw}`]);
    return path(found.node.name);
  },
  addText(d) {
    const found = d.pick();
    put(found.node, { kind: 'text', raw: d.chance.one(TEXTS.filter(Boolean)) }, d.chance.below(found.node.children.length + 1));
    return path(found.node.name);
  },
  emptyElement(d) {
    const found = d.pick((e) => notRoot(e) && e.node.children.length > 0);
    if (!found) return undefined;
    found.node.children = [];
    return path(found.node.name);
  },
  splitText(d) {
    const found = d.pick(({ node }) => node.children.some((c) => c.kind === 'text' && /^[^&]{2,}$/.test(c.raw)));
    if (!found) return undefined;
    const piece = found.node.children.find((c) => c.kind === 'text' && /^[^&]{2,}$/.test(c.raw));
    const [first, second] = halves(piece.raw);
    found.node.children.splice(sibling(found.node, piece), 1, { kind: 'text', raw: first }, comment(), { kind: 'text', raw: second });
    return path(found.node.name);
  },
  addComment(d) {
    const found = d.pick();
    put(found.node, comment(), d.chance.below(found.node.children.length + 1));
    return path(found.node.name);
  },
  addInstruction(d) {
    const found = d.pick();
    put(found.node, { kind: 'instruction', raw: '<?note code="XXX"?>' }, d.chance.below(found.node.children.length + 1));
    return path(found.node.name);
  },
  addAroundRoot(d) {
    d.document.before += '\n<!-- around --><?around it?>\n';
    d.document.after += '\n<!-- around --><?around it?>\n';
    return 'comments and instructions';
  },
  addForeignElement(d) {
    const found = d.pick();
    const name = d.chance.one(['code', 'templateId', 'id', 'text', 'note']);
    const node = readText(`<f:${name} xmlns:f="${ELSEWHERE}" root="1.2.3" code="XXX">texte<f:value value="1"/></f:${name}>`).root;
    put(found.node, node, d.chance.below(found.node.children.length + 1));
    return `<f:${name}> into ${path(found.node.name)}`;
  },
  addForeignAttribute(d) {
    const found = d.pick();
    const name = `f:${d.chance.one(['code', 'root', 'nullFlavor', 'note'])}`;
    if (attribute(found.node, 'xmlns:f')) return undefined;
    found.node.attributes.push(['xmlns:f', ELSEWHERE], [name, 'XXX']);
    return `${path(found.node.name)}/@${name}`;
  },
  changeNamespace(d) {
    const found = d.pick();
    const uri = d.chance.one(['', ELSEWHERE, 'urn:hl7-org:sdtc', 'urn:hl7-org:V3']);
    found.node.attributes = [...found.node.attributes.filter(([n]) => n !== 'xmlns'), ['xmlns', uri]];
    found.node.name = localName(found.node.name);
    return `${path(found.node.name)} and what is in it: "${uri}"`;
  },
  changeOneNamespace(d) {
    const found = d.pick();
    if (declarations(found.node).some(([prefix]) => prefix === 'other')) return undefined;
    found.node.attributes.push(['xmlns:other', d.chance.one([ELSEWHERE, 'urn:hl7-org:sdtc', V3])]);
    found.node.name = `other:${localName(found.node.name)}`;
    return path(found.node.name);
  },
  changePrefix(d) {
    const found = d.pick();
    if (declarations(found.node).some(([prefix]) => prefix === 'hl7')) return undefined;
    const had = prefixOf(found.node.name);
    for (const { node } of elements(found.node)) if (prefixOf(node.name) === had) node.name = `hl7:${localName(node.name)}`;
    found.node.attributes.push(['xmlns:hl7', V3]);
    return `${path(found.node.name)} and what is in it, the same namespace`;
  },
};
/** What rules look at is changed more often than what they pass over. */
const WEIGHTS = {
  deleteElement: 4,
  deleteAttribute: 3,
  alterAttribute: 4,
  alterCode: 4,
  alterUnit: 2,
  emptyElement: 2,
  insertNullFlavor: 2,
};
const NAMES = Object.keys(CHANGES).flatMap((name) => Array(WEIGHTS[name] ?? 1).fill(name));

const comment = () => ({ kind: 'comment', raw: '<!-- code="XXX" -->' });

/** Text in two parts, no character of which is cut. */
function halves(raw) {
  const characters = [...raw];
  const middle = Math.ceil(characters.length / 2);
  return [characters.slice(0, middle).join(''), characters.slice(middle).join('')];
}

/** One mutant of a text: the new text and what was done. Draws again until the outcome is well-formed and different. */
function mutate(text, chance) {
  for (;;) {
    const d = open(text, chance);
    const wanted = 1 + chance.below(5);
    const operations = [];
    while (operations.length < wanted) {
      const name = chance.one(NAMES);
      const done = CHANGES[name](d);
      if (done) operations.push(`${name} ${done}`);
    }
    const { before, root, after } = d.document;
    const changed = before + writeText(root) + after;
    if (isNamespaceWellFormed(root) && changed !== text) return { text: changed, operations };
  }
}

/**
 * `count` mutants of documents `{ name, text, profiles }`, every document in its turn: `{ name, base, operations, text,
 * profiles }`, with the profiles of the document they come from.
 */
export function makeMutants(documents, count, seed) {
  const chance = dice(seed);
  const order = documents.map((document) => ({ document, key: chance.next() })).sort((a, b) => a.key - b.key);
  return Array.from({ length: count }, (_, i) => {
    const { document } = order[i % order.length];
    const { text, operations } = mutate(document.text.replace(/^\uFEFF/, ''), chance);
    return { name: `mutant-${String(i + 1).padStart(4, '0')}.xml`, base: document.name, operations, text, profiles: document.profiles };
  });
}
