import type { Artefact, Bilingual, Place } from '../../src/model/index.js';
import {
  IDENTIFIER_NAME,
  RegistryObject,
  SCHEME,
  type Association,
  type Classification,
  type SlotHolder,
} from '../../src/protocols/ebxml/index.js';
import { VihfCodeSystem, VihfName, type Vihf } from '../../src/protocols/saml/index.js';
import { placeOf, placeOfMissing, type XmlElement } from '../../src/protocols/xml/index.js';

/** What a side is called in a finding. */
export const SIDES = {
  vihf: { fr: 'VIHF', en: 'VIHF' },
  entry: { fr: 'métadonnées', en: 'metadata' },
  set: { fr: 'lot de soumission', en: 'submission set' },
  folder: { fr: 'classeur', en: 'folder' },
  cda: { fr: 'CDA', en: 'CDA' },
  'earlier-entry': { fr: 'fiche antérieure', en: 'earlier entry' },
  'earlier-cda': { fr: 'CDA antérieur', en: 'earlier CDA' },
  'earlier-set': { fr: 'lot antérieur', en: 'earlier submission set' },
  found: { fr: 'réponse à la recherche', en: 'answer to the search' },
} as const satisfies Record<string, Bilingual>;
export type SideName = keyof typeof SIDES;

/** What a statement says, and where; `other` names another attribute of the same element. */
interface Statement {
  text: string;
  /** code system of a code, root of an identifier */
  system?: string;
  place: (other?: string) => Place;
}

/** One statement, written as HL7 v2 types (metadata, VIHF, answers to searches) or as elements (CDA). */
export type Stated = Statement & ({ form: 'metadata'; element?: undefined } | { form: 'cda'; element: XmlElement });

/** What one side says, by the names that the tables use. */
export interface Scope {
  side: SideName;
  /** every statement at a locator, empty ones left out */
  read(locator: string): Stated[];
  /** where a statement should stand that is not there */
  missing(locator: string): Place;
}

/**
 * Reads metadata by the names of XDS attributes: `typeCode`, `patientId`, `title`, `authorPerson` (of an author), `PID-5`,
 * `PID-11[BDL]` (of sourcePatientInfo), `RPLC` (target of the association that replaces).
 * @param more what is told beside the object: its associations, the hash of the document that came with it
 */
export function metadataScope(
  side: SideName,
  artefact: Artefact,
  object: SlotHolder,
  more: { replacements?: readonly Association[]; hash?: () => string } = {},
): Scope {
  const stated = (element: XmlElement, text: string, { attribute, system }: { attribute?: string; system?: string } = {}): Stated => ({
    text,
    form: 'metadata',
    place: (other) => placeOf(artefact, element, other ?? attribute),
    ...(system !== undefined && { system }),
  });
  const read = (name: string): Stated[] => {
    if (name === 'RPLC')
      return (more.replacements ?? []).map(({ element, target }) => stated(element, target, { attribute: 'targetObject' }));
    if (name === 'title') return object.name ? [stated(object.name.element, object.name.text, { attribute: 'value' })] : [];
    if (name === 'mimeType') return [stated(object.element, object.element.attribute(name) ?? '', { attribute: name })];
    if (/^PID-\d/.test(name)) return traits(object, name).map(([element, text]) => stated(element, text));
    const scheme = (SCHEME as Readonly<Record<string, string>>)[name];
    if (scheme !== undefined && object instanceof RegistryObject)
      return object
        .classifiedBy(scheme)
        .map(({ element, code, codingScheme }) => stated(element, code, { attribute: 'nodeRepresentation', system: codingScheme }));
    const slot = object.slot(name);
    if (slot) return slot.values.map(({ element, text }) => stated(element, text));
    if (name === 'hash' && more.hash) return [stated(object.element, more.hash())];
    const identifiers = object instanceof RegistryObject ? object.externalIdentifiers : [];
    return identifiers
      .filter((identifier) => IDENTIFIER_NAME[identifier.scheme]?.endsWith(`.${name}`))
      .map(({ element, identifierValue }) => stated(element, identifierValue.trim(), { attribute: 'value' }));
  };
  return {
    side,
    read: (name) => read(name).filter(({ text }) => text !== ''),
    missing: () => placeOf(artefact, object.element),
  };
}

/** Values of one field of sourcePatientInfo, each repetition on its own; `PID-11[BDL]`: those of that type. */
function traits(object: SlotHolder, name: string): [XmlElement, string][] {
  const [field = '', type] = name.replace(']', '').split('[');
  return (object.slot('sourcePatientInfo')?.values ?? []).flatMap(({ element, text }) =>
    text.startsWith(`${field}|`) ?
      text
        .slice(field.length + 1)
        .split('~')
        .filter((one) => type === undefined || one.split('^', 7)[6] === type)
        .map((one): [XmlElement, string] => [element, one])
    : [],
  );
}

