import { describe, expect, test } from '@jest/globals';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { Artefact, RequirementFile, type Validation } from '../../src/model/index.js';
import { insFamily } from './ins-rules.js';
import { validator } from './index.js';

const ids = new Set(insFamily.rules.map(({ id }) => id));

/** What the rules on the INS find. */
async function judge(text: string, parameters: Record<string, string> = {}): Promise<Validation> {
  const judged = await validator.validate(new Artefact('message.hl7', Buffer.from(text)), {
    at: new Date('2026-11-20T10:00:00Z'),
    trust: { anchors: [], crls: [] },
    parameters,
  });
  return { ...judged, findings: judged.findings.filter(({ rule }) => ids.has(rule)) };
}

const INS = '279035121518989^^^ASIP-SANTE-INS-NIR&1.2.250.1.213.1.4.10&ISO^INS^^20240101';
const NAME = 'PAT-TROIS^DOMINIQUE^DOMINIQUE MARIE^^^^L';
const BIRTHPLACE = '^^^^^^BDL^^51215';
const ADT =
  'MSH|^~\\&|GAM|CHU-X|DPI|CHU-X|20261120101500||ADT^A28^ADT_A05|3975|P|2.5^FRA^2.11|||||FRA|UNICODE UTF-8\r'
  + 'EVN||20261120101500\r'
  + `PID|||000003^^^CHU-X&1.2.250.1.999.7&ISO^PI~${INS}||${NAME}||19790328|F|||1 rue des Lilas^^PARIS^^75007^FRA^H~${BIRTHPLACE}${'|'.repeat(21)}VALI\r`
  + 'ZFD|||Y|N|INSI|20211201\r';
const A40 = `${ADT.replace('A28^ADT_A05', 'A40^ADT_A39')}MRG|${INS}\r`;
const QUERY =
  'MSH|^~\\&|DPI|CHU-X|PIX|CHU-X|20261120101500||QBP^Q23^QBP_Q21|3976|P|2.5\r' + `QPD|IHE PIX Query|T1|${INS}|^^^&1.2.3&ISO\r` + 'RCP|I\r';

const change = (from: string | RegExp, to: string, text = ADT): string => {
  const changed = text.replace(from, to);
  if (changed === text) throw new Error(`nothing to replace: ${String(from)}`);
  return changed;
};
/** Another number, with what goes with it. */
const person = (ins: string, birthDate: string, sex: string, place: string): string =>
  change('279035121518989', ins).replace('|19790328|F|', `|${birthDate}|${sex}|`).replace('BDL^^51215', `BDL^^${place}`);

type Case = [name: string, message: string, path: string, parameters?: Record<string, string>];
const PRODUCTION = change('213.1.4.10', '213.1.4.8');
const second = (more: string): string => change(`~${INS}`, `~${INS}~${more}`);

