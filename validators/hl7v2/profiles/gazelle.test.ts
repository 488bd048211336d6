import { describe, expect, test } from '@jest/globals';
import { Artefact, type Validation } from '../../../src/model/index.js';
import { addPack } from '../../../src/packs/add.js';
import { type Files, place } from '../../../src/packs/fixtures/place.js';
import { loadPacks } from '../../../src/packs/load.js';
import { validator } from '../index.js';

const here = place();

/** Adds a pack and judges a message with it. */
async function judged(files: Files, text: string, parameters: Record<string, string> = {}): Promise<Validation> {
  await addPack(here.write('pack', files), { cwd: here.project(), as: 'fr.example:hl7v2:1' });
  return validator.validate(new Artefact('message.hl7', Buffer.from(text.replaceAll('\n', '\r'))), {
    at: new Date('2026-11-20T10:00:00Z'),
    trust: { anchors: [], crls: [] },
    parameters,
    packs: loadPacks(here.project()),
  });
}

const field = (usage: string, type: string, more = '', inner = ''): string =>
  `<Field Name="f" Usage="${usage}" Min="${usage === 'R' ? 1 : 0}" Max="${usage === 'X' ? 0 : 1}" Datatype="${type}" Length="200" ${more}>${inner}</Field>`;
const part = (usage: string, type: string, more = '', tag = 'Component', inner = ''): string =>
  `<${tag} Name="c" Usage="${usage}" Datatype="${type}" Length="60" ${more}>${inner}</${tag}>`;
const segment = (name: string, fields: string, min = 1, max = '1'): string =>
  `<Segment Name="${name}" Usage="${min ? 'R' : 'O'}" Min="${min}" Max="${max}">${fields}</Segment>`;
const any = (count: number): string => field('O', 'CM').repeat(count);

/** MDM^T02, for which nothing ships: EVN, PID, then one to two documents of TXA and OBX. */
const BODY =
  segment('MSH', any(21))
  + segment('EVN', field('X', 'ID') + field('R', 'TS', '', part('R', 'DTM')) + any(5))
  + segment(
    'PID',
    any(2)
      + field(
        'R',
        'CX',
        '',
        part('R', 'ST')
          + part('X', 'ST')
          + part('O', 'ID')
          + part('R', 'HD', '', 'Component', part('O', 'IS', '', 'SubComponent') + part('R', 'ST', '', 'SubComponent')),
      )
      + any(4)
      + field('C', 'IS', 'Table="0001"'),
  )
  + '<SegGroup Name="DOCUMENT" Usage="R" Min="1" Max="2">'
  + segment('TXA', field('R', 'SI') + field('O', 'IS', 'Table="0270"') + field('O', 'ID', 'ConstantValue="TEXT"'))
  + segment('OBX', field('R', 'SI'), 0, '*')
  + segment('NTE', '', 0, '0')
  + '</SegGroup>';
const profile = (body = BODY, more = ''): string =>
  `<HL7v2xConformanceProfile HL7Version="2.6" ProfileType="Implementation"><MetaData Name="Documents" OrgName="Addax"/>`
  + `<HL7v2xStaticDef MsgType="MDM" EventType="T02" MsgStructID="MDM_T02" EventDesc="d" ${more}>${body}</HL7v2xStaticDef></HL7v2xConformanceProfile>`;
const TABLES =
  '<Specification SpecName="s" HL7Version="2.6"><hl7tables><hl7table id="0001" name="Sex" type="User">'
  + '<tableElement code="F"/><tableElement code="M"/></hl7table><hl7table id="0270" name="Type" type="HL7"><tableElement code="CN"/></hl7table>'
  + '</hl7tables></Specification>';

const MDM =
  'MSH|^~\\&|A|B|C|D|20261120101500||MDM^T02^MDM_T02|1|P|2.6\nEVN||20261120101500\nPID|||17^^^CHU&1.2.3||||||\nTXA|1|CN|TEXT\nOBX|1\nOBX|2\nTXA|2\n'.replace(
    'CHU&1.2.3||||||',
    'CHU&1.2.3|||||F',
  );
const told = ({ findings }: Validation): string[] => findings.map(({ rule, severity, place: { path } }) => `${rule} ${severity} ${path}`);

