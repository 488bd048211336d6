import { parse } from 'yaml';
import type {
  Artefact,
  Assertion,
  AssertionResult,
  Bilingual,
  CaseResult,
  EvidenceRecord,
  Fault,
  Finding,
  Level,
  RecordOf,
  Statement,
  Step,
  TimelineEntry,
  Trust,
  ValidationContext,
  ValidationNote,
  Verdict,
} from '../model/index.js';
import { Artefact as ArtefactHandle, ConfigurationError, faultsOfVariant, fingerprint, rollUp, same, Scenario } from '../model/index.js';
import { readByTheBuild } from '../packs/suites-read.js';
import { assertionsOf, stepsOf } from './plan.js';
import { timelineOf } from './timeline.js';
import { refusedByClient, refusedByServer } from './tls-refusal.js';
import { manifestOf, type Toolbox } from './toolbox.js';
import { fill, type Values } from './values.js';

/** What judging reads: the evidence of a run and nothing else. */
export interface Evidence {
  records: readonly EvidenceRecord[];
  blob(hash: string): Uint8Array | undefined;
}

/** A case judged, with the bytes that its findings point into. */
export interface JudgedCase {
  result: CaseResult;
  bytes: Map<string, Uint8Array>;
}

/** Everything a case left behind, opened for judging. */
interface CaseEvidence {
  id: string;
  suite: string;
  scenario: Scenario;
  variant: Scenario['variants'][number];
  records: EvidenceRecord[];
  statement: Statement;
  values: Values;
  messages: Map<string, Artefact>;
  evidence: Evidence;
}

/**
 * Judges one case of a run: a pure function of its evidence.
 * @param strict counts WARNING as FAILED
 */
export async function judgeCase(
  evidence: Evidence,
  statement: Statement,
  caseId: string,
  toolbox: Toolbox,
  strict: boolean,
): Promise<JudgedCase> {
  const opened = openCase(evidence, statement, caseId);
  const assertions: AssertionResult[] = [];
  for (const assertion of assertionsOf(opened.scenario, opened.variant)) assertions.push(await judgeAssertion(opened, assertion, toolbox));
  const first = opened.records[0];
  const last = opened.records.at(-1);
  const bytes = bytesBehind(assertions, opened, toolbox);
  const result: CaseResult = {
    scenario: opened.scenario.id,
    variant: opened.variant.id,
    suite: opened.suite,
    volet: opened.scenario.volet,
    level: opened.scenario.level,
    title: opened.scenario.title,
    ...(opened.variant.title && { variantTitle: opened.variant.title }),
    verdict: rollUp(assertions, strict),
    startedAt: first?.at ?? '',
    endedAt: last?.at ?? '',
    roles: Object.fromEntries(Object.entries(opened.scenario.roles).map(([name, role]) => [name, { actor: role.actor, is: role.is }])),
    assertions,
    timeline: timelineOf(opened.scenario, opened.records, statement.product.name, opened.values).map((entry) =>
      withParts(opened, withAnswer(opened, entry, toolbox), bytes, toolbox),
    ),
  };
  return { result, bytes };
}

function openCase(evidence: Evidence, statement: Statement, caseId: string): CaseEvidence {
  const records = evidence.records.filter((r) => r.case === caseId);
  const described = records.find((r): r is RecordOf<'datum'> => r.kind === 'datum' && r.name === 'case');
  const { suite, scenario: kept, variant: variantId } = described?.value as { suite: string; scenario: string; variant: string };
  const bytes = evidence.blob(kept);
  if (!bytes) throw new Error(`${caseId}: its scenario is not in the bundle`);
  const source = new TextDecoder().decode(bytes);
  const scenario = Scenario.parse(readByTheBuild(source) ?? parse(source));
  const variant = scenario.variants.find((v) => v.id === variantId);
  if (!variant) throw new Error(`${caseId}: no such variant`);
  const values = records.findLast((r): r is RecordOf<'datum'> => r.kind === 'datum' && r.name === 'values')?.value ?? {};
  return { id: caseId, suite, scenario, variant, records, statement, values: values as Values, messages: new Map(), evidence };
}

/** What an answer says, in words, beside its arrow. */
function withAnswer(opened: CaseEvidence, entry: TimelineEntry, toolbox: Toolbox): TimelineEntry {
  const exchange = opened.records.find((r): r is RecordOf<'exchange'> => r.kind === 'exchange' && r.id === entry.exchange);
  const answer = exchange && open(opened, exchange, 'answer', toolbox);
  const answerLabel = answer && toolbox.tellAnswer(answer);
  return answerLabel ? { ...entry, answerLabel } : entry;
}

/** Names the parts of a message that findings point into, so that a report can count them on its arrow. */
function withParts(opened: CaseEvidence, entry: TimelineEntry, bytes: ReadonlyMap<string, Uint8Array>, toolbox: Toolbox): TimelineEntry {
  if (!entry.exchange || bytes.size === 0) return entry;
  const named = (side: 'request' | 'answer'): TimelineEntry['request'] => {
    const summary = entry[side];
    const message = opened.messages.get(`${entry.exchange}.${side}`);
    if (!summary || !message) return summary;
    const parts = piecesOf(message, toolbox).filter((piece) => bytes.has(piece.sha256));
    return {
      ...summary,
      parts: parts.map((piece) => ({ blob: piece.sha256, title: piece.origin.part ?? { fr: piece.name, en: piece.name } })),
    };
  };
  const [request, answer] = [named('request'), named('answer')];
  return { ...entry, ...(request && { request }), ...(answer && { answer }) };
}

