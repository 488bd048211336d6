import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

function find(): string {
  let here = dirname(fileURLToPath(import.meta.url));
  while (!existsSync(join(here, 'package.json'))) {
    if (here === dirname(here)) throw new Error('package.json of addax is missing');
    here = dirname(here);
  }
  return here;
}

/** The folder of the installed package: suites, templates and other data files are found from here, built or not. */
export const packageRoot = find();

export const toolVersion = (JSON.parse(readFileSync(join(packageRoot, 'package.json'), 'utf8')) as { version: string }).version;
