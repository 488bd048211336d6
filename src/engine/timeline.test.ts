import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { parse } from 'yaml';
import { type EvidenceRecord, packageRoot, Scenario } from '../model/index.js';
import { timelineOf } from './timeline.js';

const scenario = Scenario.parse(parse(readFileSync(join(packageRoot, 'suites/pam-fr/scenarios/gam-acknowledgements.yaml'), 'utf8')));

test('a proof is shown by what was asked, and one that nothing asks for as such', () => {
  const given = (step: string, seq: number): EvidenceRecord => ({
    seq,
    at: '2026-11-20T10:00:00.000Z',
    mono: seq,
    kind: 'testimony',
    case: 'refused',
    step,
    by: 'hook: admit-patient',
    mediaType: 'application/json',
    blob: 'a',
  });
  const shown = timelineOf(scenario, [given('screen', 1), given('letter', 2)], 'GAM', {});
  expect(shown.map(({ kind, label }) => [kind, label.fr, label.en])).toEqual([
    ['proof', expect.stringMatching(/^Preuve\u00A0: La GAM montre-t-elle/), expect.stringMatching(/^Proof: Does the patient/)],
    ['proof', 'Preuve non demandée (letter)', 'Proof not asked for (letter)'],
  ]);
});
