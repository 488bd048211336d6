import { describe, expect, test } from '@jest/globals';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Continuations } from '../../src/identity/index.js';
import { readHl7, type Hl7Message } from '../../src/protocols/hl7v2/index.js';
import { A, aContext, B, fed, head, HOSPITAL_A, INS, message, NOW, told } from './fixtures/messages.js';
import { answerPdq, type SupplierContext } from './iti-21.js';

const query = (fields: string, { domains = '', control = 'I', pointer = '', tag = 'T1' } = {}): Hl7Message =>
  message(
    'QBP^Q22^QBP_Q21',
    `QPD|IHE PDQ Query|${tag}|${fields}|||||${domains}`,
    `RCP|${control}`,
    ...(pointer === '' ? [] : [`DSC|${pointer}|I`]),
  );
const ask = async (context: SupplierContext, request: Hl7Message): Promise<string[]> => told(request, answerPdq(request, context));

/** What is wrong, as ERR says it: place and code. */
async function errorsOf(context: SupplierContext, request: Hl7Message): Promise<string[]> {
  const segments = await ask(context, request);
  expect(segments.filter((segment) => /^PID|^DSC/.test(segment))).toEqual([]);
  return segments
    .filter((segment) => /^MSA|^ERR|^QAK/.test(segment))
    .map((segment) => segment.split('|'))
    .map((fields) =>
      fields[0] === 'ERR' ? `${fields[2]} ${fields[3]!.split('^')[0]}` : `${fields[0]} ${fields[fields[0] === 'MSA' ? 1 : 2]}`,
    );
}

const ZOE = `PID|||1^^^${A}^PI~279035121518989^^^${INS}^INS^^20101207||PAT-TROIS^DOMINIQUE^DOMINIQUE^^^^L~PAT-QUATRE^^^^^^D||19790328|F|||28 AV DE BRETEUIL^^PARIS^^75007^FRA^H~^^^^^^BDL^^63220||^PRN^PH^^^^^^^^^0102030405|||S||24000006^^^${A}^AN||||||||||||||VALI`;

