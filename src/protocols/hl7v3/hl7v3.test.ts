import { describe, expect, test } from '@jest/globals';
import { Raw, readXml } from '../xml/index.js';
import {
  actionOf,
  HL7V3,
  INTERACTIONS,
  readV3,
  repeated,
  writeContinuation,
  writeDemographicsQuery,
  writeFeed,
  writeIdentifierQuery,
  writeQueryAnswer,
  writeTransmissionAck,
  type DemographicsQuery,
  type Registration,
  type Transmission,
  type V3Message,
  type V3Patient,
} from './index.js';

const transmission: Transmission = {
  id: { root: '1.2.3', extension: 'a"<&>\'b' },
  creationTime: '20261120101500',
  processingCode: 'T',
  sender: { id: { root: '1.2.4' }, organization: { root: '1.2.5', authority: 'Hôpital <Nord>' }, telecom: 'https://a.example/?b&c' },
  receiver: { id: { root: '1.2.6' } },
};
const queryId = { root: '1.2.7', extension: '1' };
const patient: V3Patient = {
  ids: [{ root: '1.2.8', extension: '1&2', authority: 'A' }],
  otherIds: [{ root: '1.2.9', extension: 'x' }],
  names: [
    {
      use: 'L',
      parts: [
        { kind: 'given', text: 'ANNE-LAURE' },
        { kind: 'family', text: 'O’HARA </name>', qualifier: 'BR' },
      ],
    },
    {
      parts: [
        { kind: 'prefix', text: 'Dr' },
        { kind: 'family', text: 'Ÿ' },
        { kind: 'suffix', text: 'fils' },
      ],
    },
  ],
  telecoms: [{ value: 'tel:+33', use: 'HP' }],
  gender: 'UN',
  birthTime: '1979',
  deceased: true,
  deceasedTime: '20200101',
  multipleBirth: false,
  birthOrder: 1,
  addresses: [{ use: 'H', parts: [{ kind: 'city', text: 'Saint-Étienne' }] }],
  mothersMaidenName: { parts: [{ kind: 'family', text: 'B' }] },
  birthPlace: { parts: [{ kind: 'city', text: '63220' }] },
  provider: { root: '1.2.5' },
};
const registration: Registration = { patient, replaces: [{ root: '1.2.8', extension: '0' }], custodian: { root: '1.2.5' } };
const query: DemographicsQuery = {
  queryId,
  initialQuantity: 5,
  minimumDegreeMatch: 50,
  gender: 'M',
  birthTime: { low: '1979', high: '1980' },
  ids: [{ root: '1.2.8', extension: '1' }],
  names: [patient.names[0]!],
  mothersMaidenNames: [{ parts: [{ kind: 'family', text: 'B' }] }],
  addresses: patient.addresses,
  telecoms: patient.telecoms,
  domains: ['1.2.8'],
};

const read = ({ markup }: Raw): V3Message => readV3(readXml(Buffer.from(markup)).root)!;

