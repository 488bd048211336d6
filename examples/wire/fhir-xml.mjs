import { raw, xml } from './xml.mjs';

const FHIR = 'http://hl7.org/fhir';

/** What XML has as an attribute: the id of an element that is no resource, and the url of an extension. */
const isAttribute = (name, owner, isExtension) => (name === 'id' && owner.resourceType === undefined) || (name === 'url' && isExtension);

function element(name, value) {
  const tag = raw(name);
  if (typeof value !== 'object') return xml`<${tag} value="${value}"/>`;
  if (value.resourceType !== undefined) return xml`<${tag}>${resource(value)}</${tag}>`;
  const isExtension = name === 'extension';
  const attributes = Object.entries(value).filter(([key]) => isAttribute(key, value, isExtension));
  return xml`<${tag}${attributes.map(([key, text]) => xml` ${raw(key)}="${text}"`)}>${contentOf(value, isExtension)}</${tag}>`;
}

const contentOf = (object, isExtension = false) =>
  Object.entries(object)
    .filter(([name]) => name !== 'resourceType' && !isAttribute(name, object, isExtension))
    .flatMap(([name, value]) => [value].flat().map((one) => element(name, one)));

const resource = (object) => xml`<${raw(object.resourceType)} xmlns="${FHIR}">${contentOf(object)}</${raw(object.resourceType)}>`;

/** A resource as XML, from its JSON whose properties come in the order of the specification and whose primitives have no extensions. */
export const fhirXml = (object) =>
  xml`<?xml version="1.0" encoding="UTF-8"?>
${resource(object)}`.text;
