/** The files of a folder of results (`--out`). */
export const RESULTS = 'results.jsonl';
export const SUMMARY = 'summary.json';
export const LOCK = 'addax.lock';

/** What a folder of pages (`--html`) holds, and where their list waits for the index. */
export const INDEX = 'index.html';
export const PAGES = 'files';
export const SPOOL = '.files.jsonl.part';

/** Where a file is written before it is whole. */
export const draftOf = (file: string): string => `${file}.part`;
