import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { chromium, type Browser, type Page } from 'playwright-core';
import { Artefact, packageRoot, type Finding, type JudgedFile, type Language, type Reading } from '../../src/model/index.js';
import { renderBatchIndex, renderDocumentReport, type DocumentReport } from '../../reports/document.js';
import type { BatchSummary } from '../../reports/results.js';
import { validator } from '../../validators/cda/index.js';
import { readDocument } from '../../validators/cda/reading.js';
import { violationsOf } from '../support/axe.js';
import { BROWSER_ARGUMENTS, findBrowser, NO_BROWSER } from '../support/browser.js';
import { ATTACK, finding, judged } from './judged-files.js';

const rules = new Map(validator.rules.map((rule) => [rule.id, rule]));
const AT = new Date('2026-11-20T15:00:00Z');

function report(name: string, text: string, change: Partial<JudgedFile>, more: Partial<DocumentReport> = {}): DocumentReport {
  const source = Buffer.from(text);
  return {
    result: judged(name, change),
    source,
    reading: readDocument(new Artefact(name, source)),
    language: 'fr',
    packs: [],
    at: AT,
    kindTitle: validator.title,
    ruleOf: ({ rule, source: by }) => (by === 'addax' ? rules.get(rule) : undefined),
    ...more,
  };
}

/** A document judged as `addax validate` judges it. */
async function judgedReport(name: string, text: string, more: Partial<DocumentReport> = {}): Promise<DocumentReport> {
  const { findings, evaluated, notes } = await validator.validate(new Artefact(name, Buffer.from(text)), {
    at: AT,
    trust: { anchors: [], crls: [] },
    parameters: {},
  });
  findings.sort((a, b) => a.place.line - b.place.line || a.place.column - b.place.column);
  return report(name, text, { verdict: 'FAILED', findings, evaluated, notes: notes ?? [] }, more);
}

/** An example document with faults written into it; each replacement must find what it replaces. */
function faulty(name: string, faults: readonly [right: string, wrong: string][]): string {
  let text = readFileSync(join(packageRoot, 'examples', 'documents', name), 'utf8');
  for (const [right, wrong] of faults) {
    if (!text.includes(right)) throw new Error(`${name} has no ${right}`);
    text = text.replace(right, wrong);
  }
  return text;
}

const CR_BIO = faulty('cr-bio-niveau-3.xml', [
  ['extension="279035121518989"', 'extension="279035121518998"'],
  ['value="tel:0326000002"', 'value="0326000002"'],
  ['<county>51215</county>', ''],
  ['<reference value="#tsh"/>', '<reference value="#tsh-perdu"/>'],
]);
const CARNET = faulty('carnet-de-vaccination.xml', [
  ['extension="279035121518989"', 'extension="279035121518998"'],
  ['value="#vaccin-2"', 'value="#vaccin-9"'],
  ['<title>Vaccinations</title>', ''],
  ['value="tel:0326000003" use="WP"', 'value="0326000003" use="WP"'],
  ['value="tel:0326000003" use="WP"', 'value="03 26 00 00 03" use="WP"'],
]);

