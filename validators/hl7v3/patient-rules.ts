import { ABSENT, asWritten, oneOf, quoted } from '../../src/model/index.js';
import { ADDRESS_PARTS, HL7V3, readCount, readIi, v3All, v3At, type V3Message } from '../../src/protocols/hl7v3/index.js';
import { attributeOr, elementOr, type XmlElement } from '../../src/protocols/xml/index.js';
import { says, type Judge, type RuleFamily } from './judge.js';

const EVENT = 'HL7 V3 2008, MFMI_MT700701UV01, MFMI_MT700711UV01';
const PATIENT = 'HL7 V3 2008, PRPA_MT201301UV02, PRPA_MT201302UV02, PRPA_MT201303UV02, PRPA_MT201310UV02';
const PDQ = 'IHE ITI TF-2, 3.47.4.2.2';
const FEED = 'IHE ITI TF-2, 3.44.4.1.2 et 3.44.4.2.2';

const rules = [
  says(
    '80',
    'SHALL',
    [
      ['Une alimentation porte un patient, un seul.', 'A feed carries one patient, a single one.'],
      ['Ce message ne porte pas un patient et un seul.', 'This message does not carry one patient and only one.'],
      ['Envoyer un message par patient.', 'Send one message a patient.'],
    ],
    `${FEED} ; HL7 V3 2008, MFMI_MT700701UV01`,
    ['<subject>…</subject>', '<subject>…</subject><subject>…</subject>'],
  ),
  says(
    '81',
    'SHALL',
    [
      [
        'Un enregistrement est un registrationEvent (REG, EVN) à l’état active.',
        'A registration is a registrationEvent (REG, EVN) in status active.',
      ],
      ['Cet enregistrement n’est pas un REG au mode EVN, actif.', 'This registration is no REG in mood EVN, active.'],
      [
        'Écrire <registrationEvent classCode="REG" moodCode="EVN"> et <statusCode code="active"/>.',
        'Write <registrationEvent classCode="REG" moodCode="EVN"> and <statusCode code="active"/>.',
      ],
    ],
    EVENT,
    [
      '<registrationEvent classCode="REG" moodCode="EVN">…<statusCode code="active"/>',
      '<registrationEvent classCode="ACT" moodCode="EVN">',
    ],
  ),
  says(
    '82',
    'SHALL',
    [
      ['Un patient (PAT) a au moins un identifiant et un état.', 'A patient (PAT) has at least one identifier and a status.'],
      ['Le patient n’a pas d’identifiant ou pas d’état.', 'The patient has no identifier or no status.'],
      [
        'Écrire patient/id avec la racine du domaine, puis <statusCode code="active"/>.',
        'Write patient/id with the root of the domain, then <statusCode code="active"/>.',
      ],
    ],
    PATIENT,
    [
      '<patient classCode="PAT"><id root="1.2.3" extension="42"/><statusCode code="active"/>',
      '<patient classCode="PAT"><id nullFlavor="UNK"/>',
    ],
  ),
  says(
    '83',
    'SHALL',
    [
      [
        'Un patient est une personne (PSN, INSTANCE) qui a un nom, ou un nom nul.',
        'A patient is a person (PSN, INSTANCE) who has a name, or a null one.',
      ],
      ['La personne ou son nom manque.', 'The person or the name is missing.'],
      [
        'Écrire patientPerson avec name, de nullFlavor NA s’il ne doit pas être dit.',
        'Write patientPerson with name, with nullFlavor NA where it is not to be told.',
      ],
    ],
    PATIENT,
    ['<patientPerson classCode="PSN" determinerCode="INSTANCE"><name>…', '<patientPerson classCode="PSN" determinerCode="INSTANCE"/>'],
  ),
  says(
    '84',
    'SHALL',
    [
      ['Un nom (PN) est fait de family, given, prefix, suffix.', 'A name (PN) is made of family, given, prefix, suffix.'],
      ['Un nom n’a pas cette partie.', 'A name has no such part.'],
      ['Écrire family pour le nom, given pour le prénom.', 'Write family for the family name, given for the given name.'],
    ],
    'HL7 V3 2008, XML ITS Data Types R1, PN',
    ['<name><given>ZOE</given><family>ADRUN</family></name>', '<name><firstName>ZOE</firstName></name>'],
  ),
  says(
    '85',
    'SHOULD',
    [
      ['Le sexe est F, M ou UN, ou nul.', 'The gender is F, M or UN, or null.'],
      ['Ce code n’est pas un sexe administratif de HL7 V3.', 'This code is no administrative gender of HL7 V3.'],
      ['Écrire F, M ou UN, ou nullFlavor="UNK".', 'Write F, M or UN, or nullFlavor="UNK".'],
    ],
    'HL7 V3 2008, AdministrativeGender (2.16.840.1.113883.5.1)',
    ['<administrativeGenderCode code="F"/>', '<administrativeGenderCode code="2"/>'],
  ),
  says(
    '86',
    'SHALL',
    [
      ['Une adresse (AD) est faite des parties que HL7 V3 définit.', 'An address (AD) is made of the parts that HL7 V3 defines.'],
      ['Une adresse n’a pas cette partie.', 'An address has no such part.'],
      ['Écrire streetAddressLine, postalCode, city, country.', 'Write streetAddressLine, postalCode, city, country.'],
    ],
    'HL7 V3 2008, XML ITS Data Types R1, AD',
    ['<addr><city>PARIS</city></addr>', '<addr><town>PARIS</town></addr>'],
  ),
  says(
    '87',
    'SHALL',
    [
      [
        'asOtherIDs a un identifiant et l’organisation qui le donne, de même racine.',
        'asOtherIDs has an identifier and the organisation that gives it, with the same root.',
      ],
      ['L’organisation manque, ou n’est pas celle de l’identifiant.', 'The organisation is missing, or is not that of the identifier.'],
      ['Écrire scopingOrganization/id avec la racine de l’identifiant.', 'Write scopingOrganization/id with the root of the identifier.'],
    ],
    `${PDQ} ; ${FEED}`,
    [
      '<asOtherIDs classCode="PAT"><id root="1.2.3" extension="42"/><scopingOrganization …><id root="1.2.3"/>',
      '<asOtherIDs classCode="PAT"><id root="1.2.3" extension="42"/><scopingOrganization …><id root="1.2.9"/>',
    ],
  ),
  says(
    '88',
    'SHALL',
    [
      [
        'Un enregistrement dit qui le tient, dans custodian/assignedEntity/id.',
        'A registration tells who keeps it, in custodian/assignedEntity/id.',
      ],
      ['Le dépositaire de l’enregistrement manque.', 'The custodian of the registration is missing.'],
      ['Écrire custodian/assignedEntity/id.', 'Write custodian/assignedEntity/id.'],
    ],
    EVENT,
    ['<custodian typeCode="CST"><assignedEntity classCode="ASSIGNED"><id root="1.2.3"/>', '<custodian typeCode="CST"/>'],
  ),
  says(
    '89',
    'SHALL',
    [
      [
        'Chaque patient d’une réponse PDQv3 a un degré de ressemblance, un entier de 0 à 100 (IHE_PDQ).',
        'Each patient of a PDQv3 answer has a degree of match, a whole number from 0 to 100 (IHE_PDQ).',
      ],
      ['Le degré de ressemblance manque, ou n’en est pas un.', 'The degree of match is missing, or is none.'],
      [
        'Écrire subjectOf1/queryMatchObservation avec un entier de 0 à 100.',
        'Write subjectOf1/queryMatchObservation with a whole number from 0 to 100.',
      ],
    ],
    PDQ,
    ['<code code="IHE_PDQ"/><value xsi:type="INT" value="100"/>', '<code code="IHE_PDQ"/><value xsi:type="INT" value="1000"/>'],
  ),
  says(
    '90',
    'SHALL',
    [
      [
        'Une fusion, et elle seule, dit l’enregistrement qu’elle remplace, obsolete, avec son identifiant.',
        'A merge, and only a merge, tells the registration that it replaces, obsolete, with its identifier.',
      ],
      ['L’enregistrement remplacé manque, ou n’a rien à faire ici.', 'The registration replaced is missing, or has no place here.'],
      [
        'Écrire replacementOf/priorRegistration, à l’état obsolete, avec priorRegisteredRole/id, dans PRPA_IN201304UV02.',
        'Write replacementOf/priorRegistration, in status obsolete, with priorRegisteredRole/id, in PRPA_IN201304UV02.',
      ],
    ],
    'IHE ITI TF-2, 3.44.4.2.2',
    [
      '<replacementOf typeCode="RPLC"><priorRegistration …><statusCode code="obsolete"/>…<id root="1.2.3" extension="41"/>',
      '<registrationEvent>… (PRPA_IN201304UV02)',
    ],
  ),
  says(
    '91',
    'SHALL',
    [
      ['L’identifiant remplacé n’est pas celui qui reste.', 'The identifier replaced is not the one that remains.'],
      ['Cet enregistrement se remplace lui-même.', 'This registration replaces itself.'],
      ['Écrire l’identifiant qui disparaît dans priorRegisteredRole/id.', 'Write the identifier that goes in priorRegisteredRole/id.'],
    ],
    'IHE ITI TF-2, 3.44.4.2.2',
    ['42 ← 41', '42 ← 42'],
  ),
  says(
    '92',
    'SHOULD',
    [
      [
        'Un moyen de contact (TEL) est une adresse avec son schéma (tel:, fax:, mailto:).',
        'A telecom (TEL) is an address with its scheme (tel:, fax:, mailto:).',
      ],
      ['Ce moyen de contact n’a pas de schéma.', 'This telecom has no scheme.'],
      ['Écrire par exemple tel:+33102030405.', 'Write for example tel:+33102030405.'],
    ],
    'HL7 V3 2008, XML ITS Data Types R1, TEL',
    ['<telecom value="tel:+33102030405"/>', '<telecom value="01 02 03 04 05"/>'],
  ),
];

