import type { Bilingual } from '../../src/model/index.js';
import { count, same, join as joinTexts } from '../html/text.js';
import { MARK_CLASS, WORDS, type Mark, type Word } from '../words.js';
import type { DocumentCause, Numbered } from './causes.js';
import { html, type Html, NONE, short, type Tongue } from './markup.js';

const SEVERITIES: readonly Mark[] = ['FAILED', 'WARNING', 'INFORMATION'];
const ORIGINS: readonly Word[] = ['official-rules', 'schemas', 'addax-rules'];
/** an actual value that fits beside its line */
const SHORT_VALUE = 28;

/** The findings as a list, with what narrows it. */
export function findingsPane(causes: readonly DocumentCause[], untold: number, tongue: Tongue): Html {
  const total = causes.reduce((sum, { places }) => sum + places.length, 0);
  const lineOf = lineTeller(causes);
  const items = causes.map((cause) => causeItem(cause, tongue, lineOf));
  const rest =
    untold > 0 ?
      html`<p class="none-left">
        ${tongue.plain(count(untold, ['autre constat.', 'autres constats.'], ['more finding.', 'more findings.']))}
        ${tongue.w('rest-in-json')}
      </p>`
    : NONE;
  return html`<h2 id="h1">${tongue.w('findings')} <span class="meta" id="shown" aria-live="polite">${total}</span></h2>
    ${total > 1 ? filters(causes, tongue) : NONE}
    <div class="scroll" tabindex="0" role="region" aria-labelledby="h1">
      <ol class="list">
        ${items}
      </ol>
      <p class="none-left" id="empty" hidden>${tongue.w('no-finding-filtered')}</p>
      ${rest}${total === 0 ? tongue.w('no-finding', 'p', 'none-left') : NONE}
    </div>`;
}

function filters(causes: readonly DocumentCause[], tongue: Tongue): Html {
  const counted = (wanted: (cause: DocumentCause) => boolean): number =>
    causes.filter(wanted).reduce((sum, { places }) => sum + places.length, 0);
  const box = (group: string, value: string, label: Html, n: number): Html =>
    html`<label><input type="checkbox" checked data-g="${group}" value="${value}" />${label} <span class="meta">${n}</span></label>`;
  const severities = SEVERITIES.filter((mark) => causes.some((cause) => cause.mark === mark));
  const origins = ORIGINS.filter((origin) => causes.some((cause) => cause.origin === origin));
  const families = [...new Set(causes.map(({ family }) => family))].sort();
  const fieldset = (legend: Word, boxes: readonly Html[]): Html =>
    boxes.length > 1 ?
      html`<fieldset>
        <legend class="vh">${tongue.w(legend)}</legend>
        ${boxes}
      </fieldset>`
    : NONE;
  return html`<div class="filters noprint" hidden data-js>
    ${fieldset(
      'severity',
      severities.map((mark) =>
        box(
          'k',
          MARK_CLASS[mark],
          tongue.verdict(mark),
          counted((cause) => cause.mark === mark),
        ),
      ),
    )}
    ${fieldset(
      'origin',
      origins.map((origin) =>
        box(
          'o',
          origin,
          tongue.w(origin),
          counted((cause) => cause.origin === origin),
        ),
      ),
    )}
    ${
      families.length > 1 ?
        html`<label class="line"
          ><span class="vh">${tongue.w('family')}</span
          ><select id="family">
            <option value="" data-w="all-families">${WORDS['all-families'][tongue.language]}</option>
            ${families.map((family) => html`<option value="${family}">${short(family, 60)} (${counted((cause) => cause.family === family)})</option>`)}
          </select></label
        >`
      : NONE
    }
    <label class="line"
      ><span class="meta">${tongue.w('search')}</span><input type="search" id="query" autocomplete="off" spellcheck="false"
    /></label>
  </div>`;
}

type LineTeller = (found: Numbered) => Bilingual;

