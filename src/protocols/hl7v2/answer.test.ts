import { describe, expect, test } from '@jest/globals';
import { answerTo, copiedSegment, ERROR_CODE, headerRefusal, readHl7, type Hl7Message } from './index.js';

const NOW = new Date('2026-11-20T10:15:00Z');
const context = { now: NOW, newId: () => 'N1' };
const message = (msh: string, ...segments: string[]): Hl7Message => readHl7(Buffer.from([`MSH|^~\\&|${msh}`, ...segments, ''].join('\r')));
const TAKEN = [
  { type: 'ADT', events: ['A28', 'A31'], since: 3 },
  { type: 'QBP', events: ['Q22'], since: 5 },
];

describe('the header of a message', () => {
  test.each([
    ['ADT^A28^ADT_A05|1|P|2.5', undefined],
    ['ADT^A31|1|D|2.3.1', undefined],
    ['|1|P|2.5', 'AE 101 MSH^1^9'],
    ['ADT^A28||P|2.5', 'AE 101 MSH^1^10'],
    ['ADT^A28|1||2.5', 'AE 101 MSH^1^11'],
    ['ADT^A28|1|P|', 'AE 101 MSH^1^12'],
    ['ORU^R01|1|P|2.5', 'AR 200 MSH^1^9^1^1'],
    ['ADT^A99|1|P|2.5', 'AR 201 MSH^1^9^1^2'],
    ['ADT^A28|1|X|2.5', 'AR 202 MSH^1^11^1^1'],
    ['QBP^Q22|1|P|2.4', 'AR 203 MSH^1^12^1^1'],
    ['ADT^A28|1|P|v3', 'AR 203 MSH^1^12^1^1'],
    ['ADT^A28|1|P|2.5||||||UTF8', 'AE 103 MSH^1^18'],
  ])('%s: %s', (fields, expected) => {
    const refusal = headerRefusal(message(`A|B|C|D|20261120||${fields}`), TAKEN);
    expect(refusal && `${refusal.code} ${ERROR_CODE[refusal.error.code][0]} ${refusal.error.location.join('^')}`).toBe(expected);
  });

  test('that says another set of characters than that of the bytes is refused with the place of the first', () => {
    const bytes = Buffer.from('MSH|^~\\&|A|B|C|D|20261120||QBP^Q22|42|P|2.5||||||UNICODE UTF-8\rQPD|\xe9\r', 'latin1');
    expect(headerRefusal(readHl7(bytes), TAKEN)).toMatchObject({ code: 'AE', error: { code: 'dataType', location: ['QPD', 1] } });
  });

  test('is not said again where it is very long', () => {
    const request = message(`${'A'.repeat(1001)}|${'B'.repeat(1000)}|C|D|20261120||ADT^A28^ADT_A05|42|P|2.5`);
    const [msh] = readHl7(answerTo(request, { code: 'AA' }, context).bytes).segments;
    expect([3, 4, 5, 6].map((n) => msh!.field(n).raw)).toEqual(['C', 'D', '', 'B'.repeat(1000)]);
  });

  test('that is wrong at length is refused in 250 characters', () => {
    const request = message(`A|B|C|D|20261120||QBP^Q22|42|P|v3${'x'.repeat(100_000)}`);
    const { code, error } = headerRefusal(request, TAKEN)!;
    const err = readHl7(answerTo(request, { code, errors: [error] }, context).bytes).first('ERR')!;
    expect(err.field(8).raw).toMatch(/^Version non traitée ici/);
    expect(err.field(8).raw.length).toBeLessThanOrEqual(250);
  });

  test('is refused in ERR-1 and MSA-3 before 2.5', () => {
    const request = message('A|B|C|D|20261120||QBP^Q22|42|P|2.3.1||||||8859/1');
    const { code, error } = headerRefusal(request, TAKEN)!;
    const [msh, ...segments] = readHl7(answerTo(request, { code, errors: [error] }, context).bytes).segments.map(({ text }) => text);
    expect(msh).toContain('|ACK^Q22|');
    expect(segments).toEqual(['MSA|AR|42|Version non traitée ici\u00A0: 2.3.1.', 'ERR|MSH^1^12^203&Unsupported version id&HL70357']);
  });

  test.each(['', 'bonjour', 'PID|1\r', 'MSH', 'MSH|^~\\&|\r'])('of what is no message (%j) has an answer', (bytes) => {
    const request = readHl7(Buffer.from(bytes));
    const { code, error } = headerRefusal(request, TAKEN)!;
    expect(readHl7(answerTo(request, { code, errors: [error] }, context).bytes).first('ERR')).toBeDefined();
  });
});

test('a segment is written again as it was read, nulls and escapes included', () => {
  const text = 'QPD|a^b&c^""~d\\T\\e||""|^^^x';
  const request = message('A|B|C|D|20261120||QBP^Q22|1|P|2.5', text);
  const answer = answerTo(request, { code: 'AA', rest: [copiedSegment(request.first('QPD')!)] }, context);
  expect(readHl7(answer.bytes).first('QPD')!.text).toBe(text);
});

test('a message with other delimiters is answered with those that HL7 recommends', () => {
  const request = readHl7(Buffer.from('MSH$%~\\&$A$B$C$D$20261120$$QBP%Q22$1$P$2.5\rQPD$a%b^c\r'));
  const answer = answerTo(request, { code: 'AA', rest: [copiedSegment(request.first('QPD')!)] }, context);
  expect(Buffer.from(answer.bytes).toString()).toBe(
    'MSH|^~\\&|C|D|A|B|20261120101500+0000||ACK^Q22^ACK|N1|P|2.5\rMSA|AA|1\rQPD|a^b\\S\\c\r',
  );
});

test('what components cost does not depend on what comes after them', () => {
  const cost = (after: number): number => {
    const qpd = message('A|B|C|D|20261120||QBP^Q22|1|P|2.5', `QPD|${'A^'.repeat(2000)}|${'X'.repeat(after)}`).first('QPD')!;
    const { parts } = qpd.field(1).repetition();
    const began = performance.now();
    const cut = parts.map((part) => part.parts.length);
    const took = performance.now() - began;
    expect(cut.length).toBe(2001);
    return took;
  };
  const least = (after: number): number => Math.min(...[1, 2, 3, 4, 5].map(() => cost(after)));
  cost(0);
  // hundreds of times as much if each were searched to the end of the segment
  expect(least(2_000_000) / least(0)).toBeLessThan(50);
});
