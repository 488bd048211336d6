import { describe, expect, test } from '@jest/globals';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readHl7, writeHl7, type Segment } from '../protocols/hl7v2/index.js';
import { NOBODY, readPid, updated, writePid, type Identity } from './index.js';

const MSH = 'MSH|^~\\&|A|B|C|D|20261120||ADT^A28|1|P|2.5||||||UNICODE UTF-8\r';
const segmentOf = (pid: string): Segment => readHl7(Buffer.from(`${MSH}${pid}\r`)).first('PID')!;
const writtenAgain = (identity: Identity): Segment =>
  readHl7(writeHl7([['MSH', ...Array.from({ length: 15 }, () => ''), 'UNICODE UTF-8'], writePid(identity, 1)])).first('PID')!;
const identityOf = (segment: Segment): Identity => updated(NOBODY, readPid(segment).update);

const WHOLE =
  'PID|1||000003^^^CHU&1.2.250.1.999.1&ISO^PI~279035121518989^^^ASIP-SANTE-INS-NIR&1.2.250.1.213.1.4.10&ISO^INS^^20101207^20301231'
  + '||PAT-TROIS^DOMINIQUE^DOMINIQUE MARIE-LOUISE^^MME^^L~D\\T\\A^Zoé^^^^^D|MÈRE^JEANNE^^^^^L|197903|F'
  + '|||28 AV DE BRETEUIL^BÂT. C^PARIS^IDF^75007^FRA^H~^^^^^^BDL^^63220||^PRN^PH^^^^^^^^^0102030405~^NET^Internet^zoe@patient.example'
  + '|^WPN^PH^^^^^^^^^0102030406||M||24000006^^^CHU&1.2.250.1.999.1&ISO^AN|||||CLERMONT|Y|2||||20260101|Y||VALI~HOMD|20240306111153';

test('PID is read into an identity and written as it was', () => {
  const identity = identityOf(segmentOf(WHOLE));
  expect(identity).toMatchObject({
    ...{ birthDate: '197903', sex: 'F', maritalStatus: 'M', birthPlace: 'CLERMONT', multipleBirth: true, birthOrder: 2 },
    ...{ deathDate: '20260101', deceased: true, reliability: ['VALI', 'HOMD'], lastUpdated: '20240306111153' },
    telecoms: [
      { number: '0102030405', use: 'PRN', equipment: 'PH' },
      { email: 'zoe@patient.example', use: 'NET', equipment: 'Internet' },
      { number: '0102030406', use: 'WPN', equipment: 'PH', atWork: true },
    ],
  });
  expect(identity.names[1]).toEqual({ family: 'D&A', given: 'Zoé', use: 'D' });
  expect(writtenAgain(identity).text).toBe(WHOLE);
});

test('what is empty says nothing, what is "" is withdrawn, what is not understood is left out', () => {
  const before = identityOf(segmentOf(WHOLE));
  const after = updated(before, readPid(segmentOf('PID|||1^^^CHU|||""|""|||2106-3|""|||""||""||""|||||""|oui|0|||||X')).update);
  expect(after).toEqual({
    ...NOBODY,
    identifiers: [{ value: '1', authority: { namespace: 'CHU', oid: '', type: '' } }],
    names: before.names,
    ...{ sex: 'F', multipleBirth: true, birthOrder: 2, deathDate: '20260101', deceased: true, reliability: ['VALI', 'HOMD'] },
    lastUpdated: '20240306111153',
  });
});

test('repetitions of identifiers are counted as they are written', () => {
  const { update, repetitionOf } = readPid(segmentOf('PID|||""^^^&2.71&ISO~~1^^^CHU'));
  expect(update.identifiers!.map((one) => repetitionOf.get(one))).toEqual([3]);
});

test('a telephone number of older messages is read, and what is too much is told', () => {
  expect(identityOf(segmentOf('PID|||1^^^A||||||||||012-0001^PRN^PH~^PRN^PH^^33^1^23456')).telecoms.map(({ number }) => number)).toEqual([
    '012-0001',
    '1 23456',
  ]);
  const { excess, update } = readPid(segmentOf(`PID|||1^^^A||${'X^Y~'.repeat(5000)}||${'1'.repeat(5000)}`));
  expect(excess.map(({ path, place }) => [path, ...place])).toEqual([
    ['PID-5[201]', 'PID', 1, 5, 201],
    ['PID-7.1', 'PID', 1, 7, 1],
  ]);
  expect([update.names!.length, update.birthDate]).toEqual([200, undefined]);
});

const samples = process.env['ADDAX_SAMPLES'];
(samples !== undefined ? describe : describe.skip)(
  `third-party messages${samples !== undefined ? '' : ' (skipped: ADDAX_SAMPLES is not set)'}`,
  () => {
    const folders = ['pdq-hl7v2', 'pix-hl7v2', 'fr-hl7v2'].map((name) => join(samples ?? '', name)).filter((folder) => existsSync(folder));
    test('every PID that is read, written and read again is the same', () => {
      let count = 0;
      for (const folder of folders)
        for (const name of readdirSync(folder)) {
          if (name.endsWith('.xml')) continue;
          for (const segment of readHl7(readFileSync(join(folder, name))).all('PID')) {
            const identity = identityOf(segment);
            expect([name, identityOf(writtenAgain(identity))]).toEqual([name, identity]);
            expect(readPid(segment).excess).toEqual([]);
            count++;
          }
        }
      expect(count).toBeGreaterThan(50);
    });
  },
);