function causeItem(cause: DocumentCause, tongue: Tongue, lineOf: LineTeller): Html {
  const [first] = cause.places;
  const several = cause.places.length + cause.more > 1;
  const extent = several ? count(cause.places.length + cause.more, ['endroit', 'endroits'], ['place', 'places']) : lineOf(first!);
  const { finding } = first!;
  const places =
    several ?
      html`<ul class="places">
        ${cause.places.map((place) => placeItem(place, tongue, lineOf))}
      </ul>`
    : NONE;
  const more =
    cause.more > 0 ?
      tongue.plain(joinTexts([same(''), count(cause.more, ['autre', 'autres'], ['more', 'more'])], '+ '), 'p', 'meta more')
    : NONE;
  // one place: the line itself is the way there
  return html`<li
    data-k="${MARK_CLASS[cause.mark]}"
    data-o="${cause.origin}"
    data-v="${cause.family}"
    data-q="${short(`${finding.rule} ${finding.place.path} ${finding.requirements.join(' ')}`)}"
  >
    <a href="#f${first!.number}" data-f="${first!.number}"
      ><span class="r1"
        ><span>${tongue.verdict(cause.mark)} <span class="no">${several ? '' : first!.number}</span></span
        >${tongue.plain(extent, 'span', 'meta')}</span
      >${tongue.say(unstopped(cause.title), 'span', 'ttl')}<span class="meta"
        ><span class="mono">${short(finding.rule, 60)}</span> · ${tongue.w(cause.origin)}${family(cause)}</span
      ></a
    >${places}${more}
  </li> `;
}

const family = ({ family: name, origin }: DocumentCause): Html => (origin === 'addax-rules' ? NONE : html` · ${short(name, 60)}`);

function placeItem(place: Numbered, tongue: Tongue, lineOf: LineTeller): Html {
  const { actual } = place.finding;
  const bare = actual?.fr === actual?.en && actual !== undefined && actual.fr.length <= SHORT_VALUE ? actual.fr : undefined;
  return html`<li>
    <a href="#f${place.number}" data-f="${place.number}"
      ><span class="no">${place.number}</span>
      ${tongue.plain(lineOf(place))}${bare === undefined ? NONE : html` <code>${short(bare)}</code>`}</a
    >
  </li>`;
}

/** Says the line of a finding, and its column where the line alone does not tell findings apart. */
function lineTeller(causes: readonly DocumentCause[]): LineTeller {
  const on = new Map<number, number>();
  for (const { places } of causes) for (const { finding } of places) on.set(finding.place.line, (on.get(finding.place.line) ?? 0) + 1);
  return ({ finding: { place } }) => {
    const column = (on.get(place.line) ?? 0) > 2 ? `:${place.column}` : '';
    const line = { fr: `ligne ${place.line}${column}`, en: `line ${place.line}${column}` };
    return place.part && place.blob !== undefined ? joinTexts([place.part, line], ', ') : line;
  };
}

/** Without the full stop: for a heading. */
const unstopped = ({ fr, en }: Bilingual): Bilingual => ({ fr: fr.replace(/\.$/, ''), en: en.replace(/\.$/, '') });

/** One finding where it was found: what was expected, what is there, what to write instead. */
export function noteOf(found: Numbered, cause: DocumentCause, tongue: Tongue): Html {
  const { finding, number } = found;
  const { rule } = cause;
  const { place } = finding;
  const pair = (key: Word, content: Html | undefined): Html =>
    content ?
      html`${tongue.w(key, 'dt')}
        <dd>${content}</dd>`
    : NONE;
  // what is the same for each finding of a cause is told with the first
  const first = cause.places[0] === found;
  const why = first ? (finding.why ?? rule?.why) : undefined;
  const example =
    first && rule?.example ?
      html`<details class="ex">
        ${tongue.w('example', 'summary')}
        <dl>
          ${pair('right-example', html`<code>${short(rule.example.right, 1500)}</code>`)}${pair('wrong-example', html`<code>${short(rule.example.wrong, 1500)}</code>`)}
        </dl>
      </details>`
    : NONE;
  const at = {
    fr: `ligne ${place.line}, colonne ${place.column}`,
    en: `line ${place.line}, column ${place.column}`,
  };
  const requirements = finding.requirements.filter((id) => id !== finding.rule);
  return html`<details class="note" name="note" id="f${number}" data-f="${number}">
    <summary>
      ${tongue.verdict(cause.mark)}<span class="no">${number}</span>${tongue.say(unstopped(finding.message), 'span', 'ttl')}
    </summary>
    <div class="in">
      <dl class="ao">
        ${pair('expected', finding.expected && tongue.value(finding.expected))}${pair('actual', finding.actual && tongue.value(finding.actual))}${pair('what-to-change', tongue.say(finding.hint))}${pair('why', why && tongue.say(why))}
      </dl>
      ${example}
      <p class="ids">
        <span class="mono">${short(finding.rule, 100)}</span
        ><span>${tongue.w(cause.origin)}${family(cause)}</span
        >${rule?.clause ? html`<span>${short(rule.clause)}</span>` : NONE}${requirements.length > 0 ? html`<span class="mono">${short(requirements.join(', '))}</span>` : NONE}${tongue.plain(place.part ? joinTexts([place.part, at], ', ') : at)}${place.path === '/' ? NONE : html`<code>${short(place.path, 600)}</code>`}
      </p>
    </div>
  </details>`;
}
