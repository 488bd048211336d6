import { IDENTIFIER, SCHEME } from './constants.js';
import type { Code } from './metadata.js';
import type { RimClassification, RimObject, RimSlot } from './rim-object.js';

/** Attributes of a document entry that stand in a slot, with the name of the slot. */
const SLOT = {
  creationTime: 'creationTime',
  languageCode: 'languageCode',
  serviceStartTime: 'serviceStartTime',
  serviceStopTime: 'serviceStopTime',
  sourcePatientId: 'sourcePatientId',
  legalAuthenticator: 'legalAuthenticator',
  hash: 'hash',
  size: 'size',
  repositoryUniqueId: 'repositoryUniqueId',
  documentAvailability: 'documentAvailability',
} as const;

/** Coded attributes of a document entry, with their classificationScheme. */
const CODED = {
  classCode: SCHEME.classCode,
  typeCode: SCHEME.typeCode,
  formatCode: SCHEME.formatCode,
  healthcareFacilityTypeCode: SCHEME.healthcareFacilityTypeCode,
  practiceSettingCode: SCHEME.practiceSettingCode,
  confidentialityCode: SCHEME.confidentialityCode,
  eventCodeList: SCHEME.eventCodeList,
} as const;

/** New values of attributes of a document entry; what is absent stays as it is. */
export type EntryChanges = { [attribute in keyof typeof SLOT]?: string | undefined } & {
  [attribute in keyof typeof CODED]?: readonly Code[] | undefined;
} & { [attribute in 'title' | 'comments' | 'mimeType' | 'objectType' | 'logicalId' | 'patientId' | 'uniqueId']?: string | undefined };

/** Names of the attributes of a document entry that `revisedEntry` changes: text, and lists of codes. */
export const TEXT_CHANGES = [
  ...(Object.keys(SLOT) as (keyof typeof SLOT)[]),
  'title',
  'comments',
  'mimeType',
  'objectType',
  'logicalId',
  'patientId',
  'uniqueId',
] as const;
export const CODE_CHANGES = Object.keys(CODED) as (keyof typeof CODED)[];

/**
 * The next version of a document entry, as ITI-57 submits it: everything the registered one says with the changes made,
 * its logicalID, a new id, and neither version nor state, which the registry gives (IHE ITI TF-2, 3.57.4.1.3).
 */
export function revisedEntry(registered: RimObject, id: string, changes: EntryChanges): RimObject {
  const { version: _version, status: _status, ...kept } = registered;
  const owner = id.replaceAll(':', '-');
  const slots = Object.entries(SLOT).reduce((all, [attribute, name]) => {
    const value = changes[attribute as keyof typeof SLOT];
    return value === undefined ? all : withSlot(all, name, value);
  }, registered.slots);
  const classifications = Object.entries(CODED).reduce((all, [attribute, scheme]) => {
    const codes = changes[attribute as keyof typeof CODED];
    return codes ? withCodes(all, scheme, codes) : all;
  }, registered.classifications);
  const identifiers = { [IDENTIFIER.entryPatientId]: changes.patientId, [IDENTIFIER.entryUniqueId]: changes.uniqueId };
  const { title, comments, mimeType, objectType, logicalId } = changes;
  return {
    ...kept,
    id,
    lid: logicalId ?? registered.lid ?? registered.id,
    ...(title !== undefined && { name: title }),
    ...(comments !== undefined && { description: comments }),
    ...(mimeType !== undefined && { mimeType }),
    ...(objectType !== undefined && { objectType }),
    slots,
    classifications: classifications.map((one, i) => ({ ...one, id: `${owner}-classification-${i + 1}` })),
    identifiers: registered.identifiers.map((one, i) => ({
      ...one,
      id: `${owner}-identifier-${i + 1}`,
      value: identifiers[one.scheme] ?? one.value,
    })),
  };
}

function withSlot(slots: readonly RimSlot[], name: string, value: string): RimSlot[] {
  const slot: RimSlot = { name, values: [value] };
  return slots.some((one) => one.name === name) ? slots.map((one) => (one.name === name ? slot : one)) : [...slots, slot];
}

const withCodes = (all: readonly RimClassification[], scheme: string, codes: readonly Code[]): RimClassification[] => [
  ...all.filter((one) => one.scheme !== scheme),
  ...codes.map((code) => ({
    id: '',
    scheme,
    code: code.code,
    slots: [{ name: 'codingScheme', values: [code.scheme] }],
    name: code.display,
  })),
];
