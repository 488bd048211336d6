/** Valid resources of ours, in JSON and in XML. */

const text = { status: 'generated', div: '<div xmlns="http://www.w3.org/1999/xhtml"><p>DOMINIQUE <b>PAT-TROIS</b></p></div>' };
const urn = (last) => `urn:uuid:5f2b0c1e-8a3d-4c55-9d0e-1a2b3c4d5e0${last}`;

const patient = {
  resourceType: 'Patient',
  id: 'p1',
  text,
  extension: [{ url: 'http://hl7.org/fhir/StructureDefinition/patient-birthPlace', valueAddress: { city: 'DOMPREMY' } }],
  identifier: [{ use: 'official', system: 'urn:oid:1.2.250.1.999.1', value: '8001', period: { start: '2020-01-01', end: '2026-01-01' } }],
  active: true,
  name: [{ use: 'official', family: 'PAT-TROIS', given: ['DOMINIQUE', 'MARIE'], _given: [null, { id: 'second' }] }],
  telecom: [{ system: 'phone', value: '0102030405', use: 'home' }],
  gender: 'female',
  birthDate: '1979-03-28',
  _birthDate: {
    extension: [{ url: 'http://hl7.org/fhir/StructureDefinition/patient-birthTime', valueDateTime: '1979-03-28T10:00:00+01:00' }],
  },
  deceasedBoolean: false,
  maritalStatus: { coding: [{ system: 'http://terminology.hl7.org/CodeSystem/v3-MaritalStatus', code: 'M', display: 'Married' }] },
  multipleBirthInteger: 2,
  contact: [{ name: { family: 'PAT-TROIS' }, telecom: [{ system: 'email', value: 'contact@example.org' }] }],
  link: [{ other: { reference: 'Patient/p2' }, type: 'seealso' }],
};

const observation = {
  resourceType: 'Observation',
  id: 'o1',
  text,
  status: 'final',
  category: [{ coding: [{ system: 'http://terminology.hl7.org/CodeSystem/observation-category', code: 'vital-signs' }] }],
  code: { coding: [{ system: 'http://loinc.org', code: '29463-7' }] },
  subject: { reference: 'Patient/p1' },
  effectiveDateTime: '2026-11-20T10:00:00+01:00',
  performer: [{ reference: 'Practitioner/d1', display: 'Dr Éric EXEMPLE' }],
  valueQuantity: { value: 72.5, unit: 'kg', system: 'http://unitsofmeasure.org', code: 'kg' },
  referenceRange: [{ low: { value: 50, unit: 'kg', system: 'http://unitsofmeasure.org', code: 'kg' } }],
};

const document = {
  resourceType: 'Bundle',
  type: 'document',
  identifier: { system: 'urn:ietf:rfc:3986', value: urn(0) },
  timestamp: '2026-11-20T10:00:00+01:00',
  entry: [
    {
      fullUrl: urn(1),
      resource: {
        resourceType: 'Composition',
        text,
        status: 'final',
        type: { coding: [{ system: 'http://loinc.org', code: '11488-4' }] },
        subject: { reference: urn(2) },
        date: '2026-11-20',
        author: [{ reference: urn(2) }],
        title: 'Compte rendu',
        section: [{ title: 'Poids', text, entry: [{ reference: urn(3) }] }],
      },
    },
    { fullUrl: urn(2), resource: { ...patient, id: undefined } },
    { fullUrl: urn(3), resource: { ...observation, id: undefined, subject: { reference: urn(2) }, performer: undefined } },
  ],
};

const searchset = {
  resourceType: 'Bundle',
  type: 'searchset',
  total: 1,
  link: [{ relation: 'self', url: 'https://example.org/fhir/Patient?_id=p1' }],
  entry: [{ fullUrl: 'https://example.org/fhir/Patient/p1', resource: patient, search: { mode: 'match' } }],
};

const transaction = {
  resourceType: 'Bundle',
  type: 'transaction',
  entry: [
    { fullUrl: urn(2), resource: { ...patient, id: undefined }, request: { method: 'POST', url: 'Patient' } },
    {
      fullUrl: 'https://example.org/fhir/Observation/o1',
      resource: { ...observation, subject: { reference: urn(2) } },
      request: { method: 'PUT', url: 'Observation/o1' },
    },
  ],
};

const appointment = {
  resourceType: 'Appointment',
  text,
  contained: [{ resourceType: 'Location', id: 'l', name: 'Cabinet' }],
  status: 'booked',
  start: '2026-11-23T09:00:00+01:00',
  end: '2026-11-23T09:20:00+01:00',
  participant: [
    { actor: { reference: 'Patient/p1' }, status: 'accepted' },
    { actor: { reference: '#l' }, status: 'accepted' },
  ],
};

export const RESOURCES = [patient, observation, document, searchset, transaction, appointment];

export const RESOURCES_XML = [
  `<?xml version="1.0" encoding="UTF-8"?>
<Patient xmlns="http://hl7.org/fhir">
  <id value="p1"/>
  <text><status value="generated"/><div xmlns="http://www.w3.org/1999/xhtml"><p>DOMINIQUE PAT-TROIS, née à Domprémy</p></div></text>
  <extension url="http://hl7.org/fhir/StructureDefinition/patient-birthPlace"><valueAddress><city value="DOMPREMY"/></valueAddress></extension>
  <identifier><system value="urn:oid:1.2.250.1.999.1"/><value value="8001"/></identifier>
  <active value="true"/>
  <name><family value="PAT-TROIS"/><given value="DOMINIQUE"/><given value="MARIE"/></name>
  <telecom><system value="phone"/><value value="0102030405"/></telecom>
  <gender value="female"/>
  <birthDate value="1979-03-28"/>
  <multipleBirthInteger value="2"/>
  <contact><name><family value="PAT-TROIS"/></name></contact>
  <link><other><reference value="Patient/p2"/></other><type value="seealso"/></link>
</Patient>`,
  `<Bundle xmlns="http://hl7.org/fhir"><type value="collection"/><entry><fullUrl value="https://example.org/fhir/Observation/o1"/><resource>
  <Observation><id value="o1"/><text><status value="generated"/><div xmlns="http://www.w3.org/1999/xhtml">72,5 kg</div></text><status value="final"/>
  <code><coding><system value="http://loinc.org"/><code value="29463-7"/></coding></code><effectiveDateTime value="2026-11-20"/>
  <valueQuantity><value value="72.5"/><unit value="kg"/><system value="http://unitsofmeasure.org"/><code value="kg"/></valueQuantity></Observation>
  </resource></entry></Bundle>`,
];
