import { describe, expect, test } from '@jest/globals';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Artefact, packageRoot, type Finding } from '../../src/model/index.js';
import { readXml, type XmlDocument, type XmlElement } from '../../src/protocols/xml/index.js';
import { clinicalDocumentIn, validator } from '../../validators/cda/index.js';

interface Opened {
  text: string;
  elements: XmlElement[];
}
interface Site {
  element: XmlElement;
  edits: [number, number, string][];
  note?: string;
  equivalent?: string;
}
interface MutationClass {
  id: string;
  title: string;
  sites(document: Opened): Site[];
}
type Edits = Record<string, (...given: unknown[]) => [number, number, string]>;

const here = (name: string): Promise<unknown> => import(join(packageRoot, 'scripts/mutation', name));
const { CLASSES, EQUIVALENT } = (await here('classes.mjs')) as { CLASSES: MutationClass[]; EQUIVALENT: Record<string, string> };
const sample = (await here('sample.mjs')) as {
  sampled(sites: Site[], most: number, seed: string, placeOf: (site: Site) => string): Site[];
};
const documents = (await here('document.mjs')) as Edits & {
  openDocument(name: string, bytes: Uint8Array, read: (bytes: Uint8Array) => XmlDocument, contain: typeof clinicalDocumentIn): Opened;
  edited(document: Opened, edits: Site['edits']): Uint8Array;
  hashAgain(element: XmlElement, base64: string): Site['edits'];
  kindOfPlace(element: XmlElement): string;
};
const sampled = (sites: Site[], most: number, seed: string): Site[] =>
  sample.sampled(sites, most, seed, ({ element }) => documents.kindOfPlace(element));
const { countsOf, increased } = (await here('judge.mjs')) as {
  countsOf(findings: Pick<Finding, 'rule' | 'severity'>[]): Map<string, number>;
  increased(original: Map<string, number>, mutant: Map<string, number>): string[];
};

const open = (bytes: Uint8Array): Opened => documents.openDocument('d.xml', bytes, readXml, clinicalDocumentIn);
const opened = (body: string): Opened =>
  open(
    Buffer.from(
      `<ClinicalDocument xmlns="urn:hl7-org:v3" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">${body}</ClinicalDocument>`,
    ),
  );
const changed = (document: Opened, ...edits: Site['edits']): string => Buffer.from(documents.edited(document, edits)).toString();
const inside = (text: string): string => text.replace(/^<ClinicalDocument[^>]*>|<\/ClinicalDocument>$/g, '');
const named = (document: Opened, local: string): XmlElement => document.elements.find((e) => e.local === local)!;
const sitesOf = (id: string, document: Opened): Site[] => CLASSES.find((c) => c.id === id)!.sites(document);

describe('an edit changes one thing and leaves every other byte', () => {
  const source = `\n<id  root = '1.2' extension="a&amp;b"/><!-- id --><a:x xmlns:a="urn:a"><b/>é</a:x>`;
  const document = opened(source);
  const [id, x, b] = ['id', 'x', 'b'].map((local) => named(document, local)) as [XmlElement, XmlElement, XmlElement];
  const attribute = (element: XmlElement, name: string) => element.attributes.find((a) => a.name === name);

  test.each<[string, () => Site['edits'], string]>([
    [
      'value of an attribute',
      () => [documents['setAttribute']!(id, attribute(id, 'root'), `"'&<`)],
      source.replace(`'1.2'`, `'&quot;&apos;&amp;&lt;'`),
    ],
    ['attribute removed', () => [documents['removeAttribute']!(id, attribute(id, 'root'))], source.replace(`  root = '1.2'`, '')],
    ['attribute added', () => [documents['addAttribute']!(x, 'n', '1')], source.replace('<a:x ', '<a:x n="1" ')],
    ['element renamed', () => documents['renameElement']!(x, 'y') as unknown as Site['edits'], source.replaceAll('a:x', 'a:y')],
    ['empty tag renamed', () => documents['renameElement']!(b, 'c') as unknown as Site['edits'], source.replace('<b/>', '<c/>')],
    ['element removed', () => [documents['removeElement']!(x)], source.slice(0, source.indexOf('<a:x'))],
    ['child in an empty tag', () => [documents['prepend']!(b, '<c/>')], source.replace('<b/>', '<b><c/></b>')],
    ['child before others', () => [documents['prepend']!(x, '<c/>')], source.replace('<b/>', '<c/><b/>')],
    [
      'two elements swapped',
      () => documents['swapElements']!(id, x) as unknown as Site['edits'],
      source.replace(/(<id.*?\/>)(<!.*?>)(<a:x.*)/, '$3$2$1'),
    ],
    ['content emptied', () => [documents['emptyElement']!(x)], source.replace('<b/>é', '')],
  ])('%s', (_what, edits, expected) => {
    expect(inside(changed(document, ...edits()))).toBe(expected);
  });

  test('a byte order mark stays', () => {
    const marked = open(Buffer.concat([Buffer.from([0xef, 0xbb, 0xbf]), Buffer.from(document.text)]));
    expect([...documents.edited(marked, []).subarray(0, 4)]).toEqual([0xef, 0xbb, 0xbf, 0x3c]);
  });

  test('the hash of changed content is that of the new content', () => {
    const d = opened('<value representation="B64" mediaType="application/pdf" integrityCheck="old">AAAA</value>');
    const [edit] = documents.hashAgain(named(d, 'value'), 'AAAA');
    // SHA-1 of three zero bytes
    expect(edit?.[2]).toBe(Buffer.from('29e2dcfbb16f63bb0254df7585a15bb6fb5e927d', 'hex').toString('base64'));
  });
});