/** A message and everything in it that is judged on its own; a connection is in one piece. */
const piecesOf = (message: Artefact, toolbox: Toolbox): Artefact[] =>
  message.about.mediaType === 'application/json' ?
    [message]
  : [...new Set(['message', 'security', 'metadata', 'documents'].flatMap((view) => toolbox.viewOf(message, view)))];

// ---- one assertion ----

const result = (assertion: Assertion, verdict: Verdict, more: Partial<AssertionResult> = {}): AssertionResult => ({
  id: assertion.id,
  ...(assertion.title && { title: assertion.title }),
  verdict,
  level: assertion.level,
  requirements: assertion.requires,
  evaluated: [],
  findings: [],
  ...more,
});

/** Did what should never come arrive? That needs no end of the scenario to be known. */
const cameUncalled = (opened: CaseEvidence, assertion: Assertion): boolean =>
  'check' in assertion && assertion.check['none'] === true && exchangesOf(opened, assertion.on).length > 0;

async function judgeAssertion(opened: CaseEvidence, assertion: Assertion, toolbox: Toolbox): Promise<AssertionResult> {
  if (!cameUncalled(opened, assertion) && !opened.records.some((r) => r.kind === 'datum' && r.name === 'case-ended'))
    return result(assertion, 'INCONCLUSIVE', {
      reason: {
        fr: 'Le scénario a été interrompu avant sa fin : ce qui n’est pas arrivé ne prouve rien.',
        en: 'The scenario was interrupted before its end: what did not arrive proves nothing.',
      },
    });
  if (assertion.option && !declaresOption(opened, assertion.option))
    return result(assertion, 'NOT_APPLICABLE', {
      reason: { fr: `Option « ${assertion.option} » non déclarée.`, en: `Option “${assertion.option}” is not declared.` },
    });
  const [stepName = '', ...rest] = assertion.on.split('.');
  const all = stepName.endsWith('[*]');
  const step = opened.scenario.steps.find((s) => s.id === stepName.replace('[*]', ''));
  if (!step) throw new Error(`${opened.id}: ${assertion.id} is on ${stepName}, which is no step`);
  try {
    if ('attest' in assertion) return attested(opened, assertion, step);
    if (!stepsOf(opened.scenario, opened.variant).includes(step))
      return result(assertion, 'NOT_RUN', {
        reason: { fr: 'Étape absente de cette variante.', en: 'The step is not part of this variant.' },
      });
    const exchanges = all ? withRepetitions(opened, exchangesOf(opened, step.id)) : exchangesOf(opened, step.id);
    if ('check' in assertion && assertion.check['tls-refused'] !== undefined)
      return judgeTlsRefusal(opened, assertion, step, exchanges, toolbox);
    if (step.type === 'PREUVE' && 'validate' in assertion) return await judgeProof(opened, assertion, step, toolbox);
    if ('check' in assertion && rest.length === 0) return judgeExchanges(opened, assertion, step, exchanges);
    if ('check' in assertion && ('same' in assertion.check || 'distinct' in assertion.check))
      return exchanges.length === 0 ?
          notReached(opened, assertion, step)
        : await compareMessages(opened, assertion, exchanges, rest, toolbox);
    if (rest[0] === 'connection') return await judgeConnections(opened, assertion, step, exchanges, toolbox);
    if (exchanges.length === 0) return notReached(opened, assertion, step);
    return await judgeMessages(opened, assertion, all ? exchanges : exchanges.slice(0, 1), rest, toolbox);
  } catch (error) {
    // a pack that is damaged or no longer there
    if (error instanceof ConfigurationError) {
      const { field, explanation, remedy } = error;
      return result(assertion, 'ERROR', {
        owner: 'configuration',
        reason: { fr: `${field} : ${explanation.fr} ${remedy.fr}`, en: `${field}: ${explanation.en} ${remedy.en}` },
      });
    }
    const said = error instanceof Error ? error.message : String(error);
    return result(assertion, 'ERROR', {
      owner: 'tool',
      reason: { fr: `Addax n’a pas pu juger : ${said}`, en: `Addax could not judge: ${said}` },
    });
  }
}

function declaresOption(opened: CaseEvidence, option: string): boolean {
  const actors = Object.values(opened.scenario.roles)
    .filter((r) => r.is === 'sut')
    .map((r) => r.actor);
  return opened.statement.actors.some((a) => actors.includes(a.actor) && a.options?.includes(option));
}

function exchangesOf(opened: CaseEvidence, stepId: string): RecordOf<'exchange'>[] {
  const ids = opened.records.flatMap((r) => (r.kind === 'step' && r.step === stepId ? (r.exchanges ?? []) : []));
  return ids.flatMap((id) => opened.records.filter((r): r is RecordOf<'exchange'> => r.kind === 'exchange' && r.id === id));
}

