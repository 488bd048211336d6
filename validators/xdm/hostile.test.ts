import { describe, expect, test } from '@jest/globals';
import { Artefact, type Validation } from '../../src/model/index.js';
import { writeZip, type ZipFileToWrite } from '../../src/protocols/zip/index.js';
import { newDraft } from '../../simulators/portable-media-creator/draft.js';
import { IdentifierMint } from '../../simulators/document-source/identifiers.js';
import { writePackage } from '../../simulators/portable-media-creator/write.js';
import { validator } from './index.js';

const at = new Date('2026-11-20T10:00:00Z');
const patient = {
  ins: '279035121518989',
  oid: '1.2.250.1.213.1.4.10',
  birthFamily: 'PAT-TROIS',
  given: 'DOMINIQUE',
  sex: 'F' as const,
  birthDate: '19790328',
  birthPlace: '51215',
};
const judge = (bytes: Uint8Array): Promise<Validation> =>
  validator.validate(new Artefact('IHE_XDM.ZIP', bytes), { at, trust: { anchors: [], crls: [] }, parameters: {} });
const text = (value: string): Uint8Array => Buffer.from(value, 'utf8');
const found = async (files: ZipFileToWrite[]): Promise<string[]> => (await judge(writeZip(files, at))).findings.map(({ rule }) => rule);
const page = (content: string): ZipFileToWrite => ({ name: 'INDEX.HTM', bytes: text(content) });
const set = (content: string): ZipFileToWrite => ({ name: 'IHE_XDM/SUBSET01/METADATA.XML', bytes: text(content) });

describe('hostile packages', () => {
  test('300 mutations of a package: always a validation', async () => {
    const whole = writePackage(newDraft(new IdentifierMint({ parameters: { seed: 'x' }, now: () => at }), patient, 1, at));
    let seed = 7;
    const random = (below: number): number => (seed = (Math.imul(seed, 1103515245) + 12345) >>> 0) % below;
    for (let i = 0; i < 300; i++) {
      const bytes = Buffer.from(whole.subarray(0, random(10) === 0 ? random(whole.length) : whole.length));
      for (let flips = 1 + random(8); flips > 0 && bytes.length > 0; flips--) bytes[random(bytes.length)] = random(256);
      expect((await judge(bytes)).evaluated).toContain('XDM-01-ZIP');
    }
  });
  test('too many files: refused before anything is read', async () => {
    const many = Array.from({ length: 10_001 }, (_, i) => ({ name: `IHE_XDM/SUBSET01/D${i}`, bytes: new Uint8Array(), stored: true }));
    const { findings } = await judge(writeZip(many, at));
    expect(findings.map(({ rule, actual }) => [rule, actual!.en])).toEqual([['XDM-01-ZIP', 'more than 10000 files']]);
  });
  test('a rule that many names break is told a hundred times, in a moment', async () => {
    const many = Array.from({ length: 9_000 }, (_, i) => ({ name: `IHE_XDM/SUBSET01/../${i}`, bytes: new Uint8Array(), stored: true }));
    const began = performance.now();
    const rules = await found(many);
    expect(rules.filter((rule) => rule === 'XDM-08-PATH').length).toBe(100);
    expect(performance.now() - began).toBeLessThan(5000);
  });
  test('9,000 submission sets: the first files are judged, the rest is said not to be', async () => {
    const sets = Array.from({ length: 9_000 }, (_, i) => ({ name: `IHE_XDM/S${i}/METADATA.XML`, bytes: text('<a/>'), stored: true }));
    const { notes, findings } = await judge(writeZip(sets, at));
    expect(notes?.map(({ kind }) => kind)).toContain('unchecked');
    expect(findings.filter(({ rule }) => rule === 'XDM-05-ROOT').length).toBe(100);
  });
  test('entities in METADATA.XML and in INDEX.HTM are not expanded', async () => {
    const bomb = '<!DOCTYPE a [<!ENTITY b "x">]><a>&b;</a>';
    const { findings } = await judge(writeZip([page(bomb), set(bomb)], at));
    const places = findings
      .filter(({ rule }) => rule === 'XDM-05-XML' || rule === 'XDM-02-XHTML')
      .map(({ rule, place }) => [rule, place.path, place.line]);
    expect(places).toEqual([
      ['XDM-02-XHTML', 'INDEX.HTM', 1],
      ['XDM-05-XML', 'IHE_XDM/SUBSET01/METADATA.XML', 1],
    ]);
  });
  test.each([
    ['<!DOCTYPE', '<!DOCTYPE'.repeat(100_000)],
    ['&a', '&aaaaaaaaaaaaaaaaaaaaaaaaaaaa'.repeat(30_000)],
    ['href', ` href="${'a'.repeat(300)}`.repeat(3_000)],
    ['spaces', ` href${' '.repeat(200_000)}`],
  ])('a page of %s is read in linear time', async (_, content) => {
    const began = performance.now();
    expect(await found([page(content)])).toContain('XDM-02-XHTML');
    expect(performance.now() - began).toBeLessThan(3000);
  });
  test('a name never writes over what a terminal shows', async () => {
    const { findings } = await judge(
      writeZip(
        [
          { name: 'A\u001b[2J.XML', bytes: text('') },
          { name: 'B\u202eLMX.EXE', bytes: text('') },
        ],
        at,
      ),
    );
    const names = findings.filter(({ rule }) => rule === 'XDM-08-PATH');
    expect(names.map(({ place }) => place.path)).toEqual(['A\\u{1b}[2J.XML', 'B\\u{202e}LMX.EXE']);
    expect(JSON.stringify(findings.map((finding) => ({ ...finding, fingerprint: '' })))).not.toMatch(/\\u001b|\u202e/);
  });
  test('METADATA.XML in other case beside the right one, URI that leads nowhere, no name at all', async () => {
    const rules = await found([set('<a/>'), { name: 'IHE_XDM/SUBSET01/metadata.xml', bytes: text('<b/>') }, { name: '', bytes: text('') }]);
    expect(rules).toEqual(expect.arrayContaining(['XDM-08-ONCE', 'XDM-08-PATH', 'XDM-05-ROOT']));
  });
});
