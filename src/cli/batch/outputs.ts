import { createHash } from 'node:crypto';
import { closeSync, existsSync, openSync, renameSync, rmSync, writeFileSync, writeSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import type { BatchFile, BatchSummary, ResultWriter } from '../../../reports/results.js';
import { ConfigurationError, type JudgedFile } from '../../model/index.js';
import { inWords } from '../../packs/system-error.js';
import { linesOf } from './journal.js';
import { draftOf, INDEX, PAGES, SPOOL } from './names.js';
import { isSpecial, locate, makeFolder } from './places.js';

/** Where results go, one after the other. */
export interface Output {
  add(result: JudgedFile, made: { page?: string | undefined }): void;
  /** all files are told */
  end(summary: () => BatchSummary): void;
  /** not all will be */
  abandon?(): void;
}

/** Runs what writes for an option; what fails is the fault of the place it was given. */
function writing<T>(option: string, path: string, write: () => T): T {
  try {
    return write();
  } catch (error) {
    const { fr, en } = inWords(error);
    throw new ConfigurationError(
      option,
      { fr: `${path}\u00A0: écriture impossible (${fr}).`, en: `${path}: cannot be written (${en}).` },
      { fr: 'Donner un chemin où écrire, et de la place.', en: 'Give a path that can be written to, and room.' },
    );
  }
}

const WRITE_TOGETHER = 64 * 1024;

/**
 * Writes a file that is there, whole, when all is told, and not before; a device or a pipe is written to as results come.
 * @throws ConfigurationError when it cannot be written
 */
export function fileOutput(option: string, path: string, writer: ResultWriter): Output {
  const through = isSpecial(path);
  // a link stays, and leads to the results
  const place = locate(path);
  const draft = draftOf(place);
  const descriptor = writing(option, path, () => {
    if (through) return openSync(path, 'w');
    makeFolder(dirname(place));
    return openSync(draft, 'w');
  });
  let waiting = '';
  const flush = (): void => {
    const bytes = Buffer.from(waiting);
    waiting = '';
    for (let done = 0; done < bytes.length;) done += writeSync(descriptor, bytes, done);
  };
  const put = (text: string): void => {
    waiting += text;
    if (waiting.length >= WRITE_TOGETHER) writing(option, path, flush);
  };
  put(writer.begin());
  return {
    add: (result) => put(writer.add(result)),
    end() {
      put(writer.end());
      writing(option, path, () => {
        flush();
        closeSync(descriptor);
        if (!through) renameSync(draft, place);
      });
    },
    abandon() {
      closeSync(descriptor);
      if (!through) rmSync(draft, { force: true });
    },
  };
}

/** One page, of one file. */
export function pageOutput(path: string): Output {
  return {
    add(_result, { page }) {
      if (page === undefined) return;
      writing('--html', path, () => {
        makeFolder(dirname(locate(path)));
        writeFileSync(path, page);
      });
    },
    end() {
      // it is written
    },
  };
}

/** A folder of pages, one for each file, and the page that leads to them. */
export class PagesOutput implements Output {
  readonly #spool: string;
  readonly #descriptor: number;

  constructor(
    private readonly folder: string,
    private readonly render: (summary: BatchSummary) => string,
  ) {
    this.#spool = join(folder, SPOOL);
    this.#descriptor = writing('--html', folder, () => {
      makeFolder(join(folder, PAGES));
      return openSync(this.#spool, 'w+');
    });
  }

  /** Whether the page of a file is there, from a run that was interrupted. */
  has(file: string): boolean {
    return existsSync(join(this.folder, hrefOf(file)));
  }

  add(result: JudgedFile, { page }: { page?: string | undefined }): void {
    const { file, kind, verdict, error } = result;
    const href = hrefOf(file);
    const of = (severity: string): number => result.findings.filter((finding) => finding.severity === severity).length;
    writing('--html', this.folder, () => {
      if (page !== undefined) writeFileSync(join(this.folder, href), page);
      const line: BatchFile = {
        file,
        kind,
        verdict,
        errors: of('error'),
        warnings: of('warning'),
        ...(error ? { error: error.text } : { href }),
      };
      writeSync(this.#descriptor, `${JSON.stringify(line)}\n`);
    });
  }

  end(summary: () => BatchSummary): void {
    const descriptor = this.#descriptor;
    function* files(): Generator<BatchFile> {
      for (const { text } of linesOf(descriptor)) yield JSON.parse(text.toString('utf8')) as BatchFile;
    }
    const known = summary();
    const rules = known.rules.map((rule) => ({ ...rule, examples: rule.examples.map((one) => ({ ...one, href: hrefOf(one.file) })) }));
    writing('--html', this.folder, () => writeFileSync(join(this.folder, INDEX), this.render({ ...known, rules, files: files() })));
    this.abandon();
  }

  abandon(): void {
    closeSync(this.#descriptor);
    rmSync(this.#spool, { force: true });
  }
}

const MOST_NAME = 60;

/** Where the page of a file is, the same in every run; what a stranger named it is not the name of a file of ours. */
function hrefOf(file: string): string {
  const name = basename(file)
    .replace(/\.xml$/i, '')
    .replace(/[^\w.-]+/g, '-')
    .replace(/^[.-]+/, '')
    .slice(0, MOST_NAME);
  return `${PAGES}/${name || 'file'}-${createHash('sha256').update(file).digest('hex').slice(0, 12)}.html`;
}