/** With the repetitions of it that no step asked for, even those that ended after the step did. */
function withRepetitions(opened: CaseEvidence, exchanges: RecordOf<'exchange'>[]): RecordOf<'exchange'>[] {
  const [first] = exchanges;
  if (!first) return exchanges;
  const bound = new Set(opened.records.flatMap((r) => (r.kind === 'step' ? (r.exchanges ?? []) : [])));
  const repeated = opened.records.filter(
    (r): r is RecordOf<'exchange'> =>
      r.kind === 'exchange' && !bound.has(r.id) && r.side === first.side && r.actor === first.actor && r.transaction === first.transaction,
  );
  return [...exchanges, ...repeated];
}

/** The instruction that should have caused a step, and what came of it. */
function actionBefore(opened: CaseEvidence, step: Step): RecordOf<'action'> | undefined {
  const before = opened.scenario.steps.slice(0, opened.scenario.steps.indexOf(step)).filter((s) => s.type === 'INSTRUCTION');
  return opened.records.findLast((r): r is RecordOf<'action'> => r.kind === 'action' && before.some((s) => s.id === r.step));
}

/** What should have been done was not: nothing is proved. */
function notDone(opened: CaseEvidence, assertion: Assertion, action: RecordOf<'action'>): AssertionResult {
  const who = opened.statement.contact ?? opened.statement.product.vendor;
  if (action.outcome === 'unavailable' || action.outcome === 'timeout') {
    const hook = action.hook ?? '';
    return result(assertion, 'INCONCLUSIVE', {
      waitsFor: who,
      reason: {
        fr: `Personne n’a agi. Lancer l’action demandée, ou lier l’automatisme « ${hook} » dans la déclaration (hooks).`,
        en: `Nobody acted. Do what is asked, or bind the hook “${hook}” in the statement (hooks).`,
      },
    });
  }
  return result(assertion, 'INCONCLUSIVE', {
    waitsFor: who,
    reason: {
      fr: `L’automatisme « ${action.hook ?? ''} » a échoué : ${action.detail ?? ''}`,
      en: `The hook “${action.hook ?? ''}” failed: ${action.detail ?? ''}`,
    },
  });
}

/** Nothing arrived: who is answerable for that depends on who should have acted. */
function notReached(opened: CaseEvidence, assertion: Assertion, step: Step): AssertionResult {
  const action = actionBefore(opened, step);
  if (action && action.outcome !== 'done') return notDone(opened, assertion, action);
  return result(assertion, 'NOT_RUN', {
    reason: { fr: 'Aucun échange n’est arrivé : rien à juger.', en: 'No exchange arrived: nothing to judge.' },
  });
}

/** Whether the other side refused the TLS connection of this variant, or did not, as the scenario wants. */
function judgeTlsRefusal(
  opened: CaseEvidence,
  assertion: Extract<Assertion, { check: unknown }>,
  step: Step,
  exchanges: RecordOf<'exchange'>[],
  toolbox: Toolbox,
): AssertionResult {
  const fault = Object.assign({}, ...faultsOfVariant(opened.variant)) as Fault;
  const [exchange] = exchanges;
  const connections = opened.records.filter((r): r is RecordOf<'connection'> => r.kind === 'connection');
  const server = step.type === 'TRANSACTION' ? opened.scenario.roles[step.to] : undefined;
  const outcome =
    exchange?.side === 'client' ?
      refusedByServer(
        exchange,
        connections.find(({ id }) => id === exchange.connection),
        open(opened, exchange, 'answer', toolbox)?.about.status,
        fault,
      )
    : refusedByClient(
        exchange,
        connections.filter(({ side, actor }) => side === 'server' && actor === server?.actor),
        fault,
      );
  if (!outcome) return notReached(opened, assertion, step);
  const { letIn, how } = outcome;
  if (letIn === undefined) return result(assertion, 'INCONCLUSIVE', { reason: how });
  const wanted = assertion.check['tls-refused'] === true;
  if (letIn !== wanted) return result(assertion, 'PASSED', { evaluated: [assertion.id] });
  const ours = exchange?.side === 'client';
  if (!wanted)
    return complaint(opened, assertion, step, { fr: 'une connexion acceptée', en: 'a connection accepted' }, how, {
      fr: 'Accepter TLS 1.2 avec une suite ECDHE-RSA du CI-SIS.',
      en: 'Accept TLS 1.2 with an ECDHE-RSA suite of the CI-SIS.',
    });
  return complaint(
    opened,
    assertion,
    step,
    ours ?
      { fr: 'une connexion refusée, ou une erreur HTTP', en: 'a connection refused, or an HTTP error' }
    : { fr: 'une connexion abandonnée avant tout message', en: 'a connection given up before any message' },
    how,
    ours ?
      { fr: 'Refuser cette connexion pendant la négociation TLS.', en: 'Refuse this connection during the TLS handshake.' }
    : { fr: 'Abandonner la connexion avant d’envoyer le message.', en: 'Give the connection up before the message is sent.' },
  );
}