describe('sites', () => {
  test('of a sample are the same for the same seed, of every kind first, and all of them where there are few', () => {
    const d = opened('<a/>'.repeat(20) + '<b/>');
    const sites = sitesOf('M05', d);
    const kinds = (list: Site[]) => list.map(({ element }) => element.local);
    expect(sampled(sites, 3, 'x')).toEqual(sampled(sites, 3, 'x'));
    expect(new Set(kinds(sampled(sites, 3, 'x')))).toEqual(new Set(['ClinicalDocument', 'a', 'b']));
    expect(sampled(sites, 0, 'x')).toHaveLength(22);
    expect(sampled(sites, 99, 'x')).toHaveLength(22);
  });
  test('are outside the narrative', () => {
    const d = opened('<component><section><text><table><tr/></table></text></section></component>');
    expect(sitesOf('M05', d).map(({ element }) => element.local)).toEqual(['ClinicalDocument', 'component', 'section', 'text']);
  });
  test.each<[string, string, (string | undefined)[]]>([
    ['M01', '<name><family/><given/></name>', ['free-order']],
    ['M01', '<id/><code/>', [undefined]],
    ['M08', '<id root="1.2.250.1.213.1.4.8" extension="255069999999901"/>', ['wrong-already']],
    ['M14', '<effectiveTime><low value="20240101"/><high value="202401011200"/></effectiveTime>', ['same-instant']],
    ['M14', '<effectiveTime><low value="20240101"/><high value="20240102"/></effectiveTime>', [undefined]],
    ['M14', '<effectiveTime><low value="20240101"/><high value="20240101"/></effectiveTime>', []],
    ['M29', '<act><id root="1.2"/><id root="1.3"/></act>', ['another-id-stays', 'another-id-stays']],
    ['M29', '<act><id root="1.2"/></act>', [undefined]],
  ])('%s of %s: %j', (id, body, equivalents) => {
    expect(sitesOf(id, opened(body)).map((site) => site.equivalent)).toEqual(equivalents);
  });
  test('that are equivalent name an argument', () => {
    for (const argument of Object.values(EQUIVALENT)) expect(argument).toMatch(/^[A-Z].{40,}\.$/);
  });
});

test('detection is more errors or warnings of some rule, wherever they stand', () => {
  const counts = (...rules: string[]) => countsOf(rules.map((rule) => ({ rule, severity: rule === 'I' ? 'information' : 'error' })));
  expect(increased(counts('A', 'B'), counts('A', 'B'))).toEqual([]);
  expect(increased(counts('A', 'B'), counts('B', 'B'))).toEqual(['B']);
  expect(increased(counts('A'), counts('A', 'I'))).toEqual([]);
});

/** So many sites of each class and document: enough to see that a class is no longer seen. */
const SITES = 3;
/** Of all mutants of our own documents, equivalents left out. */
const SHARE = 0.95;

const judged = async (bytes: Uint8Array) =>
  countsOf(
    (
      await validator.validate(new Artefact('d.xml', bytes), {
        at: new Date('2026-11-20T12:00:00Z'),
        trust: { anchors: [], crls: [] },
        parameters: {},
      })
    ).findings,
  );

/** Which mutants of these documents our rules see. */
async function detection(files: readonly string[], most: number) {
  const seen: string[] = [];
  const missed: string[] = [];
  for (const file of files) {
    const document = open(readFileSync(file));
    const original = await judged(readFileSync(file));
    for (const { id, sites } of CLASSES)
      for (const { element, edits, note, equivalent } of sampled(sites(document), most, `${file.slice(file.lastIndexOf('/'))} ${id}`)) {
        if (equivalent) continue;
        const mutant = await judged(documents.edited(document, edits));
        expect(mutant.has('CDA-01')).toBe(false);
        (increased(original, mutant).length > 0 ? seen : missed).push(`${id} ${note ?? ''} ${element.path}`);
      }
  }
  const classes = (list: string[]) => new Set(list.map((one) => one.slice(0, 3)));
  return {
    share: seen.length / (seen.length + missed.length),
    unseen: [...classes(missed)].filter((id) => !classes(seen).has(id)),
    missed,
  };
}

const xmlIn = (folder: string): string[] =>
  readdirSync(folder)
    .filter((name) => name.endsWith('.xml'))
    .sort()
    .map((name) => join(folder, name));

describe('our rules see the mutants', () => {
  test('of our own documents, whatever the class', async () => {
    const { share, unseen, missed } = await detection(xmlIn(join(packageRoot, 'examples/documents')), SITES);
    expect({ unseen, enough: share >= SHARE, missed }).toMatchObject({ unseen: [], enough: true });
  }, 120_000);

  const samples = process.env['ADDAX_SAMPLES'];
  if (samples === undefined || !existsSync(join(samples, 'cda')))
    test.skip('of third-party documents: ADDAX_SAMPLES does not name the folder of samples', () => undefined);
  else
    test('of third-party documents, a few of each class', async () => {
      const small = ['VAC-NOTE_2023.01.xml', 'eDISP-MED_2024.01.xml'];
      const { share, missed } = await detection(
        small.map((name) => join(samples, 'cda', name)),
        SITES,
      );
      expect({ enough: share >= SHARE, missed }).toMatchObject({ enough: true });
    }, 120_000);
});
