import { describe, expect, test } from '@jest/globals';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readHl7, type Hl7Message } from '../../src/protocols/hl7v2/index.js';
import { A, aContext, B, HOSPITAL_A, INS, message, told } from '../patient-demographics-supplier/fixtures/messages.js';
import { answerFeed, type FeedContext } from './feed.js';

const EVN = 'EVN||20261120111500';
const adt = (event: string, ...segments: string[]): Hl7Message => message(`ADT^${event}`, EVN, ...segments);
const pid = (identifiers: string, name = 'ROUX^LEA^^^^^L'): string => `PID|||${identifiers}||${name}`;
const a = (value: string): string => `${value}^^^${A}^PI`;

/** The acknowledgement in short: AA, or the code with the errors. */
async function sent(context: FeedContext, request: Hl7Message): Promise<string> {
  const answer = answerFeed(request, context);
  const [msa, ...errors] = (await told(request, answer)).map((segment) => segment.split('|'));
  expect(msa!.slice(0, 3)).toEqual(['MSA', answer.code, request.first('MSH')!.field(10).raw]);
  return [answer.code, ...errors.map(([, , place, code]) => `${place} ${code!.split('^')[0]}`)].join(', ');
}
const held = ({ store }: FeedContext, value: string, authority = HOSPITAL_A): string => {
  const key = store.keyOf({ value, authority });
  return key === undefined ? '-' : (
      store
        .history(key)
        .map(({ identifier, state }) => `${identifier.value} ${state}`)
        .join(', ')
    );
};

describe('the events', () => {
  test.each(['A01', 'A04', 'A05', 'A08', 'A28', 'A31'])('%s makes an identity known', async (event) => {
    const context = aContext();
    expect(await sent(context, adt(event, pid(a('1'))))).toBe('AA');
    expect(held(context, '1')).toBe('1 current');
  });

  test('A31 gives the whole list, A08 adds to it, and what is "" is withdrawn', async () => {
    const context = aContext();
    await sent(context, adt('A28', `${pid(`${a('1')}~5^^^${B}`)}||1979|F|||1 RUE X^^BREST`));
    await sent(context, adt('A08', 'PID|||1^^^HOPITAL-A||||""'));
    expect(held(context, '1')).toBe('1 current, 5 current');
    const { key } = { key: context.store.keyOf({ value: '1', authority: HOSPITAL_A })! };
    const identity = context.store.identity(key)!;
    expect([identity.birthDate, identity.sex, identity.addresses[0]!.city, identity.names[0]!.given]).toEqual([
      undefined,
      'F',
      'BREST',
      'LEA',
    ]);
    // ITI-10 sends a space for a name
    await sent(context, adt('A31', pid(a('1'), ' ')));
    expect(held(context, '1')).toBe('1 current, 5 former');
    expect(context.store.identity(key)!.names[0]!.family).toBe('ROUX');
  });

  test('A40, A47, A24 and A37', async () => {
    const context = aContext();
    for (const value of ['1', '2', '3']) await sent(context, adt('A28', pid(a(value))));
    await sent(context, adt('A28', pid(`5^^^${B}`)));
    expect(await sent(context, adt('A40', pid(a('1')), `MRG|${a('2')}`))).toBe('AA');
    expect(held(context, '1')).toBe('1 current, 2 merged');
    expect(await sent(context, adt('A47', pid(a('4')), 'PD1||', `MRG|${a('3')}`))).toBe('AA');
    expect(held(context, '4')).toBe('3 changed, 4 current');
    const crossed = (): unknown => context.store.crossReferences({ value: '1', authority: HOSPITAL_A });
    expect(await sent(context, adt('A24', pid(a('1')), pid(`5^^^${B}`)))).toBe('AA');
    expect(crossed()).toMatchObject({ identifiers: [{ value: '5' }] });
    expect(await sent(context, adt('A37', pid(a('1')), pid(`5^^^${B}`)))).toBe('AA');
    expect(crossed()).toMatchObject({ identifiers: [] });
  });

  test('what is remarkable is told beside the acknowledgement', () => {
    const context = aContext();
    const validated = (code: string): Hl7Message => adt('A31', `${pid(`${a('1')}~279035121518989^^^${INS}^INS`)}${'|'.repeat(27)}${code}`);
    const notes = (request: Hl7Message): string[] => answerFeed(request, context).notes.map(({ kind }) => kind);
    expect(notes(validated('VALI'))).toEqual(['was-unknown']);
    expect(notes(validated('PROV'))).toEqual(['already-known', 'downgraded']);
    expect(held(context, '1')).toBe('1 current, 279035121518989 current');
  });
});