const NAME_PARTS: ReadonlySet<string> = new Set(['family', 'given', 'prefix', 'suffix', 'delimiter', 'validTime']);
const KNOWN_ADDRESS_PARTS: ReadonlySet<string> = new Set([...ADDRESS_PARTS, 'useablePeriod']);

const statusOf = (element: XmlElement | undefined): string | undefined => v3At(element, 'statusCode')?.attribute('code');

function judgeParts(judge: Judge, rule: string, element: XmlElement, known: ReadonlySet<string>): void {
  if (element.attribute('nullFlavor') !== undefined) return;
  const stranger = element.elements(undefined, HL7V3).find(({ local }) => !known.has(local));
  judge.expect(rule, stranger === undefined, stranger ?? element, () => ({
    expected: oneOf([...known].slice(0, 8)),
    actual: asWritten(stranger!.local),
  }));
}

function judgePerson(judge: Judge, patient: XmlElement): void {
  if (v3At(patient, 'patientNonPersonLivingSubject')) return;
  const person = v3At(patient, 'patientPerson');
  const name = v3At(person, 'name');
  const holds = name !== undefined && person!.attribute('classCode') === 'PSN' && person!.attribute('determinerCode') === 'INSTANCE';
  judge.expect('HL7V3-83', holds, person && !name ? { in: person, missing: 'name' } : elementOr(person, patient, 'patientPerson'), () => ({
    expected: '<patientPerson classCode="PSN" determinerCode="INSTANCE"><name>',
    actual:
      person ?
        `<patientPerson classCode="${asWritten(person.attribute('classCode') ?? '')}" determinerCode="${asWritten(person.attribute('determinerCode') ?? '')}">${name ? '<name>' : ''}`
      : ABSENT,
  }));
  if (!person) return;
  for (const each of v3All(person, 'name')) judgeParts(judge, 'HL7V3-84', each, NAME_PARTS);
  for (const each of v3All(person, 'addr')) judgeParts(judge, 'HL7V3-86', each, KNOWN_ADDRESS_PARTS);
  const gender = v3At(person, 'administrativeGenderCode');
  if (gender) {
    const code = gender.attribute('code');
    const known = gender.attribute('nullFlavor') !== undefined || ['F', 'M', 'UN'].includes(code ?? '');
    judge.expect('HL7V3-85', known, attributeOr(gender, 'code'), () => ({ expected: oneOf(['F', 'M', 'UN']), actual: quoted(code) }));
  }
  for (const telecom of v3All(person, 'telecom')) {
    const value = telecom.attribute('value');
    if (value !== undefined)
      judge.expect('HL7V3-92', /^[A-Za-z][A-Za-z0-9+.-]{1,30}:\S/.test(value), [telecom, 'value'], () => ({
        expected: 'tel:…',
        actual: quoted(value),
      }));
  }
  for (const other of v3All(person, 'asOtherIDs')) {
    const ids = v3All(other, 'id').filter((id) => id.attribute('nullFlavor') === undefined);
    const organization = v3All(other, 'scopingOrganization', 'id');
    const roots = new Set(organization.map((id) => id.attribute('root')));
    const stranger = ids.find((id) => !roots.has(id.attribute('root')));
    judge.expect('HL7V3-87', v3All(other, 'id').length > 0 && organization.length > 0 && !stranger, stranger ?? other, () => ({
      expected: stranger ? `scopingOrganization/id root="${asWritten(stranger.attribute('root') ?? '')}"` : 'id, scopingOrganization/id',
      actual: organization.length === 0 ? ABSENT : quoted([...roots][0]),
    }));
  }
}

