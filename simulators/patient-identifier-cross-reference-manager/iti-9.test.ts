import { describe, expect, test } from '@jest/globals';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readHl7, type Hl7Message } from '../../src/protocols/hl7v2/index.js';
import { A, aContext, B, fed, INS, message, told } from '../patient-demographics-supplier/fixtures/messages.js';
import { answerQ23 } from './iti-9.js';

const context = aContext();
fed(
  context,
  `PID|||1^^^${A}^PI~279035121518989^^^${INS}^INS||ROUX^LEA||||||||||||||||||||||||||||VALI`.replace(/\|+VALI/, `${'|'.repeat(27)}VALI`),
  `PID|||2^^^${B}^PI~3^^^${B}^PI~279035121518989^^^${INS}^INS||ROUX^LEA${'|'.repeat(27)}VALI`,
  `PID|||4^^^${A}^PI||SEUL^LUC`,
);
const query = (identifier: string, domains = '', name = 'IHE PIX Query', tag = 'T1'): Hl7Message =>
  message('QBP^Q23^QBP_Q21', `QPD|${name}|${tag}|${identifier}|${domains}`, 'RCP|I');
const ask = async (request: Hl7Message): Promise<string[]> => told(request, answerQ23(request, context));

describe('a query', () => {
  test('is answered by one PID without a name, and without the identifier that was asked with', async () => {
    expect(await ask(query(`1^^^${A}^PI`))).toEqual([
      'MSA|AA|42',
      'QAK|T1|OK',
      `QPD|IHE PIX Query|T1|1^^^${A}^PI`,
      `PID|||279035121518989^^^${INS}^INS~2^^^${B}^PI~3^^^${B}^PI||~^^^^^^S`,
    ]);
  });

  test.each([
    ['by the name of the domain', '1^^^HOPITAL-A', '^^^HOPITAL-B', `2^^^${B}^PI~3^^^${B}^PI`],
    ['by its universal id', '1^^^&1.2.250.1.999.1&ISO', '^^^&1.2.250.1.999.2&ISO', `2^^^${B}^PI~3^^^${B}^PI`],
    ['of two domains, in their order', `1^^^${A}`, `^^^${B}~^^^${INS}`, `2^^^${B}^PI~3^^^${B}^PI~279035121518989^^^${INS}^INS`],
    ['by the INS', `279035121518989^^^${INS}`, `^^^${A}`, `1^^^${A}^PI`],
    ['by one of two of a domain', `2^^^${B}`, `^^^${B}`, `3^^^${B}^PI`],
  ])('%s', async (_, identifier, domains, list) => {
    const segments = await ask(query(identifier, domains));
    expect(segments.at(-1)).toBe(`PID|||${list}||~^^^^^^S`);
  });

  test('for identifiers that there are not is answered NF', async () => {
    for (const domains of ['', `^^^${B}`]) expect((await ask(query(`4^^^${A}`, domains))).slice(0, 2)).toEqual(['MSA|AA|42', 'QAK|T1|NF']);
  });
});

test.each([
  ['an identifier that is not known', query(`99^^^${A}`), ['QPD^1^3^1^1 204']],
  ['a domain that is not known', query('1^^^NULLE-PART'), ['QPD^1^3^1^4 204']],
  ['domains asked for that are not known', query(`1^^^${A}`, `^^^${B}~^^^NULLE-PART~^^^&1.2.3&ISO`), ['QPD^1^4^2 204', 'QPD^1^4^3 204']],
  ['a domain asked for by nothing', query(`1^^^${A}`, 'B'), ['QPD^1^4^1 101']],
  ['no identifier', query(''), ['QPD^1^3 101']],
  ['an identifier without its value', query(`^^^${A}`), ['QPD^1^3^1^1 101']],
  ['an identifier without its authority', query('1'), ['QPD^1^3^1^4 101']],
  ['two identifiers', query(`1^^^${A}~4^^^${A}`), ['QPD^1^3^2 198']],
  ['no name and no tag', query(`1^^^${A}`, '', '', ''), ['QPD^1^1 101', 'QPD^1^2 101']],
  ['no RCP', message('QBP^Q23^QBP_Q21', `QPD|IHE PIX Query|T1|1^^^${A}`), ['RCP^1 100']],
  ['a deferred answer', message('QBP^Q23^QBP_Q21', `QPD|IHE PIX Query|T1|1^^^${A}`, 'RCP|D'), ['RCP^1^1 103']],
])('refused: %s', async (_, request, errors) => {
  const segments = (await ask(request)).map((segment) => segment.split('|'));
  expect(segments.filter(([name]) => name === 'ERR').map(([, , place, code]) => `${place} ${code!.split('^')[0]}`)).toEqual(errors);
  expect(segments.filter(([name]) => name === 'MSA' || name === 'QAK').map(([, one, two]) => `${one} ${two}`)).toEqual([
    'AE 42',
    expect.stringMatching(/ AE$/),
  ]);
  expect(segments.map(([name]) => name)).not.toContain('PID');
});

test('without QPD it is refused', () => {
  const { errors } = answerQ23(message('QBP^Q23^QBP_Q21', 'RCP|I'), context);
  expect(errors.map(({ location }) => location.join('^'))).toEqual(['QPD^1']);
});

const samples = join(process.env['ADDAX_SAMPLES'] ?? '', 'pix-hl7v2');
const present = process.env['ADDAX_SAMPLES'] !== undefined && existsSync(samples);
(present ? describe : describe.skip)(`third-party messages${present ? '' : ' (skipped: ADDAX_SAMPLES is not set)'}`, () => {
  // each answer tells the question (QPD) and what its manager knew
  const HZLN = { namespace: 'HZLN', oid: '2.16.840.1.113883.3.37.4.1.1.2.411.1', type: 'ISO' };
  const PKLN = { namespace: 'PKLN', oid: '2.16.840.1.113883.3.37.4.1.1.2.511.1', type: 'ISO' };
  test.each(['ok-1', 'ok-2', 'ok-3', 'nf-1', 'nf-2', 'err-1'])('the question of rsp-k23_%s is answered as they did', (name) => {
    const theirs = readHl7(readFileSync(join(samples, `rsp-k23_${name}_Response.hl7`)));
    const other = aContext();
    for (const domain of [HZLN, PKLN, { namespace: 'KHKN', oid: '1.2.3', type: 'ISO' }]) other.store.addDomain(domain);
    const cx = (value: string, { namespace, oid }: typeof HZLN): string => `${value}^^^${namespace}&${oid}&ISO^PI`;
    fed(other, `PID|||${cx('79471', HZLN)}~${cx('78912', PKLN)}||X^Y`, `PID|||${cx('79234', HZLN)}||X^Y`);
    const answer = answerQ23(message('QBP^Q23^QBP_Q21', theirs.first('QPD')!.text, 'RCP|I'), other);
    const ours = readHl7(answer.bytes);
    const facts = (answered: Hl7Message): unknown[] => [
      answered.first('MSA')!.field(1).raw,
      answered.first('QAK')!.field(2).raw,
      ...['ERR', 'PID'].map((segment) => answered.first(segment)?.field(segment === 'ERR' ? 2 : 5).raw),
      // they tell the identifier that was asked with when its domain is asked for; 3.9.4.2.2.6 says not to
      answered
        .first('PID')
        ?.field(3)
        .repetitions.map(({ raw }) => raw)
        .filter((raw) => !raw.startsWith('79471')),
    ];
    expect(facts(ours)).toEqual(facts(theirs));
  });
});
