import { describe, expect, test } from '@jest/globals';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Artefact } from '../../src/model/index.js';
import { validator } from './index.js';

const samples = process.env['ADDAX_SAMPLES'];
/** Compared with what is found; written where `ADDAX_WRITE_PAGES` is 1. */
const PAGE = new URL('../../docs/hl7v2-samples.md', import.meta.url);
const FOLDERS = ['pdq-hl7v2', 'pix-hl7v2', 'fr-hl7v2'];

/** One row of the table of docs/hl7v2-samples.md. */
async function row(folder: string, file: string): Promise<string> {
  const bytes = readFileSync(join(samples!, folder, file));
  const { findings, notes = [] } = await validator.validate(new Artefact(file, bytes), {
    at: new Date('2026-11-20T10:00:00Z'),
    trust: { anchors: [], crls: [] },
    // the files were saved with other line ends
    parameters: { 'line-ends': 'lenient' },
  });
  const count = (severity: string): number => findings.filter((finding) => finding.severity === severity).length;
  const rules = new Map<string, number>();
  for (const { rule } of findings) rules.set(rule, (rules.get(rule) ?? 0) + 1);
  const told = [...rules].sort(([a], [b]) => a.localeCompare(b)).map(([rule, times]) => (times > 1 ? `${rule} ×${times}` : rule));
  const profile = /^Profile (\S+)/.exec(notes[0]?.text.en ?? '')?.[1] ?? '–';
  return `| ${folder}/${file} | ${profile} | ${count('error')} | ${count('warning')} | ${told.join(', ')} |`;
}

(samples !== undefined && existsSync(samples) ? describe : describe.skip)('messages of third parties (ADDAX_SAMPLES)', () => {
  test('are judged as docs/hl7v2-samples.md says', async () => {
    const rows: string[] = [];
    for (const folder of FOLDERS)
      for (const file of readdirSync(join(samples!, folder)).sort()) if (/\.(?:er7|hl7)$/.test(file)) rows.push(await row(folder, file));
    const lines = readFileSync(PAGE, 'utf8').split('\n');
    const isRow = (line: string): boolean => /^\| \S+\//.test(line);
    if (process.env['ADDAX_WRITE_PAGES'] === '1') {
      const first = lines.findIndex(isRow);
      writeFileSync(PAGE, [...lines.slice(0, first), ...rows, ...lines.slice(first).filter((line) => !isRow(line))].join('\n'));
    }
    expect(readFileSync(PAGE, 'utf8').split('\n').filter(isRow)).toEqual(rows);
  });
});