/** What is not as it should be in the course of a step. */
function complaint(
  opened: CaseEvidence,
  assertion: Assertion,
  step: Step,
  expected: Bilingual,
  actual: Bilingual,
  hint: Bilingual,
): AssertionResult {
  const finding: Finding = {
    rule: assertion.id,
    source: 'addax',
    severity: assertion.level === 'SHALL' ? 'error' : 'warning',
    place: { line: 1, column: 1, path: `/${step.id}` },
    expected,
    actual,
    message: assertion.title ?? { fr: actual.fr, en: actual.en },
    hint,
    requirements: assertion.requires,
    fingerprint: fingerprint(assertion.id, `${opened.scenario.id}/${step.id}`),
  };
  return result(assertion, assertion.level === 'SHALL' ? 'FAILED' : 'WARNING', { evaluated: [assertion.id], findings: [finding] });
}
/** What can be asked of the exchanges of a step as a whole. */
interface ExchangeCheck {
  arrived?: boolean;
  none?: boolean;
  count?: { equals?: number; min?: number; max?: number };
  /** one of them met no simulated fault */
  delivered?: boolean;
  /** each got one whole answer in time */
  answered?: boolean;
  /** each begins this long after the answer before it */
  spaced?: { 'min-ms': number };
}

/** The simulated faults that an exchange met, by their number in the case: the first is 1. */
const faultsMet = (opened: CaseEvidence, exchange: RecordOf<'exchange'>): number[] =>
  opened.records
    .filter((r): r is RecordOf<'fault'> => r.kind === 'fault')
    .flatMap((fault, index) => (fault.exchange === exchange.id ? [index + 1] : []));

/** Checks of the engine itself, about whether and how often something happened. */
function judgeExchanges(
  opened: CaseEvidence,
  assertion: Extract<Assertion, { check: unknown }>,
  step: Step,
  exchanges: RecordOf<'exchange'>[],
): AssertionResult {
  const { arrived, count, none, delivered, answered, spaced } = assertion.check as ExchangeCheck;
  const rule = assertion.id;
  const complain = (expected: Bilingual, actual: Bilingual, hint: Bilingual): AssertionResult =>
    complaint(opened, assertion, step, expected, actual, hint);
  const transaction = step.type === 'TRANSACTION' ? step.transaction : step.id;
  const times = (n: number): Bilingual => ({
    fr: n === 1 ? `un seul envoi ${transaction}` : `${n} envois ${transaction}`,
    en: n === 1 ? `one ${transaction} only` : `${n} times ${transaction}`,
  });
  if (arrived) {
    if (exchanges.length > 0) return result(assertion, 'PASSED', { evaluated: [rule] });
    const blocked = notReached(opened, assertion, step);
    if (blocked.verdict === 'INCONCLUSIVE') return blocked;
    const refused = opened.records.findLast(
      (r): r is RecordOf<'connection'> => r.kind === 'connection' && r.side === 'server' && r.error !== undefined,
    );
    return complain(
      { fr: `un message ${transaction}`, en: `a ${transaction} message` },
      refused ?
        {
          fr: `une connexion qui n’a pas abouti (${refused.error?.fr}) et aucun message`,
          en: `a connection that did not succeed (${refused.error?.en}) and no message`,
        }
      : { fr: 'aucun message, alors que l’action a été faite', en: 'no message, although the action was done' },
      refused?.error ?
        { fr: `Faire d’abord aboutir la connexion : ${refused.error.fr}.`, en: `Make the connection succeed first: ${refused.error.en}.` }
      : { fr: `Envoyer ${transaction} quand l’utilisateur le demande.`, en: `Send ${transaction} when the user asks for it.` },
    );
  }
  if (none)
    return exchanges.length === 0 ?
        result(assertion, 'PASSED', { evaluated: [rule] })
      : complain({ fr: 'aucun message', en: 'no message' }, times(exchanges.length), {
          fr: `Ne pas envoyer ${transaction} dans ce cas.`,
          en: `Do not send ${transaction} in this case.`,
        });
  if (count) {
    if (exchanges.length === 0) return notReached(opened, assertion, step);
    const { equals, min = equals ?? 0, max = equals ?? Number.POSITIVE_INFINITY } = count;
    if (exchanges.length >= min && exchanges.length <= max) return result(assertion, 'PASSED', { evaluated: [rule] });
    const more = exchanges.length < min;
    const limit = more ? min : max;
    const bound: Bilingual =
      equals === limit ? times(limit)
      : more ? { fr: `au moins ${times(limit).fr}`, en: `at least ${times(limit).en}` }
      : { fr: `au plus ${times(limit).fr}`, en: `at most ${times(limit).en}` };
    return complain(
      bound,
      times(exchanges.length),
      more ?
        {
          fr: 'Garder ce qui n’a pas pu être transmis et l’envoyer de nouveau.',
          en: 'Keep what could not be submitted and send it again.',
        }
      : {
          fr: 'Attendre la réponse, la montrer à l’utilisateur, et le laisser décider d’un nouvel envoi.',
          en: 'Wait for the answer, show it to the user, and let them decide whether to send again.',
        },
    );
  }
  if (delivered) {
    if (exchanges.length === 0) return notReached(opened, assertion, step);
    if (exchanges.some((exchange) => faultsMet(opened, exchange).length === 0)) return result(assertion, 'PASSED', { evaluated: [rule] });
    const idle = opened.records.find((r): r is RecordOf<'action'> => r.kind === 'action' && r.outcome !== 'done');
    if (idle) return notDone(opened, assertion, idle);
    return complain(
      { fr: `un envoi ${transaction} après la panne simulée`, en: `one ${transaction} after the simulated failure` },
      { fr: `${times(exchanges.length).fr}, pendant la panne`, en: `${times(exchanges.length).en}, during the failure` },
      { fr: 'Garder ce qui n’a pas pu être transmis et l’envoyer de nouveau.', en: 'Keep what could not be submitted and send it again.' },
    );
  }
  if (answered) {
    if (exchanges.length === 0) return notReached(opened, assertion, step);
    const silent = exchanges.find(({ answer, error }) => !answer?.complete || error !== undefined);
    if (!silent) return result(assertion, 'PASSED', { evaluated: [rule] });
    return complain(
      { fr: `une réponse entière à chaque message ${transaction}`, en: `one whole answer to each ${transaction} message` },
      silent.error ?? { fr: 'une réponse tronquée', en: 'an answer cut short' },
      { fr: 'Répondre une fois à chaque message, en entier.', en: 'Answer each message once, and wholly.' },
    );
  }
  if (spaced) {
    const waits = exchanges
      .slice(1)
      .map((next, i) => Date.parse(next.request?.startedAt ?? next.at) - Date.parse(exchanges[i]!.answer?.endedAt ?? exchanges[i]!.at));
    if (waits.length === 0) return onlyOne(assertion);
    const shortest = Math.min(...waits);
    const ms = (n: number): Bilingual => ({
      fr: `${n} ms entre une réponse et l’envoi suivant`,
      en: `${n} ms between an answer and the next message`,
    });
    return shortest >= spaced['min-ms'] ?
        result(assertion, 'PASSED', { evaluated: [rule] })
      : complain({ fr: `au moins ${ms(spaced['min-ms']).fr}`, en: `at least ${ms(spaced['min-ms']).en}` }, ms(shortest), {
          fr: 'Attendre le temps que demande la plateforme avant d’envoyer de nouveau.',
          en: 'Wait as long as the platform asks before sending again.',
        });
  }
  throw new Error(`check ${Object.keys(assertion.check).join(', ')} needs a message: write ${step.id}.request or ${step.id}.answer`);
}

