import type { Finding } from '../../src/model/index.js';
import { writeSvrl, type SvrlResult } from '../../src/protocols/schematron/svrl.js';

/**
 * The findings on a package as one SVRL report: a pattern for each file, and for each finding an assertion that failed,
 * with its XPath in that file.
 */
export function svrlOf(findings: readonly Finding[]): string {
  const byFile = new Map<string, SvrlResult[]>();
  for (const { rule, source, severity, place, message, expected, actual, hint } of findings) {
    const [file = '', location = '/'] = place.path.split('!', 2);
    const results = byFile.get(file) ?? [];
    byFile.set(file, results);
    const told = [
      message.fr,
      ...(expected ? [`Attendu\u00A0: ${expected.fr}.`] : []),
      ...(actual ? [`Obtenu\u00A0: ${actual.fr}.`] : []),
      hint.fr,
      `(${file}:${place.line}:${place.column})`,
    ];
    results.push({
      kind: 'assert',
      id: rule,
      location,
      test: source,
      role: severity,
      text: told.join(' '),
      diagnostics: [],
      properties: [],
    });
  }
  return writeSvrl({
    title: 'Addax',
    namespaces: [],
    patterns: [...byFile].map(([file, results]) => ({ name: file, documents: file, fired: [{ context: '/', results }] })),
  });
}