describe('what is written is read', () => {
  test('a feed', () => {
    const { registrations, transmission: head, interaction } = read(writeFeed('merge', transmission, registration));
    expect([interaction.name, head, registrations]).toEqual(['PRPA_IN201304UV02', transmission, [registration]]);
  });

  test('a patient of whom nothing is known', () => {
    const nobody: V3Patient = { ids: [], otherIds: [], names: [], telecoms: [], addresses: [] };
    expect(read(writeFeed('add', transmission, { patient: nobody, replaces: [] })).registrations).toEqual([
      { patient: nobody, replaces: [] },
    ]);
  });

  test('queries', () => {
    expect(read(writeDemographicsQuery(transmission, query)).demographics).toEqual(query);
    const asked = { queryId, patient: { root: '1.2.8', extension: '1' }, domains: ['1.2.9', '1.2.10'] };
    expect(read(writeIdentifierQuery(transmission, asked)).identifier).toEqual(asked);
  });

  test('a continuation and a cancellation', () => {
    const more = { queryId, quantity: 5, start: 6, cancel: false };
    expect(read(writeContinuation(transmission, more, transmission.id)).continuation).toEqual(more);
    const cancelled = read(writeContinuation(transmission, { queryId, cancel: true }, transmission.id));
    expect(cancelled.continuation).toEqual({ queryId, quantity: 0, cancel: true });
    expect(cancelled.element.local).toBe('QUQI_IN000003UV01_Cancel');
    // others write the same root for both
    const { markup } = writeContinuation(transmission, more, transmission.id);
    expect(read(new Raw(markup.replace('waitContinuedQueryResponse', 'aborted'))).continuation?.cancel).toBe(true);
  });

  test('acknowledgements and answers', () => {
    const acknowledgement = {
      code: 'AE',
      target: transmission.id,
      details: [{ type: 'E' as const, code: '204', text: 'a < b', location: '//value[1]' }],
    };
    expect(read(writeTransmissionAck(transmission, acknowledgement)).acknowledgement).toEqual(acknowledgement);
    const asked = writeDemographicsQuery(transmission, query);
    const queryAck = { queryId, code: 'OK', status: 'deliveredResponse', total: 3, current: 1, remaining: 2 };
    const registrations = [{ ...registration, replaces: [], patient: { ...patient, match: 90 } }];
    const answer = read(
      writeQueryAnswer('PRPA_IN201306UV02', transmission, {
        acknowledgement,
        registrations,
        queryAck,
        query: repeated(read(asked).query!),
      }),
    );
    expect([answer.queryAck, answer.registrations, answer.demographics]).toEqual([queryAck, registrations, query]);
  });
});

test('characters that XML does not have are replaced, and nothing else is lost', () => {
  const family = 'A\u0000\u0001B\u001f\ufffeC\t\r\nD';
  const parts = [{ kind: 'family' as const, text: family }];
  const { registrations } = read(writeFeed('add', transmission, { ...registration, patient: { ...patient, names: [{ parts }] } }));
  expect(registrations[0]!.patient.names[0]!.parts[0]!.text).toBe('A\ufffd\ufffdB\ufffd\ufffdC\t\r\nD');
});

test('a repetition says the same whatever prefixes and blanks the query has', () => {
  const written = writeDemographicsQuery(transmission, query).markup;
  const prefixed = written
    .replace(/<(\/?)(?=[A-Za-z])/g, '\n  <$1h:')
    .replace('xmlns=', 'xmlns:h=')
    .replaceAll('xsi:type="INT"', 'xsi:type="h:INT"')
    .replaceAll('\n  </h:', '</h:');
  const [plain, other] = [written, prefixed].map((markup) => repeated(read(new Raw(markup)).query!).markup);
  expect(other).toBe(plain);
});

test('null and wrong values are read as absent', () => {
  const markup = writeFeed('add', transmission, registration)
    .markup.replace('<birthTime value="1979"/>', '<birthTime nullFlavor="UNK"/>')
    .replace('<id root="1.2.8"', '<id nullFlavor="NA" root="1.2.8"')
    .replace('<multipleBirthOrderNumber value="1"/>', '<multipleBirthOrderNumber value="-1"/>')
    .replace('<deceasedInd value="true"/>', '<deceasedInd value="oui"/>');
  const { patient: found } = read(new Raw(markup)).registrations[0]!;
  expect([found.birthTime, found.ids, found.birthOrder, found.deceased]).toEqual([undefined, [], undefined, undefined]);
});

test('what is none of these messages is not read', () => {
  for (const text of ['<a/>', '<PRPA_IN201305UV02/>', `<constructor xmlns="${HL7V3}"/>`])
    expect(readV3(readXml(Buffer.from(text)).root)).toBeUndefined();
  expect(readV3(undefined)).toBeUndefined();
});

test('actions are those of the transactions', () => {
  expect(
    INTERACTIONS.map(({ name }) => actionOf(name)).filter(
      (action) => !/^urn:hl7-org:v3:[A-Z]{4}_IN\d{6}UV0\d(_Continue|_Cancel)?$/.test(action),
    ),
  ).toEqual([]);
  expect(actionOf('QUQI_IN000003UV01')).toBe('urn:hl7-org:v3:QUQI_IN000003UV01_Continue');
  expect(actionOf('QUQI_IN000003UV01_Cancel')).toBe('urn:hl7-org:v3:QUQI_IN000003UV01_Cancel');
});
