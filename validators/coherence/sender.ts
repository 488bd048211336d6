import type { Artefact, Checklist } from '../../src/model/index.js';
import { IDENTIFIER, SCHEME, type Classification, type RegistryObject, type SlotValue } from '../../src/protocols/ebxml/index.js';
import { parseCx, parseXcn, parseXon } from '../../src/protocols/identifiers/index.js';
import { VihfCodeSystem, VihfName, type Vihf } from '../../src/protocols/saml/index.js';
import type { XmlElement } from '../../src/protocols/xml/index.js';
import type { Publication } from './publication.js';
import { agree, type Side } from './sides.js';

/** Judges the VIHF against the metadata: patient, user, organisation, profession. */
export function judgeSender(checklist: Checklist, publication: Publication, vihf: Vihf): void {
  judgePatient(checklist, publication, vihf);
  if (publication.set) judgeUser(checklist, publication, publication.set, vihf);
}

/** Two CX name the same patient: identifier and authority. */
export const samePatient = (a: string, b: string): boolean => {
  const [one, other] = [parseCx(a), parseCx(b)];
  return one.id === other.id && one.authority.oid === other.authority.oid;
};

function judgePatient(checklist: Checklist, { envelope, set, published }: Publication, vihf: Vihf): void {
  const resource = vihf.attribute(VihfName.resourceId);
  const stated = resource?.values[0];
  if (!resource || !stated || resource.text === '') return;
  const ofVihf: Side = { artefact: envelope, element: stated, says: resource.text };
  const told = new Set<string>();
  // that the set and its documents are of one patient is for the rules of the metadata
  const patients =
    published.length > 0 ?
      published.map(({ entry, cda }) => ({ identifier: entry.externalIdentifier(IDENTIFIER.entryPatientId), cda }))
    : [{ identifier: set?.externalIdentifier(IDENTIFIER.setPatientId), cda: undefined }];
  for (const { identifier, cda } of patients) {
    const patient = identifier?.identifierValue.trim();
    if (!identifier || !patient || told.has(patient)) continue;
    told.add(patient);
    const ofMetadata: Side = { artefact: envelope, element: identifier.element, attribute: 'value', says: patient };
    // two against one: where the document agrees with the VIHF, the metadata are to be changed
    const metadataAlone = cda !== undefined && carries(cda, resource.text) && !carries(cda, patient);
    const holds = samePatient(resource.text, patient);
    if (metadataAlone) agree(checklist, 'PDS-X-01', holds, ['metadata', ofMetadata], ['vihf', ofVihf]);
    else agree(checklist, 'PDS-X-01', holds, ['vihf', ofVihf], ['metadata', ofMetadata]);
  }
}

/** Does the document give its patient this CX? */
export function carries(cda: XmlElement, cx: string): boolean {
  const { id, authority } = parseCx(cx);
  return cda
    .all('recordTarget', 'patientRole', 'id')
    .some((e) => e.attribute('extension') === id && (authority.oid === '' || e.attribute('root') === authority.oid));
}

/** Code systems of the professions whose members send in their own name. */
const PROFESSIONS: readonly string[] = [VihfCodeSystem.profession, VihfCodeSystem.professionInTraining];

function judgeUser(checklist: Checklist, { envelope, published }: Publication, set: RegistryObject, vihf: Vihf): void {
  const { nameId } = vihf;
  const authors = set.classifiedBy(SCHEME.setAuthor);
  const persons = authors.flatMap((author) => author.slot('authorPerson')?.values ?? []).filter((value) => parseXcn(value.text).id !== '');
  const user = nameId?.text.trim();
  const side = (value: SlotValue): Side => ({ artefact: envelope, element: value.element, says: value.text });
  const isUser = (value: SlotValue): boolean => parseXcn(value.text).id === user;
  if (nameId && user && persons[0]) {
    const ofVihf: Side = { artefact: envelope, element: nameId, says: user };
    const rule = PROFESSIONS.includes(vihf.roles[0]?.codeSystem ?? '') ? 'PDS-X-02' : 'PDS-X-22';
    const sender = parseXcn(persons[0].text).id;
    // where the documents know the author of the set, it is the VIHF that stands alone
    const known = published.some(({ entry, cda }) => isAuthor(entry, sender) || (cda !== undefined && signs(cda, sender)));
    const [wrong, reference] = known ? [ofVihf, side(persons[0])] : [side(persons[0]), ofVihf];
    agree(checklist, rule, persons.some(isUser), [known ? 'vihf' : 'set', wrong], [known ? 'set' : 'vihf', reference]);
  }
  const structure = vihf.attribute(VihfName.structure);
  const stated = structure?.values[0];
  const institutions = authors
    .flatMap((author) => author.slot('authorInstitution')?.values ?? [])
    .filter((value) => parseXon(value.text).id !== '');
  if (structure && stated && structure.text !== '' && institutions[0])
    agree(
      checklist,
      'PDS-X-24',
      institutions.some((value) => parseXon(value.text).id === structure.text),
      ['set', side(institutions[0])],
      ['vihf', { artefact: envelope, element: stated, says: structure.text }],
    );
  judgeProfession(
    checklist,
    envelope,
    authors.find((author) => (author.slot('authorPerson')?.values ?? []).some(isUser)),
    vihf,
  );
}

const isAuthor = (entry: RegistryObject, id: string): boolean =>
  entry.classifiedBy(SCHEME.entryAuthor).some((author) => author.valuesOf('authorPerson').some((person) => parseXcn(person).id === id));

const signs = (cda: XmlElement, id: string): boolean =>
  [...cda.all('author', 'assignedAuthor', 'id'), ...cda.all('legalAuthenticator', 'assignedEntity', 'id')].some(
    (e) => e.attribute('extension') === id,
  );

/** G15_10/SM26 is profession 10 of TRE_G15 with skill SM26; another producer is named by its code alone. */
function judgeProfession(checklist: Checklist, envelope: Artefact, author: Classification | undefined, vihf: Vihf): void {
  const [role, second] = vihf.roles;
  const specialty = author?.slot('authorSpecialty')?.values[0];
  if (!role?.element || role.code === '' || !specialty || specialty.text === '') return;
  const prefix =
    role.codeSystem === VihfCodeSystem.profession ? 'G15_'
    : role.codeSystem === VihfCodeSystem.professionInTraining ? 'G16_'
    : '';
  const expected = `${prefix}${role.code}${prefix !== '' && second && second.code !== '' ? `/${second.code}` : ''}`;
  agree(
    checklist,
    'PDS-X-25',
    specialty.text.split('^')[0] === expected,
    ['set', { artefact: envelope, element: specialty.element, says: specialty.text }],
    ['vihf', { artefact: envelope, element: role.value, says: expected }],
  );
}
