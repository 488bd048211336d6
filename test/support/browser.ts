import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';

/** The browser of this machine: `CHROMIUM_PATH`, else the usual names on the PATH; undefined when there is none. */
export function findBrowser(): string | undefined {
  const named = process.env['CHROMIUM_PATH'];
  if (named) return existsSync(named) ? named : undefined;
  const folders = [...(process.env['PATH'] ?? '').split(delimiter), '/usr/bin'];
  for (const name of ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'])
    for (const folder of folders) if (folder && existsSync(join(folder, name))) return join(folder, name);
  return undefined;
}

/** Why tests that need a browser are skipped, for their title. */
export const NO_BROWSER = 'no browser: set CHROMIUM_PATH or install chromium';

/** Flags that a browser needs in a container. */
export const BROWSER_ARGUMENTS = ['--no-sandbox', '--disable-gpu'];
