import { describe, expect, test } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { Artefact, RequirementFile, type Validation } from '../../src/model/index.js';
import { mllpFrame } from '../../src/protocols/hl7v2/index.js';
import { rules as every, validator } from './index.js';
import { insFamily } from './ins-rules.js';
import { profileRules } from './profiles/family.js';

const context = { at: new Date('2026-11-20T10:00:00Z'), trust: { anchors: [], crls: [] }, parameters: {} };
const bytes = (text: string, encoding: BufferEncoding = 'utf8'): Uint8Array => Buffer.from(text, encoding);
/** Rules of any message, whatever its profile. */
/** Those on the INS have a test of their own. */
const rules = every.filter((rule) => !insFamily.rules.includes(rule));
const general = rules.filter((rule) => !profileRules.includes(rule));
const ids = general.map(({ id }) => id);

/** What the rules of any message find. */
async function judge(input: Uint8Array, parameters: Record<string, string> = {}, request?: Uint8Array): Promise<Validation> {
  const artefact = new Artefact('message.hl7', input, request && { request: new Artefact('request', request) });
  const validation = await validator.validate(artefact, { ...context, parameters });
  return { ...validation, findings: validation.findings.filter(({ rule }) => ids.includes(rule)) };
}

const ADT =
  'MSH|^~\\&|GAM|CHU-X|DPI|CHU-X|20261120101500+0100||ADT^A28^ADT_A05|3975|P|2.5^FRA^2.11|||||FRA|UNICODE UTF-8|FR\r'
  + 'EVN||20261120101500\r'
  + 'PID|||000003^^^CHU-X&1.2.250.1.999.7&ISO^PI||PAT-TROIS^Zoé\\T\\Ève^^^^^L||""\r'
  + 'PV1||N\r';
const ACK =
  'MSH|^~\\&|DPI|CHU-X|GAM|CHU-X|20261120101501+0100||ACK^A28^ACK|77|P|2.5^FRA^2.11|||||FRA|UNICODE UTF-8|FR\r'
  + 'MSA|AE|3975\r'
  + 'ERR||PID^1^5|101^Required field missing^HL70357|E\r';