function judgeReplacement(judge: Judge, event: XmlElement, ids: readonly XmlElement[], isMerge: boolean): void {
  const replacements = v3All(event, 'replacementOf');
  const prior = v3At(replacements[0], 'priorRegistration');
  const priorIds = v3All(replacements[0], 'priorRegistration', 'subject1', 'priorRegisteredRole', 'id');
  const well = replacements.length === 1 && statusOf(prior) === 'obsolete' && priorIds.some((id) => readIi(id)?.extension !== undefined);
  judge.expect('HL7V3-90', isMerge ? well : replacements.length === 0, elementOr(replacements[0], event, 'replacementOf'), () => ({
    expected: isMerge ? '<statusCode code="obsolete"/>, priorRegisteredRole/id' : ABSENT,
    actual:
      replacements.length === 0 ? ABSENT
      : replacements.length > 1 ? { fr: `${replacements.length} remplacements`, en: `${replacements.length} replacements` }
      : `<statusCode code="${asWritten(statusOf(prior) ?? '')}"/>, ${priorIds.length} id`,
  }));
  const key = (id: XmlElement): string => `${id.attribute('root') ?? ''}|${id.attribute('extension') ?? ''}`;
  const staying = new Set(ids.map(key));
  for (const id of priorIds)
    judge.expect('HL7V3-91', !staying.has(key(id)), id, () => ({
      expected: { fr: 'un autre identifiant', en: 'another identifier' },
      actual: quoted(id.attribute('extension')),
    }));
}

