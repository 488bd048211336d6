import type { JudgedFile, Language } from '../src/model/index.js';
import type { LoadedPack } from '../src/packs/index.js';
import type { ResultWriter } from './results.js';

/** One file as other programs read it, in one language. */
export function fileAsJson(result: JudgedFile, language: Language, packs: readonly LoadedPack[]): object {
  return {
    file: result.file,
    kind: result.kind,
    verdict: result.verdict,
    findings: result.findings.map((f) => ({
      rule: f.rule,
      source: f.source,
      severity: f.severity,
      line: f.place.line,
      column: f.place.column,
      path: f.place.path,
      ...(f.place.part && { part: f.place.part[language] }),
      expected: f.expected?.[language] ?? null,
      actual: f.actual?.[language] ?? null,
      hint: f.hint[language],
      requirements: f.requirements,
      message: f.message,
      fingerprint: f.fingerprint,
    })),
    evaluated: result.evaluated,
    notes: result.notes.map(({ kind, text }) => ({ kind, text: text[language] })),
    packs: packs.map(({ coordinate, version, commit, sha256 }) => ({ coordinate, version, commit, sha256 })),
    durationMs: result.durationMs,
    ...(result.error && { error: result.error.text }),
  };
}

/** JSON Lines: one file a line. */
export function jsonlWriter({ language, packs }: { language: Language; packs: readonly LoadedPack[] }): ResultWriter {
  return {
    begin: () => '',
    add: (result) => `${JSON.stringify(fileAsJson(result, language, packs))}\n`,
    end: () => '',
  };
}

/** One JSON document with all files, as it would be printed if they were kept. */
export function jsonWriter({ language, packs }: { language: Language; packs: readonly LoadedPack[] }): ResultWriter {
  let any = false;
  return {
    begin: () => '{\n  "files": [',
    add(result) {
      const text = JSON.stringify(fileAsJson(result, language, packs), null, 2).replaceAll('\n', '\n    ');
      const before = any ? ',' : '';
      any = true;
      return `${before}\n    ${text}`;
    },
    end: () => (any ? '\n  ]\n}\n' : ']\n}\n'),
  };
}
