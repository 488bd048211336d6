import {
  toolVersion,
  type Bilingual,
  type CaseResult,
  type Finding,
  type Language,
  type Place,
  type Report,
  type RequirementResult,
  type TimelineEntry,
  type Verdict,
} from '../src/model/index.js';
import { causesOf, type Cause, type Occurrence } from './html/causes.js';
import { Excerpts, type Excerpt } from './html/excerpt.js';
import { renderPage } from './html/page.js';
import { byTime, sequenceOf } from './html/sequence.js';
import { beyond, COUNTED, happening, headline, tally, type Tally } from './html/summary.js';
import { anchor, capital, clip, count, clock, duration, instant, join, number, period, same, size } from './html/text.js';
import { waitingOf } from './html/waiting.js';
import { actorName, MARK_CLASS, WORDS, type Word } from './words.js';

export interface HtmlOptions {
  language: Language;
  /** bytes by their SHA-256; undefined when they are not kept */
  blob(hash: string): Uint8Array | undefined;
}

/** What one page can hold and still be read; the JSON report has everything. */
const MOST = { causes: 60, findings: 12, excerpts: 300, perRequirement: 3, wrong: 5, waiting: 40, references: 12, messages: 60, cases: 6 };
const HEAD_LINES = 40;
const BODY_LINES = 12;

/**
 * The compliance report as one self-contained page, for who signs and for who corrects: the verdict in a sentence, what
 * to change, what could not be judged, then everything down to the bytes.
 */
export function renderHtml(report: Report, options: HtmlOptions): string {
  const view = new View(report, new Excerpts((hash) => options.blob(hash)));
  const { name, version } = report.product;
  const verdict = WORDS[report.verdict];
  return renderPage(
    'report',
    {
      lang: options.language,
      title: {
        fr: `${verdict.fr} · ${name} ${version} · Rapport de conformité Addax`,
        en: `${verdict.en} · ${name} ${version} · Addax compliance report`,
      },
      foot: `Addax · ${name} ${version} · ${report.digest.slice(0, 12)}`,
      tool: `Addax ${report.tool.version || toolVersion}`,
    },
    view.content(),
  );
}

/** Turns a report into what the templates show. Every key is present, so that a misspelt one fails a test. */
class View {
  readonly #report: Report;
  readonly #excerpts: Excerpts;
  readonly #causes: Cause[];
  readonly #tally: Tally;
  readonly #several: boolean;
  readonly #requirements: ReadonlyMap<string, RequirementResult>;
  readonly #groups: { id: string; title: Bilingual; requirements: RequirementResult[] }[];
  #excerptsLeft = MOST.excerpts;

  constructor(report: Report, excerpts: Excerpts) {
    this.#report = report;
    this.#excerpts = excerpts;
    this.#causes = causesOf(report);
    this.#tally = tally(report.requirements.map((r) => r.verdict));
    this.#several = report.cases.length > 1;
    this.#requirements = new Map(report.requirements.map((r) => [r.id, r]));
    this.#groups = groupsOf(report);
  }

