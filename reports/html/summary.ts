import type { Bilingual, CaseResult, Report, Verdict } from '../../src/model/index.js';
import { isUnderTest } from './sequence.js';
import { count, join, number } from './text.js';
import { causesOf, type Cause } from './causes.js';

/** Verdicts that count towards the product's score; ERROR and NOT_APPLICABLE stand apart. */
export const COUNTED: readonly Verdict[] = ['PASSED', 'FAILED', 'WARNING', 'INCONCLUSIVE', 'NOT_RUN', 'WAIVED'];

export type Tally = Readonly<Record<Verdict, number>> & { total: number };

/** Requirements by verdict; `total` leaves out what stands apart. */
export function tally(verdicts: Iterable<Verdict>): Tally {
  const counts = { NOT_APPLICABLE: 0, PASSED: 0, WARNING: 0, FAILED: 0, WAIVED: 0, INCONCLUSIVE: 0, NOT_RUN: 0, ERROR: 0 };
  for (const verdict of verdicts) counts[verdict] += 1;
  return { ...counts, total: COUNTED.reduce((sum, verdict) => sum + counts[verdict], 0) };
}

const of = (part: number, total: number, one: Bilingual, many: Bilingual): Bilingual => ({
  fr: `${number(part, 'fr')}\u00a0${part < 2 ? 'exigence' : 'exigences'} sur ${number(total, 'fr')} ${part < 2 ? one.fr : many.fr}`,
  en: `${number(part, 'en')} of ${number(total, 'en')} ${total === 1 ? 'requirement' : 'requirements'} ${part === 1 ? one.en : many.en}`,
});

/** The verdict in one plain sentence with its numbers. */
export function headline(report: Report): Bilingual {
  const t = tally(report.requirements.map((r) => r.verdict));
  const pending = t.INCONCLUSIVE + t.NOT_RUN;
  switch (report.verdict) {
    case 'FAILED': {
      if (t.FAILED > 0)
        return of(
          t.FAILED,
          t.total,
          { fr: 'n’est pas respectée.', en: 'is not met.' },
          { fr: 'ne sont pas respectées.', en: 'are not met.' },
        );
      if (report.strict && t.WARNING > 0)
        return of(
          t.WARNING,
          t.total,
          {
            fr: 'donne un avertissement, qui compte comme une non-conformité en mode strict.',
            en: 'gives a warning, which counts as a failure in strict mode.',
          },
          {
            fr: 'donnent un avertissement, qui compte comme une non-conformité en mode strict.',
            en: 'give a warning, which counts as a failure in strict mode.',
          },
        );
      const failed = report.cases.flatMap((c) => c.assertions).filter((a) => a.verdict === 'FAILED').length;
      return count(
        failed,
        ['contrôle n’est pas satisfait.', 'contrôles ne sont pas satisfaits.'],
        ['check is not satisfied.', 'checks are not satisfied.'],
      );
    }
    case 'WARNING':
      return join([
        { fr: 'Aucune obligation n’est enfreinte\u00a0;', en: 'No obligation is broken;' },
        of(
          t.WARNING,
          t.total,
          { fr: 'donne un avertissement.', en: 'gives a warning.' },
          { fr: 'donnent un avertissement.', en: 'give a warning.' },
        ),
      ]);
    case 'PASSED':
    case 'WAIVED': {
      const met = t.PASSED + t.WARNING;
      return t.total === met && met > 1 ?
          { fr: `Les ${number(met, 'fr')} exigences jugées sont respectées.`, en: `All ${number(met, 'en')} judged requirements are met.` }
        : of(met, t.total, { fr: 'est respectée.', en: 'is met.' }, { fr: 'sont respectées.', en: 'are met.' });
    }
    case 'NOT_APPLICABLE':
      return {
        fr: 'Aucune exigence de cette sélection ne concerne ce produit.',
        en: 'No requirement of this selection concerns this product.',
      };
    default:
      return t.total - pending === 0 ?
          { fr: 'Aucune exigence n’a pu être jugée.', en: 'No requirement could be judged.' }
        : of(
            pending,
            t.total,
            { fr: 'n’a pas pu être jugée\u00a0: le verdict reste en attente.', en: 'could not be judged: the verdict is pending.' },
            { fr: 'n’ont pas pu être jugées\u00a0: le verdict reste en attente.', en: 'could not be judged: the verdict is pending.' },
          );
  }
}

