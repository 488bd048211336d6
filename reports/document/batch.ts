import { toolVersion, type Bilingual, type Verdict } from '../../src/model/index.js';
import { renderPage } from '../html/page.js';
import { count, instant, join, number, same } from '../html/text.js';
import type { BatchFile, BatchRule, BatchSummary } from '../results.js';
import { SEVERITY_MARK, WORDS } from '../words.js';
import { originOf } from './causes.js';
import { html, NONE, short, Tongue, type Html, type Piece } from './markup.js';

/** What one page lists and a browser still shows at once. */
const MOST = { files: 10_000, rules: 500, examples: 5 };

/** what is to correct first, what is right last */
const ORDER: readonly Verdict[] = ['FAILED', 'ERROR', 'INCONCLUSIVE', 'WARNING', 'WAIVED', 'NOT_RUN', 'PASSED', 'NOT_APPLICABLE'];
const rank = (verdict: Verdict): number => ORDER.indexOf(verdict);

/** The page that leads to the pages of many files: what is wrong most often, and where. */
export function renderBatchIndex(summary: BatchSummary): string {
  const tongue = new Tongue(summary.language);
  const { files, untold } = listed(summary.files);
  const total = ORDER.reduce((sum, verdict) => sum + (summary.verdicts[verdict] ?? 0), 0);
  const failed = summary.verdicts.FAILED ?? 0;
  const worst = ORDER.find((verdict) => (summary.verdicts[verdict] ?? 0) > 0) ?? 'INCONCLUSIVE';
  return renderPage(
    'batch',
    {
      lang: summary.language,
      title: { fr: `${WORDS[worst].fr} · ${summary.name} · Addax`, en: `${WORDS[worst].en} · ${summary.name} · Addax` },
      foot: `Addax · ${summary.name}`,
      tool: `Addax ${toolVersion}`,
    },
    {
      content: html`<p class="over">${tongue.w('batch')}</p>
        <h1>${short(summary.name)}</h1>
        ${verdictBlock(summary, total, failed, worst, tongue)} ${summary.rules.length > 0 ? rulesTable(summary.rules, tongue) : NONE}
        ${filesTable(files, untold, tongue)}`.text,
    },
  );
}

function verdictBlock(summary: BatchSummary, total: number, failed: number, worst: Verdict, tongue: Tongue): Html {
  const tally = ORDER.filter((verdict) => (summary.verdicts[verdict] ?? 0) > 0 || verdict === 'FAILED' || verdict === 'PASSED').map(
    (verdict) =>
      html`<div${cls(summary.verdicts[verdict] ? '' : 'zero')}><dt>${tongue.verdict(verdict)}</dt><dd>${numberOf(summary.verdicts[verdict] ?? 0, tongue)}</dd></div>`,
  );
  const seconds = Math.max(0.001, summary.durationMs / 1000);
  const rounded = (value: number): number => (value < 10 ? Math.round(value * 10) / 10 : Math.round(value));
  const pace: Bilingual = {
    fr: `${number(rounded(seconds), 'fr')}\u00A0s, ${number(rounded(total / seconds), 'fr')} par seconde`,
    en: `${number(rounded(seconds), 'en')} s, ${number(rounded(total / seconds), 'en')} per second`,
  };
  const skipped =
    summary.skipped > 0 ?
      html`<p class="lead rest">
        ${tongue.plain(count(summary.skipped, ['fichier d’une autre nature, non jugé.', 'fichiers d’une autre nature, non jugés.'], ['file of another kind, not judged.', 'files of another kind, not judged.']))}
      </p>`
    : NONE;
  return html`<div class="verdict">
      ${tongue.verdict(worst)}
      <p class="lead">${tongue.say(sentence(total, failed), 'strong')}</p>
      ${skipped}
      <dl class="tally">${tally}</dl>
    </div>
    <dl class="facts">
      <div>
        ${tongue.w('judged-at', 'dt')}
        <dd>${tongue.plain(instant(summary.at.toISOString()))}</dd>
      </div>
      <div>
        ${tongue.w('duration', 'dt')}
        <dd>${tongue.plain(pace)}</dd>
      </div>
      <div>
        ${tongue.w('about-judgement', 'dt')}
        <dd>
          <code>addax ${toolVersion}</code>${summary.packs.map(({ coordinate }) => html` <small><code>${short(coordinate)}</code></small>`)}
        </dd>
      </div>
    </dl>`;
}

const cls = (name: string): Html => (name === '' ? NONE : html` class="${name}"`);

const numberOf = (n: number, tongue: Tongue): Html => tongue.plain({ fr: number(n, 'fr'), en: number(n, 'en') });

function sentence(total: number, failed: number): Bilingual {
  if (total === 0) return { fr: 'Aucun fichier n’a été jugé.', en: 'No file was judged.' };
  const files = count(total, ['fichier', 'fichiers'], ['file', 'files']);
  if (failed === 0) return { fr: `Aucune non-conformité dans ${files.fr}.`, en: `No failure in ${files.en}.` };
  return {
    fr: `${number(failed, 'fr')} sur ${files.fr} ${failed < 2 ? 'n’est pas conforme' : 'ne sont pas conformes'}.`,
    en: `${number(failed, 'en')} of ${files.en} failed.`,
  };
}

