import { DOMParser } from '@xmldom/xmldom';
import { getDataType } from '@medplum/core';
import { refusal } from './refusal.mjs';

const FHIR = 'http://hl7.org/fhir';
const XHTML = 'http://www.w3.org/1999/xhtml';
const DEEPEST = 40;

const escape = (text) => String(text).replace(/[<>&"\n\r\t]/g, (letter) => `&#${letter.codePointAt(0)};`);
const isObject = (value) => typeof value === 'object' && value !== null;
const elementsOf = (type) => {
  try {
    return getDataType(type).elements;
  } catch {
    return {};
  }
};
const suffixed = (name, code) => name.replace('[x]', code[0].toUpperCase() + code.slice(1));

// ---- JSON to XML ----

/** A resource as XML of FHIR; its elements in the order of their definition. */
export const writeXml = (resource) => `<?xml version="1.0" encoding="UTF-8"?>${writeResource(resource)}`;

const writeResource = (resource) =>
  `<${resource.resourceType} xmlns="${FHIR}">${writeChildren(resource, resource.resourceType)}</${resource.resourceType}>`;

function writeChildren(value, type) {
  const pieces = [];
  const isResource = value.resourceType !== undefined;
  for (const [name, { type: types }] of Object.entries(elementsOf(type)))
    for (const { code } of types) {
      const key = name.endsWith('[x]') ? suffixed(name, code) : name;
      if (name === 'id' && !isResource) continue;
      if (type === 'Extension' && name === 'url') continue;
      const values = [value[key] ?? []].flat();
      const extras = [value[`_${key}`] ?? []].flat();
      for (let at = 0; at < Math.max(values.length, extras.length); at++) pieces.push(writeElement(key, values[at], extras[at], code));
      if (!name.endsWith('[x]')) break;
    }
  return pieces.join('');
}

function writeElement(name, value, extra, code) {
  if (name === 'div' && code === 'xhtml') return value;
  if (isObject(value) && value.resourceType) return `<${name}>${writeResource(value)}</${name}>`;
  if (isObject(value)) {
    const url = value.url !== undefined && code === 'Extension' ? ` url="${escape(value.url)}"` : '';
    const id = value.id === undefined ? '' : ` id="${escape(value.id)}"`;
    return `<${name}${id}${url}>${writeChildren(value, code)}</${name}>`;
  }
  const said = value === undefined || value === null ? '' : ` value="${escape(value)}"`;
  const inner = isObject(extra) ? writeChildren(extra, 'Element') : '';
  return inner === '' ? `<${name}${said}/>` : `<${name}${said}>${inner}</${name}>`;
}

// ---- XML to JSON ----

/** @throws a refusal when the text is no XML of FHIR */
export function readXml(text) {
  if (/<!DOCTYPE/i.test(text)) throw refusal(400, 'structure', 'Le XML a une DTD.');
  const fail = (message) => {
    throw refusal(400, 'structure', `Le XML ne se lit pas : ${message.slice(0, 200)}`);
  };
  const root = new DOMParser({ errorHandler: { warning: fail, error: fail, fatalError: fail } }).parseFromString(
    text,
    'text/xml',
  ).documentElement;
  if (root?.namespaceURI !== FHIR) fail('ce n’est pas une ressource FHIR');
  return readResource(root, 0);
}

const readResource = (element, depth) => ({ resourceType: element.localName, ...readChildren(element, element.localName, depth + 1) });

function readChildren(element, type, depth) {
  if (depth > DEEPEST) throw refusal(400, 'structure', 'Le XML est trop profond.');
  const elements = elementsOf(type);
  const read = {};
  for (const name of ['id', 'url']) if (element.hasAttribute(name)) read[name] = element.getAttribute(name);
  for (const child of Array.from(element.childNodes).filter(({ nodeType }) => nodeType === 1)) {
    const { localName: name } = child;
    const [definition, code] = definitionOf(elements, name);
    if (!definition) throw refusal(400, 'structure', `L’élément ${name.slice(0, 40)} est inconnu dans ${type}.`);
    const value = valueOf(child, code, depth);
    if (definition.isArray) read[name] = [...(read[name] ?? []), value];
    else read[name] = value;
  }
  return read;
}

function definitionOf(elements, name) {
  if (Object.hasOwn(elements, name)) return [elements[name], elements[name].type[0]?.code];
  for (const [key, definition] of Object.entries(elements).filter(([one]) => one.endsWith('[x]')))
    for (const { code } of definition.type) if (suffixed(key, code) === name) return [definition, code];
  return [];
}

function valueOf(child, code, depth) {
  if (child.namespaceURI === XHTML) return String(child);
  if (code === 'Resource')
    return readResource(
      Array.from(child.childNodes).find(({ nodeType }) => nodeType === 1),
      depth,
    );
  if (!child.hasAttribute('value')) return readChildren(child, code, depth + 1);
  const text = child.getAttribute('value');
  if (code === 'boolean') return text === 'true';
  return ['integer', 'positiveInt', 'unsignedInt', 'decimal'].includes(code) ? Number(text) : text;
}