function judgeEvent(judge: Judge, event: XmlElement, message: V3Message): void {
  const { name, kind } = message.interaction;
  const holds = event.attribute('classCode') === 'REG' && event.attribute('moodCode') === 'EVN' && statusOf(event) === 'active';
  judge.expect('HL7V3-81', holds, event, () => ({
    expected: '<registrationEvent classCode="REG" moodCode="EVN"><statusCode code="active"/>',
    actual: `<registrationEvent classCode="${asWritten(event.attribute('classCode') ?? '')}" moodCode="${asWritten(event.attribute('moodCode') ?? '')}"><statusCode code="${asWritten(statusOf(event) ?? '')}"/>`,
  }));
  const custodian = v3At(event, 'custodian');
  judge.expect('HL7V3-88', readIi(v3At(custodian, 'assignedEntity', 'id')) !== undefined, elementOr(custodian, event, 'custodian'), () => ({
    expected: 'custodian/assignedEntity/id',
    actual: custodian ? { fr: 'sans identifiant', en: 'without an identifier' } : ABSENT,
  }));
  const patient = v3At(event, 'subject1', 'patient');
  const ids = v3All(patient, 'id');
  const identified = ids.some((id) => id.attribute('root') !== undefined && id.attribute('nullFlavor') === undefined);
  judge.expect(
    'HL7V3-82',
    identified && patient!.attribute('classCode') === 'PAT' && statusOf(patient) !== undefined,
    elementOr(patient, event, 'subject1/patient'),
    () => ({
      expected: '<patient classCode="PAT"><id root="…"/><statusCode code="active"/>',
      actual:
        patient ?
          `<patient classCode="${asWritten(patient.attribute('classCode') ?? '')}">, ${ids.length} id, statusCode ${asWritten(statusOf(patient) ?? '')}`
        : ABSENT,
    }),
  );
  if (kind === 'feed') judgeReplacement(judge, event, ids, name === 'PRPA_IN201304UV02');
  if (!patient) return;
  judgePerson(judge, patient);
  if (name === 'PRPA_IN201306UV02') judgeMatch(judge, patient);
}

function judgeMatch(judge: Judge, patient: XmlElement): void {
  const observation = v3At(patient, 'subjectOf1', 'queryMatchObservation');
  const degree = v3At(observation, 'value')?.attribute('value');
  const count = readCount(degree);
  const code = v3At(observation, 'code')?.attribute('code');
  judge.expect(
    'HL7V3-89',
    code === 'IHE_PDQ' && count !== undefined && count <= 100,
    elementOr(observation, patient, 'subjectOf1/queryMatchObservation'),
    () => ({
      expected: { fr: 'IHE_PDQ, de 0 à 100', en: 'IHE_PDQ, from 0 to 100' },
      actual: observation ? `${asWritten(code ?? '')}, ${asWritten(degree ?? '')}` : ABSENT,
    }),
  );
}

function judge(judge: Judge, message: V3Message): void {
  const { kind } = message.interaction;
  if (kind !== 'feed' && kind !== 'answer') return;
  const act = v3At(message.element, 'controlActProcess');
  if (!act) return;
  const subjects = v3All(act, 'subject');
  const events = v3All(act, 'subject', 'registrationEvent');
  if (kind === 'feed')
    judge.expect('HL7V3-80', subjects.length === 1 && events.length === 1, elementOr(subjects[1] ?? subjects[0], act, 'subject'), () => ({
      expected: '1',
      actual: String(events.length),
    }));
  for (const event of events) judgeEvent(judge, event, message);
}

export const patientFamily: RuleFamily = { rules, judge };
