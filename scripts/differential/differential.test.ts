import { describe, expect, it } from '@jest/globals';
import { join } from 'node:path';

interface Result {
  kind: string;
  location: string;
  text: string;
}
interface Difference {
  what: string;
  rules?: { context: string; reference: number; ours: number }[];
}
interface Compare {
  samePlace(location: string): string;
  differences(reference: object, ours: object): Difference[];
  tally(): {
    add(pack: string, reference: object, ours: object, nanos: number): Difference[];
    rows(): { stopped: number }[];
    differences(): Difference[];
  };
  asMarkdown(rows: object[], differences: Difference[]): string;
}
interface Mutant {
  text: string;
  operations: string[];
  profiles: string[];
}
interface XmlText {
  readText(text: string): { before: string; root: object; after: string };
  writeText(node: object): string;
  clinicalDocumentText(text: string): string;
  isNamespaceWellFormed(element: object): boolean;
}

const here = (name: string): Promise<unknown> => import(join(import.meta.dirname, name));
const { samePlace, differences, tally, asMarkdown } = (await here('compare.mjs')) as Compare;
const { makeMutants } = (await here('mutants.mjs')) as { makeMutants(documents: object[], count: number, seed: number): Mutant[] };
const { readText, writeText, clinicalDocumentText, isNamespaceWellFormed } = (await here('xml-text.mjs')) as XmlText;

const DOCUMENT = `<?xml version="1.0" encoding="UTF-8"?>
<ClinicalDocument xmlns="urn:hl7-org:v3" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">
  <typeId root="2.16.840.1.113883.1.3" extension="POCD_HD000040"/><templateId root="1.2.3" extension="2024.01"/>
  <effectiveTime value="20240101"/>
  <component><structuredBody><component><section><title>Un &amp; deux</title><text><p a='"'>été</p></text>
    <entry><observation classCode="OBS" moodCode="EVN"><code code="a" codeSystem="1.2" displayName="A"/><value xsi:type="PQ" value="1" unit="g"/></observation></entry>
  </section></component></structuredBody></component>
</ClinicalDocument>
`;
const V3 = `[namespace-uri()='urn:hl7-org:v3']`;

describe('the place of a result', () => {
  it.each([
    [`/*:a${V3}[1]/*:b${V3}[2]`, '/Q{urn:hl7-org:v3}a[1]/Q{urn:hl7-org:v3}b[2]'],
    [`/*[local-name()='a' and namespace-uri()='urn:hl7-org:v3'][1]/b[3]`, '/Q{urn:hl7-org:v3}a[1]/Q{}b[3]'],
    ['/Q{urn:hl7-org:v3}a/Q{}b[2]', '/Q{urn:hl7-org:v3}a[1]/Q{}b[2]'],
    [`/a[1]/@*[local-name()='type' and namespace-uri()='urn:x']`, '/Q{}a[1]/@Q{urn:x}type'],
    ['/a[1]/@value', '/Q{}a[1]/@Q{}value'],
    ['the value of an attribute', 'the value of an attribute'],
  ])('%s', (location, place) => {
    expect(samePlace(location)).toBe(place);
  });
});

