import { createHash } from 'node:crypto';
import {
  toolVersion,
  type Bilingual,
  type Finding,
  type JudgedFile,
  type Language,
  type PackedFile,
  type PackIdentity,
  type Reading,
  type Rule,
  type Verdict,
} from '../src/model/index.js';
import { PackagePane } from './document/package.js';
import { causesOf, type DocumentCause, type Numbered } from './document/causes.js';
import { findingsPane, noteOf } from './document/findings.js';
import { ReadingLinks, type Piece } from './document/links.js';
import { html, NONE, short, Tongue, type Html } from './document/markup.js';
import { ReadingPane } from './document/reading.js';
import { SourcePane } from './document/source.js';
import { SourceText } from './document/source-text.js';
import { renderPage } from './html/page.js';
import { capital, count, instant, join, number, same, size } from './html/text.js';
import { OWNER, WORDS, type Word } from './words.js';

export interface DocumentReport {
  result: JudgedFile;
  /** the bytes that were judged */
  source: Uint8Array;
  /** the document as a person reads it */
  reading?: Reading | undefined;
  /** what is in it, when it is a package of files */
  files?: readonly PackedFile[] | undefined;
  language: Language;
  packs: readonly PackIdentity[];
  /** the instant of the judgement */
  at: Date;
  /** what the kind of file is called */
  kindTitle?: Bilingual | undefined;
  /** the page that leads to this one and others */
  index?: string;
  /** the rule behind a finding; undefined when it is of a pack */
  ruleOf(finding: Finding): Rule | undefined;
}

/**
 * One file and what is to correct in it, as one self-contained page: the findings by cause, the source with the
 * findings at their lines, and the document as a person reads it, side by side.
 */
export function renderDocumentReport(report: DocumentReport): string {
  const { result, language } = report;
  const tongue = new Tongue(language);
  const source = new SourceText(report.source);
  const { causes, total, untold } = causesOf(result.findings, (finding) => report.ruleOf(finding));
  const digest = createHash('sha256').update(report.source).digest('hex');
  const placed = causes.flatMap((cause) => cause.places.map((found) => ({ cause, found, offset: offsetOf(found, source, digest) })));
  const causeOf = new Map(placed.map(({ cause, found }) => [found, cause]));
  const note = (found: Numbered): Html => noteOf(found, causeOf.get(found)!, tongue);
  const { files } = report;
  const sourcePane = files ? new PackagePane(files, placed, tongue, note).render() : new SourcePane(source, placed, tongue, note).render();
  const name = baseName(result.file);
  const verdict = WORDS[result.verdict];
  return renderPage(
    'document',
    {
      lang: language,
      title: { fr: `${verdict.fr} · ${name} · Addax`, en: `${verdict.en} · ${name} · Addax` },
      foot: `Addax · ${name} · ${digest.slice(0, 12)}`,
      tool: `Addax ${toolVersion}`,
      about: name,
    },
    {
      head: head(report, causes, total, digest, tongue).text,
      tabs: tabs(causes, report, tongue).text,
      findings: (result.error ? notJudged(result.error, tongue) : findingsPane(causes, untold, tongue)).text,
      source: sourcePane.text,
      reading: report.reading && readingPane(report.reading, placed, source, tongue).text,
      pane: files ? 'package-pane' : 'source-pane',
      walk: placed.length > 1,
    },
  );
}

/** Where a finding is in the source; undefined when its line is counted in a part, or is not there. */
function offsetOf({ finding: { place } }: Numbered, source: SourceText, digest: string): number | undefined {
  if (place.part && place.blob !== undefined && place.blob !== digest) return undefined;
  return source.offset(place.line, place.column);
}

const baseName = (file: string): string => file.slice(Math.max(file.lastIndexOf('/'), file.lastIndexOf('\\')) + 1) || file;

function head(report: DocumentReport, causes: readonly DocumentCause[], total: number, digest: string, tongue: Tongue): Html {
  const { result, packs } = report;
  const title = report.reading?.title || baseName(result.file);
  const facts: [Word, Html][] = [
    ['about-file', html`<span class="mono">${short(result.file, 500)}</span>, ${tongue.plain(size(report.source.length))}`],
    ['file-digest', html`<code>${digest}</code>`],
    ['judged-at', tongue.plain(instant(report.at.toISOString()))],
    [
      'about-judgement',
      html`<code>addax ${toolVersion}</code
        >${packs.map(({ coordinate, sha256 }) => html`<br /><code>${short(coordinate)}</code> <span class="meta mono">${short(sha256)}</span>`)}`,
    ],
    ...(['choice', 'unchecked', 'incomplete'] as const).flatMap((kind): [Word, Html][] => {
      const notes = result.notes.filter((note) => note.kind === kind);
      return notes.length === 0 ? [] : [[`note-${kind}`, html`${notes.slice(0, 50).map(({ text }) => tongue.say(text, 'p'))}`]];
    }),
  ];
  const evaluated = join(
    [
      count(result.evaluated.length, ['règle jugée', 'règles jugées'], ['rule judged', 'rules judged']),
      { fr: `en ${number(result.durationMs, 'fr')}\u00A0ms`, en: `in ${number(result.durationMs, 'en')} ms` },
    ],
    ' ',
  );
  const kind = report.kindTitle ? tongue.plain(report.kindTitle, 'span', 'meta') : NONE;
  const by = html`<span class="meta"
    >${packs.map(({ coordinate }) => html`<code>${short(coordinate)}</code>, `)}${tongue.plain(evaluated)}</span
  >`;
  const back =
    report.index === undefined ?
      NONE
    : html`<a class="back noprint" href="${report.index}">${tongue.plain({ fr: '← Tous les fichiers', en: '← All files' })}</a>`;
  return html`<div class="head">
    ${back}${tongue.verdict(result.verdict, { pin: true })}
    <h1><span lang="fr">${short(title)}</span>${tongue.plain(headline(result, causes, total), 'span', 'todo')}</h1>
    ${kind}${by}
    <details class="about">
      <summary>${tongue.w('details')}</summary>
      <dl>
        ${facts.map(
          ([key, content]) =>
            html`<div>
              ${tongue.w(key, 'dt')}
              <dd>${content}</dd>
            </div>`,
        )}
      </dl>
    </details>
  </div>`;
}

