import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, describe, expect, test } from '@jest/globals';
import { chromium } from 'playwright-core';
import { renderDocumentReport } from '../../reports/document.js';
import { IdentifierMint } from '../../simulators/document-source/identifiers.js';
import { newDraft } from '../../simulators/portable-media-creator/draft.js';
import type { PackageFaultName } from '../../simulators/portable-media-creator/faults.js';
import { writePackage } from '../../simulators/portable-media-creator/write.js';
import { Artefact } from '../../src/model/index.js';
import { readXml } from '../../src/protocols/xml/index.js';
import { validator } from '../../validators/xdm/index.js';
import { violationsOf } from '../support/axe.js';
import { BROWSER_ARGUMENTS, findBrowser, NO_BROWSER } from '../support/browser.js';
import { judged } from './judged-files.js';

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

/** A package whose second document has another title than its entry, with a fault of its layout. */
function packed(fault: PackageFaultName): Artefact {
  const draft = newDraft(new IdentifierMint({ parameters: { seed: 'page' }, now: () => at }), patient, 2, at);
  draft.sets[0]!.submission.documentEntries[1]!.title = 'Autre titre';
  return new Artefact('mail/IHE_XDM.ZIP', writePackage(draft, fault));
}

async function page(artefact: Artefact): Promise<string> {
  const { findings, evaluated, notes } = await validator.validate(artefact, context);
  return renderDocumentReport({
    result: judged(artefact.name, { kind: 'xdm', verdict: 'FAILED', findings, evaluated, notes: notes ?? [] }),
    source: artefact.bytes,
    files: validator.files!(artefact),
    language: 'fr',
    packs: [],
    at,
    kindTitle: validator.title,
    ruleOf: ({ rule }) => validator.rules.find(({ id }) => id === rule),
  });
}

describe('the page of a package', () => {
  test('names its files as a tree, says which are missing, and shows findings in the file they are in', async () => {
    const html = await page(packed('no-readme'));
    const tree = /<ul class="tree">[\s\S]*?<\/ul>/
      .exec(html)![0]
      .replace(/<[^>]+>/g, ' ')
      .replace(/\s+/g, ' ');
    expect(tree).toMatch(/INDEX\.HTM page d’accueil .* README\.TXT absent .* 1 constat/);
    expect(tree).toMatch(/IHE_XDM\/SUBSET01\/METADATA\.XML lot de soumission « .* », 2 documents .* 1 constat/);
    expect(tree).toMatch(/DOC00001\.XML document « .* » .*DOC00002\.XML document « Autre titre »/);
    const metadata = html.slice(html.indexOf('METADATA.XML</h3>'), html.indexOf('DOC00001.XML</h3>'));
    expect(metadata).toMatch(/<li[^>]* class="[^"]*\bat" data-f="\d+"/);
    expect(metadata).toContain('PDS-X-07');
    expect(html).not.toContain('data-w="no-source"');
  });

  test('an archive that is none is shown as bytes are', async () => {
    const artefact = new Artefact('IHE_XDM.ZIP', Buffer.from([0x50, 0x4b, 3, 4, 0, 0, 0, 0]));
    expect(validator.files!(artefact)).toBeUndefined();
    expect(await page(artefact)).toContain('XDM-01-ZIP');
  });
});

test('--format svrl: a pattern for each file, a failed assertion for each finding, at its XPath', async () => {
  const artefact = packed('wrong-hash');
  const { findings } = await validator.validate(artefact, context);
  const { root } = readXml(Buffer.from((await validator.svrl!(artefact, context))!));
  const asserts = root.elements('failed-assert');
  expect(asserts.map((one) => one.attribute('id'))).toEqual(findings.map(({ rule }) => rule));
  expect(root.elements('active-pattern').map((one) => one.attribute('document') ?? one.attribute('documents'))).toContain(
    'IHE_XDM/SUBSET01/METADATA.XML',
  );
  expect(asserts[0]!.attribute('location')).toMatch(/^\/lcm:SubmitObjectsRequest\//);
});

const browserPath = findBrowser();
const folder = mkdtempSync(join(tmpdir(), 'addax-package-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

(browserPath ? test : test.skip)(
  `axe finds nothing on the page of a package, light, dark, narrow and printed${browserPath ? '' : ` (${NO_BROWSER})`}`,
  async () => {
    const file = join(folder, 'package.html');
    writeFileSync(file, await page(packed('no-readme')));
    const browser = await chromium.launch({ executablePath: browserPath!, args: BROWSER_ARGUMENTS });
    try {
      for (const [colorScheme, width, media] of [
        ['light', 1440, 'screen'],
        ['dark', 1440, 'screen'],
        ['dark', 390, 'screen'],
        ['light', 800, 'print'],
      ] as const) {
        const context = await browser.newContext({ colorScheme, viewport: { width, height: 900 } });
        const opened = await context.newPage();
        await opened.goto(pathToFileURL(file).href);
        await opened.emulateMedia({ media });
        expect([colorScheme, width, media, await violationsOf(opened)]).toEqual([colorScheme, width, media, []]);
        expect(
          await opened.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth),
        ).toBeLessThanOrEqual(0);
        const look = process.env['ADDAX_LOOK'];
        if (look !== undefined) await opened.screenshot({ path: join(look, `package-${colorScheme}-${width}-${media}.png`) });
        await context.close();
      }
    } finally {
      await browser.close();
    }
  },
  60_000,
);
