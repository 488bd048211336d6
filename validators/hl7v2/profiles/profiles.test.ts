import { describe, expect, test } from '@jest/globals';
import { readdirSync, readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { Artefact, type Validation } from '../../../src/model/index.js';
import { validator } from '../index.js';
import { profileRules } from './family.js';
import { ProfileFile } from './format.js';
import { Grammar, matchStructure, readStructure } from './grammar.js';
import { shippedProfiles } from './shipped.js';

const judge = (text: string, parameters: Record<string, string> = {}): Promise<Validation> =>
  validator.validate(new Artefact('message.hl7', Buffer.from(text.replaceAll('\n', '\r'))), {
    at: new Date('2026-11-20T10:00:00Z'),
    trust: { anchors: [], crls: [] },
    parameters,
  });

const msh = (type: string, version = '2.5', rest = ''): string =>
  `MSH|^~\\&|DPI|CHU-X|MPI|CHU-X|20261120101500+0100||${type}|4711|P|${version}${rest}\n`;
const FRANCE = '|||||FRA|UNICODE UTF-8|FR';

const Q22 = `${msh('QBP^Q22^QBP_Q21', '2.5', FRANCE)}QPD|IHE PDQ Query|42|@PID.5.1^MARTIN~@PID.7^19790328|||||^^^&1.2.3&ISO\nRCP|I|10^RD\n`;
const K22 =
  `${msh('RSP^K22^RSP_K21')}MSA|AA|4710\nQAK|42|OK\nQPD|IHE PDQ Query|42|@PID.5.1^MARTIN\n`
  + 'PID|1||17^^^CHU-X&1.2.3&ISO^PI||MARTIN^Zoe^^^^^L||19790328|F\nPID|2||18^^^CHU-X&1.2.3&ISO^PI||MARTIN^Lea^^^^^L||19790328|F\n';
const Q23 = `${msh('QBP^Q23^QBP_Q21')}QPD|IHE PIX Query|42|17^^^CHU-X&1.2.3&ISO^PI|^^^&1.2.4&ISO\nRCP|I\n`;
const K23 = `${msh('RSP^K23^RSP_K23')}MSA|AA|4710\nQAK|42|OK\nQPD|IHE PIX Query|42|17^^^CHU-X&1.2.3&ISO^PI\nPID|||9^^^&1.2.4&ISO^PI||~^^^^^^S\n`;
const J01 = `${msh('QCN^J01^QCN_J01')}QID|42|IHE PDQ Query\n`;
const FEED = `${msh('ADT^A04', '2.3.1')}EVN||20261120101500\nPID|||17^^^CHU-X&1.2.3&ISO^PI||MARTIN^Zoe^^^^^L||19790328|F\nPV1||O\n`;
const MERGE =
  `${msh('ADT^A40', '2.3.1')}EVN||20261120101500\nPID|||17^^^CHU-X&1.2.3&ISO||MARTIN^Zoe\nMRG|18^^^CHU-X&1.2.3&ISO\n`
  + 'PID|||19^^^CHU-X&1.2.3&ISO||PETIT^Lea\nPD1\nMRG|20^^^CHU-X&1.2.3&ISO\nPV1||O\n';
const A31 = `${msh('ADT^A31^ADT_A05')}EVN||20261120101500\nPID|||17^^^CHU-X&1.2.3&ISO~9^^^&1.2.4&ISO|| \nPV1||N\n`;
const ACKS = ['2.3.1', '2.5', '2.6'].map((version) => `${msh('ACK^A28^ACK', version)}MSA|AA|4710\n`);

const PAM = '|||||FRA|UNICODE UTF-8|FR||2.11^IHE_FRANCE-2.11-PAM';
/** PID-6 to PID-32 of a validated identity, with what PID-16 to PID-18 hold. */
const pid = (account: string): string =>
  `PID|1||000003^^^CHU-X&1.2.3&ISO^PI||MARTIN^ZOE^ZOE LEA^^^^L~PETIT^ZOE^^^^^D||19790328|F|||1 RUE DES LILAS^^PARIS^^75007^FRA^H~^^^^^^BDL^^63220|||||S||${account}${'|'.repeat(14)}VALI\n`;
const ACCOUNT = '24000006^^^CHU-X&1.2.3&ISO^AN';
const ADMISSION =
  `${msh('ADT^A01^ADT_A01', '2.5^FRA^2.11', PAM)}EVN||20261120101500||||20261120101500\n${pid(ACCOUNT)}`
  + 'PV1|1|I|^^^CHU-X&1.2.3&ISO||||||||||||||||897406^^^CHU-X&1.2.3&ISO^VN\n'
  + 'ZBE|1^CHU-X^1.2.3^ISO|20261120100000||INSERT|N||Chir V^^^^^CHU-X&1.2.3&ISO^UF^^^6268||HMS\n'
  + 'ZFA|ACTIF|20261120101500|||||||INO|20261120101500|IC|20261120101500\nZFM|8\nZFD|||Y|N|INSI|20261120\n';
const IDENTITY = `${msh('ADT^A28^ADT_A05', '2.5^FRA^2.11', FRANCE)}EVN||20261120101500\n${pid('')}PV1||N\nZFD|||Y|N|SM||CN\n`;
const IDENTITIES = `${msh('ADT^A40^ADT_A39', '2.5^FRA^2.11', FRANCE)}EVN||20261120101500\n${pid('')}MRG|000004^^^CHU-X&1.2.3&ISO^PI\n`;

/** What breaks a rule, and only it. */
const broken: Record<string, [string, string, path?: string][]> = {
  'HL7-40': [
    ['no RCP', Q22.replace(/RCP.*\n/, ''), 'RCP'],
    ['no EVN', FEED.replace(/EVN.*\n/, ''), 'EVN'],
    ['no MRG in the first of two groups', MERGE.replace(/MRG\|18.*\n/, ''), 'MRG'],
    ['no movement', ADMISSION.replace(/ZBE.*\n/, ''), 'ZBE'],
    ['no MRG in the last', MERGE.replace(/MRG\|20.*\n/, ''), 'MRG'],
  ],
  'HL7-41': [
    ['EVN after PID', FEED.replace(/(EVN.*\n)(PID.*\n)/, '$2$1'), 'EVN'],
    ['a movement after its status', ADMISSION.replace(/(ZBE.*\n)(ZFA.*\n)/, '$2$1'), 'ZBE'],
    ['QPD after the patients', K22.replace(/(QPD.*\n)([^]*)/, '$2$1'), 'QPD'],
    ['PD1 after MRG', MERGE.replace('PD1\nMRG', 'MRG').replace('PV1', 'PD1\nPV1'), 'PD1'],
  ],
  'HL7-42': [
    ['two merges', IDENTITIES + /PID[^]*/.exec(IDENTITIES)![0], 'PID[2]'],
    ['two RCP', `${Q22}RCP|I\n`, 'RCP[2]'],
    ['two patients', `${K23}PID|||10^^^&1.2.4&ISO^PI||~^^^^^^S\n`, 'PID[2]'],
  ],
  'HL7-43': [
    ['a visit in a query', `${Q22}PV1||N\n`, 'PV1'],
    ['a visit in a merge', `${IDENTITIES}PV1||N\n`, 'PV1'],
  ],
  'HL7-44': [['a segment of an older version', ADMISSION.replace('ZFM|8\n', 'ZFM|8\nZFU|1\n'), 'ZFU']],
  'HL7-45': [['an event that PAM-FR has not', ADMISSION.replace('ADT^A01', 'ADT^A08'), 'MSH-21']],
  'HL7-50': [
    ['no question', Q22.replace('@PID.5.1^MARTIN~@PID.7^19790328', ''), 'QPD-3'],
    ['an identifier without an authority', FEED.replace('17^^^CHU-X&1.2.3&ISO', '17'), 'PID-3.4'],
    ['a stay without an account', ADMISSION.replace(ACCOUNT, ''), 'PID-18'],
    ['no reliability', IDENTITY.replace('VALI', ''), 'PID-32'],
    ['a cancellation of nothing', ADMISSION.replace('|INSERT|', '|CANCEL|'), 'ZBE-6'],
    ['separators alone', K23.replace('|9^^^&1.2.4&ISO^PI', '|^^^&^'), 'PID-3'],
    ['a null as the identifiers', ADMISSION.replace('000003^^^CHU-X&1.2.3&ISO^PI', '""'), 'PID-3'],
    ['nulls alone', ADMISSION.replace('000003^^^CHU-X&1.2.3&ISO^PI', '""^^^""&""~""'), 'PID-3'],
    ['a null as the account of a stay', ADMISSION.replace(ACCOUNT, '""'), 'PID-18'],
    ['the one identifier withdrawn', FEED.replace('17^^^CHU-X', '""^^^CHU-X'), 'PID-3.1'],
    ['each identifier withdrawn', A31.replace('17^^^', '""~""^^^').replace('~9^^^&1.2.4&ISO', ''), 'PID-3[2].1'],
    ['a null as the authority', FEED.replace('CHU-X&1.2.3&ISO', '""'), 'PID-3.4'],
    ['a type without its identifier', K22.replace('CHU-X&1.2.3&ISO', 'CHU-X&&ISO'), 'PID[1]-3.4.2'],
  ],
  'HL7-51': [
    ['the end of a movement', ADMISSION.replace('100000||INSERT', '100000|20261121|INSERT'), 'ZBE-3'],
    ['the event again', ADMISSION.replace('EVN||', 'EVN|A01|'), 'EVN-1'],
    ['a suffix of the name', ADMISSION.replace('ZOE LEA^^^^L', 'ZOE LEA^JR^^^L'), 'PID-5[1].4'],
    [
      'race',
      K22.replace('RSP_K21|4711|P|2.5', `RSP_K21|4711|P|2.5${FRANCE}`).replace('19790328|F\nPID', '19790328|F||2028-9\nPID'),
      'PID[1]-10',
    ],
  ],
  'HL7-52': [['two identifiers asked about', Q23.replace('CHU-X&1.2.3&ISO^PI', 'CHU-X&1.2.3&ISO^PI~18^^^CHU-X&1.2.3&ISO^PI'), 'QPD-3[2]']],
  'HL7-53': [
    ['a ninth field', J01.replace('PDQ Query', 'PDQ Query|x'), 'QID-3'],
    ['an eleventh component', K22.replace('CHU-X&1.2.3&ISO^PI||MARTIN^Zoe', 'CHU-X&1.2.3&ISO^PI^^^^^^x||MARTIN^Zoe'), 'PID[1]-3.11'],
    ['an ampersand that is not escaped', K22.replace('MARTIN^Zoe', 'MARTIN^Zoe & Co'), 'PID[1]-5.2.2'],
  ],
  'HL7-54': [['a long tag', J01.replace('|42|', `|${'4'.repeat(33)}|`), 'QID-1']],
  'HL7-55': [
    ['another form of a date', FEED.replace('19790328', '28/03/1979'), 'PID-7.1'],
    ['a day that is none', FEED.replace('19790328', '19790230'), 'PID-7.1'],
    ['a number in words', Q22.replace('|10^RD', '|dix^RD'), 'RCP-2.1'],
  ],
  'HL7-56': [
    ['another status', IDENTITY.replace('VALI', 'OK'), 'PID-32'],
    ['another sex', IDENTITY.replace('|F|', '|A|'), 'PID-8'],
    ['another style of continuation', `${K22}DSC|3|X\n`, 'DSC-2'],
    ['another type of identifier', FEED.replace('&ISO', '&OID'), 'PID-3.4.3'],
  ],
  'HL7-57': [
    ['deferred', Q22.replace('RCP|I', 'RCP|D'), 'RCP-1'],
    ['lines', Q22.replace('^RD', '^LI'), 'RCP-2.2'],
    ['an inpatient', A31.replace('PV1||N', 'PV1||I'), 'PV1-2'],
  ],
  'HL7-59': [
    ['a criterion without a value', Q22.replace('@PID.7^19790328', '@PID.7'), 'QPD-3[2].2'],
    ['another equipment', K22.replace('19790328|F\nPID', '19790328|F|||||0102030405^PRN^null\nPID'), 'PID[1]-13.3'],
  ],
  'HL7-60': [['an old name', Q22.replace('IHE PDQ Query', 'Q22^Find Candidates^HL7'), 'QPD-1']],
  'HL7-61': [['no sign', Q22.replace('@PID.7', 'PID.7'), 'QPD-3[2].1']],
  'HL7-62': [['no patient', K22.replace(/^PID[^]*/m, ''), 'QAK-2']],
  'HL7-63': [['a patient though there is none', K22.replace('QAK|42|OK', 'QAK|42|NF'), 'PID[1]-3']],
  'HL7-64': [['an error that is accepted', K22.replace('QAK|42|OK', 'QAK|42|AE').replace(/^PID[^]*/m, ''), 'QAK-2']],
  'HL7-65': [['religion', Q22.replace('@PID.7^19790328', '@PID.17^x'), 'QPD-3[2].1']],
  'PAMFR-01': [['no birth name', IDENTITY.replace('^^^^L~', '^^^^S~'), 'PID-5']],
  'PAMFR-02': [['a birthplace in words', IDENTITY.replace('~^^^^^^BDL^^63220', '~^^CLERMONT^^^^BDL'), 'PID-11[2].9']],
  'PAMFR-03': [['an empty segment', ADMISSION.replace('ZFM|8', 'ZFM|||'), 'ZFM']],
  'PAMFR-04': [['a status in English', ADMISSION.replace('ACTIF', 'ACTIVE'), 'ZFA-1']],
  'PAMFR-05': [['an account that is none', ADMISSION.replace('ISO^AN', 'ISO^PI'), 'PID-18.5']],
  'PAMFR-06': [['a visit that is none', ADMISSION.replace('ISO^VN', 'ISO^AN'), 'PV1-19.5']],
  'PAMFR-07': [['a status of the RNIV', IDENTITY.replace('VALI', 'QUAL'), 'PID-32']],
};

describe('profiles', () => {
  test('each file is one, by its schema', () => {
    const folder = new URL('../../../suites/messages-hl7v2/profiles/', import.meta.url);
    for (const name of readdirSync(folder)) {
      const file = ProfileFile.parse(parse(readFileSync(new URL(name, folder), 'utf8')));
      expect(`${file.id}.yaml`).toBe(name);
    }
  });

  test('each message of each has a structure, whose segments are known where the profile builds on HL7 v2.5', () => {
    for (const profile of shippedProfiles)
      for (const name of profile.messages) expect(profile.message(name)?.grammar.names).toContain('MSH');
  });

  test('PAM-FR requires ZBE for movements, and has no place for it in identities', () => {
    const events = (text: string): string[] => text.split(' ').map((event) => `ADT^${event}`);
    const profile = shippedProfiles.find(({ id }) => id === 'pam-fr-2.11')!;
    const zbe = (name: string): string => {
      const { grammar } = profile.message(name)!;
      if (!grammar.names.has('ZBE')) return 'none';
      const { problems } = matchStructure(grammar, ['MSH', 'EVN', 'PID', 'PV1']);
      return problems.some((problem) => problem.kind === 'missing' && problem.name === 'ZBE') ? 'required' : 'optional';
    };
    const by = (usage: string): string[] => profile.messages.filter((name) => zbe(name) === usage).sort();
    expect(by('required')).toEqual(
      events('A01 A02 A03 A04 A05 A06 A07 A11 A12 A13 A14 A15 A16 A21 A22 A25 A26 A27 A38 A52 A53 A54 A55 Z99'),
    );
    expect(by('optional')).toEqual(events('A09 A10 A32 A33'));
    expect(by('none')).toEqual(events('A24 A28 A31 A37 A40 A44 A47 A49'));
  });

  test('each rule has something that breaks it', () => {
    expect(Object.keys(broken)).toEqual(profileRules.map(({ id }) => id));
  });

  test.each([
    ['ihe-pdq-fr', Q22],
    ['ihe-pdq', K22],
    // the question is wrong, not the answer that repeats it
    ['ihe-pdq', K22.replace('|@PID.5.1^MARTIN', '|PID.5.1')],
    ['ihe-pix', K23.replace('42|17^^^CHU-X&1.2.3&ISO^PI\nPID', '|17\nPID')],
    ['ihe-pix', Q23],
    ['ihe-pix', K23],
    ['ihe-pdq', J01],
    ['ihe-pix-feed', FEED],
    ['ihe-pix-feed', MERGE],
    ['ihe-pix-update', A31],
    ['ihe-pix-update', A31.replace('|| \n', '\n')],
    ['pam-fr-2.11', ADMISSION],
    ['pam-fr-2.11', ADMISSION.replace('|INSERT|N|', '|UPDATE|N|A01')],
    ['pam-fr-2.11', IDENTITY],
    ['pam-fr-2.11', IDENTITIES],
    ['hl7-2.3.1', ACKS[0]!],
    ['hl7-2.5', ACKS[1]!],
    ['hl7-2.6', ACKS[2]!],
  ])('%s judges %#, and finds nothing', async (profile, text) => {
    const { findings, notes } = await judge(text);
    expect(findings).toEqual([]);
    expect(notes?.map(({ kind, text: { en } }) => [kind, en.split(' ')[1]])).toEqual([['choice', profile]]);
  });

  test.each(Object.entries(broken).flatMap(([rule, inputs]) => inputs.map(([name, text, path]) => ({ rule, name, text, path }))))(
    '$rule: $name',
    async ({ rule, text, path }) => {
      const { findings } = await judge(text);
      expect(findings.map((finding) => [finding.rule, finding.place.path])).toEqual([[rule, path]]);
      for (const { message, hint, expected, actual } of findings) {
        expect(expected).not.toEqual(actual);
        for (const { fr } of [message, hint]) expect(fr).not.toMatch(/[^\u00a0][;?!:](?![\w\u00a0-])| [:;?!]|« | »|[a-z]'[a-z]/);
      }
    },
  );

  test('a null is told apart from nothing, and is no fault where no value is required', async () => {
    const told = async (text: string) => (await judge(text)).findings.map(({ rule, message, actual }) => [rule, message.fr, actual?.fr]);
    const identifiers = /PID\|1\|\|[^|]*/;
    expect(await told(IDENTITY.replace(identifiers, 'PID|1||""'))).toEqual([
      ['HL7-50', expect.stringContaining('un vide explicite la retire'), '""'],
    ]);
    expect(await told(IDENTITY.replace(identifiers, 'PID|1||'))).toEqual([
      ['HL7-50', expect.stringContaining('et manque'), expect.anything()],
    ]);
    for (const text of [IDENTITY.replace('|S|', '|""|'), IDENTITY.replace('|19790328|', '|""|')]) expect(await told(text)).toEqual([]);
  });

  test('one is asked for by name; a message that has none is told to be unjudged', async () => {
    const asked = await judge(Q22, { profile: 'ihe-pdq' });
    expect(asked.notes?.[0]?.text.en).toBe('Profile ihe-pdq (IHE PDQ (ITI-21)), as asked.');
    expect((await judge(Q22, { profile: 'ihe-pix' })).notes?.[0]?.kind).toBe('unchecked');
    // of another validator
    const { notes: others } = await judge(Q22, { profile: 'xua' });
    expect(others?.map(({ text }) => text.en.slice(0, 24))).toEqual(['Profile ihe-pdq-fr (IHE ', 'xua is no HL7 v2 profile']);
    const { findings, notes } = await judge(`${msh('MDM^T02^MDM_T02', '2.6')}EVN||20261120101500\n`);
    expect([findings, notes?.[0]?.kind]).toEqual([[], 'unchecked']);
  });

  test('a profile says nothing again of what was told', async () => {
    const { findings } = await judge(Q22.replace('|4711|', '||'));
    expect(findings.map(({ rule }) => rule)).toEqual(['HL7-22']);
  });
});

describe('any message', () => {
  test.each<[string, string]>([
    ['100,000 repetitions', ADMISSION.replace('000003^', '000003^1^2^&&x~'.repeat(100_000))],
    ['components without end', ADMISSION.replace('19790328', '1^x'.repeat(300_000))],
    ['subcomponents without end', ADMISSION.replace('MARTIN', 'a&'.repeat(300_000))],
    ['fields without end', ADMISSION.replace('HMS', `HMS${'|x'.repeat(300_000)}`)],
    ['a segment of 10 MB', ADMISSION.replace('MARTIN', 'A'.repeat(10_000_000)).replace('19790328', '1'.repeat(1_000_000))],
    ['segments in no order', ADMISSION.replace('PV1', 'PV1||N\nROL|1|AD|a|b\nPV1').repeat(2) + 'PV1||N\nEVN||2026\n'.repeat(30_000)],
  ])('%s: findings, and few', async (_, text) => {
    const { findings } = await judge(text);
    expect(findings.length).toBeGreaterThan(0);
    expect(findings.length).toBeLessThan(1000);
    for (const { actual } of findings) expect(actual?.fr.length ?? 0).toBeLessThan(400);
  });
});

describe('a structure', () => {
  const problems = (structure: string, names: string): string[] =>
    matchStructure(new Grammar(readStructure(structure)), names.split(' ')).problems.map(
      (problem) => `${problem.kind} ${'name' in problem ? problem.name : ''}@${problem.at}`,
    );

  test.each([
    ['AAA [BBB] {CCC}', 'AAA CCC CCC', []],
    ['AAA [BBB] {CCC}', 'AAA BBB', ['missing CCC@1']],
    ['AAA [BBB] {CCC}', 'CCC', ['missing AAA@0']],
    ['AAA <BBB|CCC> DDD', 'AAA CCC DDD', []],
    ['AAA <BBB|CCC> DDD', 'AAA BBB CCC DDD', ['repeated CCC@2']],
    ['AAA {GROUP:BBB [{CCC [DDD]}]} [EEE]', 'AAA BBB CCC CCC DDD BBB CCC EEE', []],
    ['AAA {GROUP:BBB [{CCC [DDD]}]} [EEE]', 'AAA BBB DDD EEE', ['missing CCC@2']],
    ['AAA {BBB}..2 CCC', 'AAA BBB BBB CCC', []],
    ['AAA {BBB}..2 CCC', 'AAA BBB BBB BBB BBB CCC', ['repeated BBB@3']],
    ['AAA {BBB [CCC]}..2', 'AAA BBB CCC BBB CCC BBB', ['repeated @5']],
    ['AAA (GROUP:BBB CCC)', 'AAA BBB CCC BBB CCC', ['repeated GROUP@3']],
    ['AAA BBB CCC', 'AAA CCC BBB', ['sequence @2']],
    ['AAA BBB CCC', 'AAA XXX BBB ZZZ CCC', ['unknown @1', 'local @3']],
    // a name that stands in two places takes the one after which the rest can follow
    ['AAA [{RRR}] [BBB] [CCC [{RRR}] DDD]', 'AAA BBB CCC RRR DDD', []],
    ['AAA [RRR] [BBB RRR CCC]', 'AAA RRR', []],
  ])('%s: %s', (structure, names, expected) => expect(problems(structure, names)).toEqual(expected));

  test.each(['AAA [BBB', 'AAA BBB]', '[AAA}', 'AAAA', '..2', 'AAA | BBB'])('%s is none', (structure) => {
    expect(() => readStructure(structure)).toThrow('structure');
  });

  test('is matched in a time that grows with the message', () => {
    const grammar = new Grammar(readStructure('AAA [{GROUP:BBB [{CCC [DDD]}]}] [EEE]'));
    const names = Array.from({ length: 200_000 }, (_, i) => ['BBB', 'DDD', 'CCC', 'AAA', 'QQQ'][i % 5]!);
    expect(matchStructure(grammar, names).places).toHaveLength(200_000);
  });
});
