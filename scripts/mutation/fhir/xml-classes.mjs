/** Classes of mutation of FHIR XML (FHIR R4, 2.6.1): a resource is written as XML first, in the order of its definitions. */
import { indexOf, nameOf } from './resource.mjs';

export const FHIR = 'http://hl7.org/fhir';
const escaped = (text) => String(text).replace(/[&<>"\n\r\t]/g, (c) => `&#${c.charCodeAt(0)};`);

/**
 * A resource as XML: elements with their attributes and children, each with the path by which a finding names it, an index
 * where there are siblings of its name.
 */
export function asXml({ root, known }) {
  const xml = element(root, root.type, known);
  xml.attributes.xmlns = FHIR;
  number(xml, root.type);
  return xml;
}

function element(place, name, known) {
  const made = { name, attributes: {}, children: [], place };
  if (place.resource) {
    const children = ordered(place, known);
    made.children = children.map((child) => below(child, known));
    return made;
  }
  if (place.type === 'xhtml') return { ...made, raw: place.value };
  if (place.complex === false && place.value !== undefined) made.attributes.value = String(place.value);
  for (const child of ordered(place, known)) {
    if (isAttribute(child)) made.attributes[child.name] = String(child.value);
    else made.children.push(below(child, known));
  }
  return made;
}

/** A resource stands in the element that holds it. */
const below = (child, known) =>
  child.resource ?
    { name: nameIn(child), attributes: {}, place: child, holder: true, children: [element(child, child.type, known)] }
  : element(child, child.name, known);

const nameIn = ({ at: keys }) => keys.findLast((key) => typeof key === 'string');
/** The id of an element and the url of an extension are attributes; the id of a resource is an element. */
const isAttribute = ({ name, parent }) => !parent.resource && (name === 'id' || (name === 'url' && parent.type === 'Extension'));

/** The children of a place in the order of the definition of its type. */
function ordered(place, known) {
  const order = new Map();
  for (const { structure, element: at } of place.views)
    for (const one of indexOf(structure).below.get(at.id) ?? []) {
      const name = nameOf(one).replace('[x]', '');
      if (!order.has(name)) order.set(name, order.size);
    }
  const generic = known.type(place.type);
  const first = generic ? (indexOf(generic).below.get(generic.elements[0].id) ?? []).map((one) => nameOf(one).replace('[x]', '')) : [];
  const rank = (child) => {
    const name = child.resource ? nameIn(child) : child.name;
    const at = (names) => names.findIndex((one) => one === name || (name.startsWith(one) && /^[A-Z]/.test(name.slice(one.length))));
    const own = at(first);
    return own >= 0 ? own : first.length + at([...order.keys()]);
  };
  return place.children
    .map((child, i) => ({ child, rank: rank(child), i }))
    .sort((a, b) => a.rank - b.rank || a.i - b.i)
    .map(({ child }) => child);
}

/** Gives each element its path. */
function number(xml, path) {
  xml.path = path;
  const counts = new Map();
  for (const { name } of xml.children) counts.set(name, (counts.get(name) ?? 0) + 1);
  const next = new Map();
  for (const child of xml.children) {
    // the resource in contained or resource is that element itself
    if (xml.holder) {
      number(child, path);
      continue;
    }
    const i = next.get(child.name) ?? 0;
    next.set(child.name, i + 1);
    number(child, counts.get(child.name) > 1 ? `${path}.${child.name}[${i}]` : `${path}.${child.name}`);
  }
}

/** The text of an element, on lines of its own. */
export function writtenXml({ name, attributes, children, raw, text = '' }, indent = '') {
  if (raw !== undefined) return `${indent}${raw}\n`;
  const start = `${indent}<${name}${Object.entries(attributes)
    .map(([key, value]) => ` ${key}="${escaped(value)}"`)
    .join('')}`;
  if (children.length === 0 && text === '') return `${start}/>\n`;
  return `${start}>${text}\n${children.map((child) => writtenXml(child, `${indent} `)).join('')}${indent}</${name}>\n`;
}

const PROLOG = '<?xml version="1.0" encoding="UTF-8"?>\n';
/** The bytes of a resource in XML, or of a mutant of it. */
export function xmlOf(xml, { keys = [], edit = () => undefined, bytes } = {}) {
  const copy = structuredCopy(xml);
  edit(
    keys.reduce((here, key) => here.children[key], copy),
    keys.slice(0, -1).reduce((here, key) => here.children[key], copy),
  );
  const text = PROLOG + writtenXml(copy);
  return bytes ? bytes(text) : Buffer.from(text);
}
const structuredCopy = (xml) => ({ ...xml, attributes: { ...xml.attributes }, children: xml.children.map(structuredCopy) });

/** Every element but narratives, with the way that leads to it. */
function elements(xml, keys = []) {
  return [{ xml, keys }, ...xml.children.flatMap((child, i) => (child.raw === undefined ? elements(child, [...keys, i]) : []))];
}

const sitesOf = (pick) => (resource) =>
  elements(resource.xml).flatMap(({ xml, keys }) =>
    [pick(xml, keys) ?? []].flat().map(({ edit, ...more }) => ({ place: xml.place, at: [xml.path], keys, edit, ...more })),
  );

const otherNamespace = sitesOf((xml, keys) => ({
  // a root of another namespace is none of FHIR: there is no path yet
  ...(keys.length === 0 && { at: undefined }),
  note: xml.holder || xml.place.resource ? 'resource' : 'element',
  edit: (here) => (here.attributes.xmlns = 'http://example.org/autre'),
}));
const noNamespace = (resource) => [{ place: resource.root, at: undefined, keys: [], edit: (here) => delete here.attributes.xmlns }];
const unknownAttribute = sitesOf(() => [
  { note: 'of no namespace', edit: (here) => (here.attributes.inconnu = 'a') },
  {
    note: 'of another namespace',
    edit: (here) => Object.assign(here.attributes, { 'xmlns:a': 'http://example.org/autre', 'a:inconnu': 'a' }),
  },
]);
const textBetween = sitesOf(() => ({ edit: (here) => (here.text = 'Texte') }));
const valueAsText = sitesOf((xml) =>
  xml.attributes.value === undefined ?
    []
  : {
      edit: (here) => {
        here.text = escaped(here.attributes.value);
        delete here.attributes.value;
      },
    },
);
const emptyAttribute = sitesOf((xml) => (xml.attributes.value === undefined ? [] : { edit: (here) => (here.attributes.value = '') }));
const emptyElement = sitesOf((xml, keys) =>
  keys.length === 0 || xml.holder || xml.place.resource ?
    []
  : {
      edit: (here) => {
        here.attributes = {};
        here.children = [];
      },
    },
);
const swapped = (resource) =>
  elements(resource.xml).flatMap(({ xml, keys }) =>
    xml.children.slice(1).flatMap((child, i) =>
      child.name === xml.children[i].name || xml.holder ?
        []
      : [
          {
            place: child.place,
            at: [child.path, xml.children[i].path],
            keys: [...keys, i],
            edit: (_, above) => {
              [above.children[i], above.children[i + 1]] = [above.children[i + 1], above.children[i]];
            },
          },
        ],
    ),
  );
const misnamed = sitesOf((xml, keys) =>
  keys.length === 0 || xml.holder || xml.place.resource ?
    []
  : { at: [xml.path, xml.path.replace(/\.[^.]*$/, '.inconnu')], edit: (here) => (here.name = 'inconnu') },
);
const unknownChild = sitesOf((xml) =>
  xml.holder ?
    []
  : {
      at: [`${xml.path}.inconnu`],
      edit: (here) => (here.children = [...here.children, { name: 'inconnu', attributes: { value: 'a' }, children: [] }]),
    },
);
const brokenXml = (resource) =>
  [
    ['cut in the middle', (text) => Buffer.from(text.slice(0, Math.floor(text.length / 2)))],
    ['end tag missing', (text) => Buffer.from(text.trimEnd().replace(/<\/[^>]*>$/, ''))],
    ['attribute without quotation marks', (text) => Buffer.from(text.replace(/ value="([^"]*)"/, ' value=$1'))],
    ['bare ampersand', (text) => Buffer.from(text.replace(/ value="/, ' value="&'))],
    ['document type', (text) => Buffer.from(text.replace('?>\n', '?>\n<!DOCTYPE a [<!ENTITY b "c">]>\n'))],
    ['attribute twice', (text) => Buffer.from(text.replace(/( value="[^"]*")/, '$1$1'))],
    ['ISO-8859-1', (text) => Buffer.from(text.replace(/ value="/, ' value="é'), 'latin1')],
    ['two roots', (text) => Buffer.from(`${text}<Patient xmlns="${FHIR}"/>`)],
  ].map(([note, bytes]) => ({ place: resource.root, at: undefined, note, bytes }));

export const XML_CLASSES = [
  { title: 'XML: element in another namespace', sites: otherNamespace },
  { title: 'XML: root without namespace', sites: noNamespace },
  { title: 'XML: unknown attribute', sites: unknownAttribute },
  { title: 'XML: text between elements', sites: textBetween },
  { title: 'XML: value as text', sites: valueAsText },
  { title: 'XML: empty attribute', sites: emptyAttribute },
  { title: 'XML: empty element', sites: emptyElement },
  { title: 'XML: two neighbours swapped', sites: swapped },
  { title: 'XML: element renamed', sites: misnamed },
  { title: 'XML: unknown element', sites: unknownChild },
  { title: 'XML: XML that is none', sites: brokenXml },
].map((one) => ({ ...one, xml: true }));