const onlyOne = (assertion: Assertion): AssertionResult =>
  result(assertion, 'NOT_APPLICABLE', {
    reason: { fr: 'Un seul message\u00A0: rien à comparer.', en: 'One message only: nothing to compare.' },
  });

/** Is something the same in every message of a step, or different in each? Messages without it are left aside. */
async function compareMessages(
  opened: CaseEvidence,
  assertion: Extract<Assertion, { check: unknown }>,
  exchanges: RecordOf<'exchange'>[],
  path: string[],
  toolbox: Toolbox,
): Promise<AssertionResult> {
  const { same: shared, distinct } = assertion.check as { same?: string; distinct?: string };
  const name = shared ?? distinct ?? '';
  const manifest = toolbox.validators.find((v) => v.identifiers?.includes(name));
  const identify = (await manifest?.load())?.identifiers?.[name];
  if (!identify) throw new Error(`messages are not compared by ${name}`);
  const [side = 'request', view = 'message'] = path;
  const told = exchanges.flatMap((exchange) => {
    const message = open(opened, exchange, side === 'answer' ? 'answer' : 'request', toolbox);
    const [artefact] = message ? toolbox.viewOf(message, view) : [];
    const value = artefact ? identify(artefact).join(', ') : '';
    return artefact && value !== '' ? [{ exchange, artefact, value }] : [];
  });
  if (told.length < 2) return onlyOne(assertion);
  const odd = told.find(({ value }, i) =>
    shared === undefined ? told.findIndex((other) => other.value === value) < i : value !== told[0]!.value,
  );
  if (!odd) return result(assertion, 'PASSED', { evaluated: [assertion.id] });
  const before = told[0]!.value;
  const expected: Bilingual =
    shared === undefined ?
      { fr: `un autre ${name} que celui d’un message d’avant`, en: `another ${name} than that of an earlier message` }
    : { fr: `${name} ${before}, comme dans le premier message`, en: `${name} ${before}, as in the first message` };
  const finding: Finding = {
    rule: assertion.id,
    source: 'addax',
    severity: assertion.level === 'SHALL' ? 'error' : 'warning',
    place: { line: 1, column: 1, path: '/', blob: odd.artefact.sha256 },
    expected,
    actual: same(`${name} ${odd.value}`),
    message: assertion.title ?? { fr: `Messages d’une même étape\u00A0: ${name}`, en: `Messages of one step: ${name}` },
    hint: { fr: `Obtenir : ${expected.fr}`, en: `Obtain: ${expected.en}` },
    requirements: assertion.requires,
    fingerprint: fingerprint(assertion.id, name),
  };
  return result(assertion, assertion.level === 'SHALL' ? 'FAILED' : 'WARNING', {
    evaluated: [assertion.id],
    findings: [inMessage(finding, odd.exchange, side)],
  });
}