describe('the comparison', () => {
  const result: Result = { kind: 'failed-assert', location: `/*:a${V3}[1]`, text: 'wrong' };
  const verdict = { document: 'd', profile: 'p', fired: 2, failed: [result, result], error: null, nanos: 1, contexts: { a: 1, b: 1 } };
  const whats = (ours: object): string[] => differences(verdict, { ...verdict, ...ours }).map((d) => d.what);

  it('finds nothing between a verdict and itself, however the place and the white space are written', () => {
    const same = { ...result, location: '/Q{urn:hl7-org:v3}a[1]', text: ' wrong\n' };
    expect(whats({ failed: [same, result] })).toEqual([]);
  });
  it.each<[string, object, string[]]>([
    ['a result less', { failed: [result] }, ['only the reference']],
    ['a result more', { failed: [result, result, result] }, ['only ours']],
    ['another place', { failed: [result, { ...result, location: '/a[1]' }] }, ['only the reference', 'only ours']],
    ['another text', { failed: [result, { ...result, text: 'WRONG' }] }, ['only the reference', 'only ours']],
    ['another kind', { failed: [result, { ...result, kind: 'successful-report' }] }, ['only the reference', 'only ours']],
    ['another number of fired rules', { fired: 3 }, ['fired rules']],
    ['an error', { error: { code: 'FODC0002', message: '' } }, ['error']],
  ])('finds %s', (_what, ours, expected) => {
    expect(whats(ours)).toEqual(expected);
  });
  it('names the rules that fired another number of times', () => {
    const found = differences(verdict, { ...verdict, fired: 3, contexts: { a: 2, b: 1 } })[0];
    expect(found?.rules).toEqual([{ context: 'a', reference: 1, ours: 2 }]);
  });
  it('counts what was compared, and keeps the texts of the pack out of the page', () => {
    const results = tally();
    results.add('pack', verdict, { ...verdict, failed: [result, { ...result, text: 'other' }] }, 1);
    expect(results.rows()).toMatchObject([{ documents: 1, fired: 2, asserts: 2, reports: 0, stopped: 0, differences: 2 }]);
    const page = asMarkdown(results.rows(), results.differences());
    expect(page).toContain('| pack | p | 1 | 2 | 2 | 0 | 0 | 2 |');
    expect(page).not.toMatch(/wrong|other/);
  });
  it('counts a profile that neither can judge, and compares no further', () => {
    const results = tally();
    const stopped = { ...verdict, failed: [], fired: 0, error: { code: 'X', message: '' } };
    expect(results.add('pack', stopped, { ...stopped, fired: 7 }, 1)).toEqual([]);
    expect(results.rows()[0]?.stopped).toBe(1);
  });
});

describe('documents as text', () => {
  it('are written back as they were read', () => {
    const { before, root, after } = readText(DOCUMENT);
    const again = readText(before + writeText(root) + after);
    expect(writeText(again.root)).toBe(writeText(root));
    expect(writeText(root)).toContain('a="&quot;"');
    expect(before).toContain('<?xml');
  });
  it.each(['<a><b></a></b>', '<a>', '<a/><b/>', 'text', '<a b=c/>'])('that are no XML are refused: %s', (text) => {
    expect(() => readText(text)).toThrow();
  });
  it('come out of the style sheet that wraps them, with the namespaces around them', () => {
    const wrapped = `<s:stylesheet xmlns:s="urn:s" xmlns="urn:hl7-org:v3" xmlns:c="urn:c"><x xmlns:inner="urn:i"/><ClinicalDocument xmlns:c="urn:own"><c:a/></ClinicalDocument></s:stylesheet>`;
    expect(clinicalDocumentText(wrapped)).toContain(
      '<ClinicalDocument xmlns:s="urn:s" xmlns="urn:hl7-org:v3" xmlns:c="urn:own"><c:a/></ClinicalDocument>',
    );
    expect(clinicalDocumentText(DOCUMENT)).toBe(DOCUMENT);
  });
  it('have their prefixes declared', () => {
    expect(isNamespaceWellFormed(readText('<a xmlns:x="u"><x:b/></a>').root)).toBe(true);
    expect(isNamespaceWellFormed(readText('<a><b xmlns:x="u"/><x:b/></a>').root)).toBe(false);
    expect(isNamespaceWellFormed(readText('<a b="1" b="2"/>').root)).toBe(false);
  });
});

describe('mutants', () => {
  const documents = [{ name: 'd.xml', text: DOCUMENT, profiles: ['p'] }];
  const mutants = makeMutants(documents, 300, 7);

  it('are the same for the same seed and others for another', () => {
    expect(makeMutants(documents, 300, 7)).toEqual(mutants);
    expect(makeMutants(documents, 300, 8)).not.toEqual(mutants);
  });
  it('are well-formed, changed in one to five places, and keep the profiles of their document', () => {
    for (const { text, operations, profiles } of mutants) {
      expect(isNamespaceWellFormed(readText(text).root)).toBe(true);
      expect(text).not.toBe(DOCUMENT);
      expect(operations.length).toBeGreaterThanOrEqual(1);
      expect(operations.length).toBeLessThanOrEqual(5);
      expect(profiles).toEqual(['p']);
    }
  });
  it('use every change', () => {
    expect(new Set(mutants.flatMap((m) => m.operations.map((o) => o.split(' ')[0]))).size).toBe(32);
  });
});
