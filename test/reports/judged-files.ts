import type { Finding, JudgedFile } from '../../src/model/index.js';

/** A finding whose place and words can be told apart by its number. */
export const finding = (n: number, change: Partial<Finding> = {}): Finding => ({
  rule: 'CDA-51',
  source: 'addax',
  severity: 'error',
  place: { line: n, column: 5, path: `/ClinicalDocument/id[${n}]/@extension` },
  expected: { fr: 'la clé 89', en: 'key 89' },
  actual: { fr: '98', en: '98' },
  message: { fr: 'La clé est fausse.', en: 'The key is wrong.' },
  hint: { fr: 'Reprendre le matricule rendu par l’INSi.', en: 'Take the matricule that INSi returned.' },
  requirements: ['CDA-51'],
  fingerprint: `00000000000000${String(n).padStart(2, '0')}`,
  ...change,
});

export const judged = (file: string, change: Partial<JudgedFile> = {}): JudgedFile => ({
  file,
  kind: 'cda',
  verdict: 'PASSED',
  findings: [],
  evaluated: ['CDA-51', 'CDA-52'],
  notes: [],
  durationMs: 12,
  ...change,
});

/** Texts that try to break out of whatever they are written in. */
export const ATTACK = `</script><script>document.documentElement.dataset.owned='1'</script><img src=x onerror="document.documentElement.dataset.owned='2'">"'\`]]>&bogus;{{constructor}}\u0000\u202e\ud800`;