test.each([
  ['no EVN', message('ADT^A28', pid(a('1'))), 'AE, EVN^1 100'],
  ['no PID', adt('A28'), 'AE, PID^1 100'],
  ['two PID', adt('A28', pid(a('1')), pid(a('2'))), 'AE, PID^2 198'],
  ['no MRG', adt('A40', pid(a('1'))), 'AE, MRG^1 100'],
  ['two MRG', adt('A40', pid(a('1')), `MRG|${a('2')}`, `MRG|${a('3')}`), 'AE, MRG^2 198'],
  ['no second PID', adt('A24', pid(a('1'))), 'AE, PID^2 100'],
  ['no identifier', adt('A28', pid('')), 'AE, PID^1^3 101'],
  ['only a withdrawn one', adt('A28', pid(`""^^^${A}`)), 'AE, PID^1^3 101'],
  ['no name', adt('A28', pid(a('1'), '')), 'AE, PID^1^5 101'],
  ['no authority', adt('A28', pid(`${a('1')}~2`)), 'AE, PID^1^3^2^4 101'],
  ['a domain that is not known, after an empty repetition', adt('A28', pid(`${a('1')}~~2^^^NULLE-PART`)), 'AE, PID^1^3^3^4 204'],
  ['a merge with itself', adt('A40', pid(a('9')), `MRG|${a('9')}`), 'AE, MRG^1^1^1^1 205'],
  ['a merge across domains', adt('A40', pid(a('9')), `MRG|2^^^${B}`), 'AE, MRG^1^1^1^4 204'],
  ['a merge of nobody', adt('A40', pid(a('9')), 'MRG|'), 'AE, MRG^1^1 101'],
  ['an identifier that was merged', adt('A08', pid(a('8'))), 'AE, PID^1^3^1^1 204'],
  ['a merge into one that was merged', adt('A40', pid(a('8')), `MRG|${a('7')}`), 'AE, PID^1^3^1^1 204'],
  ['a change of what nobody knows', adt('A47', pid(a('5')), `MRG|${a('6')}`), 'AE, MRG^1^1^1^1 204'],
  ['a change into what another one has', adt('A47', pid(a('10')), `MRG|${a('9')}`), 'AE, PID^1^3^1^1 205'],
  ['a link with nobody', adt('A24', pid(a('9')), pid(a('99'))), 'AE, PID^2^3^1^1 204'],
  ['names beyond measure', adt('A28', pid(a('1'), 'X^Y~'.repeat(201))), 'AE, PID^1^5^201 102'],
  ['identifiers beyond measure', adt('A40', pid(a('9')), `MRG|${`${a('10')}~`.repeat(201)}`), 'AE, MRG^1^1^201 102'],
  ['an identifier beyond measure', adt('A28', pid(`${'1'.repeat(2000)}^^^${A}~${a('1')}`)), 'AE, PID^1^3^1 102'],
  ['a text beyond measure', adt('A28', pid(a('1'), `X^${'Y'.repeat(2000)}`)), 'AE, PID^1^5^1 102'],
])('refused, and nothing changes: %s', async (_, request, acknowledgement) => {
  const context = aContext();
  await sent(context, adt('A28', pid(a('9'))));
  await sent(context, adt('A28', pid(a('10'))));
  await sent(context, adt('A40', pid(a('9')), `MRG|${a('8')}`));
  const before = [context.store.size, held(context, '9')];
  expect(await sent(context, request)).toBe(acknowledgement);
  expect([context.store.size, held(context, '9')]).toEqual(before);
});

const samples = join(process.env['ADDAX_SAMPLES'] ?? '', 'pix-hl7v2');
const present = process.env['ADDAX_SAMPLES'] !== undefined && existsSync(samples);
(present ? describe : describe.skip)(`third-party messages${present ? '' : ' (skipped: ADDAX_SAMPLES is not set)'}`, () => {
  test.each([
    ['iti10_adt-a31-1.hl7', 'AA'],
    ['iti10_adt-a31-2.hl7', 'AA'],
    // PID-3 without authority
    ['iti8_hl7v2message.hl7', 'AE PID^1^3^1^4'],
    ['iti8_iti8-a01-incomplete.hl7', 'AE PID^1'],
    // the first of MRG-1 has no authority
    ['iti8_iti8-a40.hl7', 'AE MRG^1^1^1^4'],
    ['iti8_iti8-a40-iso-8859-1.hl7', 'AE MRG^1^1^1^4'],
    ['pixfeed_A01.hl7', 'AA'],
    ['pixfeed_A01_with_BR.hl7', 'AA'],
    ['pixfeed_A04.hl7', 'AA'],
    ['pixfeed_A08.hl7', 'AA'],
    ['pixfeed_A40.hl7', 'AA'],
    // MRG-1 of another domain than PID-3
    ['pixfeed_PIX_FEED_MERGE_Maximal_Request.hl7', 'AE MRG^1^1^1^4'],
    ['pixfeed_PIX_FEED_REG_Maximal_Request.hl7', 'AA'],
    ['pixfeed_PIX_FEED_REV_Maximal_Request.hl7', 'AA'],
  ])('%s: %s', (name, expected) => {
    const request = readHl7(readFileSync(join(samples, name)));
    const context = aContext();
    for (const [segment, field] of [
      ['PID', 3],
      ['MRG', 1],
    ] as const)
      for (const cx of request.first(segment)?.field(field).repetitions ?? []) {
        const [namespace, oid, type] = [1, 2, 3].map((n) => cx.part(4).part(n).value) as [string, string, string];
        if (namespace !== '' || oid !== '') context.store.addDomain({ namespace, oid, type });
      }
    const { code, errors } = answerFeed(request, context);
    expect([code, ...errors.map(({ location }) => location.join('^'))].join(' ')).toBe(expected);
  });
});