/** What breaks a rule, and only it. */
const broken: Record<string, Case[]> = {
  'HL7-70': [
    ['no key', change('279035121518989', '2790351215189'), 'PID-3[2].1'],
    ['spaces', change('279035121518989', '2 79 03 51 215 189 89'), 'PID-3[2].1'],
    ['a sex digit that is none', change('279035121518989', '579035121518989'), 'PID-3[2].1'],
    ['in MRG-1', change(`MRG|279035121518989`, 'MRG|2790351215189', A40), 'MRG-1.1'],
    ['in a PIX query', change('279035121518989', '27903512151898', QUERY), 'QPD-3.1'],
  ],
  'HL7-71': [
    ['another key', change('279035121518989', '279035121518988'), 'PID-3[2].1'],
    ['the published fixture', person('181016322075142', '19810112', 'M', '63220'), 'PID-3[2].1'],
    ['2A taken for 20', person('297022A02077851', '19970226', 'F', '2A020'), 'PID-3[2].1'],
  ],
  'HL7-72': [
    ['month 13', person('279135121518955', '19790328', 'F', '51215'), 'PID-3[2].1'],
    ['department 00', person('279030021518911', '19790328', 'F', '51215'), 'PID-3[2].1'],
  ],
  'HL7-73': [
    ['another OID', change('213.1.4.10', '213.1.4.12'), 'PID-3[2].4.2'],
    ['no OID', change('&1.2.250.1.213.1.4.10&ISO^INS', '&&ISO^INS'), 'PID-3[2].4.2'],
  ],
  'HL7-74': [
    ['another type', change('ISO^INS', 'ISO^NH'), 'PID-3[2].5'],
    ['no type', change('ISO^INS', 'ISO^'), 'PID-3[2].5'],
    ['NIA under the OID of the NIR', change('INS-NIR', 'INS-NIA', PRODUCTION), 'PID-3[2].4.1', { insAuthority: 'production' }],
    ['another name', change('ASIP-SANTE-INS-NIR', 'INS'), 'PID-3[2].4.1'],
    ['no ISO', change('4.10&ISO', '4.10&L'), 'PID-3[2].4.3'],
  ],
  'HL7-75': [['production', PRODUCTION, 'PID-3[2].4.2']],
  'HL7-76': [['production in a test', PRODUCTION, 'PID-3[2].4.2', { insAuthority: 'test' }]],
  'HL7-77': [['a man', change('|F|', '|M|'), 'PID-8']],
  'HL7-78': [
    ['another year', change('19790328', '19780328'), 'PID-7'],
    ['another month', change('19790328', '19790428'), 'PID-7'],
    ['the year of a lunar date', change('19790328', '19780101').replace('ZFD|', 'ZFD|31^03^1979'), 'PID-7'],
  ],
  'HL7-79': [['another place', change('BDL^^51215', 'BDL^^63220'), 'PID-11[2].9']],
  'HL7-80': [['no family name', change(NAME, '^DOMINIQUE^DOMINIQUE MARIE^^^^L'), 'PID-5']],
  'HL7-81': [['none', change(NAME, 'PAT-TROIS^^DOMINIQUE MARIE^^^^L'), 'PID-5']],
  'HL7-82': [['none', change(NAME, 'PAT-TROIS^DOMINIQUE^^^^^L'), 'PID-5']],
  'HL7-83': [
    ['none', change('|19790328|', '||'), 'PID-7'],
    ['a null', change('|19790328|', '|""|'), 'PID-7'],
  ],
  'HL7-84': [['none', change('|F|', '||'), 'PID-8']],
  'HL7-85': [
    ['no address of birth', change(`~${BIRTHPLACE}`, ''), 'PID-11'],
    ['no code', change('BDL^^51215', 'BDL'), 'PID-11[2].9'],
  ],
  'HL7-86': [
    ['provisional', change('VALI', 'PROV'), 'PID-32'],
    ['nothing said', change('VALI', ''), 'PID-32'],
    ['validated and provisional', change('VALI', 'VALI~PROV'), 'PID-32'],
    ['validated, of somebody else', change('VALI', 'VALI~USUR'), 'PID-32'],
    ['retrieved only', change('VALI', 'RECUP'), 'PID-32'],
  ],
  'HL7-87': [
    ['typed in', change('INSI|20211201', 'SM|'), 'ZFD-5'],
    ['no date', change('INSI|20211201', 'INSI|'), 'ZFD-6'],
    ['tomorrow', change('INSI|20211201', 'INSI|20261121'), 'ZFD-6'],
  ],
  'HL7-88': [
    ['two of one authority', second('207058575627097^^^ASIP-SANTE-INS-NIR&1.2.250.1.213.1.4.10&ISO^INS'), 'PID-3[3].1'],
    [
      'a NIR and a NIA',
      second('207058575627097^^^ASIP-SANTE-INS-NIA&1.2.250.1.213.1.4.9&ISO^INS').replace('213.1.4.10', '213.1.4.8'),
      'PID-3[3].1',
      { insAuthority: 'production' },
    ],
    [
      'an end before the beginning',
      second('207058575627097^^^ASIP-SANTE-INS-NIR&1.2.250.1.213.1.4.10&ISO^INS^^20240101^20230101'),
      'PID-3[3].8',
    ],
  ],
  'HL7-89': [
    ['an INS-C', second('1541187387477485562488^^^ASIP-SANTE-INS-C&1.2.250.1.213.1.4.2&ISO^INS-C'), 'PID-3[3].1'],
    ['an INS-C of another key', second('1541187387477485562489^^^ASIP-SANTE-INS-C&1.2.250.1.213.1.4.2&ISO^INS-C'), 'PID-3[3].1'],
    ['an INS-A', second('123456789012^^^ASIP-SANTE-INS-A&1.2.250.1.213.1.4.1&ISO^INS-A'), 'PID-3[3].1'],
    ['the number as a local identifier', change('000003^', '279035121518989^'), 'PID-3[1].4.2'],
  ],
};