describe('a query', () => {
  test('is answered by one PID for each person, with what is known of them', async () => {
    const context = aContext();
    fed(context, ZOE, `PID|||9^^^${B}^PI~279035121518989^^^${INS}^INS||PAT-TROIS^DOMINIQUE^^^^^L||19790328|F||||||||||||||||||||||||VALI`);
    expect(await ask(context, query('@PID.5.1.1^pat trois~@PID.7^19790328'))).toEqual([
      'MSA|AA|42',
      'QAK|T1|OK|IHE PDQ Query|1|1|0',
      'QPD|IHE PDQ Query|T1|@PID.5.1.1^pat trois~@PID.7^19790328',
      `PID|1||279035121518989^^^${INS}^INS^^20101207~1^^^${A}^PI~9^^^${B}^PI||PAT-TROIS^DOMINIQUE^DOMINIQUE^^^^L~PAT-QUATRE^^^^^^D||19790328|F|||28 AV DE BRETEUIL^^PARIS^^75007^FRA^H~^^^^^^BDL^^63220||^PRN^PH^^^^^^^^^0102030405|||S||24000006^^^${A}^AN||||||||||||||VALI`,
    ]);
  });

  test('has an answer whose header is that of the query, turned round', () => {
    const context = aContext();
    const answered = (msh: string): string =>
      readHl7(answerPdq(head(msh, 'QPD|IHE PDQ Query|T1|@PID.8^F', 'RCP|I'), context).bytes).segments[0]!.text;
    expect(answered('GAM^1.2.3^ISO|CHU-X|SIMU|ADDAX|20261120||QBP^Q22^QBP_Q21|42|T|2.5^FRA^2.11|||||FRA|8859/15|FR')).toMatch(
      /^MSH\|\^~\\&\|SIMU\|ADDAX\|GAM\^1\.2\.3\^ISO\|CHU-X\|20261120101500\+0000\|\|RSP\^K22\^RSP_K21\|ID\d+\|T\|2\.5\^FRA\^2\.11\|{5}FRA\|8859\/15\|FR$/,
    );
  });

  test('is answered in its character set, or in UTF-8 where that has not the letters', () => {
    const context = aContext();
    fed(context, `PID|||1^^^${A}^PI||ŒUVRARD^Zoé^^^^^L||1979|F`);
    const answered = (charset: string): [string, string] => {
      const answer = answerPdq(
        head(`A|B|C|D|20261120||QBP^Q22^QBP_Q21|42|P|2.5||||||${charset}`, 'QPD|IHE PDQ Query|T1|@PID.8^F', 'RCP|I'),
        context,
      );
      const read = readHl7(answer.bytes);
      expect(read.problems).toEqual([]);
      return [read.first('MSH')!.field(18).raw, read.first('PID')!.field(5).raw];
    };
    const name = 'ŒUVRARD^Zoé^^^^^L';
    expect(answered('8859/15')).toEqual(['8859/15', name]);
    for (const charset of ['8859/1', 'UNICODE UTF-8', '']) expect(answered(charset)).toEqual(['UNICODE UTF-8', name]);
  });

  test('is told again as it was written, with an escape sequence that is none', async () => {
    const [, , qpd] = await ask(aContext(), query('@PID.5.1^ROUX\\XE9\\'));
    expect(qpd).toBe('QPD|IHE PDQ Query|T1|@PID.5.1^ROUX\\E\\XE9\\E\\');
  });

  test('for nobody is answered NF, without PID', async () => {
    expect(await ask(aContext(), query('@PID.5.1^PERSONNE'))).toEqual([
      'MSA|AA|42',
      'QAK|T1|NF|IHE PDQ Query|0|0|0',
      'QPD|IHE PDQ Query|T1|@PID.5.1^PERSONNE',
    ]);
  });

  test('that too many answer to is refused', async () => {
    const context = aContext({ mostMatches: 1 });
    fed(context, `PID|||1^^^${A}||ROUX^LEA||1979|F`, `PID|||2^^^${A}||ROUX^LEO||1979|M`);
    expect(await errorsOf(context, query('@PID.5.1^ROUX'))).toEqual(['MSA AE', 'QPD^1^3 207', 'QAK AE']);
  });

  test('is about the domains of QPD-8: others are not told, and who is in none of them is nobody', async () => {
    const context = aContext();
    fed(context, `PID|||1^^^${A}~5^^^${B}||ROUX^LEA||1979|F`, `PID|||2^^^${A}||ROUX^LEO||1979|M`);
    const lists = async (domains: string): Promise<string[]> =>
      (await ask(context, query('@PID.5.1^ROUX', { domains })))
        .filter((segment) => segment.startsWith('PID'))
        .map((segment) => segment.split('|')[3]!);
    expect(await lists('')).toEqual([`1^^^${A}~5^^^${B}`, `2^^^${A}`]);
    expect(await lists(`^^^${B}`)).toEqual([`5^^^${B}`]);
    expect(await lists('^^^HOPITAL-B~^^^&1.2.250.1.999.1&ISO')).toEqual([`5^^^${B}~1^^^${A}`, `2^^^${A}`]);
    expect(await errorsOf(context, query('@PID.5.1^ROUX', { domains: `^^^${B}~^^^NULLE-PART~^^^&1.2.3&ISO~X` }))).toEqual([
      ...['MSA AE', 'QPD^1^8^2 204', 'QPD^1^8^3 204', 'QPD^1^8^4 101', 'QAK AE'],
    ]);
  });
});