function attested(opened: CaseEvidence, assertion: Extract<Assertion, { attest: unknown }>, step: Step): AssertionResult {
  const said = opened.records.findLast(
    (r): r is RecordOf<'testimony'> => r.kind === 'testimony' && r.step === step.id && r.mediaType === 'application/json',
  );
  const bytes = said && opened.evidence.blob(said.blob);
  const who = opened.statement.contact ?? opened.statement.product.vendor;
  if (faultsOfVariant(opened.variant).length > 0 && !opened.records.some((r) => r.kind === 'fault'))
    return result(assertion, 'INCONCLUSIVE', {
      waitsFor: who,
      reason: {
        fr: 'La faute simulée n’a rencontré aucun message\u00A0: ce qui est montré ne dit rien d’elle.',
        en: 'The simulated fault met no message: what is shown tells nothing of it.',
      },
    });
  if (!said || !bytes)
    return result(assertion, 'INCONCLUSIVE', { waitsFor: who, reason: { fr: 'Aucune preuve déposée.', en: 'No proof was given.' } });
  let answer: unknown;
  let text = '';
  try {
    ({ answer, text = '' } = JSON.parse(new TextDecoder().decode(bytes)) as { answer?: unknown; text?: string });
  } catch {
    answer = undefined;
  }
  if (typeof answer !== 'boolean')
    return result(assertion, 'INCONCLUSIVE', {
      waitsFor: who,
      reason: { fr: 'La preuve déposée ne répond ni oui ni non.', en: 'The proof given answers neither yes nor no.' },
    });
  const evaluated = [assertion.id];
  if (answer) return result(assertion, 'PASSED', { evaluated });
  const quote = text ? ` : « ${text} »` : '';
  const finding: Finding = {
    rule: assertion.id,
    source: 'addax',
    severity: 'error',
    place: { line: 1, column: 1, path: `/${step.id}`, blob: said.blob },
    expected: assertion.attest,
    actual: { fr: `témoignage contraire de ${said.by}${quote}`, en: `testimony to the contrary by ${said.by}${text ? `: “${text}”` : ''}` },
    message: { fr: `Non attesté : ${assertion.attest.fr}`, en: `Not attested: ${assertion.attest.en}` },
    hint: { fr: `À rendre vrai : ${assertion.attest.fr}`, en: `To be made true: ${assertion.attest.en}` },
    requirements: assertion.requires,
    fingerprint: fingerprint(assertion.id, step.id),
  };
  return result(assertion, assertion.level === 'SHALL' ? 'FAILED' : 'WARNING', { evaluated, findings: [finding] });
}

/** A proof that is a file, by the rules of its kind. */
async function judgeProof(
  opened: CaseEvidence,
  assertion: Extract<Assertion, { validate: unknown }>,
  step: Step,
  toolbox: Toolbox,
): Promise<AssertionResult> {
  const given = opened.records.findLast(
    (r): r is RecordOf<'testimony'> => r.kind === 'testimony' && r.step === step.id && r.mediaType !== 'application/json',
  );
  const bytes = given && opened.evidence.blob(given.blob);
  if (!given || !bytes) {
    const blocked = notReached(opened, assertion, step);
    if (blocked.verdict === 'INCONCLUSIVE') return blocked;
    const waitsFor = opened.statement.contact ?? opened.statement.product.vendor;
    return result(assertion, 'INCONCLUSIVE', { waitsFor, reason: { fr: 'Aucun fichier déposé.', en: 'No file was given.' } });
  }
  const artefact = new ArtefactHandle(given.name ?? step.id, bytes, { mediaType: given.mediaType });
  const context = {
    at: new Date(given.at),
    trust: trustOf(opened, 'vihf'),
    parameters: { ...opened.statement.parameters, ...fill(assertion.parameters ?? {}, opened.values) },
  };
  const { findings, evaluated, notes = [] } = await validateArtefact(assertion, artefact, context, toolbox);
  const told = notes.filter(({ kind }) => kind !== 'choice').map(({ text }) => text);
  return result(assertion, verdictOf(findings, assertion.level), {
    evaluated: [...evaluated].sort(),
    findings,
    ...(told.length > 0 && { notes: told }),
  });
}

// ---- messages ----

async function judgeMessages(
  opened: CaseEvidence,
  assertion: Exclude<Assertion, { attest: unknown }>,
  exchanges: RecordOf<'exchange'>[],
  path: string[],
  toolbox: Toolbox,
): Promise<AssertionResult> {
  const [side = 'request', view = 'message'] = path;
  const findings: Finding[] = [];
  const evaluated = new Set<string>();
  const notes = new Map<string, Bilingual>();
  let judged = 0;
  const ours = side === 'answer' ? 'server' : 'client';
  const spoilt = new Set<number>();
  for (const exchange of exchanges) {
    const met = exchange.side === ours ? faultsMet(opened, exchange) : [];
    for (const number of met) spoilt.add(number);
    if (met.length > 0) continue;
    const message = open(opened, exchange, side === 'answer' ? 'answer' : 'request', toolbox);
    if (!message) continue;
    const context = contextOf(opened, exchange, assertion);
    for (const artefact of toolbox.viewOf(message, view)) {
      judged++;
      const outcome =
        'validate' in assertion ? await validateArtefact(assertion, artefact, context, toolbox)
        : 'cross' in assertion ? await crossArtefact(opened, assertion, artefact, context, toolbox)
        : await checkArtefact(opened, assertion, artefact, context, toolbox);
      findings.push(...outcome.findings.map((finding) => inMessage(finding, exchange, side)));
      for (const rule of outcome.evaluated) evaluated.add(rule);
      for (const { kind, text } of outcome.notes ?? []) if (kind !== 'choice') notes.set(text.en, text);
    }
  }
  if (judged === 0 && spoilt.size > 0) {
    const numbers = [...spoilt].join(', ');
    return result(assertion, 'NOT_APPLICABLE', {
      reason: {
        fr: `Message d’Addax, faussé exprès (faute simulée n°\u00A0${numbers})\u00A0: il n’est pas reproché au produit.`,
        en: `A message of Addax, wrong on purpose (simulated fault no. ${numbers}): the product is not blamed for it.`,
      },
    });
  }
  if (judged === 0) {
    const what =
      side === 'answer' && view === 'message' ?
        { fr: 'Aucune réponse n’est arrivée : rien à juger.', en: 'No answer arrived: nothing to judge.' }
      : { fr: `Le message ne contient rien à juger ici (${view}).`, en: `The message holds nothing to judge here (${view}).` };
    return result(assertion, 'NOT_RUN', { reason: what });
  }
  if (evaluated.size === 0)
    return result(assertion, 'INCONCLUSIVE', {
      reason: { fr: 'Aucune règle n’a trouvé matière à juger.', en: 'No rule found anything to judge.' },
    });
  return result(assertion, verdictOf(findings, assertion.level), {
    evaluated: [...evaluated].sort(),
    findings,
    ...(notes.size > 0 && { notes: [...notes.values()] }),
  });
}