/** Text of the page as a reader without script gets it. */
const textOf = (page: string): string =>
  page
    .replace(/<(style|script)>[\s\S]*?<\/\1>/g, '')
    .replace(/<[^>]*>/g, ' ')
    .replace(/&#x27;/g, "'")
    .replace(/&quot;/g, '"')
    .replace(/&lt;/g, '<')
    .replace(/&gt;/g, '>')
    .replace(/&#x3D;/g, '=')
    .replace(/&amp;/g, '&')
    .replace(/[ \n]+/g, ' ');

/** The note of the first finding by a rule. */
const noteOf = (page: string, rule: string): string =>
  page
    .split('<details class="note"')
    .slice(1)
    .find((note) => note.includes(`>${rule}<`)) ?? '';

describe('what the page says', () => {
  let html: string;
  let text: string;
  beforeAll(async () => {
    html = renderDocumentReport(await judgedReport('docs/cr-bio.xml', CR_BIO));
    text = textOf(html);
  });

  test('the verdict and what there is to do, before anything else', () => {
    expect(text).toMatch(/cr-bio\.xml .*Non conforme Compte rendu d.examens biologiques\s*: \d+\u00a0points? à corriger/);
    expect(html).toContain('<title data-en="Failed · cr-bio.xml · Addax">Non conforme · cr-bio.xml · Addax</title>');
  });

  test('what was judged, and by what, so that anyone can tell whether it is the same', () => {
    expect(text).toMatch(
      /Fichier docs\/cr-bio\.xml , 21\u00a0Ko Empreinte SHA-256 [0-9a-f]{64} Jugé le 20 novembre 2026, 16:00:00 Jugé par addax/,
    );
  });

  test('a finding has its place, what was expected, what is there, what to write', () => {
    const note = textOf(noteOf(html, 'CDA-51'));
    expect(note).toMatch(
      /Non conforme \d+ La clé du matricule INS est fausse Attendu 2790351215189 avec la clé 89 Obtenu 279035121518998 Que changer/,
    );
    expect(note).toMatch(
      /Exemple juste .* Exemple faux .* CDA-51 Règles Addax .* ligne 20, colonne \d+ \/ClinicalDocument\/recordTarget\/patientRole\/id\[1\]\/@extension/,
    );
  });

  test('the finding stands under its line, with what it points at marked', () => {
    expect(html).toMatch(
      /<li data-n="20" class="at" data-f="\d+"><span class="ln">[^\n]*<mark>extension<\/mark>[^\n]*<\/span><details class="note" name="note"/,
    );
  });

  test('what is missing is said inside the element that lacks it', () => {
    expect(text).toContain('dans cet élément, il manque');
  });

  test('the reading leads to the findings: a fact by its element, a coded entry by the narrative it refers to', () => {
    const [, ins] = /id="f(\d+)"/.exec(noteOf(html, 'CDA-51'))!;
    expect(html).toMatch(new RegExp(`<a class="m fail" href="#f${ins}" data-f="${ins}"\\s*>279035121518998<sup`));
    const [, dangling] = /id="f(\d+)"/.exec(noteOf(html, 'CDA-88'))!;
    expect(html).toMatch(new RegExp(`<a class="m \\w+" href="#f\\d+" data-f="[\\d ]*\\b${dangling}\\b[\\d ]*"\\s*>TSH<sup`));
  });

  test('base64 is not shown, and told', () => {
    expect(text).toMatch(/\d+\u00a0lignes de base64 non montrées, [\d\u202f]+\u00a0caractères/);
    expect(html.length).toBeLessThan(250_000);
  });

  test('every link leads somewhere, every id is one', () => {
    const ids = [...html.matchAll(/ id="([^"]+)"/g)].map((match) => match[1]);
    expect(new Set(ids).size).toBe(ids.length);
    for (const [, target] of html.matchAll(/href="#([^"]+)"/g)) expect(ids).toContain(target);
  });

  test('in English when asked', async () => {
    const english = renderDocumentReport(await judgedReport('cr-bio.xml', CR_BIO, { language: 'en' }));
    expect(english).toContain('<html lang="en">');
    expect(textOf(english)).toMatch(
      /Failed Compte rendu d.examens biologiques : \d+ points? to fix|Failed Compte rendu d.examens biologiques\s*: \d+ points? to fix/,
    );
    expect(english).not.toContain('data-en="');
  });
});

describe('findings by cause', () => {
  const page = (findings: Finding[], change: Partial<JudgedFile> = {}): string =>
    renderDocumentReport(report('a.xml', '<a>\n<b/>\n<b/>\n<b/>\n</a>\n', { verdict: 'FAILED', findings, ...change }));
  const at = (line: number, path: string, more: Partial<Finding> = {}): Finding =>
    finding(line, { place: { line, column: 1, path }, ...more });

  test('one rule at places of one kind is one cause with its places', () => {
    const html = page([at(2, '/a/b[1]'), at(3, '/a/b[2]', { actual: { fr: 'IM', en: 'IM' } }), at(1, '/a')]);
    expect(html.match(/<li\s+data-k=/g)).toHaveLength(2);
    expect(textOf(html)).toMatch(/2\u00a0endroits La clé est fausse .* 2 ligne 2 98 3 ligne 3 IM/);
    expect(textOf(html)).toContain('2\u00a0points à corriger');
  });

  test('assertions of a published pack that share an id are told apart by what they say', () => {
    const official = (message: string): Finding => at(1, '/a', { source: 'pack:x:y:1/p.sch', message: { fr: message, en: message } });
    expect(page([official('A.'), official('B.')]).match(/<li\s+data-k=/g)).toHaveLength(2);
  });

  test('errors come first, then what warns', () => {
    const text = textOf(page([at(1, '/a', { severity: 'warning', rule: 'W' }), at(4, '/a/b[3]', { rule: 'E' })]));
    expect(text.indexOf('E · Règles Addax')).toBeLessThan(text.indexOf('W · Règles Addax'));
    expect(text).toContain('1\u00a0point à corriger, 1\u00a0à vérifier');
    const warned = [at(1, '/a', { severity: 'warning' })];
    expect(textOf(page(warned, { verdict: 'WARNING' }))).toContain('a.xml \u00a0: 1\u00a0point à vérifier');
    expect(textOf(page(warned))).toContain('1\u00a0avertissement, compté comme une non-conformité');
  });

  test('an attribute that is there is not said to be missing, whatever else is found on its line', () => {
    const html = renderDocumentReport(
      report('a.xml', '<a>\n<b code="x"/>\n</a>', {
        verdict: 'FAILED',
        findings: [
          finding(2, { place: { line: 2, column: 1, path: '/a/b' }, rule: 'R-1' }),
          finding(2, { place: { line: 2, column: 4, path: '/a/b/@code' }, rule: 'R-2' }),
          finding(2, { place: { line: 2, column: 1, path: '/a/b/@displayName' }, rule: 'R-3' }),
        ],
      }),
    );
    expect(textOf(html).match(/à cet élément, il manque l’attribut \S+/g)).toEqual(['à cet élément, il manque l’attribut displayName']);
  });

  test('a line of a part, or beyond the end, has its finding all the same', () => {
    const part = { fr: 'le document 1', en: 'document 1' };
    const html = page([
      finding(1, { place: { line: 2, column: 1, path: '/x', part, blob: 'ab' } }),
      finding(2, { place: { line: 99, column: 1, path: '/y' } }),
    ]);
    expect(html).toMatch(/<div class="loose"><details class="note"[^]*id="f2"/);
    expect(textOf(html)).toContain('le document 1, ligne 2');
  });

  test('nothing found, nothing judged, nothing readable', () => {
    expect(textOf(page([], { verdict: 'PASSED' }))).toMatch(/Conforme .*rien à corriger.* Aucun constat\./);
    const failed = page([], { verdict: 'ERROR', error: { owner: 'configuration', text: 'fichier de 300 Mo' } });
    expect(textOf(failed)).toMatch(/Erreur · configuration Ce fichier n’a pas été jugé\. fichier de 300 Mo Administrateur du banc d’essai/);
    const binary = renderDocumentReport(report('a.bin', 'PK\u0003\u0004\u0000\u0000', { verdict: 'INCONCLUSIVE' }));
    expect(textOf(binary)).toContain('Ces octets ne sont pas du texte');
    expect(renderDocumentReport(report('empty.xml', '', { findings: [finding(1)] }))).toContain('id="f1"');
  });
});

describe('any size and shape', () => {
  const timed = (one: DocumentReport, most: number): string => {
    const began = Date.now();
    const html = renderDocumentReport(one);
    expect(Date.now() - began).toBeLessThan(15_000);
    expect(html.length).toBeLessThan(most);
    return html;
  };

  test('a document on one line is cut at its tags, and its findings told apart by their column', async () => {
    const html = timed(await judgedReport('one-line.xml', CR_BIO.replace(/>\s+</g, '><')), 300_000);
    expect(html).toMatch(/<li class="d3 at" data-f="\d+"><span class="ln">&lt;<b>id<\/b>/);
    expect(textOf(html)).toMatch(/Non conforme 1 ligne 1:\d+/);
    // which header fact is meant cannot be told from the line
    expect(html).not.toMatch(/class="m fail"[^>]*>PAT-TROIS/);
  });

  test('30,000 lines and 1,000 findings', () => {
    const text = `<a>\n${Array.from({ length: 30_000 }, (_, i) => `  <element number="${i}" code="20035000" displayName="Voie intramusculaire"/>`).join('\n')}\n</a>`;
    const findings = Array.from({ length: 1000 }, (_, i) =>
      finding(1, { rule: `R-${i % 20}`, place: { line: 2 + i * 28, column: 3, path: `/a/element[${i}]` } }),
    );
    const html = timed(report('long.xml', text, { verdict: 'FAILED', findings }), 12_000_000);
    expect(html.match(/<details class="note"/g)).toHaveLength(800);
    expect(textOf(html)).toMatch(/200\u00a0autres constats\. Le reste est dans la sortie JSON/);
  });

  test('30,000 lines and one finding: the rest is folded, whole, as bare text', () => {
    const text = `<a>\n${'  <element code="20035000"/>\n'.repeat(30_000)}</a>`;
    const html = timed(
      report('long.xml', text, {
        verdict: 'FAILED',
        findings: [finding(15_000, { place: { line: 15_000, column: 3, path: '/a/element' } })],
      }),
      2_500_000,
    );
    expect(html.match(/<li[ >]/g)!.length).toBeLessThan(200);
    expect(textOf(html)).toContain('lignes sans constat');
    expect(textOf(html).match(/element code/g)).toHaveLength(30_000);
  });

  test.each([
    ['tags that never close', '<'.repeat(2_000_000)],
    ['one word', 'A'.repeat(20_000_000)],
    ['comments that never end', '<a b="c">' + '<!--'.repeat(500_000)],
    ['a line of tags', `<r>${'<a b="c">x</a>'.repeat(150_000)}</r>`],
    ['base64 on many lines', `<v>\n${`${'QUJD'.repeat(19)}\n`.repeat(60_000)}</v>`],
    ['quotes that never end', `<a ${'b="'.repeat(500_001)}`],
    ['empty lines', '\n'.repeat(500_000)],
  ])('%s', (_, text) => {
    timed(report('hostile.xml', text, { verdict: 'FAILED', findings: [finding(1), finding(2), finding(400_000)] }), 12_000_000);
  });

  test('bytes of another encoding', () => {
    const source = Buffer.from('\ufeff<?xml version="1.0" encoding="UTF-16"?>\n<é/>', 'utf16le');
    expect(
      textOf(
        renderDocumentReport({ ...report('a.xml', '', { findings: [finding(2, { place: { line: 2, column: 1, path: '/é' } })] }), source }),
      ),
    ).toMatch(/< é \/>/);
  });
});

/** Every kind of thing that a page shows, once. */
function onceReport(language: Language): DocumentReport {
  const comments = Array.from({ length: 30 }, (_, i) => `  <!-- ${i} -->`);
  const table =
    '<table><thead><tr><th>Examen</th><th/></tr></thead><tbody><tr><th>TSH</th><td ID="v">2,1</td></tr><tr><td/><td/></tr></tbody></table>';
  const text = [
    '<ClinicalDocument xmlns="urn:hl7-org:v3"><title>Une fois</title>',
    '<recordTarget><patientRole><id root="1.2.250.1.213.1.4.10" extension="279035121518998"/></patientRole></recordTarget>',
    ...comments,
    '<component><structuredBody><component><section><title>Bilan</title>',
    `<text><paragraph>Un <content styleCode="Bold Italics">texte</content></paragraph><list><item>x</item></list>`,
    `${table}<renderMultiMedia referencedObject="nulle-part"/></text>`,
    `<entry><observation><text><reference value="#v"/></text><value value="${'QUJD'.repeat(200)}"/></observation></entry>`,
    '</section></component></structuredBody></component></ClinicalDocument>',
  ].join('\n');
  const at = (line: number, path: string, change: Partial<Finding> = {}): Finding =>
    finding(line, { place: { line, column: 1, path }, ...change });
  return report(
    'once.xml',
    text,
    {
      verdict: 'FAILED',
      findings: [
        at(2, '/ClinicalDocument/recordTarget/patientRole/id[1]'),
        at(1, '/ClinicalDocument/custodian', { rule: 'X-1', source: 'pack:fr.x:y:1/p.sch' }),
        at(36, '/o/value', { severity: 'warning', rule: 'CDA-88' }),
        at(34, '/s/text/paragraph[1]', { severity: 'information', rule: 'CDA-90' }),
        at(34, '/s/text/paragraph[2]', { severity: 'information', rule: 'CDA-90' }),
        at(3, '/', { place: { line: 3, column: 1, path: '/', part: { fr: 'le document 1', en: 'document 1' }, blob: 'ab' } }),
      ],
      notes: [{ kind: 'incomplete', text: { fr: 'Une règle n’a pas pu être jugée.', en: 'A rule could not be judged.' } }],
    },
    { language, packs: [{ coordinate: 'fr.x:y:1', sha256: 'ab'.repeat(32) }] },
  );
}

/** Every text of findings, source and reading tries to break out of the page. */
function hostileReport(language: Language = 'fr'): DocumentReport {
  const both = { fr: ATTACK, en: `${ATTACK} en` };
  const run = { text: ATTACK, line: 1, bold: true as const, id: ATTACK };
  const blocks: Reading['sections'][number]['blocks'] = [
    { kind: 'paragraph', line: 1, runs: [run, { text: ' (javascript:alert(1))', line: 1, underline: true }] },
    { kind: 'list', line: 1, ordered: false, caption: [run], items: [{ line: 1, blocks: [{ kind: 'paragraph', line: 1, runs: [run] }] }] },
    {
      kind: 'image',
      line: 1,
      mediaType: 'image/png',
      base64: `"><script>document.documentElement.dataset.owned='3'</script>`,
      caption: [run],
    },
    { kind: 'attachment', line: 1, mediaType: ATTACK, bytes: 3, note: both },
    { kind: 'note', line: 1, text: both },
    {
      kind: 'table',
      line: 1,
      caption: [run],
      rows: [
        {
          line: 1,
          head: true,
          cells: [{ line: 1, head: true, colspan: 1, rowspan: 1, blocks: [{ kind: 'paragraph', line: 1, runs: [run] }] }],
        },
      ],
    },
  ];
  return {
    ...report(`x/${ATTACK}`, '', {}),
    result: judged(`x/${ATTACK}`, {
      verdict: 'FAILED',
      kind: ATTACK,
      findings: [
        finding(1, {
          rule: ATTACK,
          source: `pack:${ATTACK}`,
          message: both,
          hint: both,
          why: both,
          expected: both,
          actual: both,
          requirements: [ATTACK],
          place: { line: 1, column: 3, path: `/a/${ATTACK}`, part: both },
        }),
        finding(2, { message: both }),
      ],
      notes: [{ kind: 'unchecked', text: both }],
    }),
    source: Buffer.from(
      `<a ${ATTACK}>${ATTACK}</a><svg onload="x"/>\n${ATTACK}\n<b style="position:fixed" c="${ATTACK}"/>\n${'x\n'.repeat(100)}`,
    ),
    reading: {
      title: ATTACK,
      facts: [{ label: both, value: ATTACK, line: 1 }],
      sections: [{ title: ATTACK, line: 1, blocks, sections: [{ title: undefined, line: 2, blocks, sections: [] }] }],
    },
    language,
    packs: [{ coordinate: ATTACK, sha256: ATTACK }],
    kindTitle: both,
    ruleOf: () => ({
      id: 'R',
      level: 'SHALL',
      title: both,
      message: both,
      hint: both,
      requirements: [],
      clause: ATTACK,
      example: { right: ATTACK, wrong: ATTACK },
    }),
  };
}

test('hostile texts stay texts', () => {
  const page = renderDocumentReport(hostileReport());
  expect(page.match(/<script/g)).toHaveLength(1);
  expect(page.match(/<style/g)).toHaveLength(1);
  expect(page).not.toMatch(/<(?:img src=x|svg onload|b style)/);
  expect(page.match(/<img\s/g)).toHaveLength(2);
  expect(page).not.toMatch(/href="(?!#)/);
  expect(page).not.toMatch(/ style="/);
  expect(page).not.toContain('\u0000');
  expect(page).not.toContain('\u202e');
  expect(page).toContain("script-src 'sha256-");
  expect(page).not.toContain('unsafe-inline');
});

const summary = (files: number): BatchSummary => ({
  language: 'fr',
  name: 'documents/',
  at: AT,
  durationMs: 84_000,
  packs: [{ coordinate: 'fr.ans:ci-sis-cda:3.0', sha256: 'ab' }],
  verdicts: { FAILED: 3, WARNING: 2, PASSED: files - 6, ERROR: 1 },
  skipped: 4,
  rules: [
    {
      rule: 'CDA-88',
      source: 'addax',
      severity: 'warning',
      message: { fr: 'La référence ne mène à rien.', en: 'The reference leads nowhere.' },
      hint: { fr: 'Corriger la référence.', en: 'Correct the reference.' },
      findings: 40,
      files: 20,
      examples: [{ file: 'd/a.xml', line: 3, column: 4, href: 'files/a.html#f1' }],
    },
    {
      rule: 'CDA-51',
      source: 'addax',
      severity: 'error',
      message: { fr: 'La clé est fausse.', en: 'The key is wrong.' },
      hint: { fr: 'Reprendre le matricule.', en: 'Take the matricule.' },
      findings: 3,
      files: 3,
      examples: [{ file: 'd/b.xml', line: 3, column: 4 }],
    },
  ],
  files: (function* () {
    for (let i = 0; i < files; i++) {
      const verdict =
        i < 3 ? 'FAILED'
        : i < 5 ? 'WARNING'
        : i === 5 ? 'ERROR'
        : 'PASSED';
      yield {
        file: `documents/${String(files - i).padStart(5, '0')}.xml`,
        kind: i === 5 ? null : 'cda',
        verdict,
        errors: i < 3 ? 1 : 0,
        warnings: 0,
        ...(i === 5 ? { error: 'illisible' } : { href: `files/${i}.html` }),
      } as const;
    }
  })(),
});

describe('the page of a batch', () => {
  test('counts, rules that find most, files that need work first', () => {
    const text = textOf(renderBatchIndex(summary(20)));
    expect(text).toMatch(/Non conforme 3 sur 20\u00a0fichiers ne sont pas conformes\./);
    expect(text).toContain('4\u00a0fichiers d’une autre nature, non jugés.');
    expect(text.indexOf('La clé est fausse')).toBeLessThan(text.indexOf('La référence ne mène à rien'));
    expect(text).toMatch(/Par fichier .* Non conforme documents\/00020\.xml cda 1 Erreurs 0/);
    expect(text).toMatch(/Erreur documents\/00015\.xml — illisible .* Avertissement/);
  });

  test('of 100,000 files it lists those that need work and as many as fit', () => {
    const began = Date.now();
    const page = renderBatchIndex(summary(100_000));
    expect(Date.now() - began).toBeLessThan(10_000);
    expect(page.length).toBeLessThan(6_000_000);
    expect(page.match(/<tr>/g)!.length).toBeLessThan(10_010);
    expect(textOf(page)).toMatch(/\+ 90\u202f000\u00a0autres fichiers\. La suite est dans le CSV/);
    expect(page).toContain('documents/100000.xml');
  });

  test('hostile names stay names', () => {
    const page = renderBatchIndex({
      ...summary(1),
      name: ATTACK,
      files: [{ file: ATTACK, kind: ATTACK, verdict: 'FAILED', errors: 1, warnings: 0, href: 'files/x.html', error: ATTACK }],
    });
    expect(page.match(/<script/g)).toHaveLength(1);
    expect(page).not.toContain('<img');
  });
});

const path = findBrowser();
const inBrowser = path ? describe : describe.skip;

inBrowser(path ? 'in a browser' : `in a browser (${NO_BROWSER})`, () => {
  let browser: Browser;
  let folder: string;
  const url = (name: string): string => pathToFileURL(join(folder, name)).href;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'addax-document-'));
    const put = (name: string, page: string): void => writeFileSync(join(folder, name), page);
    for (const language of ['fr', 'en'] as const) {
      put(`cr-bio.${language}.html`, renderDocumentReport(await judgedReport('cr-bio.xml', CR_BIO, { language })));
      put(`carnet.${language}.html`, renderDocumentReport(await judgedReport('carnet.xml', CARNET, { language })));
    }
    for (const language of ['fr', 'en'] as const) put(`once.${language}.html`, renderDocumentReport(onceReport(language)));
    put('hostile.html', renderDocumentReport(hostileReport()));
    put('batch.fr.html', renderBatchIndex(summary(20)));
    put('batch.en.html', renderBatchIndex({ ...summary(20), language: 'en' }));
    browser = await chromium.launch({ executablePath: path!, args: BROWSER_ARGUMENTS });
  }, 120_000);
  afterAll(async () => {
    await browser?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  /** Opens a page and fails on any request beyond the file itself, and on any error it reports. */
  async function open(name: string, options: Parameters<Browser['newContext']>[0] = {}): Promise<{ page: Page; problems: string[] }> {
    const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, ...options });
    const page = await context.newPage();
    const problems: string[] = [];
    page.on('request', (request) => {
      if (request.url().split(/[?#]/)[0] !== url(name) && !request.url().startsWith('data:')) problems.push(`request: ${request.url()}`);
    });
    page.on('console', (message) => {
      if (message.type() === 'error') problems.push(`console: ${message.text()}`);
    });
    page.on('pageerror', (error) => problems.push(`script: ${error.message}`));
    await page.goto(url(name));
    return { page, problems };
  }
  const current = (page: Page): Promise<string> =>
    page
      .locator('.list a[aria-current]')
      .first()
      .getAttribute('data-f')
      .then((f) => f ?? '');

  const axe = async (page: Page): Promise<string[]> => {
    await page.evaluate(() =>
      document.querySelectorAll('details').forEach((d) => {
        d.removeAttribute('name');
        d.open = true;
      }),
    );
    return violationsOf(page);
  };

  // every kind of thing once: axe looks at each element
  test.each(
    ([1440, 390, 320] as const).flatMap((width) =>
      (['light', 'dark'] as const).flatMap((scheme) => (['fr', 'en'] as const).map((language) => [language, width, scheme] as const)),
    ),
  )(
    'in %s at %i px, %s: axe finds nothing in any view, nothing scrolls sideways',
    async (language, width, scheme) => {
      for (const name of [`once.${language}.html`, `batch.${language}.html`]) {
        const { page, problems } = await open(name, { viewport: { width, height: 900 }, colorScheme: scheme });
        for (const view of name.startsWith('batch') || width > 1180 ? [undefined] : ['list', 'code', 'doc']) {
          if (view) await page.locator(`.tabs [data-v=${view}]`).click();
          expect([name, view, ...(await axe(page))]).toEqual([name, view]);
          expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
        }
        expect(problems).toEqual([]);
        await page.context().close();
      }
    },
    120_000,
  );

  test.each(['cr-bio.fr.html', 'carnet.en.html'])(
    '%s between the sizes: axe finds nothing in any view',
    async (name) => {
      const { page, problems } = await open(name, { viewport: { width: 1000, height: 900 } });
      for (const view of ['code', 'doc']) {
        await page.locator(`.tabs [data-v=${view}]`).click();
        expect([view, ...(await axe(page))]).toEqual([view]);
        expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(1000);
      }
      expect(problems).toEqual([]);
      await page.context().close();
    },
    240_000,
  );

  test('choosing a finding moves the source and the reading to it', async () => {
    const { page, problems } = await open('carnet.fr.html');
    for (const link of await page.locator('.list a').all()) {
      const number = (await link.getAttribute('data-f'))!;
      await link.click();
      const note = page.locator(`#f${number}`);
      await expect(note.evaluate((d) => (d as HTMLDetailsElement).open)).resolves.toBe(true);
      const inView = await note.evaluate((element) => {
        const pane = element.closest('.scroll')!.getBoundingClientRect();
        const { top } = element.getBoundingClientRect();
        return top >= pane.top && top < pane.bottom;
      });
      expect([number, inView]).toEqual([number, true]);
      expect(await page.locator('.note[open]').count()).toBe(1);
      const mark = page.locator(`.m[data-f~="${number}"]`).first();
      if ((await mark.count()) > 0) {
        expect(await mark.getAttribute('class')).toContain('cur');
        expect(
          await mark.evaluate((element) => {
            const pane = element.closest('.scroll')!.getBoundingClientRect();
            const { top, bottom } = element.getBoundingClientRect();
            return bottom > pane.top && top < pane.bottom;
          }),
        ).toBe(true);
      }
    }
    expect(problems).toEqual([]);
    await page.context().close();
  });

  test('the reading leads back to the source', async () => {
    const { page } = await open('carnet.fr.html');
    const mark = page.locator('.m').last();
    const number = (await mark.getAttribute('data-f'))!.split(' ')[0];
    await mark.click();
    expect(await current(page)).toBe(number);
    expect(await page.evaluate(() => document.activeElement?.closest('.note')?.id)).toBe(`f${number}`);
    await page.context().close();
  });

  test('n and p walk the findings, move the focus, and can be switched off', async () => {
    const { page } = await open('carnet.fr.html');
    const numbers = await page
      .locator('.note')
      .evaluateAll((notes) => notes.map((note) => Number((note as HTMLElement).dataset.f)).sort((a, b) => a - b));
    expect(await current(page)).toBe('1');
    await page.keyboard.press('n');
    expect(await current(page)).toBe('2');
    expect(await page.evaluate(() => document.activeElement?.parentElement?.id)).toBe('f2');
    await page.keyboard.press('p');
    await page.keyboard.press('p');
    expect(await current(page)).toBe(String(numbers.at(-1)));
    await page.locator('#keys').uncheck();
    await page.keyboard.press('n');
    expect(await current(page)).toBe(String(numbers.at(-1)));
    await page.getByRole('button', { name: 'Suivant' }).click();
    expect(await current(page)).toBe('1');
    await page.locator('#keys').check();
    await page.locator('#query').press('n');
    expect(await current(page)).toBe('1');
    await page.context().close();
  });

  test('filters narrow the list, the source and the reading, and the walk', async () => {
    const { page } = await open('carnet.fr.html');
    const total = await page.locator('.note').count();
    const errors = await page.locator('.note:has(> summary > .fail)').count();
    expect(errors).toBeGreaterThan(0);
    expect(errors).toBeLessThan(total);
    await page.locator('[data-g=k][value=fail]').uncheck();
    expect(await page.locator('#shown').innerText()).toBe(`${total - errors} / ${total}`);
    expect(await page.locator('.note:visible').count()).toBe(total - errors);
    await page.keyboard.press('n');
    expect(await page.locator('.note[open] > summary > .fail').count()).toBe(0);
    await page.locator('[data-g=k][value=fail]').check();
    await page.locator('#query').fill('CLE matricule');
    expect(await page.locator('.list > li:visible').count()).toBe(1);
    await page.locator('#query').fill('rien de tel');
    expect(await page.locator('#empty').innerText()).toBe('Aucun constat avec ces filtres.');
    await page.keyboard.press('n');
    await page.locator('#query').fill('');
    expect(await page.locator('#shown').innerText()).toBe(String(total));
    await page.context().close();
  });

  test('the switch changes text, labels, title and lang, and back', async () => {
    const { page, problems } = await open('cr-bio.fr.html');
    const french = await page.locator('body').innerText();
    await page.getByRole('button', { name: 'EN', exact: true }).click();
    expect(await page.locator('html').getAttribute('lang')).toBe('en');
    expect(await page.title()).toBe('Failed · cr-bio.xml · Addax');
    const english = await page.locator('body').innerText();
    expect(english).toMatch(/points to fix/);
    expect(english).not.toMatch(/Attendu|Règles|Constats|\bligne\b|Chercher/);
    await page.getByRole('button', { name: 'FR', exact: true }).click();
    expect(await page.locator('body').innerText()).toBe(french);
    expect(problems).toEqual([]);
    await page.context().close();
  });

  test('an address may name a finding', async () => {
    const { page } = await open('cr-bio.fr.html');
    await page.goto(`${url('cr-bio.fr.html')}#f3`);
    await page.reload();
    expect(await current(page)).toBe('3');
    await page.context().close();
  });

  test('on a telephone a finding opens at its line, and the list is one touch away', async () => {
    const { page } = await open('carnet.fr.html', { viewport: { width: 390, height: 800 } });
    expect(await page.locator('.pane.find').isVisible()).toBe(true);
    expect(await page.locator('.pane.code').isVisible()).toBe(false);
    await page.locator('.list a').nth(1).click();
    expect(await page.locator('.note[open]').isVisible()).toBe(true);
    const box = (await page.locator('.note[open]').boundingBox())!;
    expect(box.x).toBeGreaterThanOrEqual(0);
    expect(box.x + box.width).toBeLessThanOrEqual(390);
    await page.getByRole('button', { name: /^Constats/ }).click();
    expect(await page.locator('.pane.find').isVisible()).toBe(true);
    await page.context().close();
  });

  test.each([1440, 700])('without script everything is there at %i px', async (width) => {
    const { page } = await open('carnet.fr.html', { javaScriptEnabled: false, viewport: { width, height: 900 } });
    for (const pane of ['find', 'code', 'doc']) expect(await page.locator(`.pane.${pane}`).isVisible()).toBe(true);
    expect(await page.locator('.filters').isVisible()).toBe(false);
    await page.locator('#f1 > summary').click();
    expect(await page.locator('#f1').innerText()).toMatch(/Attendu[^]*Obtenu[^]*Que changer/);
    await page.context().close();
  });

  test('printed, every finding is open, and nothing is lost at the edge', async () => {
    const { page } = await open('carnet.fr.html');
    await page.evaluate(() => dispatchEvent(new Event('beforeprint')));
    await page.emulateMedia({ media: 'print' });
    expect(await page.locator('.note:not([open])').count()).toBe(0);
    expect(await page.locator('.filters').isVisible()).toBe(false);
    await page.setViewportSize({ width: 700, height: 900 });
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(700);
    await page.emulateMedia({ media: 'screen' });
    await page.evaluate(() => dispatchEvent(new Event('afterprint')));
    expect(await page.locator('.note[open]').count()).toBe(1);
    await page.context().close();
  });

  test('hostile texts run nothing, load nothing, in both languages', async () => {
    const { page, problems } = await open('hostile.html');
    for (const name of ['EN', 'FR']) await page.getByRole('button', { name, exact: true }).click();
    await page.evaluate(() => document.querySelectorAll('details').forEach((d) => (d.open = true)));
    await page.keyboard.press('n');
    await page.waitForTimeout(200);
    expect(await page.evaluate(() => document.documentElement.dataset['owned'])).toBeUndefined();
    expect(await page.locator('article script, article svg, article [onerror], article [style]').count()).toBe(0);
    expect(problems.filter((problem) => !problem.endsWith('ERR_INVALID_URL'))).toEqual([]);
    await page.context().close();
  });

  test('a file is found in the page of a batch', async () => {
    const { page, problems } = await open('batch.fr.html');
    await page.locator('#query').fill('00007');
    expect(await page.locator('.by-file tbody tr:visible').count()).toBe(1);
    expect(await page.locator('#shown').innerText()).toBe('1 / 20');
    await page.locator('#query').fill('absent');
    expect(await page.locator('#empty').isVisible()).toBe(true);
    expect(problems).toEqual([]);
    await page.context().close();
  });
});