describe('what is searched', () => {
  const context = aContext();
  fed(
    context,
    ZOE,
    `PID|||2^^^${A}||LE GOFF^JEAN-PIERRE^JEAN-PIERRE MARIE^^^^L|MARTIN^ANNE|197903|M|||3 RUE HAUTE^^BREST^^29200^FRA^H`,
    `PID|||2^^^${B}||LE GOFF^ANNE^ANNE^^^^L||1979|F`,
  );
  const found = async (fields: string, more: Partial<SupplierContext> = {}): Promise<string[]> => {
    const segments = await ask({ ...context, ...more }, query(fields));
    expect(segments[0]).toBe('MSA|AA|42');
    return segments.filter((segment) => segment.startsWith('PID')).map((segment) => segment.split('|')[5]!.split('^')[1]!);
  };

  test.each([
    ['@PID.5^le-goff', ['JEAN-PIERRE', 'ANNE']],
    ['@PID.5.1^LE*~@PID.5.2^JEAN PIERRE', ['JEAN-PIERRE']],
    ['@PID.5.1^LE*~@PID.5.2^*', ['JEAN-PIERRE', 'ANNE']],
    ['@PID.5.3^MARIE', ['JEAN-PIERRE']],
    ['@PID.5.1^PAT-QUATRE~@PID.5.7^D', ['DOMINIQUE']],
    ['@PID.5.1^PAT-QUATRE~@PID.5.7^L', []],
    ['@PID.5.1^PAT-TROIS~@PID.5.1^PAT-QUATRE', ['DOMINIQUE']],
    ['@PID.6.1^martin', ['JEAN-PIERRE']],
    ['@PID.7.1^19790328', ['DOMINIQUE', 'JEAN-PIERRE', 'ANNE']],
    ['@PID.7^19790328101500~@PID.8^f', ['DOMINIQUE', 'ANNE']],
    ['@PID.11.3^BREST', ['JEAN-PIERRE']],
    ['@PID.11.7^BDL~@PID.11.9^63220', ['DOMINIQUE']],
    ['@PID.13^01 02 03 04 05', ['DOMINIQUE']],
    ['@PID.18.1^24000006', ['DOMINIQUE']],
    ['@PID.18.1^24000006~@PID.18.4.1^HOPITAL-A', ['DOMINIQUE']],
    ['@PID.18.1^24000006~@PID.18.4.2^1.2.250.1.999.2', []],
    ['@PID.3.1^2~@PID.3.4.1^HOPITAL-B', ['ANNE']],
    ['@PID.3.1^279035121518989~@PID.3.4.2^1.2.250.1.213.1.4.10~@PID.3.4.3^ISO', ['DOMINIQUE']],
    ['@PID.3.1^1~@PID.3.4^HOPITAL-A~@PID.3.1^279035121518989~@PID.3.4.2^1.2.250.1.213.1.4.10', ['DOMINIQUE']],
    ['@PID.3.1^1~@PID.3.4^HOPITAL-A~@PID.3.1^2~@PID.3.4.1^HOPITAL-B', []],
    ['@PID.5.1^LE GOFF~@PID.5.2^', ['JEAN-PIERRE', 'ANNE']],
  ])('%s', async (fields, names) => {
    expect(await found(fields)).toEqual(names);
  });

  test('wildcards and sounds as they are chosen', async () => {
    expect(await found('@PID.5.2^*PIERRE', { wildcards: 'anywhere' })).toEqual(['JEAN-PIERRE']);
    expect(await found('@PID.5.1^LE*', { wildcards: 'none' })).toEqual([]);
    expect(await found('@PID.5.1^LEGOF')).toEqual([]);
    expect(await found('@PID.5.1^LEGOF', { phonetic: true })).toEqual(['JEAN-PIERRE', 'ANNE']);
  });

  test.each([
    ['a field that PDQ does not know', '@PID.5.1^X~@PID.10^1', ['QPD^1^3^2^1 103']],
    ['a component that there is not', '@PID.3.4.99^X', ['QPD^1^3^1^1 103']],
    ['another segment', '@PV1.2^I', ['QPD^1^3^1^1 103']],
    ['a parameter without its name', 'DUPONT', ['QPD^1^3^1^1 102']],
    ['an asterisk before the end', '@PID.8^F~@PID.5.1^*ROUX~@PID.5.2^L*A', ['QPD^1^3^2^2 102', 'QPD^1^3^2^2 102']],
    ['an identifier without authority', '@PID.3.1^12', ['QPD^1^3^1 101']],
    ['an identifier of a domain that is not known', '@PID.3.1^12~@PID.3.4.1^NULLE-PART', ['QPD^1^3^1 204']],
    ['a date that is none', '@PID.7^19791340', ['QPD^1^3^1^2 102']],
    ['a date with words', '@PID.7^1979 environ', ['QPD^1^3^1^2 102']],
    ['two dates', '@PID.7^1979~@PID.7^1980', ['QPD^1^3^2 198']],
    ['no criterion', '@PID.5.1^*', ['QPD^1^3 101']],
    ['a value beyond measure', `@PID.5.1^${'A'.repeat(251)}`, ['QPD^1^3^1^2 102']],
    ['parameters beyond measure', Array.from({ length: 101 }, () => '@PID.8^F').join('~'), ['QPD^1^3^101 198', 'QPD^1^3^2 198']],
    ['nothing', '', ['QPD^1^3 101']],
  ])('refused: %s', async (_, fields, errors) => {
    expect(await errorsOf(context, query(fields))).toEqual(['MSA AE', ...errors, 'QAK AE']);
  });
});