/** What is to do, in a few words, after the name of the document. */
function headline({ verdict, error }: JudgedFile, causes: readonly DocumentCause[], total: number): Bilingual {
  const said = (text: Bilingual): Bilingual => ({ fr: `\u00A0: ${text.fr}`, en: `: ${text.en}` });
  if (error) return said({ fr: 'pas jugé', en: 'not judged' });
  const errors = causes.filter(({ mark }) => mark === 'FAILED').length;
  const warnings = causes.filter(({ mark }) => mark === 'WARNING').length;
  const shown = causes.length;
  const toFix = errors + Math.max(0, errors === shown ? total - shown : 0);
  // causes, as the list shows them: the findings of one are put right together
  const toCheck = { fr: `${number(warnings, 'fr')}\u00A0à vérifier`, en: `${number(warnings, 'en')} to check` };
  if (errors > 0) {
    const fix = count(toFix, ['point à corriger', 'points à corriger'], ['point to fix', 'points to fix']);
    return said(warnings > 0 ? join([fix, toCheck], ', ') : fix);
  }
  if (warnings > 0 && verdict === 'FAILED')
    return said(
      count(
        warnings,
        ['avertissement, compté comme une non-conformité', 'avertissements, comptés comme des non-conformités'],
        ['warning, counted as a failure', 'warnings, counted as failures'],
      ),
    );
  if (warnings > 0) return said(count(warnings, ['point à vérifier', 'points à vérifier'], ['point to check', 'points to check']));
  const outcome: Readonly<Partial<Record<Verdict, Bilingual>>> = {
    PASSED: { fr: 'rien à corriger', en: 'nothing to fix' },
    INCONCLUSIVE: { fr: 'le verdict reste en attente', en: 'the verdict stays open' },
  };
  return outcome[verdict] ? said(outcome[verdict]) : same('\u00A0');
}

function tabs(causes: readonly DocumentCause[], { reading, files }: DocumentReport, tongue: Tongue): Html {
  const total = causes.reduce((sum, { places }) => sum + places.length, 0);
  const tab = (view: string, label: Html, pressed: boolean): Html =>
    html`<button type="button" data-v="${view}" aria-pressed="${String(pressed)}">${label}</button>`;
  return html`<div class="tabs noprint" role="group" ${tongue.label('view')} hidden data-js>
    ${tab('list', html`${tongue.w('findings')} ${total}`, true)}${tab('code', tongue.w(files ? 'package-pane' : 'source-pane'), false)}${reading ? tab('doc', tongue.w('document-pane'), false) : NONE}
  </div>`;
}

function notJudged(error: NonNullable<JudgedFile['error']>, tongue: Tongue): Html {
  const { who, must, verdict } = OWNER[error.owner];
  return html`<h2 id="h1">${tongue.w('findings')}</h2>
    <div class="scroll" tabindex="0" role="region" aria-labelledby="h1">
      <div class="none-left">
        ${tongue.verdict('ERROR', { word: verdict })}
        <p>${tongue.w('file-not-judged', 'strong')} ${short(error.text, 2000)}</p>
        <p class="meta">${tongue.plain(capital(WORDS[who]))} ${tongue.w(must)}</p>
      </div>
    </div>`;
}

function readingPane(
  reading: Reading,
  placed: readonly { found: Numbered; offset: number | undefined }[],
  source: SourceText,
  tongue: Tongue,
): Html {
  const marks = new Map<Piece, Numbered[]>();
  if (placed.length > 0) {
    const links = new ReadingLinks(reading, source);
    for (const { found, offset } of placed) {
      const piece = offset === undefined ? undefined : links.pieceOf(found, offset);
      const here = piece && marks.get(piece);
      if (here) here.push(found);
      else if (piece) marks.set(piece, [found]);
    }
  }
  return new ReadingPane(tongue, marks).render(reading);
}

export { renderBatchIndex } from './document/batch.js';