  content(): object {
    const report = this.#report;
    const t = this.#tally;
    const { name, version, vendor } = report.product;
    const waiting = waitingOf(report);
    const columns = COUNTED.filter((verdict) => verdict !== 'WAIVED' || t.WAIVED > 0);
    const scenarios = [...new Set(report.cases.map((c) => c.scenario))];
    const titles = [...new Map(report.cases.map((c) => [c.scenario, c.title])).values()];
    const failing = this.#causes.filter((cause) => cause.mark === (report.verdict === 'WARNING' ? 'WARNING' : 'FAILED'));
    return {
      toc: [
        { href: '#main', word: 'summary', shown: false, n: 0 },
        { href: '#volets', word: 'by-group', shown: false, n: 0 },
        ...(this.#several ? [{ href: '#cases', word: 'test-case', shown: true, n: report.cases.length }] : []),
        { href: '#fix', word: 'fix-first', shown: true, n: this.#causes.length },
        { href: '#wait', word: 'not-judged', shown: true, n: waiting.length },
        { href: '#exchange', word: this.#several ? 'exchanges' : 'exchange', shown: false, n: 0 },
        { href: '#reqs', word: 'requirements', shown: true, n: report.requirements.length },
        { href: '#proof', word: 'proof', shown: false, n: 0 },
      ],
      productTitle: `${name} ${version}`,
      subjects: subjects(titles, report),
      verdict: report.verdict,
      headline: headline(report),
      happening: happening(report),
      wrong: failing.slice(0, MOST.wrong).map((cause) => ({
        href: `#${this.#causeId(cause)}`,
        text: unstopped(cause.title),
        references: cause.requirements.slice(0, 3).join(', '),
      })),
      wrongMore:
        failing.length > MOST.wrong ?
          plus(failing.length - MOST.wrong, ['autre cause', 'autres causes'], ['more cause', 'more causes'])
        : undefined,
      beyond: beyond(report, this.#causes),
      tally: columns.map((verdict) => ({ verdict, n: t[verdict] })),
      apart: (['ERROR', 'NOT_APPLICABLE'] as const).filter((verdict) => t[verdict] > 0).map((verdict) => ({ verdict, n: t[verdict] })),

      productLine: `${name} ${version}, ${vendor}`,
      actors: report.actors.map(({ actor, options }) => {
        const named = actorName(actor);
        const listed = options?.length ? options.join(', ') : undefined;
        return listed ? { fr: `${named.fr}, option ${listed}`, en: `${named.en}, option ${listed}` } : named;
      }),
      scenarioWord: scenarios.length > 1 ? 'scenarios' : 'scenario',
      scenarios: scenarios.slice(0, 4),
      scenarioMore:
        scenarios.length > 4 ? join([same(''), plus(scenarios.length - 4, ['autre', 'autres'], ['more', 'more'])])
        : report.cases.length === 1 && report.cases[0]!.variantTitle ? join([same(''), report.cases[0]!.variantTitle], ', ')
        : undefined,
      levels: [...new Set(report.cases.map((c) => c.level))].sort(),
      period: period(report.run.startedAt, report.run.endedAt),
      contact: report.contact === undefined ? undefined : { fr: `par ${report.contact}`, en: `by ${report.contact}` },
      rules: `addax ${report.tool.version}`,
      packs: report.packs.map(({ coordinate, hash }) => ({ coordinate, hash })),
      notes: unique(report.cases.flatMap((one) => one.assertions.flatMap((assertion) => assertion.notes ?? []))),
      strict: report.strict,
      digest: report.digest,
      digestShort: `sha256:${report.digest.slice(0, 12)}…`,
      selection: report.run.selection,

      columns,
      groups: this.#groups.map((group) => this.#group(group, columns)),
      totals: cells(t, columns),
      total: t.total,
      caseRows: this.#several ? report.cases.map((c) => this.#caseRow(c)) : [],

      causes: this.#causes.slice(0, MOST.causes).map((cause) => this.#cause(cause)),
      causesLine: causesLine(this.#causes),
      causesMore:
        this.#causes.length > MOST.causes ?
          plus(
            this.#causes.length - MOST.causes,
            ['autre cause dans report.json.', 'autres causes dans report.json.'],
            ['more cause in report.json.', 'more causes in report.json.'],
          )
        : undefined,
      walk: this.#causes.length > 1,

      waiting: waiting.slice(0, MOST.waiting).map((entry) => ({
        verdict: entry.verdict,
        word: entry.word,
        title: capital(entry.title),
        reason: entry.reason,
        remedy: entry.remedy,
        requirements: entry.requirements.slice(0, MOST.references).map((id) => ({ id, href: `#${anchor('r', id)}` })),
        moreRequirements:
          entry.requirements.length > MOST.references ?
            plus(entry.requirements.length - MOST.references, ['autre', 'autres'], ['more', 'more'])
          : undefined,
        cases: this.#several ? entry.cases.slice(0, MOST.cases).join(', ') + (entry.cases.length > MOST.cases ? '…' : '') : '',
        who: capital(entry.who),
        must: entry.must,
      })),
      waitingLine: {
        fr: `Ces points ne comptent pas contre ${name}. Chacun dit qui doit agir.`,
        en: `These do not count against ${name}. Each says who must act.`,
      },
      waitingMore:
        waiting.length > MOST.waiting ?
          plus(
            waiting.length - MOST.waiting,
            ['autre point dans report.json.', 'autres points dans report.json.'],
            ['more in report.json.', 'more in report.json.'],
          )
        : undefined,

      several: this.#several,
      cases: this.#cases(),

      runId: report.run.id,
      startedAt: instant(report.run.startedAt),
      endedAt: instant(report.run.endedAt),
    };
  }

  #group(group: { id: string; title: Bilingual; requirements: RequirementResult[] }, columns: readonly Verdict[]): object {
    const t = tally(group.requirements.map((r) => r.verdict));
    return {
      id: anchor('v', group.id),
      title: group.title,
      bars: columns.filter((verdict) => t[verdict] > 0).map((verdict) => ({ cls: MARK_CLASS[verdict], n: t[verdict] })),
      cells: cells(t, columns),
      total: t.total,
      open: group.requirements.some((r) => r.verdict !== 'PASSED' && r.verdict !== 'NOT_APPLICABLE'),
      extent: extent(t),
      rows: [...group.requirements].sort((a, b) => rank(a.verdict) - rank(b.verdict)).map((requirement) => this.#requirement(requirement)),
    };
  }

  #requirement(requirement: RequirementResult): object {
    const own = this.#causes.filter((cause) => cause.requirements.includes(requirement.id));
    const occurrences = own.flatMap((cause) => cause.occurrences.map((occurrence) => ({ cause, occurrence })));
    const first = occurrences[0];
    const { cases } = requirement;
    const one = cases.length === 1 ? this.#report.cases.find((c) => caseName(c) === cases[0]) : undefined;
    return {
      id: anchor('r', requirement.id),
      verdict: requirement.verdict,
      reference: requirement.id,
      text: requirement.text,
      source: requirement.source,
      reason: requirement.reason,
      level: requirement.level,
      proof:
        one ? (one.variantTitle ?? same(one.variant))
        : cases.length > 0 ? count(cases.length, ['cas', 'cas'], ['case', 'cases'])
        : undefined,
      href:
        one ? `#${caseId(one)}`
        : this.#several ? '#cases'
        : undefined,
      evidence: first && {
        title: join([
          where(first.occurrence.finding.place, undefined),
          ...(occurrences.length > 1 ?
            [plus(occurrences.length - 1, ['autre constat', 'autres constats'], ['more finding', 'more findings'])]
          : []),
        ]),
        findings: occurrences
          .slice(0, MOST.perRequirement)
          .map(({ occurrence }) => this.#finding(occurrence, [occurrence.finding.place], occurrence.finding.message, undefined)),
        cause: `#${this.#causeId(first.cause)}`,
      },
    };
  }

  #causeId(cause: Cause): string {
    return `c${this.#causes.indexOf(cause) + 1}`;
  }

  #cause(cause: Cause): object {
    const id = this.#causeId(cause);
    const sources = [...new Set(cause.requirements.map((r) => this.#requirements.get(r)?.source).filter((s) => s !== undefined))];
    const origin = cause.rule && originOf(cause.rule.source);
    const shown = cause.occurrences.slice(0, MOST.findings);
    // one label of the cases is enough when all findings come from one
    const manyCases = new Set(cause.occurrences.map((o) => o.case)).size > 1;
    return {
      id,
      titleId: `${id}-t`,
      mark: cause.mark,
      title: unstopped(cause.title),
      extent: join(
        [
          ...(cause.requirements.length > 0 ?
            [count(cause.requirements.length, ['exigence', 'exigences'], ['requirement', 'requirements'])]
          : []),
          count(cause.findings, ['constat', 'constats'], ['finding', 'findings']),
          ...(this.#several ? [count(cause.cases.length, ['cas', 'cas'], ['case', 'cases'])] : []),
        ],
        ', ',
      ),
      two: Boolean(cause.why ?? cause.hint ?? cause.waiver),
      why: cause.why,
      hint: cause.hint,
      waiver: cause.waiver,
      expected: cause.expected,
      findings: this.#findings(shown, cause, manyCases),
      more:
        cause.occurrences.length > shown.length ?
          plus(
            cause.occurrences.length - shown.length,
            ['autre constat de même cause dans report.json.', 'autres constats de même cause dans report.json.'],
            ['more finding of this cause in report.json.', 'more findings of this cause in report.json.'],
          )
        : undefined,
      requirements: cause.requirements.map((r) => ({ id: r, href: this.#requirements.has(r) ? `#${anchor('r', r)}` : undefined })),
      requirementsLabel: cause.requirements.length > 1 ? WORDS.requirements : WORDS.requirement,
      sources: sources.slice(0, 3).map((source) => ({ fr: `Source\u00a0: ${source}`, en: `Source: ${source}` })),
      origin: origin?.word,
      ruleId:
        origin
        && (origin.word === 'addax-rule' ?
          cause.requirements.includes(cause.rule!.id) ?
            undefined
          : cause.rule!.id
        : origin.name),
      cases: this.#several ? cause.cases.slice(0, MOST.cases).map((c) => ({ href: `#${caseId(c)}`, label: shortCase(c) })) : [],
      casesLabel: { fr: 'Cas\u00a0:', en: cause.cases.length > 1 ? 'Cases:' : 'Case:' },
      moreCases: cause.cases.length > MOST.cases ? plus(cause.cases.length - MOST.cases, ['autre', 'autres'], ['more', 'more']) : undefined,
    };
  }

  /** Findings that stand near each other share one excerpt, under the last of them. */
  #findings(occurrences: readonly Occurrence[], cause: Cause, manyCases: boolean): object[] {
    let waiting: Place[] = [];
    return occurrences.map((occurrence, i) => {
      const { place } = occurrence.finding;
      waiting.push(place);
      const next = occurrences[i + 1]?.finding.place;
      const near = next?.blob !== undefined && next.blob === place.blob && Math.abs(next.line - place.line) <= 8 && waiting.length < 4;
      const places = near ? [] : waiting;
      if (!near) waiting = [];
      return this.#finding(occurrence, places, cause.title, cause.hint, manyCases);
    });
  }

  #finding(
    { finding, case: testCase, also }: Occurrence,
    places: readonly Place[],
    title: Bilingual,
    hint: Bilingual | undefined,
    withCase = false,
  ): object {
    const differs = (text: Bilingual, known: Bilingual | undefined): Bilingual | undefined =>
      known !== undefined && text.fr === known.fr ? undefined : text;
    return {
      where: where(finding.place, withCase ? testCase : undefined),
      path: finding.place.path === '/' ? '' : finding.place.path,
      message: differs(finding.message, title),
      pair: finding.expected ?? finding.actual,
      expected: finding.expected,
      actual: finding.actual,
      hint: hint === undefined ? undefined : differs(finding.hint, hint),
      excerpt: this.#excerpt(places),
      also: also.length > 0 ? alsoIn(also, testCase, this.#several) : undefined,
    };
  }

  #excerpt(places: readonly Place[]): object | undefined {
    if (places.length === 0 || this.#excerptsLeft === 0) return undefined;
    const excerpt = this.#excerpts.around(places);
    if (excerpt) this.#excerptsLeft -= 1;
    return excerpt && bytesOf(excerpt);
  }

  #caseRow(testCase: CaseResult): object {
    const findings = testCase.assertions.reduce((sum, a) => sum + a.findings.length, 0);
    return {
      id: caseId(testCase),
      verdict: testCase.verdict,
      title: caseTitle(testCase),
      name: caseName(testCase),
      findings: number(findings, 'fr'),
      findingsWord: findings < 2 ? 'finding' : 'findings-count',
      started: clock(testCase.startedAt).slice(0, 8),
      duration: duration(testCase.startedAt, testCase.endedAt),
    };
  }

  #cases(): object[] {
    const { cases } = this.#report;
    const first = Math.max(
      0,
      cases.findIndex((c) => c.verdict === 'FAILED'),
    );
    return cases.map((testCase, i) => {
      const id = caseId(testCase);
      const timeline = testCase.timeline.map((entry) => this.#withStatus(entry));
      const sequence = sequenceOf({ ...testCase, timeline }, this.#report, marksOf(testCase));
      return {
        id,
        title: caseTitle(testCase),
        verdict: testCase.verdict,
        period: period(testCase.startedAt, testCase.endedAt),
        open: i === first,
        sequence: sequence && {
          ...sequence,
          id: `${id}-s`,
          titleId: `${id}-s-t`,
          descriptionId: `${id}-s-d`,
          least: Math.max(820, Math.round(sequence.width * 0.87)),
          most: Math.round(sequence.width * 1.2),
          title: WORDS.diagram,
          participants: sequence.participants.map((p) => ({
            ...p,
            cls: p.underTest ? 'sut' : 'box',
            roleY: sequence.top - 10,
            boxWidth: 2 * (p.x - p.boxX),
          })),
          rows: sequence.rows.map((row) => ({
            ...row,
            path: row.path,
            timeY: row.y + 4,
            marks: row.marks,
            note: row.note && { ...row.note, cls: `v ${row.note.mark}` },
          })),
          table: sequence.table.map((step) => ({ ...step, detail: step.detail })),
        },
        messages: this.#messages(testCase, id),
      };
    });
  }

  /** An answer that says nothing of itself is told by its HTTP status. */
  #withStatus(entry: TimelineEntry): TimelineEntry {
    if (entry.answerLabel || !entry.answer) return entry;
    const [line = ''] = this.#excerpts.beginning(entry.answer.blob, 0, entry.answer.headSize, 1)?.lines ?? [];
    const status = /^HTTP\/[\d.]+ (\d{3}.{0,40})/.exec(line)?.[1];
    return status ? { ...entry, answerLabel: same(`HTTP ${status}`) } : entry;
  }

  /** The messages of one case, each with its HTTP head and the first lines of its body. */
  #messages(testCase: CaseResult, id: string): object[] {
    const messages: object[] = [];
    for (const entry of byTime(testCase.timeline))
      for (const side of ['request', 'answer'] as const) {
        const message = entry[side];
        if (!message || messages.length >= MOST.messages) continue;
        const head = this.#excerpts.beginning(message.blob, 0, message.headSize, HEAD_LINES);
        const body = this.#excerpts.beginning(message.blob, message.headSize, message.size, BODY_LINES);
        const lines = [...(head?.lines ?? []), ...(body?.lines ?? [])];
        messages.push({
          id: `${id}-x${entry.seq}-${side}`,
          title: messageTitle(entry, side),
          excerpt:
            lines.length > 0 ?
              { first: 1, more: Boolean(head?.more ?? body?.more) || Boolean(body?.more), lines: lines.map((text) => plainLine(text)) }
            : undefined,
        });
      }
    return messages;
  }
}

function groupsOf(report: Report): { id: string; title: Bilingual; requirements: RequirementResult[] }[] {
  const groups = new Map(report.volets.map((group) => [group.id, { ...group, requirements: [] as RequirementResult[] }]));
  for (const requirement of report.requirements) {
    const group = groups.get(requirement.volet) ?? { id: requirement.volet, title: same(requirement.volet), requirements: [] };
    groups.set(requirement.volet, group);
    group.requirements.push(requirement);
  }
  return [...groups.values()].filter((group) => group.requirements.length > 0);
}

/** What needs attention first, then what is right, then what does not apply; within each, the order of the volet. */
const rank = (verdict: Verdict): number =>
  verdict === 'NOT_APPLICABLE' ? 2
  : verdict === 'PASSED' ? 1
  : 0;

const cells = (t: Tally, columns: readonly Verdict[]): object[] =>
  columns.map((verdict) => ({ n: t[verdict], cls: t[verdict] > 0 ? MARK_CLASS[verdict] : 'z', word: verdict }));

const caseName = (testCase: CaseResult): string => `${testCase.scenario}/${testCase.variant}`;
const caseId = (testCase: CaseResult): string => anchor('case', caseName(testCase));
const caseTitle = (testCase: CaseResult): Bilingual =>
  join([testCase.title, testCase.variantTitle ?? same(testCase.variant)], { fr: '\u00a0: ', en: ': ' });
const shortCase = (testCase: CaseResult): Bilingual => testCase.variantTitle ?? same(caseName(testCase));

/** What was tried, under the name of the product. */
function subjects(titles: readonly Bilingual[], report: Report): Bilingual[] {
  const [only] = report.cases;
  if (only && report.cases.length === 1) return [caseTitle(only)];
  const rest = titles.length - 3;
  return [
    ...titles.slice(0, 3),
    ...(rest > 0 ? [plus(rest, ['autre scénario', 'autres scénarios'], ['more scenario', 'more scenarios'])] : []),
  ];
}

/** Without the full stop: for a heading. */
const unstopped = ({ fr, en }: Bilingual): Bilingual => ({ fr: fr.replace(/\.$/, ''), en: en.replace(/\.$/, '') });

const plus = (n: number, fr: [string, string], en: [string, string]): Bilingual => {
  const counted = count(n, fr, en);
  return { fr: `et ${counted.fr}`, en: `and ${counted.en}` };
};

/** `12 sur 14 conformes, 1 non conforme, 1 sans objet` */
function extent(t: Tally): Bilingual {
  const pieces: Bilingual[] = [];
  if (t.total > 0)
    pieces.push({
      fr: `${t.PASSED} sur ${t.total} ${t.PASSED < 2 ? 'conforme' : 'conformes'}`,
      en: `${t.PASSED} of ${t.total} passed`,
    });
  const add = (n: number, fr: [string, string], en: [string, string]): void => {
    if (n > 0) pieces.push(count(n, fr, en));
  };
  add(t.FAILED, ['non conforme', 'non conformes'], ['failed', 'failed']);
  add(t.WARNING, ['avertissement', 'avertissements'], ['warning', 'warnings']);
  add(t.INCONCLUSIVE, ['indéterminée', 'indéterminées'], ['inconclusive', 'inconclusive']);
  add(t.NOT_RUN, ['non exécutée', 'non exécutées'], ['not run', 'not run']);
  add(t.WAIVED, ['dérogation', 'dérogations'], ['waived', 'waived']);
  add(t.ERROR, ['erreur', 'erreurs'], ['error', 'errors']);
  add(t.NOT_APPLICABLE, ['sans objet', 'sans objet'], ['not applicable', 'not applicable']);
  return join(pieces, ', ');
}

function causesLine(causes: readonly Cause[]): Bilingual {
  const findings = causes.reduce((sum, cause) => sum + cause.findings, 0);
  const failing = causes.filter((cause) => cause.mark === 'FAILED').length;
  const counted = count(findings, ['constat', 'constats'], ['finding', 'findings']);
  if (causes.length === 1)
    return {
      fr: `${counted.fr}, une seule cause.${failing === 1 ? ' Elle décide du verdict.' : ''}`,
      en: `${counted.en}, a single cause.${failing === 1 ? ' It decides the verdict.' : ''}`,
    };
  const extent = {
    fr: `${counted.fr}, regroupés en ${causes.length}\u00a0causes.`,
    en: `${counted.en}, grouped into ${causes.length} causes.`,
  };
  const decides =
    failing === 0 ? { fr: 'Aucune ne rend le verdict non conforme.', en: 'None makes the verdict fail.' }
    : failing === 1 ? { fr: 'La première décide du verdict.', en: 'The first decides the verdict.' }
    : failing === causes.length ? { fr: 'Chacune suffit à rendre le verdict non conforme.', en: 'Each is enough to make the verdict fail.' }
    : { fr: `Les ${failing} premières décident du verdict.`, en: `The first ${failing} decide the verdict.` };
  return join([extent, decides]);
}

/** Where a finding stands, in words: the piece of the message, line, column. */
function where(place: Place, testCase: CaseResult | undefined): Bilingual {
  const part = capital(place.part ?? { fr: 'message', en: 'message' });
  const at = {
    fr: `${part.fr}, ligne ${place.line}, colonne ${place.column}`,
    en: `${part.en}, line ${place.line}, column ${place.column}`,
  };
  return testCase ? join([shortCase(testCase), at], ' · ') : at;
}

function alsoIn(also: readonly { case: CaseResult; finding: Finding }[], first: CaseResult, several: boolean): Bilingual {
  const shown = also.slice(0, MOST.cases).map(({ case: testCase, finding }): Bilingual => {
    const line = { fr: `ligne ${finding.place.line}`, en: `line ${finding.place.line}` };
    if (!several || testCase === first) return line;
    const title = shortCase(testCase);
    return { fr: `${title.fr} (${line.fr})`, en: `${title.en} (${line.en})` };
  });
  const rest = also.length - shown.length;
  const listed = join(shown, ', ');
  const more = plus(rest, ['autre', 'autres'], ['more', 'more']);
  return rest > 0 ? join([listed, more]) : listed;
}

function originOf(source: string): { word: Word; name?: string } {
  if (source.startsWith('pack:')) return { word: 'official-rule', name: source.slice(5) };
  if (source.startsWith('xsd:')) return { word: 'schema', name: source.slice(4) };
  return source === 'addax' ? { word: 'addax-rule' } : { word: 'official-rule', name: source };
}

const ELEMENT = { text: undefined, tag: 'b', string: 'i', comment: 's' } as const;

const bytesOf = (excerpt: Excerpt): object => ({
  first: excerpt.first,
  more: false,
  lines: excerpt.lines.map((line) => ({
    missing: line.missing,
    indent: line.indent,
    cls: [line.hit && 'hit', line.number === undefined && 'cont'].filter(Boolean).join(' '),
    segments: line.segments.map((segment) => ({ text: segment.text, el: ELEMENT[segment.kind], at: segment.at ?? false })),
  })),
});

const plainLine = (text: string): object => ({
  missing: undefined,
  indent: undefined,
  cls: '',
  segments: [{ text: clip(text, 400), el: undefined, at: false }],
});

function messageTitle(entry: TimelineEntry, side: 'request' | 'answer'): Bilingual {
  const message = entry[side]!;
  const what =
    side === 'request' ?
      { fr: `${WORDS.request.fr} ${entry.label.fr}`, en: `${entry.label.en} ${WORDS.request.en.toLowerCase()}` }
    : { fr: `${WORDS.answer.fr} à ${entry.label.fr}`, en: `${WORDS.answer.en} to ${entry.label.en}` };
  const time = clock(side === 'request' ? entry.at : (entry.answeredAt ?? entry.at));
  return join([what, same(time), size(message.size), ...(message.complete ? [] : [WORDS.incomplete])], ', ');
}

/** Findings that point into the messages of a case, by the bytes they point into. */
function marksOf(testCase: CaseResult): Map<string, { failed: number; warned: number }> {
  const marks = new Map<string, { failed: number; warned: number }>();
  for (const { findings } of testCase.assertions)
    for (const { place, severity } of findings) {
      if (place.blob === undefined || severity === 'information') continue;
      const mark = marks.get(place.blob) ?? { failed: 0, warned: 0 };
      if (severity === 'error') mark.failed += 1;
      else mark.warned += 1;
      marks.set(place.blob, mark);
    }
  return marks;
}

/** Each text once, in the order they first come. */
const unique = (texts: readonly Bilingual[]): Bilingual[] => [...new Map(texts.map((text) => [text.en, text])).values()];
