import { shorten, type Bilingual, type ReadFact } from '../../src/model/index.js';
import { INS_OID } from '../../src/protocols/identifiers/index.js';
import type { XmlElement } from '../../src/protocols/xml/index.js';
import { readStamp } from './time-stamp.js';

/** more of one kind says nothing to a reader */
const MOST_OF_A_KIND = 12;
const LONGEST = 300;

export const lineOf = (element: XmlElement): number => element.document.position(element.start).line;

/** What a reader wants to know before the text: who, when, by whom, for whom. */
export function readFacts(root: XmlElement): ReadFact[] {
  return [
    ...root.all('recordTarget', 'patientRole').slice(0, 2).flatMap(patientFacts),
    ...facts(root.elements('author'), { fr: 'Auteur', en: 'Author' }, (author) => {
      const who = author.element('assignedAuthor');
      const device = who?.element('assignedAuthoringDevice');
      const machine = device && textOf(device.element('softwareName') ?? device.element('manufacturerModelName'));
      return joined(personOf(who?.at('assignedPerson', 'name')) || machine, labelOf(who?.element('code')), organisationOf(who));
    }),
    ...facts(root.elements('legalAuthenticator'), { fr: 'Responsable', en: 'Legal authenticator' }, (signer) => {
      const who = signer.element('assignedEntity');
      return joined(personOf(who?.at('assignedPerson', 'name')), organisationOf(who), dateOf(signer.element('time')));
    }),
    ...facts(root.elements('authenticator'), { fr: 'Validé par', en: 'Authenticated by' }, (signer) => {
      const who = signer.element('assignedEntity');
      return joined(personOf(who?.at('assignedPerson', 'name')), organisationOf(who), dateOf(signer.element('time')));
    }),
    ...facts(
      root.all('custodian', 'assignedCustodian', 'representedCustodianOrganization'),
      { fr: 'Conservé par', en: 'Custodian' },
      (who) => joined(textOf(who.element('name')), identifierOf(who.element('id'))),
    ),
    ...facts(root.elements('effectiveTime'), { fr: 'Créé le', en: 'Created' }, dateOf),
    ...facts(root.all('documentationOf', 'serviceEvent'), { fr: 'Acte documenté', en: 'Documented act' }, (event) => {
      const performer = event.at('performer', 'assignedEntity');
      const by = personOf(performer?.at('assignedPerson', 'name')) || organisationOf(performer);
      return joined(labelOf(event.element('code')), periodOf(event.element('effectiveTime')), by);
    }),
    ...facts(root.all('componentOf', 'encompassingEncounter'), { fr: 'Prise en charge', en: 'Encounter' }, (encounter) =>
      joined(
        labelOf(encounter.element('code')),
        periodOf(encounter.element('effectiveTime')),
        labelOf(encounter.at('location', 'healthCareFacility', 'code')),
        textOf(encounter.at('location', 'healthCareFacility', 'location', 'name')),
      ),
    ),
    ...facts(root.all('inFulfillmentOf', 'order'), { fr: 'Prescription', en: 'Order' }, (order) => identifierOf(order.element('id'))),
    ...facts(root.all('informationRecipient', 'intendedRecipient'), { fr: 'Destinataire', en: 'Recipient' }, (who) =>
      joined(personOf(who.at('informationRecipient', 'name')), textOf(who.at('receivedOrganization', 'name'))),
    ),
    ...facts(root.elements('confidentialityCode'), { fr: 'Confidentialité', en: 'Confidentiality' }, labelOf),
    ...facts(root.elements('versionNumber'), { fr: 'Version', en: 'Version' }, (version) => version.attribute('value') ?? ''),
    ...facts(root.all('relatedDocument', 'parentDocument'), { fr: 'Remplace', en: 'Replaces' }, (parent) =>
      identifierOf(parent.element('id')),
    ),
  ];
}

function facts(elements: readonly XmlElement[], label: Bilingual, tell: (element: XmlElement) => string): ReadFact[] {
  return elements.slice(0, MOST_OF_A_KIND).map((element) => fact(element, label, tell(element)));
}

const fact = (element: XmlElement, label: Bilingual, value: string): ReadFact => ({
  label,
  value: shorten(value, LONGEST) || nullOf(element),
  line: lineOf(element),
});

/** What stands in place of a value that is not given. */
const nullOf = (element: XmlElement): string => {
  const flavor = element.attribute('nullFlavor');
  return flavor === undefined ? '—' : `— (nullFlavor ${shorten(flavor, 20)})`;
};

const INS: ReadonlyMap<string, Bilingual> = new Map([
  [INS_OID.nir, { fr: 'INS (NIR)', en: 'INS (NIR)' }],
  [INS_OID.nia, { fr: 'INS (NIA)', en: 'INS (NIA)' }],
  [INS_OID.testNir, { fr: 'INS de test', en: 'Test INS' }],
  [INS_OID.demonstration, { fr: 'INS de démonstration', en: 'Demonstration INS' }],
]);

