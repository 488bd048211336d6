import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { parse } from 'yaml';
import { newDraft } from '../../simulators/portable-media-creator/draft.js';
import { PACKAGE_FAULTS, type PackageFaultName } from '../../simulators/portable-media-creator/faults.js';
import { writePackage } from '../../simulators/portable-media-creator/write.js';
import { IdentifierMint } from '../../simulators/document-source/identifiers.js';
import { Artefact, RequirementFile, type Validation } from '../../src/model/index.js';
import { writeZip } from '../../src/protocols/zip/index.js';
import { rules, validator } from './index.js';

const at = new Date('2026-11-20T10:00:00Z');
const context = { at, trust: { anchors: [], crls: [] }, parameters: {} };
const patient = {
  ins: '279035121518989',
  oid: '1.2.250.1.213.1.4.10',
  birthFamily: 'PAT-TROIS',
  given: 'DOMINIQUE',
  sex: 'F' as const,
  birthDate: '19790328',
  birthPlace: '51215',
};
const mint = (): IdentifierMint => new IdentifierMint({ parameters: { seed: 'xdm' }, now: () => at });
const made = (fault?: PackageFaultName, documents = 1): Uint8Array => writePackage(newDraft(mint(), patient, documents, at), fault);
const judge = (bytes: Uint8Array, name = 'mail/IHE_XDM.ZIP'): Promise<Validation> => validator.validate(new Artefact(name, bytes), context);
const own = new Set(rules.map(({ id }) => id));

/** Findings of our own rules; those of the metadata and of the documents are told beside. */
async function found(bytes: Uint8Array, name?: string): Promise<{ own: string[]; others: string[] }> {
  const { findings } = await judge(bytes, name);
  const ids = findings.map(({ rule }) => rule);
  return { own: ids.filter((id) => own.has(id)), others: ids.filter((id) => !own.has(id)) };
}

const faults = Object.entries(PACKAGE_FAULTS).map(([name, { breaks }]) => ({ name: name as PackageFaultName, breaks }));
/** What no creator does wrong: the name under which an archive is kept, and its weight. */
const BESIDE = ['XDM-01-NAME', 'XDM-01-WEIGHT'];
const FRENCH_SLIPS = /[^\u00a0][;?!](?![\w\u00a0-])| [:;?!]|« | »|[a-z]'[a-z]/;

describe('a conformant package', () => {
  test.each([1, 3, 99])('of %d documents: nothing is found, in it, its metadata and its documents', async (documents) => {
    const { findings, evaluated } = await judge(made(undefined, documents));
    expect(findings).toEqual([]);
    expect(rules.map(({ id }) => id).filter((id) => !evaluated.includes(id))).toEqual([]);
    expect(evaluated).toEqual(expect.arrayContaining(['XDS-30', 'CDA-04']));
  });
});

describe('rules', () => {
  test('each has something that breaks it', () => {
    const broken = new Set<string>([...faults.map(({ breaks }) => breaks), ...BESIDE]);
    expect(rules.map(({ id }) => id).filter((id) => !broken.has(id))).toEqual([]);
    expect(own.size).toBe(rules.length);
  });
  test.each(faults)('$name breaks $breaks, and no other', async ({ name, breaks }) => {
    const { findings, evaluated } = await judge(made(name));
    const ours = findings.filter(({ rule }) => own.has(rule));
    expect(ours.map(({ rule, actual }) => [rule, rule === breaks ? '' : actual?.en])).toEqual([[breaks, '']]);
    expect(evaluated).toContain(breaks);
    const [{ expected, actual, message, severity }] = ours as [(typeof ours)[number]];
    expect(severity).toBe({ SHALL: 'error', SHOULD: 'warning', MAY: 'information' }[rules.find(({ id }) => id === breaks)!.level]);
    expect(expected).toBeDefined();
    expect(actual).toBeDefined();
    expect(expected).not.toEqual(actual);
    if (name !== 'broken-metadata') for (const text of [message, expected!]) expect(text.fr).not.toMatch(FRENCH_SLIPS);
  });
  test.each(faults.filter(({ name }) => name !== 'second-patient' && name !== 'other-root'))(
    '$name: nothing else is said of the metadata and the documents',
    async ({ name }) => expect((await found(made(name))).others).toEqual([]),
  );
  test('the name of the archive', async () => {
    expect((await found(made(), 'export-42.zip')).own).toEqual(['XDM-01-NAME']);
    expect((await found(made(), 'C:\\mail\\IHE_XDM.zip')).own).toEqual([]);
  });
  test('the weight of the archive', async () => {
    const files = [{ name: 'VIEWER.BIN', bytes: new Uint8Array(26 * 1024 ** 2), stored: true }];
    expect((await found(writeZip(files, at))).own).toEqual(['XDM-01-WEIGHT', 'XDM-02-INDEX', 'XDM-02-README', 'XDM-02-FOLDER']);
  });
  test('each serves a requirement that exists, of its level, which nobody calls untested', () => {
    const file = RequirementFile.parse(parse(readFileSync('suites/xdm/requirements.yaml', 'utf8')));
    const known = new Map(file.requirements.map((requirement) => [requirement.id, requirement]));
    for (const { requirements, level } of rules) for (const id of requirements) expect(known.get(id)).toMatchObject({ level });
    const covered = new Set(rules.flatMap(({ requirements }) => requirements));
    // what an importer does with a package is for scenarios to see
    const ofPackages = [...known.values()].filter(({ actors }) => actors.includes('portable-media-creator'));
    for (const { id, untested } of ofPackages) expect([id, covered.has(id)]).toEqual([id, untested === undefined]);
  });
  test.each(rules.map((rule) => [rule.id, rule] as const))('%s is written for people, in both languages', (_, rule) => {
    for (const text of [rule.title, rule.message, rule.hint, ...(rule.why ? [rule.why] : [])]) {
      expect(text.fr).toMatch(/\.$/);
      expect(text.en).toMatch(/\.$/);
      expect(text.fr).not.toMatch(FRENCH_SLIPS);
      expect(text.en).not.toMatch(/\u00a0/);
    }
    expect(rule.example).toBeDefined();
  });
});