const SEVERITY_ORDER = ['error', 'warning', 'information'] as const;

function rulesTable(rules: readonly BatchRule[], tongue: Tongue): Html {
  const sorted = [...rules].sort(
    (a, b) => SEVERITY_ORDER.indexOf(a.severity) - SEVERITY_ORDER.indexOf(b.severity) || b.files - a.files || b.findings - a.findings,
  );
  const rows = sorted.slice(0, MOST.rules).map((rule) => {
    const examples = rule.examples.slice(0, MOST.examples).map(({ file, line, href }) => {
      const named = html`${short(baseName(file), 60)}:${line}`;
      return html`<li>
        ${href === undefined ? html`<span class="mono">${named}</span>` : html`<a class="mono" href="${href}">${named}</a>`}
      </li>`;
    });
    const { origin } = originOf(rule);
    return html`<tr>
      <td>${tongue.verdict(SEVERITY_MARK[rule.severity])}</td>
      <td class="num">${numberOf(rule.files, tongue)}${tongue.w('files', 'span', 'lb')}</td>
      <td class="num">${numberOf(rule.findings, tongue)}${tongue.w('findings', 'span', 'lb')}</td>
      <th scope="row">
        ${tongue.say(rule.message)}<span class="meta hint">${tongue.say(rule.hint)}</span
        ><span class="meta"><span class="mono">${short(rule.rule, 80)}</span> · ${tongue.w(origin)}</span>
      </th>
      <td>
        <ul>
          ${examples}
        </ul>
      </td>
    </tr> `;
  });
  const more =
    sorted.length > MOST.rules ?
      html`<p class="sub">
        ${tongue.plain(count(sorted.length - MOST.rules, ['autre règle.', 'autres règles.'], ['more rule.', 'more rules.']))}
        ${tongue.w('rest-in-csv')}
      </p>`
    : NONE;
  return section('rules', 'by-rule', 'by-rule-line', tongue, [
    html`<table class="by-rule">
      <thead>
        <tr>
          ${tongue.w('severity', 'th')}${tongue.w('files', 'th', 'num')}${tongue.w('findings', 'th', 'num')}${tongue.w('rule', 'th')}${tongue.w('examples', 'th')}
        </tr>
      </thead>
      <tbody>
        ${rows}
      </tbody>
    </table>`,
    more,
  ]);
}

const section = (id: string, title: 'by-rule' | 'by-file', line: 'by-rule-line' | 'by-file-line', tongue: Tongue, content: Piece): Html =>
  html`<section id="${id}">${tongue.w(title, 'h2')}${tongue.w(line, 'p', 'sub')}${content}</section> `;

/** The files that fit: of those that are right, the first. */
function listed(files: Iterable<BatchFile>): { files: BatchFile[]; untold: number } {
  const byVerdict = ORDER.map((): BatchFile[] => []);
  let total = 0;
  for (const file of files) {
    total += 1;
    const alike = byVerdict[rank(file.verdict)]!;
    if (alike.length < MOST.files) alike.push(file);
  }
  const kept = byVerdict.flat().slice(0, MOST.files);
  return { files: kept, untold: total - kept.length };
}

function filesTable(files: readonly BatchFile[], untold: number, tongue: Tongue): Html {
  const rows = files.map((file) => {
    const name = html`${short(file.file, 300)}`;
    const counts =
      file.error === undefined ?
        html`<td class="num">${numberOf(file.errors, tongue)}${tongue.w('errors', 'span', 'lb')}</td>
          <td class="num">${numberOf(file.warnings, tongue)}${tongue.w('warnings', 'span', 'lb')}</td>`
      : html`<td colspan="2">${short(file.error, 200)}</td>`;
    return html`<tr>
      ${tongue.verdict(file.verdict, { tag: 'td' })}
      <th scope="row">
        ${file.href === undefined ? html`<span class="mono">${name}</span>` : html`<a class="mono" href="${file.href}">${name}</a>`}
      </th>
      <td>${file.kind ?? '—'}</td>
      ${counts}
    </tr> `;
  });
  const more =
    untold > 0 ?
      html`<p class="sub">
        ${tongue.plain(join([same(''), count(untold, ['autre fichier.', 'autres fichiers.'], ['more file.', 'more files.'])], '+ '))}
        ${tongue.w('rest-in-csv')}
      </p>`
    : NONE;
  return section('files', 'by-file', 'by-file-line', tongue, [
    files.length > 10 ?
      html`<p class="tools noprint" hidden data-js>
        <label class="meta">${tongue.w('search-files')} <input type="search" id="query" autocomplete="off" spellcheck="false" /></label>
        <span class="meta" id="shown" aria-live="polite"></span>
      </p>`
    : NONE,
    html`<table class="by-file">
        <thead>
          <tr>
            ${tongue.w('verdict', 'th')}${tongue.w('file', 'th')}${tongue.w('kind', 'th')}${tongue.w('errors', 'th', 'num')}${tongue.w('warnings', 'th', 'num')}
          </tr>
        </thead>
        <tbody>
          ${rows}
        </tbody>
      </table>
      <p class="sub" id="empty" hidden>${tongue.w('search-none')}</p>`,
    more,
  ]);
}

const baseName = (file: string): string => file.slice(file.lastIndexOf('/') + 1);