/** Says which message a finding is in: « Requête ITI-41, pièce 1 (enveloppe) ». */
function inMessage(finding: Finding, exchange: RecordOf<'exchange'>, side: string): Finding {
  const transaction = exchange.transaction ?? '';
  const message =
    side === 'answer' ?
      { fr: `Réponse ${transaction}`.trim(), en: `${transaction} answer`.trim() }
    : { fr: `Requête ${transaction}`.trim(), en: `${transaction} request`.trim() };
  const { part } = finding.place;
  return {
    ...finding,
    place: { ...finding.place, part: part ? { fr: `${message.fr}, ${part.fr}`, en: `${message.en}, ${part.en}` } : message },
  };
}

function verdictOf(findings: readonly Finding[], level: Level): Verdict {
  if (findings.some((f) => f.severity === 'error')) return level === 'SHALL' ? 'FAILED' : 'WARNING';
  return findings.some((f) => f.severity === 'warning') ? 'WARNING' : 'PASSED';
}

async function judgeConnections(
  opened: CaseEvidence,
  assertion: Exclude<Assertion, { attest: unknown }>,
  step: Step,
  exchanges: RecordOf<'exchange'>[],
  toolbox: Toolbox,
): Promise<AssertionResult> {
  const side = exchanges[0]?.side ?? 'server';
  const used = opened.records.filter(
    (r): r is RecordOf<'connection'> =>
      r.kind === 'connection'
      && (exchanges.length > 0 ? exchanges.some((e) => e.connection === r.id) : r.side === side && r.error !== undefined),
  );
  if (used.length === 0) return notReached(opened, assertion, step);
  if (!('validate' in assertion)) throw new Error('a connection is judged by a validator');
  const findings: Finding[] = [];
  const evaluated = new Set<string>();
  for (const record of used.slice(0, 1)) {
    const { seq: _seq, mono: _mono, ...facts } = record;
    const artefact = new ArtefactHandle(record.id, new TextEncoder().encode(JSON.stringify(facts, null, 2)), {
      mediaType: 'application/json',
    });
    opened.messages.set(record.id, artefact);
    const context = { at: new Date(record.at), trust: trustOf(opened, 'tls'), parameters: assertion.parameters ?? {} };
    const outcome = await validateArtefact(assertion, artefact, context, toolbox);
    findings.push(...outcome.findings);
    for (const rule of outcome.evaluated) evaluated.add(rule);
  }
  if (evaluated.size === 0)
    return result(assertion, 'NOT_APPLICABLE', {
      reason: { fr: 'Connexion sans TLS : rien à juger.', en: 'Connection without TLS: nothing to judge.' },
    });
  return result(assertion, verdictOf(findings, assertion.level), { evaluated: [...evaluated].sort(), findings });
}

type Outcome = { findings: Finding[]; evaluated: string[]; notes?: ValidationNote[] | undefined };

async function validateArtefact(
  assertion: Extract<Assertion, { validate: unknown }>,
  artefact: Artefact,
  context: ValidationContext,
  toolbox: Toolbox,
): Promise<Outcome> {
  const manifest = manifestOf(toolbox, assertion.validate);
  if (!manifest) throw new Error(`no validator ${assertion.validate}`);
  const outcome = await (await manifest.load()).validate(artefact, { ...context, packs: toolbox.packs });
  return assertion.rules ? onlyRules(outcome, assertion.rules) : outcome;
}

function onlyRules({ findings, evaluated }: Outcome, rules: readonly string[]): Outcome {
  const kept = new Set(rules);
  return { findings: findings.filter((f) => kept.has(f.rule)), evaluated: evaluated.filter((r) => kept.has(r)) };
}