function patientFacts(role: XmlElement): ReadFact[] {
  const patient = role.element('patient');
  const names = patient?.elements('name') ?? [];
  return [
    ...names.slice(0, 2).flatMap((name) => {
      const used = usedName(name);
      const birth = birthName(name);
      return [
        fact(name, { fr: 'Patient', en: 'Patient' }, used || birth || textOf(name)),
        ...(used && birth && used !== birth ? [fact(birthNamePlace(name), { fr: 'À la naissance', en: 'At birth' }, birth)] : []),
      ];
    }),
    ...facts(patient?.elements('birthTime') ?? [], { fr: 'Naissance', en: 'Birth' }, dateOf),
    ...facts(patient?.all('birthplace', 'place') ?? [], { fr: 'Lieu de naissance', en: 'Birthplace' }, (place) =>
      joined(textOf(place.element('name')), addressOf(place.element('addr'))),
    ),
    ...facts(patient?.elements('administrativeGenderCode') ?? [], { fr: 'Sexe', en: 'Sex' }, labelOf),
    ...role
      .elements('id')
      .slice(0, MOST_OF_A_KIND)
      .map((id) => {
        const ins = INS.get(id.attribute('root') ?? '');
        return fact(id, ins ?? { fr: 'Identifiant', en: 'Identifier' }, ins ? (id.attribute('extension') ?? '') : identifierOf(id));
      }),
    ...facts(role.elements('addr'), { fr: 'Adresse', en: 'Address' }, addressOf),
    ...facts(role.elements('telecom'), { fr: 'Contact', en: 'Contact' }, (telecom) => telecom.attribute('value') ?? ''),
  ];
}

const parts = (name: XmlElement, local: string, qualifier?: string): string =>
  name
    .elements(local)
    .filter((part) => part.attribute('qualifier') === qualifier)
    .map(textOf)
    .filter((text) => text !== '')
    .join(' ');

/** The name a patient goes by: used (CL, or SP of older documents), else of birth. */
function usedName(name: XmlElement): string {
  const of = (local: string): string => ['CL', 'SP'].map((qualifier) => parts(name, local, qualifier)).find((text) => text !== '') ?? '';
  const family = of('family') || parts(name, 'family', 'BR') || parts(name, 'family');
  const given = of('given') || parts(name, 'given', 'BR') || parts(name, 'given');
  return [family, given].filter(Boolean).join(' ');
}

function birthName(name: XmlElement): string {
  const family = parts(name, 'family', 'BR');
  const given = parts(name, 'given') || parts(name, 'given', 'BR');
  return family && given ? `${family} ${given}` : family;
}

const birthNamePlace = (name: XmlElement): XmlElement =>
  name.elements('family').find((family) => family.attribute('qualifier') === 'BR') ?? name;

/** A professional or a relative: title, given name, family name. */
function personOf(name: XmlElement | undefined): string {
  if (!name) return '';
  const of = (local: string): string => textOf(name.element(local));
  return [of('suffix') || of('prefix'), of('given'), of('family')].filter(Boolean).join(' ') || textOf(name);
}

const organisationOf = (who: XmlElement | undefined): string => textOf(who?.at('representedOrganization', 'name'));

const joined = (...pieces: readonly (string | undefined)[]): string => pieces.filter(Boolean).join(', ');

const textOf = (element: XmlElement | undefined): string =>
  element ? shorten(element.text.slice(0, 2000).replace(/\s+/g, ' ').trim(), LONGEST) : '';

/** A code as a person says it, else the code. */
const labelOf = (code: XmlElement | undefined): string =>
  code?.attribute('displayName')?.trim() || textOf(code?.element('originalText')) || (code?.attribute('code') ?? '');

function identifierOf(id: XmlElement | undefined): string {
  const root = id?.attribute('root');
  const extension = id?.attribute('extension');
  if (extension === undefined) return root ?? '';
  return root === undefined ? extension : `${extension} (${root})`;
}

function addressOf(address: XmlElement | undefined): string {
  if (!address) return '';
  const elements = address.elements().slice(0, 30);
  if (elements.length === 0) return textOf(address);
  const of = (...names: string[]): string =>
    elements
      .filter(({ local }) => names.includes(local))
      .map(textOf)
      .filter(Boolean)
      .join(' ');
  const county = of('county');
  return joined(
    of('streetAddressLine') || of('houseNumber', 'houseNumberNumeric', 'streetNameType', 'streetName', 'additionalLocator', 'unitID'),
    of('postalCode', 'city') + (county ? ` (${county})` : ''),
    of('country'),
  ).trim();
}

function periodOf(time: XmlElement | undefined): string {
  if (!time) return '';
  const [low, high] = [dateOf(time.element('low')), dateOf(time.element('high'))];
  if (low && high && low !== high) return `${low} → ${high}`;
  return dateOf(time) || low || high;
}

/** A time stamp in the order of days: `18/11/2026 14:30`; what is no time stamp as it is written. */
function dateOf(time: XmlElement | undefined): string {
  const value = time?.attribute('value');
  if (value === undefined) return '';
  const stamp = readStamp(value);
  if (!stamp) return value;
  const { local } = stamp;
  const day = [local.slice(6, 8), local.slice(4, 6), local.slice(0, 4)].filter((part) => part !== '').join('/');
  return stamp.precision >= 12 ? `${day} ${local.slice(8, 10)}:${local.slice(10, 12)}` : day;
}