/** Authors of an object, each a scope of its own. */
export const authorScopes = (side: SideName, artefact: Artefact, authors: readonly Classification[]): Scope[] =>
  authors.map((author) => metadataScope(side, artefact, author));

/** Reads a CDA document, or an element of it, by a path: names, `[1]`, `[@name='value']`, an attribute at the end, `/` the root of the file. */
export function cdaScope(side: SideName, artefact: Artefact, from: XmlElement): Scope {
  return {
    side,
    read: (path) => {
      if (path === '/') {
        const { root } = from.document;
        return [{ element: root, text: root.name, form: 'cda', place: (other) => placeOf(artefact, root, other) }];
      }
      const { elements, attribute } = follow(from, path);
      return elements.flatMap((element): Stated[] => {
        const text = attribute === undefined ? element.text.trim() : (element.attribute(attribute) ?? '');
        if (text === '' && attribute !== undefined) return [];
        const system = element.attribute('codeSystem') ?? (attribute === 'extension' ? element.attribute('root') : undefined);
        return [
          {
            element,
            text,
            form: 'cda',
            place: (other) => placeOf(artefact, element, other ?? attribute),
            ...(system !== undefined && { system }),
          },
        ];
      });
    },
    missing: (path) => placeOfMissing(artefact, from, path.replace(/\[[^\]]*\]$/, '')),
  };
}

const STEP = /^([\w-]+)(?:\[(?:(\d+)|@(\w+)='([^']*)')\])?$/;

/** What a path of the tables leads to. */
export function follow(from: XmlElement, path: string): { elements: XmlElement[]; attribute?: string } {
  let elements = [from];
  for (const step of path.split('/')) {
    if (step.startsWith('@')) return { elements, attribute: step.slice(1) };
    const [, name, position, attribute, value] = STEP.exec(step) ?? [];
    elements = elements.flatMap((element) => {
      const found = element.elements(name);
      if (position !== undefined) return found.slice(Number(position) - 1, Number(position));
      return attribute === undefined ? found : found.filter((one) => one.attribute(attribute) === value);
    });
  }
  return { elements };
}

/** Code systems of the professions whose members send in their own name. */
const PROFESSIONS: readonly string[] = [VihfCodeSystem.profession, VihfCodeSystem.professionInTraining];

/**
 * Reads a VIHF by the names of its items: `NameID`, `resource-id`, `Identifiant_Structure`, `subject-id`, and `role`, its
 * profession and skill together as the metadata write them. `[PS]`: only of a health professional; `[non-PS]`: of others.
 */
export function vihfScope(artefact: Artefact, vihf: Vihf): Scope {
  const professional = PROFESSIONS.includes(vihf.roles[0]?.codeSystem ?? '');
  const stated = (element: XmlElement | undefined, text: string): Stated[] =>
    element && text !== '' ? [{ text, form: 'metadata', place: (other) => placeOf(artefact, element, other) }] : [];
  const named = (name: string): Stated[] => {
    const attribute = vihf.attribute(name);
    return stated(attribute?.values[0], attribute?.text ?? '');
  };
  const READERS: Readonly<Record<string, () => Stated[]>> = {
    NameID: () => stated(vihf.nameId, vihf.nameId?.text.trim() ?? ''),
    'resource-id': () => named(VihfName.resourceId),
    'subject-id': () => named(VihfName.subjectId),
    Identifiant_Structure: () => named(VihfName.structure),
    role: () => {
      const [role] = vihf.roles;
      return role?.element && role.code !== '' ? stated(role.value, producerCode(vihf)) : [];
    },
  };
  return {
    side: 'vihf',
    read: (locator) => {
      const [name = '', who] = locator.split('[');
      if (who !== undefined && (who === 'PS]') !== professional) return [];
      return READERS[name]?.() ?? [];
    },
    missing: () => placeOf(artefact, vihf.assertion),
  };
}

/** G15_10/SM26 is profession 10 of TRE_G15 with skill SM26; another producer is named by its code alone. */
function producerCode({ roles: [role, second] }: Vihf): string {
  const prefix =
    role?.codeSystem === VihfCodeSystem.profession ? 'G15_'
    : role?.codeSystem === VihfCodeSystem.professionInTraining ? 'G16_'
    : '';
  return `${prefix}${role?.code ?? ''}${prefix !== '' && second && second.code !== '' ? `/${second.code}` : ''}`;
}
