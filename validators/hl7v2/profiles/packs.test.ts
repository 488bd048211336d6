import { describe, expect, test } from '@jest/globals';
import { Artefact, type Validation } from '../../../src/model/index.js';
import { addPack } from '../../../src/packs/add.js';
import { type Files, place } from '../../../src/packs/fixtures/place.js';
import { loadPacks } from '../../../src/packs/load.js';
import { validator } from '../index.js';

const here = place();
const MANIFEST = "coordinate: fr.example:region\nversion: '1'\nhl7v2: { profiles: [pdq.yaml] }\n";
const Q22 =
  'MSH|^~\\&|A|B|C|D|20261120101500||QBP^Q22^QBP_Q21|1|P|2.5\nQPD|IHE PDQ Query|42|@PID.5.1^MARTIN~@PID.8^F|||||^^^&1.2.3&ISO\nRCP|I|10^RD\n';
const PDQ = `id: region-pdq
title: { fr: PDQ de la région, en: PDQ of the region }
clause: guide of the region
extends: ihe-pdq
versions: ['2.5']
names: { QPD-2: { fr: étiquette, en: tag } }
segments:
  QPD-QUERY: { '2': R 1..1 =43, '8': X }
structures:
  QBP_Q21: { messages: [QBP^Q22], segments: MSH QPD RCP ZRG }
rules:
  - id: REGION-1
    level: SHALL
    title: { fr: Le nom est demandé., en: The name is asked for. }
    message: { fr: Le nom n’est pas demandé., en: The name is not asked for. }
    hint: { fr: Ajouter le nom., en: Add the name. }
    clause: guide of the region
    example: { right: '@PID.5.2', wrong: '@PID.5.1' }
    expect: { some: QPD-3, where: { value: '.1', in: ['@PID.5.2'] } }
    at: QPD-3
    expected: '@PID.5.2'
`;

async function judged(files: Files, text = Q22): Promise<Validation> {
  await addPack(here.write('pack', files), { cwd: here.project() });
  return validator.validate(new Artefact('message.hl7', Buffer.from(text.replaceAll('\n', '\r'))), {
    at: new Date('2026-11-20T10:00:00Z'),
    trust: { anchors: [], crls: [] },
    parameters: {},
    packs: loadPacks(here.project()),
  });
}

describe('a profile of a pack in our format', () => {
  test('builds on one that ships, and judges besides it', async () => {
    const { findings, notes } = await judged({ 'addax-pack.yaml': MANIFEST, 'pdq.yaml': PDQ });
    expect(findings.map(({ rule, source, place: { path } }) => [rule, source, path])).toEqual(
      [
        ['HL7-40', 'ZRG'],
        ['HL7-57', 'QPD-2'],
        ['HL7-51', 'QPD-8'],
        ['REGION-1', 'QPD-3'],
      ].map(([rule, path]) => [rule, 'pack:fr.example:region:1/pdq.yaml', path]),
    );
    expect(findings[1]?.message.fr).toBe('Cette valeur n’est pas celle que le profil fixe\u00A0: étiquette.');
    expect(notes?.map(({ text }) => text.en.split(' ')[1])).toEqual(['ihe-pdq', 'region-pdq']);
  });

  test('of which one builds on the other, the more exact judges', async () => {
    const more = PDQ.replace('id: region-pdq', 'id: town-pdq')
      .replace('extends: ihe-pdq', 'extends: region-pdq')
      .replace('REGION-1', 'TOWN-1');
    const { findings } = await judged({
      'addax-pack.yaml': MANIFEST.replace('[pdq.yaml]', '[pdq.yaml, town.yaml]'),
      'pdq.yaml': PDQ,
      'town.yaml': more,
    });
    expect(new Set(findings.map(({ source }) => source))).toEqual(new Set(['pack:fr.example:region:1/town.yaml']));
    expect(findings.map(({ rule }) => rule)).toEqual(expect.arrayContaining(['REGION-1', 'TOWN-1']));
  });

  test.each<[string, string, string]>([
    ['no YAML', '{ a: [', 'Flow sequence'],
    ['an unknown word', PDQ.replace('clause: guide of the region\nextends', 'klause: x\nextends'), 'clause: Invalid input'],
    ['an unknown base', PDQ.replace('ihe-pdq', 'ihe-pdx'), 'no profile ihe-pdx'],
    ['itself as base', PDQ.replace('ihe-pdq', 'region-pdq'), 'builds on itself'],
    ['a structure that is none', PDQ.replace('MSH QPD RCP ZRG', "'MSH [QPD'"), 'structure: the end'],
    ['groups without end', PDQ.replace('MSH QPD RCP ZRG', `'${'['.repeat(5000)}'`), 'groups more than 20 deep'],
    ['conditions without end', PDQ.replace('expect: {', `expect: ${'{ not: '.repeat(3000)}{`), ''],
    [
      'a message without segments',
      PDQ.replace('QBP_Q21: { messages: [QBP^Q22], segments: MSH QPD RCP ZRG }', 'X: { messages: [X^Y] }'),
      'X^Y has no segments',
    ],
  ])('with %s is told', async (_, yaml, reason) => {
    const { findings, notes } = await judged({
      'addax-pack.yaml': MANIFEST,
      'pdq.yaml': yaml,
      'other.xml': '<hl7tables/>',
      'a.xsd': '<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema"/>',
    });
    expect(findings).toEqual([]);
    expect(notes?.find(({ kind }) => kind === 'incomplete')?.text.en).toContain(reason);
  });

  test('whose type is part of itself ends', async () => {
    const { findings } = await judged({
      'addax-pack.yaml': MANIFEST,
      'pdq.yaml': PDQ.replace('segments:\n', 'types: { LOOP: [R LOOP] }\nsegments:\n').replace("'2': R 1..1 =43", "'2': R LOOP"),
    });
    expect(findings.map(({ rule }) => rule)).toEqual(['HL7-40', 'HL7-51', 'REGION-1']);
  });

  test('that the manifest does not name is no rule', async () => {
    await expect(judged({ 'addax-pack.yaml': MANIFEST.replace(/hl7v2.*\n/, ''), 'pdq.yaml': PDQ })).rejects.toThrow('no rule here');
  });
});
