import { describe, expect, test } from '@jest/globals';
import { Artefact } from '../../src/model/index.js';
import { mllpArtefact, mllpFrame } from '../../src/protocols/hl7v2/index.js';
import { checks, identifiers } from './checks.js';

const MESSAGE = [
  'MSH|^~\\&|A|B|C|D|20261120||RSP^K22^RSP_K21|M1|T|2.5',
  'MSA|AA|Q1',
  'PID|1||12^^^H1&1.2.3&ISO~34^^^H2&1.2.4&ISO||DURAND^ZOÉ',
  'PID|2||56^^^H1&1.2.3&ISO||MARTIN',
  '',
].join('\r');
const artefact = new Artefact('m', Buffer.from(MESSAGE));
const outcome = (name: string, argument: unknown, judged = artefact): unknown => {
  const { holds, ...why } = checks[name]!.evaluate(judged, argument, {
    at: new Date(),
    trust: { anchors: [], crls: [] },
    parameters: {},
  });
  return holds || why;
};

describe('checks of an HL7 v2 message', () => {
  test('acknowledgements: those of all frames that came, in their order', () => {
    const accept = 'MSH|^~\\&|A|B|C|D|20261120||ACK|M0|T|2.5\rMSA|CA|Q1\r';
    const both = mllpArtefact('m', Buffer.concat([accept, MESSAGE].map((message) => mllpFrame(Buffer.from(message)))));
    expect(outcome('hl7-acknowledgements', ['CA', 'AA'], both)).toBe(true);
    expect(outcome('hl7-acknowledgements', ['AA'], both)).toMatchObject({ actual: { en: 'MSA-1 = CA, AA' }, line: 2, path: 'MSA-1' });
    expect(outcome('hl7-acknowledgements', ['AA'])).toBe(true);
    expect(outcome('hl7-acknowledgements', ['CA', 'AA'])).toMatchObject({
      expected: { en: 'MSA-1 = CA, AA' },
      actual: { en: 'MSA-1 = AA' },
    });
    expect(outcome('hl7-acknowledgements', ['AA'], new Artefact('m', Buffer.from('x')))).toMatchObject({ actual: { en: 'MSA-1 = –' } });
    expect(() => outcome('hl7-acknowledgements', ['OK'])).toThrow('hl7-acknowledgements');
  });

  test('values: one of the pieces that a path names has one of the values', () => {
    expect(outcome('hl7-values', { 'MSA-1': 'AA', 'PID-3.1': '34', 'PID[2]-3.4.2': ['9', '1.2.3'] })).toBe(true);
    expect(outcome('hl7-values', { 'MSA-1': ['AE', 'AR'] })).toMatchObject({
      expected: { fr: 'MSA-1 = AE ou AR', en: 'MSA-1 = AE or AR' },
      actual: { en: 'MSA-1 = AA' },
      line: 2,
      column: 5,
      path: 'MSA-1',
    });
    expect(outcome('hl7-values', { 'PID[1]-3[2].1': '12' })).toMatchObject({ actual: { en: 'PID[1]-3[2].1 = 34' }, line: 3 });
    expect(outcome('hl7-values', { 'PID[1]-8': 'F' })).toMatchObject({ actual: { en: 'missing' }, line: 3, path: 'PID[1]' });
    expect(outcome('hl7-values', { 'ERR-3': '204' })).toMatchObject({ actual: { en: 'missing' }, line: 1, path: 'ERR' });
  });

  test('without: none of the pieces that a path names has the value', () => {
    expect(outcome('hl7-without', { 'PID-3.1': ['35', '57'], 'PID[2]-3.1': '12', 'ERR-3': '204' })).toBe(true);
    expect(outcome('hl7-without', { 'PID-5.1': 'X', 'PID-3.1': ['35', '34'] })).toMatchObject({
      expected: { fr: 'PID-3.1 ≠ 35 et 34', en: 'PID-3.1 ≠ 35 and 34' },
      actual: { en: 'PID[1]-3[2].1 = 34' },
      line: 3,
      path: 'PID[1]-3[2].1',
    });
    expect(() => outcome('hl7-without', { PID: 'x' })).toThrow('PID: Invalid key');
  });

  test('counts segments and pieces', () => {
    expect(outcome('hl7-count', { PID: 2, 'PID[1]-3': 2, 'PID-3': { min: 3 }, ERR: 0 })).toBe(true);
    expect(outcome('hl7-count', { PID: 1 })).toMatchObject({ expected: { en: 'PID: 1' }, actual: { en: '2' }, line: 4 });
    expect(outcome('hl7-count', { 'PID-3': { max: 2 } })).toMatchObject({ expected: { en: 'PID-3: at most 2' }, path: 'PID[2]-3' });
    expect(outcome('hl7-count', { DSC: { min: 1 } })).toMatchObject({ expected: { fr: 'DSC\u00A0: au moins 1' }, actual: { en: '0' } });
  });

  test('say that a suite is wrong', () => {
    expect(() => outcome('hl7-values', { PID: 'x' })).toThrow('PID: Invalid key');
    expect(() => outcome('hl7-count', { 'pid-3': 1 })).toThrow('pid-3: Invalid key');
  });

  test('messages are told apart by MSH-10', () => {
    expect(identifiers['hl7-control-id']!(artefact)).toEqual(['M1']);
    expect(identifiers['hl7-control-id']!(new Artefact('m', Buffer.from('PID|1\r')))).toEqual([]);
  });

  test('patients are told apart by their first identifier', () => {
    const of = (text: string): string[] => identifiers['hl7-patient-id']!(new Artefact('m', Buffer.from(text)));
    const msh = 'MSH|^~\\&|A|B|C|D|20261120||ADT^A28|1|P|2.5\r';
    expect(of(`${msh}PID|1||L7^^^A&2.999.1&ISO^PI~X^^^B\r`)).toEqual(['L7^^^A&2.999.1&ISO']);
    expect(of(`${msh}PID|1\r`)).toEqual([]);
  });
});
