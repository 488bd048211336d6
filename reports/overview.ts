import { toolVersion, type Bilingual, type Language, type Verdict } from '../src/model/index.js';
import { renderPage } from './html/page.js';
import { count } from './html/text.js';
import { WORDS } from './words.js';

/** One run among several. */
export interface OverviewEntry {
  title: Bilingual;
  product: string;
  verdict: Verdict;
  /** what came of it, in one sentence */
  sentence: Bilingual;
  /** where its report is, relative to the overview */
  href: string;
  /** what was written down before the run */
  expectedVerdict?: Verdict;
  /** requirements that were said to turn red, and those that did */
  expectedRequirements?: readonly string[];
  actualRequirements?: readonly string[];
  /** the outcome is the one that was written down; absent: nothing was */
  asPredicted?: boolean;
}

export interface OverviewOptions {
  language: Language;
  title?: Bilingual;
  /** what was compared and why */
  introduction?: Bilingual;
}

/** One page that leads to several reports, with what was predicted beside what came out. */
export function renderOverview(entries: readonly OverviewEntry[], options: OverviewOptions): string {
  const title = options.title ?? WORDS.overview;
  const wrong = entries.filter((entry) => entry.asPredicted === false).length;
  const judged = entries.filter((entry) => entry.asPredicted !== undefined).length;
  return renderPage(
    'overview',
    {
      lang: options.language,
      title: { fr: `${title.fr} · Addax`, en: `${title.en} · Addax` },
      foot: `Addax · ${title[options.language]}`,
      tool: `Addax ${toolVersion}`,
    },
    {
      heading: title,
      introduction: options.introduction,
      outcome:
        judged === 0 ? undefined
        : wrong === 0 ? all(judged)
        : count(
            wrong,
            ['exécution s’est terminée autrement que prévu.', 'exécutions se sont terminées autrement que prévu.'],
            ['run did not end as predicted.', 'runs did not end as predicted.'],
          ),
      holds: wrong === 0,
      entries: entries.map((entry) => ({
        verdict: entry.verdict,
        title: entry.title,
        product: entry.product,
        sentence: entry.sentence,
        href: entry.href,
        expectedVerdict: entry.expectedVerdict,
        expected: entry.expectedRequirements && listed(entry.expectedRequirements),
        actual: entry.actualRequirements && listed(entry.actualRequirements),
        prediction:
          entry.asPredicted === undefined ? undefined
          : entry.asPredicted ? 'as-predicted'
          : 'not-as-predicted',
        cls: entry.asPredicted === false ? 'fail' : 'pass',
        compared: entry.expectedVerdict !== undefined || entry.expectedRequirements !== undefined,
      })),
    },
  );
}

const all = (n: number): Bilingual =>
  n === 1 ?
    { fr: 'L’exécution s’est terminée comme prévu.', en: 'The run ended as predicted.' }
  : { fr: `Les ${n} exécutions se sont terminées comme prévu.`, en: `All ${n} runs ended as predicted.` };

const listed = (ids: readonly string[]): { ids: readonly string[]; none: boolean } => ({ ids, none: ids.length === 0 });
