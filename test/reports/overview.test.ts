import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, test } from '@jest/globals';
import { chromium } from 'playwright-core';
import { sentence } from '../../reports/html/summary.js';
import { reportFormats } from '../../reports/index.js';
import { renderOverview, type OverviewEntry } from '../../reports/overview.js';
import { violationsOf } from '../support/axe.js';
import { BROWSER_ARGUMENTS, findBrowser, NO_BROWSER } from '../support/browser.js';
import { sampleReport } from './fixture.js';

const { report, blob } = sampleReport();

const entries: OverviewEntry[] = [
  {
    title: { fr: 'Logiciel sans défaut', en: 'Software without a defect' },
    product: 'Logiciel Exemple 3.1.0',
    verdict: 'PASSED',
    expectedVerdict: 'PASSED',
    expectedRequirements: [],
    actualRequirements: [],
    asPredicted: true,
    sentence: { fr: 'Les 48 exigences jugées sont respectées.', en: 'All 48 judged requirements are met.' },
    href: 'run-1/report.html',
  },
  {
    title: { fr: 'Empreinte fausse', en: 'Wrong hash' },
    product: 'Logiciel Exemple 3.1.0',
    verdict: 'FAILED',
    expectedVerdict: 'FAILED',
    expectedRequirements: ['PDS-X-04'],
    actualRequirements: ['PDS-X-04', 'VIHF-52'],
    asPredicted: false,
    sentence: sentence(report),
    href: 'run-2/report.html"><script>',
  },
];

test('every run leads to its report, with the prediction beside the outcome', () => {
  const page = renderOverview(entries, { language: 'fr' });
  expect(page).toContain('href="run-1/report.html"');
  expect(page).toContain('1\u00a0exécution s’est terminée autrement que prévu.');
  expect(page).toContain('4\u00a0exigences sur 45 ne sont pas respectées. Le VIHF n’indique pas la spécialité du médecin.');
  expect(page.match(/<script/g)).toHaveLength(1);
  expect(renderOverview(entries.slice(0, 1), { language: 'en' })).toContain('The run ended as predicted.');
});

test('every format of the manifest renders a report', async () => {
  for (const format of reportFormats) {
    const render = await format.load();
    expect(render(report, { language: 'fr', blob }).length).toBeGreaterThan(1000);
  }
});

const path = findBrowser();
(path ? test : test.skip)(
  path ? 'axe finds nothing, wide and narrow, light and dark' : `axe (${NO_BROWSER})`,
  async () => {
    const folder = mkdtempSync(join(tmpdir(), 'addax-overview-'));
    const file = join(folder, 'index.html');
    writeFileSync(file, renderOverview(entries, { language: 'fr' }));
    const browser = await chromium.launch({ executablePath: path!, args: BROWSER_ARGUMENTS });
    try {
      for (const width of [1440, 320])
        for (const colorScheme of ['light', 'dark'] as const) {
          const context = await browser.newContext({ viewport: { width, height: 900 }, colorScheme });
          const page = await context.newPage();
          await page.goto(pathToFileURL(file).href);
          expect(await violationsOf(page)).toEqual([]);
          expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
          await page.getByRole('button', { name: 'EN', exact: true }).click();
          expect(await page.locator('body').innerText()).toContain('Open the report');
          await context.close();
        }
    } finally {
      await browser.close();
      rmSync(folder, { recursive: true, force: true });
    }
  },
  60_000,
);
