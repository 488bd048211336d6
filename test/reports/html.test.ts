import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { chromium, type Browser, type Page } from 'playwright-core';
import { Report, type Finding } from '../../src/model/index.js';
import { renderHtml } from '../../reports/html.js';
import { violationsOf } from '../support/axe.js';
import { BROWSER_ARGUMENTS, findBrowser, NO_BROWSER } from '../support/browser.js';
import { Blobs, sampleReport } from './fixture.js';

const { report, blob } = sampleReport();
const html = renderHtml(report, { language: 'fr', blob });

/** Text of the page as a reader without script gets it. */
const textOf = (page: string): string =>
  page
    .replace(/<(style|script)>[\s\S]*?<\/\1>/g, '')
    .replace(/<[^>]*>/g, ' ')
    .replace(/&#x27;/g, "'")
    .replace(/&quot;/g, '"')
    .replace(/&lt;/g, '<')
    .replace(/&gt;/g, '>')
    .replace(/&amp;/g, '&')
    .replace(/[ \n]+/g, ' ');

test('the sample is a report', () => {
  expect(Report.safeParse(report).error).toBeUndefined();
});

describe('what the page says', () => {
  const text = textOf(html);

  test('the verdict in one sentence with its numbers, before anything else', () => {
    expect(text).toMatch(/Non conforme 4\u00a0exigences sur 45 ne sont pas respectées\. 3\u00a0requêtes ont été échangées/);
    expect(text).toContain('Rien à changer ici\u00a0: Transport synchrone.');
    expect(text).toContain('3\u00a0exigences n’ont pas pu être jugées\u00a0: le rapport dit qui doit agir.');
    expect(text).toContain('1\u00a0contrôle n’a pas abouti pour une cause extérieure à Logiciel Exemple, sans effet sur le verdict.');
  });

  test('findings of one rule are one card, what decides the verdict first', () => {
    expect(text).toContain('10\u00a0constats, regroupés en 7\u00a0causes. Les 4 premières décident du verdict.');
    const order = [
      'Le VIHF n’indique pas la spécialité',
      'Deux envois du même document',
      'Un attribut du VIHF',
      'L’identifiant logique manque',
      'Le document n’a pas de titre',
    ];
    const at = order.map((title) => html.indexOf(title, html.indexOf('id="fix"')));
    expect(at).toEqual([...at].sort((a, b) => a - b));
    expect(html.match(/<article class="cause"/g)).toHaveLength(7);
  });

  test('each finding has its place, what was expected, what was found, and the remedy', () => {
    const card = text.slice(text.indexOf('Les dates des métadonnées', text.indexOf('À corriger d’abord', 600)));
    expect(card).toContain('Requête ITI-41, ligne 25, colonne 11');
    expect(card).toMatch(/Attendu 20261120133000 Obtenu 20261120143000/);
    expect(card).toContain('Convertir en UTC avant d’écrire le Slot .');
    expect(card).toMatch(/Exigence PDS-X-04/);
    expect(card).toContain('Source\u00a0: Partage de documents de santé, métadonnées');
    expect(card).toContain('Règle Addax PDS-X-04.1');
  });

  test('the faulty line is marked among its neighbours, and a missing child is shown in its place', () => {
    expect(html).toMatch(/<li class="hit">.*?<mark>&lt;<\/mark><mark><b>rim:Value<\/b><\/mark>&gt;20261120143000/);
    expect(text).toContain('dans cet élément, il manque un autre saml2:AttributeValue');
    expect(text).toContain('à cet élément, il manque l’attribut displayName');
  });

  test('the same finding of another case is told once', () => {
    expect(text).toContain('Aussi\u00a0: le registre refuse (ligne 9)');
  });

  test('what could not be judged names who must act', () => {
    const waiting = text.slice(text.indexOf('Ce qui n’a pas pu être jugé'), text.indexOf('L’échange, pas à pas'));
    expect(waiting).toMatch(/Indéterminé L’issue de l’envoi .* Équipe de test, Éditeur Exemple doit apporter ce qui manque/);
    expect(waiting).toMatch(
      /Non exécuté 2\u00a0exigences Le scénario pds-replace n’a pas été lancé\. PDS-R-01 PDS-R-02 .*doit lancer ce cas/,
    );
    expect(waiting).toMatch(/Erreur · configuration .* Administrateur du banc d’essai/);
    expect(waiting).toMatch(/Erreur · partenaire Le serveur d’horodatage n’a pas répondu\. Rétablir l’accès, puis relancer\./);
  });

  test('a waived failure shows who waived it and until when', () => {
    expect(text).toContain('Dérogation de GRADeS Exemple jusqu’au 2027-06-30');
  });

  test('every message shows its HTTP head', () => {
    expect(text).toContain('POST /xds/repository HTTP/1.1');
    expect(text).toContain('HTTP/1.1 200 OK');
  });

  test('every requirement is listed, and every link leads somewhere', () => {
    for (const { id } of report.requirements) expect(html).toContain(`id="r-${id}"`);
    const ids = new Set([...html.matchAll(/ id="([^"]+)"/g)].map((match) => match[1]));
    for (const [, target] of html.matchAll(/href="#([^"]+)"/g)) expect(ids).toContain(target);
    expect(ids.size).toBe([...html.matchAll(/ id="([^"]+)"/g)].length);
  });

  test('in English when asked', () => {
    const english = renderHtml(report, { language: 'en', blob });
    expect(english).toContain('<html lang="en">');
    expect(textOf(english)).toMatch(/Failed 4 of 45 requirements are not met\. 3 requests were exchanged/);
    expect(english).toContain('data-fr="');
    expect(english).not.toContain('data-en="');
  });
});

describe('verdicts', () => {
  const headline = (change: Partial<Report>): string => {
    const text = textOf(renderHtml({ ...report, cases: [], errors: [], ...change }, { language: 'fr', blob }));
    return text.slice(text.indexOf('Rapport de conformité', 60), text.indexOf('Système testé'));
  };
  const all = (verdict: Report['verdict']) => report.requirements.map((requirement) => ({ ...requirement, verdict }));

  test('passed', () => {
    expect(headline({ verdict: 'PASSED', requirements: all('PASSED') })).toContain('Les 47 exigences jugées sont respectées.');
  });
  test('warning', () => {
    expect(
      headline({ verdict: 'WARNING', requirements: [{ ...report.requirements[0]!, verdict: 'WARNING' }, ...all('PASSED').slice(1)] }),
    ).toContain('Aucune obligation n’est enfreinte\u00a0; 1\u00a0exigence sur 47 donne un avertissement.');
  });
  test('inconclusive', () => {
    expect(headline({ verdict: 'INCONCLUSIVE', requirements: all('NOT_RUN') })).toContain('Aucune exigence n’a pu être jugée.');
    expect(
      headline({
        verdict: 'INCONCLUSIVE',
        requirements: [{ ...report.requirements[0]!, verdict: 'INCONCLUSIVE' }, ...all('PASSED').slice(1)],
      }),
    ).toContain('1\u00a0exigence sur 47 n’a pas pu être jugée\u00a0: le verdict reste en attente.');
  });
  test('nothing at all', () => {
    const text = headline({ verdict: 'INCONCLUSIVE', requirements: [], volets: [], packs: [], actors: [] });
    expect(text).toContain('Aucune exigence n’a pu être jugée.');
    expect(text).toContain('Aucun cas de test n’a été joué.');
  });
});

/** A finding whose every text, and bytes, try to break out of the page. */
function hostileReport(): { hostile: Report; read: (hash: string) => Uint8Array | undefined } {
  const attack = `</script><script>document.documentElement.dataset.owned='1'</script><img src=x onerror="document.documentElement.dataset.owned='2'">"'\`{{constructor}}\u0000\u202eabc\ud800`;
  const blobs = new Blobs();
  const bytes = blobs.keep(`${attack}\n${'A'.repeat(3_000_000)}\n<a b="${'x'.repeat(100_000)}">${attack}</a>\n`);
  const both = { fr: attack, en: `${attack} en` };
  const finding: Finding = {
    rule: attack,
    source: `pack:${attack}`,
    severity: 'error',
    place: { part: both, line: 1, column: 5, path: `/a/${attack}`, blob: bytes },
    expected: { fr: attack.repeat(2000), en: attack.repeat(2000) },
    actual: both,
    message: both,
    why: both,
    hint: both,
    requirements: [attack],
    fingerprint: '0',
  };
  const places = [
    finding.place,
    { ...finding.place, line: 2, column: 2_500_000 },
    { ...finding.place, line: 3, column: 5 },
    { ...finding.place, line: 999, column: 1 },
  ];
  const base = report.cases[0]!;
  const message = { blob: bytes, size: 3_200_000, headSize: 100, complete: true };
  return {
    read: blobs.read,
    hostile: {
      ...report,
      product: { name: attack, version: attack, vendor: attack },
      run: { ...report.run, id: attack, selection: [attack] },
      volets: [{ id: attack, title: both }],
      requirements: [
        { ...report.requirements[0]!, id: attack, volet: attack, text: both, source: attack, verdict: 'FAILED', reason: both },
      ],
      cases: [
        {
          ...base,
          scenario: attack,
          variant: attack,
          title: both,
          variantTitle: both,
          assertions: [
            {
              ...base.assertions[0]!,
              verdict: 'FAILED',
              findings: places.map((place, i) => ({ ...finding, place, fingerprint: String(i) })),
            },
          ],
          timeline: [
            {
              seq: 1,
              at: 'not a date',
              kind: 'exchange',
              from: attack,
              to: '__proto__',
              label: { fr: attack.repeat(500), en: attack },
              detail: both,
              request: message,
              answer: { ...message, blob: 'not a hash' },
            },
          ],
        },
      ],
      packs: [{ coordinate: attack, hash: attack }],
    },
  };
}

test('hostile texts and bytes stay texts, and huge ones are cut', () => {
  const { hostile, read } = hostileReport();
  const began = Date.now();
  const page = renderHtml(hostile, { language: 'fr', blob: read });
  expect(Date.now() - began).toBeLessThan(5000);
  expect(page.length).toBeLessThan(1_500_000);
  expect(page.match(/<script/g)).toHaveLength(1);
  expect(page).not.toContain('<img');
  expect(page).not.toContain('\u0000');
  expect(page).not.toContain('\u202e');
  expect(page).toContain('[U+202E]');
});

test('a run of ten thousand findings still makes a page', () => {
  const [first] = report.cases;
  const finding = first!.assertions[1]!.findings[0]!;
  const findings = Array.from({ length: 10_000 }, (_, i) => ({ ...finding, rule: `R-${i % 200}`, fingerprint: String(i) }));
  const began = Date.now();
  const page = renderHtml(
    { ...report, cases: [{ ...first!, assertions: [{ ...first!.assertions[1]!, findings }] }] },
    { language: 'fr', blob },
  );
  expect(Date.now() - began).toBeLessThan(10_000);
  expect(page.length).toBeLessThan(5_000_000);
  expect(textOf(page)).toContain('autres constats de même cause dans report.json');
});

const path = findBrowser();
const inBrowser = path ? describe : describe.skip;

inBrowser(path ? 'in a browser' : `in a browser (${NO_BROWSER})`, () => {
  let browser: Browser;
  let folder: string;
  const url = (name: string): string => pathToFileURL(join(folder, name)).href;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'addax-report-'));
    writeFileSync(join(folder, 'report.html'), html);
    // every kind of thing once: axe looks at each element, and the whole takes it ten times as long
    const once: Report = {
      ...report,
      requirements: report.requirements.filter((r) => r.verdict !== 'PASSED' || r.id.endsWith('-01')),
      cases: report.cases.slice(0, 2).map((c, i) => ({ ...c, timeline: i === 0 ? c.timeline.slice(0, 1) : c.timeline })),
    };
    for (const language of ['fr', 'en'] as const)
      writeFileSync(join(folder, `once.${language}.html`), renderHtml(once, { language, blob }));
    writeFileSync(join(folder, 'single.html'), renderHtml({ ...report, cases: report.cases.slice(0, 1) }, { language: 'fr', blob }));
    const { hostile, read } = hostileReport();
    writeFileSync(join(folder, 'hostile.html'), renderHtml(hostile, { language: 'fr', blob: read }));
    browser = await chromium.launch({ executablePath: path!, args: BROWSER_ARGUMENTS });
  }, 60_000);
  afterAll(async () => {
    await browser?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  /** Opens a page and fails on any request beyond the file itself, and on any error it reports. */
  async function open(name: string, options: Parameters<Browser['newContext']>[0] = {}): Promise<{ page: Page; problems: string[] }> {
    const context = await browser.newContext(options);
    const page = await context.newPage();
    const problems: string[] = [];
    page.on('request', (request) => {
      if (request.url().split('?')[0] !== url(name) && !request.url().startsWith('data:')) problems.push(`request: ${request.url()}`);
    });
    page.on('console', (message) => {
      if (message.type() === 'error') problems.push(`console: ${message.text()}`);
    });
    page.on('pageerror', (error) => problems.push(`script: ${error.message}`));
    await page.goto(url(name));
    return { page, problems };
  }
  const openAll = (page: Page): Promise<void> => page.evaluate(() => document.querySelectorAll('details').forEach((d) => (d.open = true)));

  test.each(
    ([1440, 390, 320] as const).flatMap((width) =>
      (['light', 'dark'] as const).flatMap((scheme) =>
        (['once.fr.html', 'once.en.html'] as const).map((name) => [name, width, scheme] as const),
      ),
    ),
  )(
    '%s at %i px, %s: axe finds nothing, nothing scrolls sideways',
    async (name, width, scheme) => {
      const { page, problems } = await open(name, { viewport: { width, height: 900 }, colorScheme: scheme });
      await openAll(page);
      expect(await violationsOf(page)).toEqual([]);
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
      expect(problems).toEqual([]);
      await page.context().close();
    },
    60_000,
  );

  test('the switch changes text, labels, title and lang, and back', async () => {
    const { page, problems } = await open('report.html');
    expect(await page.title()).toBe('Non conforme · Logiciel Exemple 3.1.0 · Rapport de conformité Addax');
    const french = await page.locator('body').innerText();
    await page.getByRole('button', { name: 'EN', exact: true }).click();
    expect(await page.locator('html').getAttribute('lang')).toBe('en');
    expect(await page.title()).toBe('Failed · Logiciel Exemple 3.1.0 · Addax compliance report');
    const english = await page.locator('body').innerText();
    expect(english).toContain('4 of 45 requirements are not met.');
    expect(english).not.toMatch(/Attendu|Exigence |doit |\bligne\b|Constat/);
    expect(await page.locator('nav').getAttribute('aria-label')).toBe('Contents');
    await page.getByRole('button', { name: 'FR', exact: true }).click();
    expect(await page.locator('body').innerText()).toBe(french);
    expect(await page.locator('nav').getAttribute('aria-label')).toBe('Sommaire');
    expect(problems).toEqual([]);
  });

  test('without script the page is whole, in French, and shows no button that would do nothing', async () => {
    const { page } = await open('report.html', { javaScriptEnabled: false });
    const text = await page.locator('body').innerText();
    expect(text).toContain('4\u00a0exigences sur 45 ne sont pas respectées.');
    expect(await page.locator('button:visible').count()).toBe(0);
  });

  test('n and p walk the findings with the focus, and can be switched off', async () => {
    const { page } = await open('report.html');
    const focused = () => page.evaluate(() => document.activeElement?.id);
    await page.keyboard.press('n');
    expect(await focused()).toBe('c1');
    await page.keyboard.press('n');
    expect(await focused()).toBe('c2');
    await page.keyboard.press('p');
    expect(await focused()).toBe('c1');
    await page.getByRole('checkbox').uncheck();
    await page.locator('#c1').focus();
    await page.keyboard.press('n');
    expect(await focused()).toBe('c1');
  });

  test('a link to a requirement opens the part it is in and its bytes', async () => {
    const { page } = await open('report.html');
    await page.evaluate(() => document.querySelectorAll('details').forEach((d) => (d.open = false)));
    await page.locator('#c1 .src a.mono').click();
    await expect(page.locator('[id="r-VIHF-52"]').isVisible()).resolves.toBe(true);
    await expect(page.locator('[id="r-VIHF-52"] + tr .bytes').isVisible()).resolves.toBe(true);
  });

  test('hostile content runs nothing and asks for nothing, in both languages', async () => {
    const { page, problems } = await open('hostile.html');
    await openAll(page);
    await page.getByRole('button', { name: 'EN', exact: true }).click();
    await page.getByRole('button', { name: 'FR', exact: true }).click();
    expect(await page.evaluate(() => document.documentElement.dataset['owned'])).toBeUndefined();
    expect(await page.evaluate(() => document.images.length)).toBe(0);
    await page.setViewportSize({ width: 320, height: 900 });
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(320);
    expect(problems).toEqual([]);
  });

  test('one case alone reads without the table of cases', async () => {
    const { page, problems } = await open('single.html', { viewport: { width: 390, height: 900 } });
    expect(await page.locator('#cases').count()).toBe(0);
    expect(await page.locator('#exchange svg').isVisible()).toBe(true);
    expect(await violationsOf(page)).toEqual([]);
    expect(problems).toEqual([]);
  });

  test.each([true, false])('prints on A4 (script: %s): every closed part is there', async (javaScriptEnabled) => {
    const { page } = await open('report.html', { javaScriptEnabled });
    const pdf = await page.pdf({ preferCSSPageSize: true });
    expect(pdf.subarray(0, 5).toString()).toBe('%PDF-');
    expect(pdf.toString('latin1')).toMatch(/\/MediaBox \[0 0 59[45](\.\d+)? 84[12](\.\d+)?\]/);
    // a page is about this high: had the closed parts stayed closed, there would be fewer
    expect(pdf.toString('latin1').match(/\/Type \/Page\b/g)!.length).toBeGreaterThanOrEqual(9);
  });
});