/** What happened, in numbers: requests that the product sent or received, and cases. */
export function happening(report: Report): Bilingual {
  const { name } = report.product;
  if (report.cases.length === 0) return { fr: 'Aucun cas de test n’a été joué.', en: 'No test case was run.' };
  const cases =
    report.cases.length === 1 ?
      { fr: 'un cas de test', en: 'one test case' }
    : count(report.cases.length, ['cas de test', 'cas de test'], ['test case', 'test cases']);
  const exchanges = report.cases.reduce((sum, testCase) => sum + ownExchanges(testCase, report), 0);
  if (exchanges === 0)
    return {
      fr: `En ${cases.fr}, aucun message n’a été échangé avec ${name}.`,
      en: `In ${cases.en}, no message was exchanged with ${name}.`,
    };
  const messages = count(
    exchanges,
    ['requête a été échangée', 'requêtes ont été échangées'],
    ['request was exchanged', 'requests were exchanged'],
  );
  return {
    fr: `${messages.fr} entre ${name} et les systèmes simulés par Addax, en ${cases.fr}.`,
    en: `${messages.en} between ${name} and the systems simulated by Addax, in ${cases.en}.`,
  };
}

/** Exchanges with the system under test; those between simulators are not its own. */
function ownExchanges(testCase: CaseResult, report: Report): number {
  const own = (id: string): boolean => isUnderTest(id, testCase, report);
  return testCase.timeline.filter(({ kind, request, from, to }) => kind === 'exchange' && request && (own(from) || own(to))).length;
}

/** What is not at fault, what waits, and what has no effect on the verdict. */
export function beyond(report: Report, causes: readonly Cause[]): Bilingual[] {
  const t = tally(report.requirements.map((r) => r.verdict));
  const said: Bilingual[] = [];
  const { name } = report.product;
  if (report.verdict === 'FAILED') {
    const fails = causes.filter((cause) => cause.mark === 'FAILED').length;
    if (fails > 0)
      said.push(
        fails === 1 ?
          { fr: `Ce point se corrige dans ${name}.`, en: `It is fixed in ${name}.` }
        : { fr: `Ces points se corrigent dans ${name}.`, en: `They are fixed in ${name}.` },
      );
  }
  const sound = report.volets.filter((group) => {
    const judged = report.requirements.filter((r) => r.volet === group.id && r.verdict !== 'NOT_APPLICABLE');
    return judged.length > 0 && judged.every((r) => r.verdict === 'PASSED');
  });
  if (sound.length > 0 && report.verdict !== 'PASSED') {
    const titles = join(
      sound.slice(0, 4).map((group) => group.title),
      ', ',
    );
    const more = sound.length > 4 ? count(sound.length - 4, ['autre volet', 'autres volets'], ['more volet', 'more volets']) : undefined;
    said.push({
      fr: `Rien à changer ici\u00a0: ${titles.fr}${more ? ` et ${more.fr}` : ''}.`,
      en: `Nothing to change here: ${titles.en}${more ? ` and ${more.en}` : ''}.`,
    });
  }
  if (report.verdict === 'FAILED' && t.WARNING > 0 && t.FAILED > 0)
    said.push(
      t.WARNING === 1 ?
        {
          fr: 'Un avertissement s’y ajoute, qui ne décide pas du verdict.',
          en: 'One warning comes on top, which does not decide the verdict.',
        }
      : {
          fr: `${t.WARNING} avertissements s’y ajoutent, qui ne décident pas du verdict.`,
          en: `${t.WARNING} warnings come on top, which do not decide the verdict.`,
        },
    );
  const pending = t.INCONCLUSIVE + t.NOT_RUN;
  if (pending > 0 && (report.verdict === 'FAILED' || report.verdict === 'PASSED' || report.verdict === 'WARNING'))
    said.push(
      join(
        [
          count(
            pending,
            ['exigence n’a pas pu être jugée', 'exigences n’ont pas pu être jugées'],
            ['requirement could not be judged', 'requirements could not be judged'],
          ),
          { fr: ': le rapport dit qui doit agir.', en: ': the report says who must act.' },
        ],
        { fr: '\u00a0', en: '' },
      ),
    );
  else if (pending > 0) said.push({ fr: 'Le rapport dit qui doit agir.', en: 'The report says who must act.' });
  const errors = Math.max(t.ERROR, report.errors.length);
  if (errors > 0)
    said.push(
      join([
        count(
          errors,
          ['contrôle n’a pas abouti pour une cause extérieure', 'contrôles n’ont pas abouti pour une cause extérieure'],
          ['check did not complete for a cause outside', 'checks did not complete for a cause outside'],
        ),
        { fr: `à ${name}, sans effet sur le verdict.`, en: `${name}, with no effect on the verdict.` },
      ]),
    );
  if (t.WAIVED > 0)
    said.push(
      count(
        t.WAIVED,
        ['exigence non respectée est couverte par une dérogation.', 'exigences non respectées sont couvertes par une dérogation.'],
        ['requirement not met is covered by a waiver.', 'requirements not met are covered by a waiver.'],
      ),
    );
  return said;
}

/** The verdict and its cause in one line, for a list of runs: the headline, then the first thing to fix. */
export function sentence(report: Report): Bilingual {
  const first = causesOf(report).find((cause) => cause.mark === 'FAILED' || (report.verdict === 'WARNING' && cause.mark === 'WARNING'));
  return first ? join([headline(report), first.title]) : headline(report);
}
