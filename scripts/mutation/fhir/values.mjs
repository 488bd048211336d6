/** Values of each datatype: one that is right, one that is another, and those that are not of the type. */

const PRIMITIVES = {
  base64Binary: ['QUJDRA=='],
  boolean: [true, false],
  canonical: ['https://example.org/fhir/a', 'https://example.org/fhir/b'],
  code: ['a', 'b'],
  date: ['2024-02-29', '2024-03-01'],
  dateTime: ['2024-02-29', '2024-03-01'],
  decimal: [1.5, 2.5],
  id: ['a', 'b'],
  instant: ['2024-02-29T10:00:00Z', '2024-03-01T10:00:00Z'],
  integer: [1, 2],
  markdown: ['Texte', 'Autre'],
  oid: ['urn:oid:1.2.3', 'urn:oid:1.2.4'],
  positiveInt: [1, 2],
  string: ['Texte', 'Autre'],
  time: ['10:00:00', '11:00:00'],
  unsignedInt: [1, 2],
  uri: ['https://example.org/a', 'https://example.org/b'],
  url: ['https://example.org/a', 'https://example.org/b'],
  uuid: ['urn:uuid:3f2a8c1e-6f6d-4f0b-9a55-0c1d2e3f4a5b', 'urn:uuid:4f2a8c1e-6f6d-4f0b-9a55-0c1d2e3f4a5b'],
};

const COMPLEX = {
  Address: { text: 'Texte' },
  Annotation: { text: 'Texte' },
  Attachment: { title: 'Texte' },
  CodeableConcept: { text: 'Texte' },
  Coding: { display: 'Texte' },
  ContactDetail: { name: 'Texte' },
  ContactPoint: { rank: 1 },
  Extension: { url: 'https://example.org/fhir/inconnue', valueString: 'Texte' },
  HumanName: { text: 'Texte' },
  Identifier: { value: 'Texte' },
  Meta: { versionId: '1' },
  Money: { value: 1.5 },
  Period: { start: '2024-02-29' },
  Quantity: { value: 1.5 },
  Range: { low: { value: 1.5 } },
  Ratio: { numerator: { value: 1.5 }, denominator: { value: 1.5 } },
  Reference: { display: 'Texte' },
  Timing: { event: ['2024-02-29'] },
};

export const isPrimitive = (type) => Object.hasOwn(PRIMITIVES, type);

/** A value of a type; undefined for one that is not made here (a backbone, a resource). */
export function sampleOf(type) {
  if (isPrimitive(type)) return PRIMITIVES[type][0];
  return Object.hasOwn(COMPLEX, type) ? structuredClone(COMPLEX[type]) : undefined;
}

/** Another value of the same primitive type. */
export const another = (type, value) => (PRIMITIVES[type] ?? []).find((one) => one !== value);

const LONG = 'a'.repeat(65);

/** What is no value of a primitive type, by what is wrong with it: `[type, note, value or what makes it of the value that is there]`. */
export const WRONG = {
  date: [
    ['a day that does not exist', () => '2023-02-29'],
    ['month 13', () => '2024-13-01'],
    ['day first', () => '29/02/2024'],
    ['no hyphens', () => '20240229'],
    ['with a time', () => '2024-02-29T10:00:00Z'],
  ],
  dateTime: [
    ['a day that does not exist', () => '2023-02-29'],
    ['month 13', () => '2024-13-01T10:00:00Z'],
    ['day first', () => '29/02/2024'],
    ['hour 25', () => '2024-02-29T25:00:00Z'],
    ['as in HL7 v2', () => '20240229100000+0100'],
  ],
  instant: [
    ['a day that does not exist', () => '2023-02-29T10:00:00Z'],
    ['a day alone', () => '2024-02-29'],
    ['day first', () => '29/02/2024 10:00:00'],
  ],
  time: [
    ['hour 25', () => '25:00:00'],
    ['without seconds', () => '10:00'],
  ],
  id: [
    ['underscore', () => 'un_id'],
    ['blank', () => 'un id'],
    ['65 characters', () => LONG],
  ],
  uri: [
    ['blank within', (value) => `${value} x`],
    ['blank before', (value) => ` ${value}`],
  ],
  base64Binary: [
    ['one character too many', (value) => `${value.replace(/\s/g, '')}A`],
    ['a sign that is not of it', (value) => `${value.replace(/\s/g, '').slice(0, -4)}*AAA`],
  ],
  code: [
    ['blank before', (value) => ` ${value}`],
    ['blank after', (value) => `${value} `],
    ['two blanks within', (value) => `${value}  ${value}`],
  ],
};
for (const type of ['url', 'canonical', 'oid', 'uuid']) WRONG[type] = WRONG.uri;

/** Numbers out of what their type holds. */
export const OUT_OF_RANGE = {
  integer: [
    ['with decimals', 1.5],
    ['33 bits', 2 ** 32],
  ],
  unsignedInt: [
    ['with decimals', 1.5],
    ['negative', -1],
    ['33 bits', 2 ** 32],
  ],
  positiveInt: [
    ['with decimals', 1.5],
    ['zero', 0],
    ['33 bits', 2 ** 32],
  ],
};