/** What breaks a rule, and only it. */
const broken: Record<string, [string, Uint8Array][]> = {
  'HL7-01': [
    ['another segment first', bytes('EVN||20261120101500\r')],
    ['a second MSH', bytes(ADT + ADT.slice(0, ADT.indexOf('\r') + 1))],
  ],
  'HL7-02': [
    ['a tilde of typographers', bytes(ADT.replace('^~\\&', '^˜\\&'))],
    ['one twice', bytes(ADT.replace('^~\\&', '^~\\^').replaceAll('&', ''))],
  ],
  'HL7-03': [
    ['line feeds', bytes(ADT.replaceAll('\r', '\n'))],
    ['both', bytes(ADT.replaceAll('\r', '\r\n'))],
  ],
  'HL7-04': [['no end', bytes(ADT.slice(0, -1))]],
  'HL7-05': [
    ['an empty line', bytes(ADT.replace('\rPID', '\r\rPID'))],
    ['a text with a line end', bytes(`${ADT}NTE|1||a\rSuite du texte|b\r`)],
    ['another separator', bytes(`${ADT}NTE^1\r`)],
    ['a name too short', bytes(`${ADT}NT\r`)],
  ],
  'HL7-06': [
    ['no set', bytes(ADT.replace('UNICODE UTF-8', ''))],
    ['a set of another table', bytes(ADT.replace('UNICODE UTF-8', 'UTF-8'))],
  ],
  'HL7-07': [
    ['another set', bytes(ADT, 'latin1')],
    ['a set of several bytes a character', bytes(ADT.replace('UNICODE UTF-8', 'UNICODE UTF-16').replace(/[^\0-\x7f]/g, 'e'))],
  ],
  'HL7-08': [
    ['a path', bytes(`${ADT}NTE|1||C:\\dir\\file\r`)],
    ['one that never ends', bytes(`${ADT}NTE|1||50\\ %\r`)],
  ],
  'HL7-09': [
    ['a line feed within', bytes(`${ADT}NTE|1||a\nb\r`)],
    ['the end of a frame', bytes(`${ADT}NTE|1||a\x1cb\r`)],
    ['zeros', bytes(`${ADT}OBX|1|ST|||${'\0'.repeat(1_000_000)}\r`)],
  ],
  'HL7-10': [['a mark', bytes(`\uFEFF${ADT}`)]],
  'HL7-11': [
    ['100,000 repetitions', bytes(`${ADT}NTE|1||${'a~'.repeat(100_000)}\r`)],
    ['components of components', bytes(`${ADT}NTE|1||${'a&b^'.repeat(25_000)}\r`)],
    ['a text of 70,000 characters', bytes(`${ADT}NTE|1||${'a'.repeat(70_000)}\r`)],
  ],
  'HL7-12': [
    ['UTF-8 as Latin 9', bytes(ADT.replace('UNICODE UTF-8', '8859/15'))],
    ['UTF-8 as Latin 1', bytes(ADT.replace('UNICODE UTF-8', '8859/1'))],
  ],
  'HL7-20': [
    ['another form', bytes(ADT.replace('20261120101500+0100|', '2026-11-20|'))],
    ['a day that is none', bytes(ADT.replace('20261120101500+0100|', '20260230|'))],
    ['an offset that is none', bytes(ADT.replace('+0100|', '+0190|'))],
    ['nothing', bytes(ADT.replace('20261120101500+0100|', '|'))],
  ],
  'HL7-21': [
    ['another structure', bytes(ADT.replace('ADT_A05', 'ADT_A28'))],
    ['no event', bytes(ADT.replace('ADT^A28^ADT_A05', 'ADT'))],
    ['nothing', bytes(ADT.replace('ADT^A28^ADT_A05', ''))],
    ['an acknowledgement of another structure', bytes(ACK.replace('ACK^A28^ACK', 'ACK^A28^ADT_A05'))],
  ],
  'HL7-22': [
    ['none', bytes(ADT.replace('|3975|', '||'))],
    ['a null', bytes(ADT.replace('|3975|', '|""|'))],
  ],
  'HL7-23': [['a word', bytes(ADT.replace('|P|', '|PROD|'))]],
  'HL7-24': [['a word', bytes(ADT.replace('2.5^FRA', 'V2.5^FRA'))]],
  'HL7-25': [['two letters', bytes(ADT.replace('|FRA|', '|FR|'))]],
  'HL7-26': [['21 characters', bytes(ADT.replace('|3975|', '|123456789012345678901|'))]],
  'HL7-30': [['no MSA', bytes(ACK.replace(/MSA[^\r]+\r/, ''))]],
  'HL7-31': [['a word', bytes(ACK.replace('|AE|', '|KO|'))]],
  'HL7-32': [['nothing', bytes(ACK.replace('MSA|AE|3975', 'MSA|AE'))]],
  'HL7-33': [['no ERR', bytes(ACK.replace(/ERR[^\r]+\r/, ''))]],
  'HL7-34': [
    ['no code', bytes(ACK.replace('101^Required field missing^HL70357', ''))],
    ['no severity', bytes(ACK.replace('HL70357|E', 'HL70357|'))],
  ],
};