/** What breaks none. */
const healthy: Case[] = [
  ['as it should be', ADT, ''],
  ['production, where it is', PRODUCTION, '', { insAuthority: 'production' }],
  ['a test, of a test identity', ADT, '', { insAuthority: 'test' }],
  ['Corsica, 2A', person('297022A02077878', '19970226', 'F', '2A020'), ''],
  ['Corsica, 2B', person('160012B02077713', '19600115', 'M', '2B020'), ''],
  ['a month that is not known', change('279035121518989', '279425121518934'), ''],
  ['a birth abroad', change('279035121518989', '279039921518954'), ''],
  ['the NIA of production', change('INS-NIR&1.2.250.1.213.1.4.10', 'INS-NIA&1.2.250.1.213.1.4.9'), '', { insAuthority: 'production' }],
  ['a commune that is now in another department', change('279035121518989', '279037521518923').replace('51215', '92004'), ''],
  ['sex not known', change('|F|', '|U|'), ''],
  ['a birth date that was corrected', change('19790328', '19790128').replace('|Y|N|INSI', '|Y|Y|INSI'), ''],
  ['a birth date known by its year', change('19790328', '1979'), ''],
  ['no ZFD', change(/ZFD.*\r/, ''), ''],
  ['ZFD that says nothing of the INS', change('INSI|20211201', '|'), ''],
  ['validated, with a namesake', change('VALI', 'VALI~HOMD'), ''],
  ['qualified', change('VALI', 'QUAL'), ''],
  ['history', second('207058575627097^^^ASIP-SANTE-INS-NIR&1.2.250.1.213.1.4.10&ISO^INS^^20200101^20231231'), ''],
  ['the same INS twice', second(INS), ''],
  ['a used name beside the birth name', change(NAME, `MARTIN^DOMINIQUE^^^^^D~${NAME}`), ''],
  ['a null that takes the INS away', change('279035121518989', '""').replace('VALI', 'PROV'), ''],
  ['no INS, no traits', change(`~${INS}`, '').replace(`||${NAME}||19790328|F|`, '||^^^^^^L|||'), ''],
  ['merge', A40, ''],
  ['a PIX query', QUERY, ''],
  [
    'a PIX notification',
    change('A28', 'A31')
      .replace(/\|\|PAT-TROIS.*\r/, '|| \r')
      .replace(/ZFD.*\r/, ''),
    '',
  ],
  ['an old version, without PID-32', change('2.5^FRA^2.11', '2.3.1').replace('VALI', '').replace('ADT^A28^ADT_A05', 'ADT^A28'), ''],
];

