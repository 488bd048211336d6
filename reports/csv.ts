import type { Finding, Language } from '../src/model/index.js';
import type { ResultWriter } from './results.js';

/** Names of columns are for programs: the same in every language. */
const COLUMNS: readonly (readonly [name: string, of: (finding: Finding, language: Language) => string | number | undefined])[] = [
  ['severity', ({ severity }) => severity],
  ['rule', ({ rule }) => rule],
  ['source', ({ source }) => source],
  ['line', ({ place }) => place.line],
  ['column', ({ place }) => place.column],
  ['path', ({ place }) => place.path],
  ['part', ({ place }, language) => place.part?.[language]],
  ['message', ({ message }, language) => message[language]],
  ['expected', ({ expected }, language) => expected?.[language]],
  ['actual', ({ actual }, language) => actual?.[language]],
  ['hint', ({ hint }, language) => hint[language]],
  ['requirements', ({ requirements }) => requirements.join(' ')],
  ['fingerprint', ({ fingerprint }) => fingerprint],
];
const MESSAGE = COLUMNS.findIndex(([name]) => name === 'message');

/**
 * CSV (RFC 4180): one line for each finding, and one for each file that could not be judged, which has no rule and says
 * why as its message. A file without findings has no line.
 */
export function csvWriter({ language }: { language: Language }): ResultWriter {
  return {
    begin: () => line(['file', 'kind', 'verdict', ...COLUMNS.map(([name]) => name)]),
    add(result) {
      const file = [result.file, result.kind ?? '', result.verdict];
      if (result.error) return line([...file, ...COLUMNS.map((_column, i) => (i === MESSAGE ? result.error!.text : ''))]);
      return result.findings.map((finding) => line([...file, ...COLUMNS.map(([, of]) => of(finding, language) ?? '')])).join('');
    },
    end: () => '',
  };
}

const line = (cells: readonly (string | number)[]): string => `${cells.map(cell).join(',')}\r\n`;

/** What a spreadsheet would take for a formula: a document must not run anything where its findings are read. */
const FORMULA = /^[\s\0]*[=+\-@\uff0b\uff0d\uff1d\uff20|%]|^[\t\r\n]/;

function cell(value: string | number): string {
  if (typeof value === 'number') return String(value);
  const text = FORMULA.test(value) ? `'${value}` : value;
  return /[",\r\n]|^\s|\s$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