describe('rules', () => {
  test('each has something that breaks it, and a requirement of its level', () => {
    expect(Object.keys(broken)).toEqual(ids);
    const file = RequirementFile.parse(
      parse(readFileSync(new URL('../../suites/messages-hl7v2/requirements.yaml', import.meta.url), 'utf8')),
    );
    expect(file.requirements.map(({ id, level }) => [id, level])).toEqual(rules.map(({ id, level }) => [id, level]));
  });

  test('messages as they should be break none, and all are evaluated', async () => {
    const [adt, ack] = [await judge(bytes(ADT)), await judge(bytes(ACK), {}, bytes(ADT))];
    const latin = await judge(bytes(ADT.replace('UNICODE UTF-8', '8859/1'), 'latin1'));
    expect([...adt.findings, ...ack.findings, ...latin.findings]).toEqual([]);
    expect([...adt.evaluated, ...ack.evaluated, ...latin.evaluated]).toEqual(expect.arrayContaining(ids));
  });

  test.each(Object.entries(broken).flatMap(([rule, inputs]) => inputs.map(([name, input]) => ({ rule, name, input }))))(
    '$rule: $name',
    async ({ rule, input }) => {
      const { findings } = await judge(input);
      expect([...new Set(findings.map((finding) => finding.rule))]).toEqual([rule]);
      for (const { message, hint, expected, actual } of findings) {
        expect(expected).not.toEqual(actual);
        for (const { fr } of [message, hint]) expect(fr).not.toMatch(/[^\u00a0][;?!:](?![\w\u00a0-])| [:;?!]|« | »|[a-z]'[a-z]/);
      }
    },
  );

  test('an answer to another message', async () => {
    const { findings } = await judge(bytes(ACK.replace('|3975', '|3976')), {}, bytes(ADT));
    expect(findings.map(({ rule, expected, place }) => [rule, expected?.fr, place.path])).toEqual([['HL7-32', '3975', 'MSA-2']]);
  });

  test('before 2.5 the reason of a refusal may be in MSA-6', async () => {
    const old = ACK.replace('2.5^FRA^2.11', '2.3.1').replace(/ERR[^\r]+\r/, '');
    expect((await judge(bytes(old))).findings.map(({ rule }) => rule)).toEqual(['HL7-33']);
    expect((await judge(bytes(old.replace('MSA|AE|3975', 'MSA|AE|3975||||101')))).findings).toEqual([]);
  });

  test('line feeds are read where the user says so, and told', async () => {
    const { findings, evaluated, notes } = await judge(bytes(ADT.replaceAll('\r', '\n')), { 'line-ends': 'lenient' });
    expect([findings, evaluated.includes('HL7-03'), notes?.at(-1)?.kind]).toEqual([[], false, 'choice']);
    expect(notes?.at(-1)?.text.en).toMatch(/as if they ended with CR/);
  });

  test('a message within its frame is judged as one without', async () => {
    expect((await judge(mllpFrame(bytes(ADT)))).findings).toEqual([]);
  });

  test('places are those of the piece that is wrong', async () => {
    const [finding] = (await judge(bytes(`${ADT}NTE|1||a^b&C:\\dir\\x~c\r`))).findings;
    expect(finding?.place).toEqual({ line: 5, column: 14, path: 'NTE-3[1].2.2' });
  });
});

describe('size', () => {
  test('30,000 identities in one message, each without what it needs, are judged in seconds', async () => {
    const { findings } = await validator.validate(
      new Artefact('message.hl7', bytes(ADT.replace('PV1', `${'PID|1\r'.repeat(30_000)}PV1`))),
      context,
    );
    // so many of one rule are told
    expect(findings.filter(({ rule, place }) => rule === 'HL7-50' && place.path.startsWith('PID['))).toHaveLength(100);
  }, 20_000);

  test('a segment of five million fields', async () => {
    const { findings } = await judge(bytes(`${ADT}NTE|1|${'|'.repeat(5_000_000)}\\\r`));
    expect(findings.map(({ rule, place }) => [rule, place.path])).toEqual([['HL7-08', 'NTE-5000002.1']]);
  });

  test('segments without MSH are recognised, and told', async () => {
    const headless = bytes(ADT.slice(ADT.indexOf('EVN')));
    expect(validator.detect(headless)).toBeGreaterThan(0.5);
    expect(validator.detect(bytes('EVN|a\nplain text'))).toBe(0);
    expect((await judge(headless)).findings.map(({ rule }) => rule)).toContain('HL7-01');
  });
});

describe('any bytes', () => {
  test.each<[string, Uint8Array]>([
    ['nothing', bytes('')],
    ['three letters', bytes('MSH')],
    ['a separator', bytes('MSH|')],
    ['separators only', bytes(`MSH${'|'.repeat(1_000_000)}\r`)],
    ['repetitions', bytes(`${ADT}PID|||${'~'.repeat(1_000_000)}\r`)],
    ['escapes', bytes(`${ADT}NTE|||${'\\'.repeat(1_000_001)}\r`)],
    ['lines', bytes(`${ADT}${'\r'.repeat(500_000)}`)],
    ['segments', bytes(`${ADT}${'NTE|1\r'.repeat(200_000)}`)],
    ['10 MB in one field', bytes(`${ADT}OBX|1|ED|||${'A'.repeat(10_000_000)}\r`)],
    ['no separator at all', bytes(`MSH${'A'.repeat(1_000_000)}\r`)],
    ['every byte', Uint8Array.from({ length: 65_536 }, (_, i) => (i * 7 + (i >> 8)) & 0xff)],
    ['UTF-16', Buffer.from(`\uFEFF${ADT}`, 'utf16le')],
  ])('%s: findings, and few', async (_, input) => {
    const { findings } = await judge(input);
    expect(findings.length).toBeLessThan(600);
    for (const { place, actual } of findings) {
      expect(place.line).toBeGreaterThan(0);
      expect(actual?.fr.length ?? 0).toBeLessThan(400);
    }
  });

  test.each([
    ['MSH|^~\\&|', 0.95],
    ['\x0bMSH|^~\\&|', 0.95],
    ['\uFEFF\r\nMSH|^~\\&|', 0.95],
    ['MSHA', 0],
    ['PID|', 0],
    ['<MSH/>', 0],
  ])('%j is one with %d', (head, confidence) => expect(validator.detect(bytes(head))).toBe(confidence));
});
