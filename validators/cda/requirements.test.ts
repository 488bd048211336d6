import { describe, expect, test } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { RequirementFile, type Requirement, type Rule } from '../../src/model/index.js';
import { rules as coherence } from '../coherence/index.js';
import { rules } from './index.js';

const CDA = [
  'structuration-minimale',
  'structure-cda',
  'contenu-incorpore',
  'types-de-donnees-cda',
  'nomenclatures-cda',
  'modeles-contenus-cda',
  'concordance-cda',
];

const requirementsIn = (volet: string): Requirement[] =>
  RequirementFile.parse(parse(readFileSync(new URL(`../../suites/${volet}/requirements.yaml`, import.meta.url), 'utf8'))).requirements;

describe.each<[string, readonly string[], readonly Rule[]]>([
  ['a CDA document', CDA, rules],
  ['coherence', ['coherence'], coherence],
])('requirements of %s', (_, volets, own) => {
  const requirements = volets.flatMap(requirementsIn);
  const known = new Map(requirements.map((requirement) => [requirement.id, requirement]));

  // those on the INS are shared by all formats
  const levels = new Map([...requirements, ...requirementsIn('ins')].map(({ id, level }) => [id, level]));

  test('each rule covers requirements that exist, of its own level', () => {
    for (const rule of own) for (const id of rule.requirements) expect([rule.id, levels.get(id)]).toEqual([rule.id, rule.level]);
  });
  test('each requirement is covered by a rule, or says why it is not', () => {
    const covered = new Set(own.flatMap((rule) => rule.requirements));
    expect(requirements.filter(({ id, untested }) => covered.has(id) === (untested !== undefined)).map(({ id }) => id)).toEqual([]);
  });
  test('ids are unique, French is typeset', () => {
    expect(known.size).toBe(requirements.length);
    for (const {
      text: { fr },
      untested,
    } of requirements) {
      for (const one of [fr, ...(untested ? [untested.fr] : [])]) expect(one).not.toMatch(/ [:;?!»]|« |'/);
    }
  });
});
