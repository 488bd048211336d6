import { lstatSync, renameSync, symlinkSync, writeFileSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { type Judgement } from '../engine/index.js';
import { ConfigurationError, exitCode, type Language } from '../model/index.js';
import { makeFolder } from './setup.js';
import { reportFormats } from '../../reports/index.js';

type BlobReader = (hash: string) => Uint8Array | undefined;

/** The text of a report in one format. */
export async function render(format: string, judgement: Judgement, language: Language, blob: BlobReader): Promise<string> {
  const write = await reportFormats.find((f) => f.id === format)!.load();
  return write(judgement.report, { language, blob: (hash) => judgement.bytes.get(hash) ?? blob(hash) });
}

/** Writes the reports of a run into its bundle, every format or those that are named; returns their paths. */
export async function writeReports(
  judgement: Judgement,
  directory: string,
  language: Language,
  blob: BlobReader,
  formats?: readonly string[],
): Promise<string[]> {
  return Promise.all(
    reportFormats
      .filter(({ id }) => formats?.includes(id) ?? true)
      .map(async ({ id, file }) => {
        writeFileSync(join(directory, file), await render(id, judgement, language, blob));
        return join(directory, file);
      }),
  );
}

/** Makes `latest` beside the bundle point at it; something else of that name is left alone. */
export function pointLatest(bundle: string): void {
  const link = join(dirname(resolve(bundle)), 'latest');
  const there = lstatSync(link, { throwIfNoEntry: false });
  if (there && !there.isSymbolicLink()) return;
  // made aside and moved: another run may be doing the same
  const fresh = `${link}.${process.pid}`;
  symlinkSync(basename(bundle), fresh);
  renameSync(fresh, link);
}

/** A new folder for a run: `addax-out/2026-11-20T093000Z-<what>`. */
export function bundleFolder(out: string, what: string, now: Date): string {
  const stamp = now
    .toISOString()
    .replace(/[:.]/g, '')
    .replace(/\d{3}Z$/, 'Z');
  for (let n = 1; ; n++) {
    const folder = join(out, `${stamp}-${what}${n === 1 ? '' : `-${n}`}`);
    if (lstatSync(folder, { throwIfNoEntry: false })) continue;
    makeFolder('--out', folder);
    return folder;
  }
}

/**
 * The folder of a run that was given a name.
 * @throws ConfigurationError when something is there already: evidence is never mixed
 */
export function namedFolder(out: string, name: string): string {
  const folder = join(out, name);
  if (basename(name) !== name || name === 'latest' || lstatSync(folder, { throwIfNoEntry: false }))
    throw new ConfigurationError(
      '--name',
      { fr: `${folder} existe déjà ou n’est pas un nom de dossier.`, en: `${folder} exists already or is no folder name.` },
      { fr: 'Choisir un autre nom.', en: 'Choose another name.' },
    );
  makeFolder('--out', folder);
  return folder;
}

/** The exit code of a run. */
export const exitCodeOf = ({ report }: Judgement): number =>
  exitCode(
    report.verdict,
    report.errors.map((e) => e.owner),
  );