describe('documents', () => {
  test('each is compared with its entry', async () => {
    const draft = newDraft(mint(), patient, 2, at);
    draft.sets[0]!.submission.documentEntries[1]!.title = 'Autre titre';
    const { findings, evaluated } = await judge(writePackage(draft));
    expect(findings.map(({ rule, place }) => [rule, place.path.split('!')[0], place.part?.fr])).toEqual([
      ['PDS-X-07', 'IHE_XDM/SUBSET01/METADATA.XML', 'IHE_XDM/SUBSET01/METADATA.XML'],
    ]);
    expect(findings[0]!.expected!.fr).toContain('CDA, ligne');
    expect(evaluated).toEqual(expect.arrayContaining(['PDS-X-05', 'PDS-X-15']));
  });

  test('one that is no CDA is said not to be judged', async () => {
    const draft = newDraft(mint(), patient, 2, at);
    const [set] = draft.sets;
    const bytes = Buffer.from('%PDF-1.4');
    set!.documents[1] = { name: 'DOC00002.PDF', bytes };
    Object.assign(set!.submission.documentEntries[1]!, {
      uri: 'DOC00002.PDF',
      mimeType: 'application/pdf',
      size: bytes.length,
      hash: createHash('sha1').update(bytes).digest('hex'),
    });
    const { notes } = await judge(writePackage(draft));
    expect(notes?.map(({ kind, text }) => [kind, text.en])).toContainEqual([
      'unchecked',
      'Documents that are no CDA, not judged: IHE_XDM/SUBSET01/DOC00002.PDF.',
    ]);
  });
});

describe('places', () => {
  const placed = async (fault: PackageFaultName) => (await judge(made(fault))).findings.find(({ rule }) => own.has(rule))!.place;
  test('a file of the archive is named', async () => {
    expect(await placed('encrypted')).toMatchObject({ path: 'IHE_XDM/SUBSET01/DOC00001.XML', line: 1, column: 1 });
    expect(await placed('traversal-name')).toMatchObject({ path: '../../DOC00001.XML' });
    expect(await placed('no-readme')).toMatchObject({ path: 'README.TXT' });
  });
  test('inside METADATA.XML: its name, line, column and path', async () => {
    const place = await placed('wrong-hash');
    expect(place.path).toMatch(
      /^IHE_XDM\/SUBSET01\/METADATA\.XML!\/lcm:SubmitObjectsRequest\/.*rim:Slot\[\d+\]\/rim:ValueList\/rim:Value$/,
    );
    expect(place).toMatchObject({ line: 2, part: { fr: 'IHE_XDM/SUBSET01/METADATA.XML' } });
    expect(place.column).toBeGreaterThan(1);
    expect((await placed('broken-metadata')).path).toBe('IHE_XDM/SUBSET01/METADATA.XML');
  });
  test('inside INDEX.HTM, whose DOCTYPE does not count', async () => {
    const place = await placed('index-in-html');
    expect(place).toMatchObject({ path: 'INDEX.HTM', part: { fr: 'INDEX.HTM' } });
    expect(place.line).toBeGreaterThan(5);
  });
  test('the same in two documents is told twice, each under its own name', async () => {
    const draft = newDraft(mint(), patient, 2, at);
    for (const set of draft.sets)
      for (const [i, document] of set.documents.entries()) {
        document.bytes = Buffer.from(new TextDecoder().decode(document.bytes).replace('<realmCode code="FR"/>', '<realmCode code="BE"/>'));
        Object.assign(set.submission.documentEntries[i]!, { hash: undefined, size: undefined });
      }
    const { findings } = await judge(writePackage(draft));
    const realm = findings.filter(({ place }) => place.path.includes('realmCode'));
    expect(realm.map(({ place }) => place.path.split('!')[0])).toEqual(['IHE_XDM/SUBSET01/DOC00001.XML', 'IHE_XDM/SUBSET01/DOC00002.XML']);
    expect(new Set(realm.map(({ fingerprint }) => fingerprint)).size).toBe(2);
  });
});

describe('detect', () => {
  test('a package, not another archive nor a document', () => {
    expect(validator.detect(made())).toBe(0.95);
    expect(validator.detect(writeZip([{ name: 'a.xml', bytes: new Uint8Array(1) }], at))).toBe(0);
    expect(validator.detect(Buffer.from('<ClinicalDocument/> IHE_XDM/'))).toBe(0);
    expect(validator.detect(new Uint8Array())).toBe(0);
  });
});
