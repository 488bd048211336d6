import { describe, expect, test } from '@jest/globals';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Artefact } from '../../src/model/index.js';
import { validator } from './index.js';

const samples = process.env['ADDAX_SAMPLES'];
const context = { at: new Date('2026-11-20T12:00:00Z'), trust: { anchors: [], crls: [] }, parameters: {} };

/** The errors of the official examples, each a real departure from the rule. Every other example has none. */
const ERRORS: Readonly<Record<string, readonly string[]>> = {
  // the time of the signature ends in "+100": an offset has four digits
  'BIO-TROD_2024.01_Angine.xml': ['CDA-36'],
  // made-up INS: the key of 2210425456114 is 83, not 04
  'CSE-CS24_2025.01.xml': ['CDA-51'],
  // made-up INS: the key of 2221275056112 is 47, not 01
  'CSE-MDE_2023.01.xml': ['CDA-51'],
  // made-up INS of the signatory: its key is 83, not 65
  'VAC_2023.01.xml': ['CDA-331'],
  // family name qualified SP (spouse) in a document of 2024: the name rules replaced it by CL
  'eDISP-MED_2024.01.xml': ['CDA-60'],
  // made-up INS with a wrong key (83, not 65), and an INS identity without first birth name nor COG birthplace
  'OBP-SCE_2021.01.xml': ['CDA-51', 'CDA-55', 'CDA-58'],
};

if (samples === undefined || !existsSync(join(samples, 'cda')))
  test.skip('official examples: ADDAX_SAMPLES does not name the folder of samples', () => undefined);
else
  describe.each(['cda', 'cda-v2.41'])('official examples, %s', (folder) => {
    test.each(readdirSync(join(samples, folder)))('%s', async (name) => {
      const bytes = readFileSync(join(samples, folder, name));
      expect(validator.detect(bytes.subarray(0, 4096))).toBe(1);
      const { findings, evaluated } = await validator.validate(new Artefact(name, bytes), context);
      expect(findings.filter((f) => f.severity === 'error').map((f) => f.rule)).toEqual(ERRORS[name] ?? []);
      expect(evaluated.length).toBeGreaterThan(100);
    });
  });