describe('INS', () => {
  test('each rule has something that breaks it, and a requirement of its level', () => {
    expect(Object.keys(broken)).toEqual(insFamily.rules.map(({ id }) => id));
    const file = RequirementFile.parse(parse(readFileSync(new URL('../../suites/ins/requirements.yaml', import.meta.url), 'utf8')));
    const level = new Map(file.requirements.map((requirement) => [requirement.id, requirement.level]));
    for (const { id, level: own, requirements } of insFamily.rules)
      expect([id, ...requirements.map((one) => level.get(one))]).toEqual([id, own]);
    expect(file.requirements.filter(({ id }) => !insFamily.rules.some((rule) => rule.requirements.includes(id)))).toEqual([]);
  });

  test('each rule is passed by something', async () => {
    const evaluated = await Promise.all(healthy.map(async ([, message, , parameters]) => (await judge(message, parameters)).evaluated));
    const passed = new Set(evaluated.flat());
    expect(insFamily.rules.filter(({ id }) => !passed.has(id)).map(({ id }) => id)).toEqual([]);
  });

  test.each(healthy)('%s: nothing is wrong', async (...[, message, , parameters]: Case) => {
    expect((await judge(message, parameters)).findings.map(({ rule, place, actual }) => [rule, place.path, actual])).toEqual([]);
  });

  test.each(Object.entries(broken).flatMap(([rule, cases]) => cases.map((one) => [rule, ...one] as const)))(
    '%s: %s',
    async (rule, ...[name, message, path, parameters]: Case) => {
      const { findings } = await judge(message, parameters);
      expect([...new Set(findings.map((finding) => finding.rule))]).toEqual([rule]);
      expect(findings.some(({ place }) => place.path === path) ? path : findings.map(({ place }) => place.path)).toBe(path);
      // the legacy identifier, and its key
      expect(findings).toHaveLength(name === 'an INS-C of another key' ? 2 : 1);
      for (const { message: text, hint, expected, actual } of findings) {
        expect(expected).not.toEqual(actual);
        for (const { fr } of [text, hint, expected!]) expect(fr).not.toMatch(/[^\u00a0][;?!:](?![\w\u00a0-])| [:;?!]|« | »|[a-z]'[a-z]/);
      }
    },
  );

  test('messages without identifiers, or with thousands, are judged in time', async () => {
    const many = ADT.replace(`~${INS}`, `~${INS}`.repeat(5_000));
    expect((await judge(many)).findings).toEqual([]);
    const wrong = ADT.replace(`~${INS}`, '~1^^^^INS'.repeat(5_000));
    expect((await judge(wrong)).findings.filter(({ rule }) => rule === 'HL7-70')).toHaveLength(100);
    expect((await judge(`${ADT.split('\r')[0]!}\r`)).evaluated.filter((id) => /^HL7-[78]/.test(id))).toEqual([]);
  });
});

const folder = join(process.env['ADDAX_SAMPLES'] ?? '', 'fr-hl7v2');

/** By INS: what the messages of ANS break. Only the key is an error. */
const KNOWN: Readonly<Record<string, string[]>> = {
  // born in 51215 by the number, in 63220 by PID-11
  '279035121518989': ['HL7-79'],
  // made-up numbers under the OID of production, without the list of given names: the key of 2760375106693 is 26, not 80
  '276037510669380': ['HL7-71', 'HL7-75', 'HL7-82'],
  // a woman of July 1974 by the number, a man of January 2005 by the traits, and another place
  '274075176079430': ['HL7-75', 'HL7-77', 'HL7-78', 'HL7-79', 'HL7-82'],
  // MSH-2 and PID-11 hold a tilde of typographers: the place of birth is read all the same
  '277076322082910': ['HL7-75', 'HL7-82'],
};

(existsSync(folder) ? test : test.skip)('messages of third parties (ADDAX_SAMPLES)', async () => {
  const own = insFamily.rules.map(({ id }) => id);
  const seen: string[] = [];
  for (const file of readdirSync(folder).filter((name) => /\.(?:er7|hl7)$/.test(name))) {
    const bytes = readFileSync(join(folder, file));
    const { findings } = await judge(bytes.toString(), { 'line-ends': 'lenient' });
    const ins = /PID\|[^\r\n]*?(\d{15})\^\^\^ASIP-SANTE-INS-NIR/.exec(bytes.toString())?.[1] ?? '';
    seen.push(ins);
    expect([file, own.filter((id) => findings.some(({ rule }) => rule === id))]).toEqual([file, KNOWN[ins] ?? []]);
  }
  expect(Object.keys(KNOWN).filter((ins) => !seen.includes(ins))).toEqual([]);
});
