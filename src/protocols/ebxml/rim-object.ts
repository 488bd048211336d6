import { Raw, xml } from '../xml/index.js';
import { IDENTIFIER_NAME, OBJECT_TYPE } from './constants.js';
import { NS } from './namespaces.js';
import { Association, type Classification, type RegistryObject, type SlotHolder } from './registry-object.js';

export interface RimSlot {
  name: string;
  values: string[];
}

export interface RimClassification {
  id: string;
  /** classificationScheme; absent when `node` says it all */
  scheme?: string;
  node?: string;
  code?: string;
  slots: RimSlot[];
  /** display name */
  name?: string;
}

export interface RimIdentifier {
  id: string;
  scheme: string;
  value: string;
}

/** A registry object as plain data: what a registry keeps, and what is written. */
export interface RimObject {
  kind: 'ExtrinsicObject' | 'RegistryPackage' | 'Association';
  id: string;
  lid?: string;
  objectType?: string;
  status?: string;
  mimeType?: string;
  version?: string;
  home?: string;
  slots: RimSlot[];
  name?: string;
  description?: string;
  classifications: RimClassification[];
  identifiers: RimIdentifier[];
  /** of an Association */
  type?: string;
  source?: string;
  target?: string;
}

const plainSlots = (holder: SlotHolder): RimSlot[] =>
  holder.slots.map((slot) => ({ name: slot.name, values: slot.values.map((value) => value.text) }));

/** Copies a classification out of its message. */
export const rimClassificationOf = (classification: Classification): RimClassification => ({
  id: classification.element.attribute('id') ?? '',
  ...(classification.scheme && { scheme: classification.scheme }),
  ...(classification.node && { node: classification.node }),
  ...(classification.code && { code: classification.code }),
  slots: plainSlots(classification),
  ...(classification.name && { name: classification.name.text }),
});

/** Copies an object out of its message. */
export function rimObjectOf(object: RegistryObject): RimObject {
  const optional = {
    lid: object.logicalId,
    objectType: object.objectType || undefined,
    status: object.status,
    mimeType: object.mimeType,
    version: object.version,
    home: object.home || undefined,
    name: object.name?.text,
    description: object.description?.text,
    ...(object instanceof Association && { type: object.type, source: object.source, target: object.target }),
  };
  return {
    kind: object.element.local as RimObject['kind'],
    id: object.id,
    ...(Object.fromEntries(Object.entries(optional).filter(([, value]) => value !== undefined)) as Partial<RimObject>),
    slots: plainSlots(object),
    classifications: object.classifications.map(rimClassificationOf),
    identifiers: object.externalIdentifiers.map((identifier) => ({
      id: identifier.element.attribute('id') ?? '',
      scheme: identifier.scheme,
      value: identifier.identifierValue,
    })),
  };
}

/** First value of a slot of a plain object. */
export function slotValue(holder: { slots: readonly RimSlot[] }, name: string): string | undefined {
  return holder.slots.find((slot) => slot.name === name)?.values[0];
}

/** Every value of a slot of a plain object. */
export function slotValues(holder: { slots: readonly RimSlot[] }, name: string): string[] {
  return holder.slots.find((slot) => slot.name === name)?.values ?? [];
}

/** Value of an external identifier of a plain object. */
export function identifierOf(object: RimObject, scheme: string): string | undefined {
  return object.identifiers.find((identifier) => identifier.scheme === scheme)?.value;
}

const attribute = (name: string, value: string | undefined): Raw | false => value !== undefined && xml` ${new Raw(name)}="${value}"`;

const slotMarkup = (slot: RimSlot): Raw =>
  xml`<rim:Slot name="${slot.name}"><rim:ValueList>${slot.values.map((value) => xml`<rim:Value>${value}</rim:Value>`)}</rim:ValueList></rim:Slot>`;

const localized = (element: string, text: string | undefined): Raw | false =>
  text !== undefined
  && xml`<rim:${new Raw(element)}><rim:LocalizedString xml:lang="fr" charset="UTF-8" value="${text}"/></rim:${new Raw(element)}>`;

function classificationMarkup(classification: RimClassification, owner: string): Raw {
  const { id, scheme, node, code, slots, name } = classification;
  return xml`<rim:Classification id="${id}" objectType="${OBJECT_TYPE.classification}" classifiedObject="${owner}"${attribute('classificationScheme', scheme)}${attribute('classificationNode', node)}${attribute('nodeRepresentation', node ? undefined : (code ?? ''))}>${slots.map(slotMarkup)}${localized('Name', name)}</rim:Classification>`;
}

const identifierMarkup = (identifier: RimIdentifier, owner: string): Raw =>
  xml`<rim:ExternalIdentifier id="${identifier.id}" objectType="${OBJECT_TYPE.externalIdentifier}" registryObject="${owner}" identificationScheme="${identifier.scheme}" value="${identifier.value}">${localized('Name', IDENTIFIER_NAME[identifier.scheme])}</rim:ExternalIdentifier>`;

/** Writes one object, with the prefix `rim` that the context must bind. */
export function writeRimObject(object: RimObject): Raw {
  const element = new Raw(`rim:${object.kind}`);
  return xml`<${element} id="${object.id}"${attribute('lid', object.lid)}${attribute('objectType', object.objectType)}${attribute('status', object.status)}${attribute('home', object.home)}${attribute('mimeType', object.mimeType)}${attribute('associationType', object.type)}${attribute('sourceObject', object.source)}${attribute('targetObject', object.target)}>${object.slots.map(slotMarkup)}${localized('Name', object.name)}${localized('Description', object.description)}${object.version !== undefined && xml`<rim:VersionInfo versionName="${object.version}"/>`}${object.classifications.map((classification) => classificationMarkup(classification, object.id))}${object.identifiers.map((identifier) => identifierMarkup(identifier, object.id))}</${element}>`;
}

/** Writes a rim:RegistryObjectList that binds its own prefix. */
export function writeObjectList(objects: readonly RimObject[]): Raw {
  return xml`<rim:RegistryObjectList xmlns:rim="${NS.rim}">${objects.map(writeRimObject)}</rim:RegistryObjectList>`;
}