describe('what is refused before the question is read', () => {
  const [qpd, rcp] = ['QPD|IHE PDQ Query|T1|@PID.8^F', 'RCP|I'];
  test.each([
    ['without QPD', message('QBP^Q22^QBP_Q21', rcp), ['MSA AE', 'QPD^1 100']],
    ['without RCP', message('QBP^Q22^QBP_Q21', qpd), ['MSA AE', 'RCP^1 100', 'QAK AE']],
    ['without name and tag', message('QBP^Q22^QBP_Q21', 'QPD|||@PID.8^F', rcp), ['MSA AE', 'QPD^1^1 101', 'QPD^1^2 101', 'QAK AE']],
    ['deferred', message('QBP^Q22^QBP_Q21', qpd, 'RCP|D'), ['MSA AE', 'RCP^1^1 103', 'QAK AE']],
    ['without priority', message('QBP^Q22^QBP_Q21', qpd, 'RCP||2^RD'), ['MSA AE', 'RCP^1^1 101', 'QAK AE']],
    ['in parts of lines', message('QBP^Q22^QBP_Q21', qpd, 'RCP|I|2^LI'), ['MSA AE', 'RCP^1^2^1^2 103', 'QAK AE']],
    ['in parts of nothing', message('QBP^Q22^QBP_Q21', qpd, 'RCP|I|0^RD'), ['MSA AE', 'RCP^1^2^1^1 102', 'QAK AE']],
  ])('%s', async (_, request, errors) => {
    const context = aContext();
    const answer = answerPdq(request, context);
    const segments = readHl7(answer.bytes).segments.map(({ text }) => text.split('|'));
    const said = segments
      .filter(([name]) => name !== 'MSH' && name !== 'QPD')
      .map((fields) =>
        fields[0] === 'ERR' ? `${fields[2]} ${fields[3]?.split('^')[0]}` : `${fields[0]} ${fields[fields[0] === 'MSA' ? 1 : 2]}`,
      );
    expect(said).toEqual(errors);
  });
});

