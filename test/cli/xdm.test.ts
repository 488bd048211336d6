import { afterAll, describe, expect, test } from '@jest/globals';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { newDraft } from '../../simulators/portable-media-creator/draft.js';
import type { PackageFaultName } from '../../simulators/portable-media-creator/faults.js';
import { writePackage } from '../../simulators/portable-media-creator/write.js';
import { IdentifierMint } from '../../simulators/document-source/identifiers.js';
import { readZip, writeZip } from '../../src/protocols/zip/index.js';
import { lastingAddax, temporaryFolder } from '../support/addax.js';

const folder = temporaryFolder();
const { run: addax, end } = lastingAddax();
afterAll(async () => {
  await end();
  folder.remove();
});
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
const bytesOf = (documents: number, fault?: PackageFaultName): Uint8Array =>
  writePackage(newDraft(new IdentifierMint({ parameters: { seed: 'cli' }, now: () => at }), patient, documents, at), fault);
function put(name: string, bytes: Uint8Array): string {
  const file = join(folder.path, name);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, bytes);
  return file;
}

interface Told {
  file: string;
  kind: string;
  verdict: string;
  findings: { rule: string; path: string; part?: string; line: number; column: number }[];
}
async function judge(...args: string[]): Promise<{ code: number | null; files: Told[] }> {
  const { code, stdout } = await addax(['validate', ...args, '--format', 'json']);
  return { code, files: (JSON.parse(stdout) as { files: Told[] }).files };
}

describe('addax validate METADATA.XML --related', () => {
  test('metadata against a document that lies beside them', async () => {
    const archive = readZip(bytesOf(1));
    if (typeof archive === 'string') throw new Error(archive);
    const text = (name: string): string => {
      const content = archive.content(archive.entries.find((entry) => entry.name.endsWith(name))!);
      return 'bytes' in content ? new TextDecoder().decode(content.bytes) : '';
    };
    const title = (from: string): string => /<title>([^<]*)</.exec(from)![1]!;
    const document = text('DOC00001.XML');
    const related = put('beside/DOC00001.XML', Buffer.from(document));
    const metadata = put(
      'beside/METADATA.XML',
      Buffer.from(text('METADATA.XML').replaceAll(`value="${title(document)}"`, 'value="Autre"')),
    );
    expect(await judge(metadata)).toMatchObject({ code: 0, files: [{ kind: 'xds-metadata', findings: [] }] });
    const { code, files } = await judge(metadata, '--related', related);
    expect([code, files[0]!.findings.map(({ rule }) => rule)]).toEqual([1, ['PDS-X-07']]);
    const missing = await addax(['validate', metadata, '--related', join(folder.path, 'nothing.xml'), '--lang', 'en']);
    expect([missing.code, missing.stderr]).toEqual([3, expect.stringContaining('--related')]);
  });
  test('the blocks are listed as tables', async () => {
    const { stdout } = await addax(['list', 'blocks', '--lang', 'en']);
    expect(stdout).toMatch(/^metadata-cda .*\n {4}PDS-X-05 +SHALL +patientId \/ recordTarget\/patientRole\/id\/@extension \(/m);
    expect(stdout).toMatch(/^manifest-files /m);
  });
});

describe('addax validate IHE_XDM.ZIP', () => {
  test('is one artefact, with its metadata and its documents', async () => {
    const file = put('right/IHE_XDM.ZIP', bytesOf(2));
    const { code, files } = await judge(file);
    expect(code).toBe(0);
    expect(files).toMatchObject([{ file, kind: 'xdm', verdict: 'PASSED', findings: [] }]);
    expect((await addax(['validate', file, '--lang', 'en'])).stdout).toMatch(/PASSED.*\(xdm\)\n\n.*rules evaluated, 0 errors/);
  });
  test('--format svrl tells its findings, --html shows its files', async () => {
    const file = put('svrl/IHE_XDM.ZIP', bytesOf(1, 'wrong-hash'));
    const page = join(folder.path, 'package.html');
    const { stdout } = await addax(['validate', file, '--format', 'svrl', '--html', page]);
    expect(stdout).toMatch(/<svrl:active-pattern [^>]*IHE_XDM\/SUBSET01\/METADATA\.XML/);
    expect(stdout).toMatch(/<svrl:failed-assert id="XDM-07-HASH" location="\/lcm:SubmitObjectsRequest/);
    expect(readFileSync(page, 'utf8')).toMatch(/class="tree"[\s\S]*METADATA\.XML<\/h3>/);
  });
  test('what is wrong in its metadata is told by file, line, column and path', async () => {
    const { code, files } = await judge(put('hash/IHE_XDM.ZIP', bytesOf(1, 'wrong-hash')));
    expect(code).toBe(1);
    const [finding] = files[0]!.findings;
    expect(finding).toMatchObject({ rule: 'XDM-07-HASH', part: 'IHE_XDM/SUBSET01/METADATA.XML', line: 2 });
    expect(finding!.path).toMatch(/^IHE_XDM\/SUBSET01\/METADATA\.XML!\/lcm:SubmitObjectsRequest/);
    expect(finding!.column).toBeGreaterThan(1);
  });
  test.each(['traversal-name', 'bomb', 'truncated', 'encrypted'] as const)('a hostile archive, %s, is judged', async (fault) => {
    const { code, files } = await judge(put(`${fault}/IHE_XDM.ZIP`, bytesOf(1, fault)));
    expect(code).toBe(1);
    expect(files).toMatchObject([{ kind: 'xdm', verdict: 'FAILED', findings: [{}] }]);
  });
  test('it is known by what it holds, under any name and wherever IHE_XDM comes', async () => {
    const viewer = { name: 'VIEWER.BIN', bytes: Buffer.from(Array.from({ length: 400_000 }, (_, i) => (i * i * 31) % 251)), stored: true };
    const late = writeZip([viewer, { name: 'IHE_XDM/SUBSET01/DOC00001.TXT', bytes: Buffer.from('x') }], at);
    const { files } = await judge(put('late/export.zip', late), put('under/lot.zip', bytesOf(1)));
    expect(files.map(({ kind, verdict }) => [kind, verdict])).toEqual([
      ['xdm', 'FAILED'],
      ['xdm', 'PASSED'],
    ]);
  });
  test('in a folder it stays one; with another --kind its files are judged one by one', async () => {
    put('folder/IHE_XDM.ZIP', bytesOf(2));
    const path = join(folder.path, 'folder');
    expect((await judge(path)).files.map(({ kind }) => kind)).toEqual(['xdm']);
    const { files } = await judge(path, '--kind', 'cda');
    expect(files.map(({ file }) => file.split('!/')[1])).toEqual([
      'INDEX.HTM',
      'README.TXT',
      'IHE_XDM/SUBSET01/METADATA.XML',
      'IHE_XDM/SUBSET01/DOC00001.XML',
      'IHE_XDM/SUBSET01/DOC00002.XML',
    ]);
  });
  test('another archive holds files; --kind xdm says it is a package', async () => {
    const file = put('documents.zip', writeZip([{ name: 'a.txt', bytes: Buffer.from('x') }], at));
    expect((await judge(file)).files).toEqual([]);
    const { files } = await judge(file, '--kind', 'xdm');
    expect(files[0]!.findings.map(({ rule }) => rule)).toContain('XDM-02-FOLDER');
  });
});