describe('a profile in the XML of HL7', () => {
  test('judges the message that it is for, and says which of its statements are not judged', async () => {
    const { findings, evaluated, notes } = await judged({ 'MDM.xml': profile(), 'tables/hl7.xml': TABLES }, MDM);
    expect(findings).toEqual([]);
    expect(evaluated).toEqual(expect.arrayContaining(['HL7-40', 'HL7-50', 'HL7-51', 'HL7-56', 'HL7-57']));
    expect(notes?.map(({ text }) => text.en)).toEqual([
      'Profile MDM (pack:fr.example:hl7v2:1/MDM.xml).',
      'Profile MDM: 1 conditional elements are not required, their condition is a text.',
    ]);
  });

  test.each<[string, string, string[]]>([
    ['a segment that is missing', MDM.replace(/EVN.*\n/, ''), ['HL7-40 error EVN']],
    ['a third group', `${MDM}TXA|3\n`, ['HL7-42 error TXA[3]']],
    ['a segment that is not used', `${MDM}NTE|1\n`, ['HL7-43 error NTE']],
    ['a field that is not used', MDM.replace('EVN||', 'EVN|T02|'), ['HL7-51 error EVN-1']],
    ['a component that is not used', MDM.replace('17^^^', '17^3^^'), ['HL7-51 error PID-3.2']],
    ['a subcomponent that is missing', MDM.replace('CHU&1.2.3', 'CHU'), ['HL7-50 error PID-3.4.2']],
    ['a date that is none', MDM.replace('20261120101500\nPID', '20261320\nPID'), ['HL7-55 error EVN-2.1']],
    ['a code of HL7', MDM.replace('|CN|', '|XX|'), ['HL7-56 error TXA[1]-2']],
    ['a code of a user table', MDM.replace('|F\n', '|X\n'), ['HL7-59 warning PID-8']],
    ['another constant', MDM.replace('|TEXT', '|PDF'), ['HL7-57 error TXA[1]-3']],
    ['a long value', MDM.replace('|17^', `|${'1'.repeat(61)}^`), ['HL7-54 warning PID-3.1']],
  ])('finds %s', async (_, text, expected) => {
    const validation = await judged({ 'MDM.xml': profile(), 'tables.xml': TABLES }, text);
    expect(told(validation)).toEqual(expected);
    expect(validation.findings[0]).toMatchObject({ source: 'pack:fr.example:hl7v2:1/MDM.xml', requirements: [] });
  });

  test('of several, the one that MSH-21 names or that is asked for; none when nothing tells', async () => {
    const files = { 'a.xml': profile(), 'b.xml': profile(BODY, 'Identifier="2.1^B"') };
    const wrong = MDM.replace('EVN||', 'EVN|T02|');
    const undecided = await judged({ 'a.xml': profile(), 'b.xml': profile() }, wrong);
    expect([told(undecided), undecided.notes?.map(({ kind }) => kind)]).toEqual([[], ['unchecked', 'unchecked']]);
    expect(undecided.notes?.some(({ text }) => text.en.includes('2 profiles for MDM^T02 (2.6)'))).toBe(true);
    const named = await judged(files, wrong.replace('|P|2.6', '|P|2.6|||||||||2.1^B'));
    expect(named.findings.map(({ source }) => source)).toEqual(['pack:fr.example:hl7v2:1/b.xml']);
    expect((await judged(files, wrong, { profile: 'b' })).findings.map(({ source }) => source)).toEqual(['pack:fr.example:hl7v2:1/b.xml']);
  });

  test('that ships too: what both find is told once', async () => {
    const pix = profile(segment('MSH', any(21)) + segment('QPD', any(1) + field('R', 'ST') + any(2)) + segment('RCP', any(3)))
      .replace('2.6', '2.5')
      .replace('MsgType="MDM" EventType="T02"', 'MsgType="QBP" EventType="Q23"');
    const { findings } = await judged(
      { 'q23.xml': pix },
      'MSH|^~\\&|A|B|C|D|20261120101500||QBP^Q23^QBP_Q21|1|P|2.5\nQPD|IHE PIX Query||17^^^CHU&1.2.3&ISO\nRCP|D\n',
    );
    expect(findings.map(({ rule, source }) => [rule, source.split(':')[0]])).toEqual([
      ['HL7-50', 'pack'],
      ['HL7-57', 'addax'],
    ]);
  });

  test.each<[string, string, string | undefined]>([
    ['no message', '<HL7v2xConformanceProfile HL7Version="2.6"/>', 'no HL7v2xStaticDef'],
    ['more segments than any', profile(segment('MSH', '') + segment('AAA', '', 0).repeat(501)), 'more than 500 segments'],
    [
      'groups without end',
      profile('<SegGroup Name="G" Usage="R" Min="1" Max="1">'.repeat(60) + '</SegGroup>'.repeat(60)),
      'groups more than 20 deep',
    ],
    ['attributes that are no numbers', profile(BODY.replaceAll('Min="1"', 'Min="x"').replaceAll('Max="1"', 'Max="-1"')), undefined],
  ])('with %s is told, and judges nothing else', async (_, xml, reason) => {
    const { notes } = await judged({ 'p.xml': xml }, MDM);
    const said = notes?.find(({ kind }) => kind === 'incomplete')?.text.en;
    if (reason === undefined) expect(said).toBeUndefined();
    else expect(said).toBe(`INCOMPLETE fr.example:hl7v2:1/p.xml: ${reason}`);
  });

  test('is taken as a file alone', async () => {
    here.write('', { 'MDM_T02.xml': profile() });
    const { pack } = await addPack(here.path('MDM_T02.xml'), { cwd: here.project() });
    expect([pack.coordinate.replace(/:[0-9a-f]+$/, ''), pack.files]).toEqual(['local:MDM_T02', { 'hl7v2-profile': 1 }]);
  });
});