/** Judges by the rows of the blocks that are named, those of one validator together. */
async function crossArtefact(
  opened: CaseEvidence,
  assertion: Extract<Assertion, { cross: unknown }>,
  artefact: Artefact,
  context: ValidationContext,
  toolbox: Toolbox,
): Promise<Outcome> {
  const unknown = assertion.cross.find((id) => !toolbox.validators.some(({ blocks }) => blocks?.includes(id)));
  if (unknown !== undefined) throw new Error(`no block ${unknown}`);
  const related = (assertion.with ?? []).flatMap((on) => messagesOf(opened, on, toolbox));
  const outcome: Outcome = { findings: [], evaluated: [] };
  for (const manifest of toolbox.validators.filter(({ blocks = [] }) => blocks.some((id) => assertion.cross.includes(id)))) {
    const validator = await manifest.load();
    const rows = validator.blocks!.filter(({ id }) => assertion.cross.includes(id)).flatMap((block) => block.rows);
    const { findings, evaluated } = onlyRules(
      await validator.validate(artefact, { ...context, packs: toolbox.packs, related }),
      rows.map(({ rule }) => rule),
    );
    outcome.findings.push(...findings);
    outcome.evaluated.push(...evaluated);
  }
  return outcome;
}

/** The messages of a step, `submission.request` or `query.answer`, in the order they came. */
function messagesOf(opened: CaseEvidence, on: string, toolbox: Toolbox): Artefact[] {
  const [step = '', side] = on.split('.');
  return exchangesOf(opened, step.replace('[*]', '')).flatMap(
    (exchange) => open(opened, exchange, side === 'answer' ? 'answer' : 'request', toolbox) ?? [],
  );
}

async function checkArtefact(
  opened: CaseEvidence,
  assertion: Extract<Assertion, { check: unknown }>,
  artefact: Artefact,
  context: ValidationContext,
  toolbox: Toolbox,
): Promise<Outcome> {
  const findings: Finding[] = [];
  for (const [name, argument] of Object.entries(assertion.check)) {
    const manifest = toolbox.validators.find((v) => v.checks?.includes(name));
    const check = (await manifest?.load())?.checks?.[name];
    if (!check) throw new Error(`no check ${name}`);
    const outcome = check.evaluate(artefact, fill(argument, opened.values), context);
    if (outcome.holds) continue;
    const path = outcome.path ?? '/';
    findings.push({
      rule: assertion.id,
      source: 'addax',
      severity: assertion.level === 'SHALL' ? 'error' : 'warning',
      place: {
        line: outcome.line ?? 1,
        column: outcome.column ?? 1,
        path,
        ...(artefact.origin.part && { part: artefact.origin.part }),
        blob: artefact.sha256,
      },
      expected: outcome.expected,
      actual: outcome.actual,
      message: assertion.title ?? check.title,
      hint: { fr: `Obtenir : ${outcome.expected.fr}`, en: `Obtain: ${outcome.expected.en}` },
      requirements: assertion.requires,
      fingerprint: fingerprint(`${assertion.id}/${name}`, path),
    });
  }
  return { findings, evaluated: [assertion.id] };
}

/** A message of an exchange as an artefact, opened once; an answer knows its request. */
function open(opened: CaseEvidence, exchange: RecordOf<'exchange'>, side: 'request' | 'answer', toolbox: Toolbox): Artefact | undefined {
  const key = `${exchange.id}.${side}`;
  const known = opened.messages.get(key);
  if (known) return known;
  const wire = exchange[side];
  const bytes = wire && opened.evidence.blob(wire.blob);
  if (!bytes) return undefined;
  const request = side === 'answer' ? open(opened, exchange, 'request', toolbox) : undefined;
  const message = toolbox.openWireMessage(bytes, {
    name: key,
    ...(exchange.framing && { framing: exchange.framing }),
    ...(exchange.transaction && { transaction: exchange.transaction }),
    ...(request && { request }),
  });
  opened.messages.set(key, message);
  return message;
}

function contextOf(
  opened: CaseEvidence,
  exchange: RecordOf<'exchange'>,
  assertion: Exclude<Assertion, { attest: unknown }>,
): ValidationContext {
  const own = 'parameters' in assertion ? assertion.parameters : undefined;
  return {
    at: new Date(exchange.request?.startedAt ?? exchange.at),
    trust: trustOf(opened, 'vihf'),
    parameters: { ...opened.statement.parameters, ...fill(own ?? {}, opened.values) },
  };
}

function trustOf(opened: CaseEvidence, use: string): Trust {
  const record = opened.evidence.records.find((r): r is RecordOf<'trust'> => r.kind === 'trust' && r.use === use);
  return { anchors: record?.anchors ?? [], crls: record?.crls ?? [] };
}

/** The bytes that findings point into: whole messages, or the parts they were found in. */
function bytesBehind(assertions: readonly AssertionResult[], opened: CaseEvidence, toolbox: Toolbox): Map<string, Uint8Array> {
  const wanted = new Set(assertions.flatMap((a) => a.findings.flatMap((f) => f.place.blob ?? [])));
  const bytes = new Map<string, Uint8Array>();
  if (wanted.size === 0) return bytes;
  for (const message of opened.messages.values())
    for (const artefact of piecesOf(message, toolbox)) if (wanted.has(artefact.sha256)) bytes.set(artefact.sha256, artefact.bytes);
  for (const hash of wanted) {
    const kept = bytes.has(hash) ? undefined : opened.evidence.blob(hash);
    if (kept) bytes.set(hash, kept);
  }
  return bytes;
}