describe('an answer in parts', () => {
  const people = (count: number): string[] => Array.from({ length: count }, (_, i) => `PID|||${i + 1}^^^${A}||ROUX^N${i + 1}||1979|F`);
  const part = async (context: SupplierContext, request: Hl7Message): Promise<{ ids: string; qak: string; pointer: string }> => {
    const segments = await ask(context, request);
    return {
      ids: segments
        .filter((segment) => segment.startsWith('PID'))
        .map((segment) => segment.split('|')[3]!.split('^')[0]!)
        .join(' '),
      qak: segments.find((segment) => segment.startsWith('QAK'))!,
      pointer: segments.find((segment) => segment.startsWith('DSC'))?.split('|')[1] ?? '',
    };
  };
  const roux = (pointer = '', control = 'I|2^RD', tag = 'T1'): Hl7Message => query('@PID.5.1^ROUX', { control, pointer, tag });

  test('tells all, once; a part may be asked for again', async () => {
    const context = aContext();
    fed(context, ...people(5));
    const first = await part(context, roux());
    expect(first).toMatchObject({ ids: '1 2', qak: 'QAK|T1|OK|IHE PDQ Query|5|2|3' });
    expect(first.pointer).toMatch(/^[0-9A-Za-z]+$/);
    const second = await part(context, roux(first.pointer));
    expect(second).toMatchObject({ ids: '3 4', qak: 'QAK|T1|OK|IHE PDQ Query|5|2|1' });
    expect(await part(context, roux(second.pointer))).toEqual({ ids: '5', qak: 'QAK|T1|OK|IHE PDQ Query|5|1|0', pointer: '' });
    expect(await part(context, roux(first.pointer))).toEqual(second);
    expect(await part(context, roux(first.pointer, 'I'))).toMatchObject({ ids: '3 4 5', pointer: '' });
    expect(await part(context, roux('', 'I|5^RD'))).toMatchObject({ ids: '1 2 3 4 5', pointer: '' });
  });

  test('is of the day when it was asked for: who comes later is not told, who was merged neither', async () => {
    const context = aContext();
    fed(context, ...people(5));
    const { pointer } = await part(context, roux());
    fed(context, `PID|||6^^^${A}||ROUX^N6||1979|F`);
    context.store.merge([{ value: '1', authority: HOSPITAL_A }], [{ value: '3', authority: HOSPITAL_A }], {}, '2026');
    expect(await part(context, roux(pointer))).toMatchObject({ ids: '4 5', pointer: '' });
  });

  test('is for who asked, as long as they go on, and ends when they cancel', async () => {
    const context = aContext({ continuations: new Continuations(60_000) });
    fed(context, ...people(3));
    const { pointer } = await part(context, roux());
    const refused = ['MSA AE', 'DSC^1^1 204', 'QAK AE'];
    const other = head(
      `AUTRE|CHU-X|SIMU|ADDAX|20261120||QBP^Q22^QBP_Q21|42|P|2.5|||||FRA|UNICODE UTF-8`,
      ...['QPD|IHE PDQ Query|T1|@PID.5.1^ROUX|||||', 'RCP|I|2^RD', `DSC|${pointer}|I`],
    );
    expect(await errorsOf(context, other)).toEqual(refused);
    expect(await errorsOf(context, roux(pointer, 'I|2^RD', 'T2'))).toEqual(refused);
    expect(await errorsOf(context, roux('inventeZ2'))).toEqual(refused);
    expect((await part(context, roux(pointer))).ids).toBe('3');
    const later = { ...context, now: new Date(NOW.getTime() + 61_000) };
    expect(await errorsOf(later, roux(pointer))).toEqual(refused);

    const again = await part(context, roux());
    const cancel = message('QCN^J01^QCN_J01', 'QID|T1|IHE PDQ Query');
    expect(await ask(context, cancel)).toEqual(['MSA|AA|42']);
    expect(await errorsOf(context, roux(again.pointer))).toEqual(refused);
    expect(await errorsOf(context, cancel)).toEqual(['MSA AE', 'QID^1^1 204']);
    expect(await errorsOf(context, message('QCN^J01^QCN_J01', 'QID|T1'))).toEqual(['MSA AE', 'QID^1^2 101']);
    expect(await errorsOf(context, message('QCN^J01^QCN_J01'))).toEqual(['MSA AE', 'QID^1 100']);
  });

  test('of too many askers: the one that waited longest gives way', async () => {
    const context = aContext();
    fed(context, ...people(3));
    const first = await part(context, roux());
    for (let i = 0; i < 1000; i++) answerPdq(roux('', 'I|2^RD', `T${i}`), context);
    expect(await errorsOf(context, roux(first.pointer))).toEqual(['MSA AE', 'DSC^1^1 204', 'QAK AE']);
  });
});

const samples = join(process.env['ADDAX_SAMPLES'] ?? '', 'pdq-hl7v2');
const present = process.env['ADDAX_SAMPLES'] !== undefined && existsSync(samples);
(present ? describe : describe.skip)(`third-party messages${present ? '' : ' (skipped: ADDAX_SAMPLES is not set)'}`, () => {
  const read = (name: string): Hl7Message => readHl7(readFileSync(join(samples, name)));

  test('their patients, fed, are found by their queries', () => {
    const context = aContext();
    const { store } = context;
    // identifiers of one person who is in the answer, under the names and domains that the query asks for
    for (const [namespace, oid] of [
      ['', '1.3.6.1.4.1.21367.2005.1.2'],
      ['HZLN', '1.2.3.4'],
      ['', '1.2.3.4.5'],
      ['', '1.2.3'],
    ])
      store.addDomain({ namespace: namespace!, oid: oid!, type: 'ISO' });
    const cx = (value: string, oid: string): string => `${value}^^^&${oid}&ISO`;
    fed(context, `PID|||${cx('7', '1.3.6.1.4.1.21367.2005.1.2')}||Heidi^Mary||19400101|F|||3443 North Arctic Avenue^^Some City`);
    fed(context, `PID|||${cx('PDQ113XX03', '1.2.3.4')}~${cx('PDQ113XX04', '1.2.3.4.5')}||X^Y|||||||||||||${cx('ACC001', '1.2.3')}`);
    for (const name of ['PDQ_Maximal_Query.hl7', 'PDQ_ID_Query.hl7']) {
      const answer = answerPdq(read(name), context);
      expect([name, answer.code, answer.segments.filter(([segment]) => segment === 'PID').length]).toEqual([name, 'AA', 1]);
      expect(readHl7(answer.bytes).first('QPD')!.text.replace(/\|+$/, '')).toBe(read(name).first('QPD')!.text.replace(/\|+$/, ''));
    }
  });
});
