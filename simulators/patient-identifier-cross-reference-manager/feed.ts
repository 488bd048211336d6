import {
  readIdentifiers,
  readPid,
  type Changed,
  type Identifier,
  type IdentityStore,
  type Note,
  type Refusal,
} from '../../src/identity/index.js';
import {
  answerTo,
  dtmOf,
  type AnswerContext,
  type Hl7Answer,
  type Hl7Message,
  type MessageError,
  type Segment,
} from '../../src/protocols/hl7v2/index.js';

export interface FeedContext extends AnswerContext {
  store: IdentityStore;
}

/** An acknowledgement, and what is remarkable about the change that was made. */
export interface FeedAnswer extends Hl7Answer {
  notes: readonly Note[];
  /** the identity that was changed */
  key?: number;
}

/** What an event asks for. Of a registration: is the list of identifiers complete, must there be a name? */
type Action = { does: 'register'; complete: boolean; isNamed: boolean } | { does: 'merge' | 'change' | 'link' | 'unlink' };

/** The events of ITI-8, ITI-10 and ITI-30, and those of France. ITI-10 leaves the name blank, A08 may. */
const ACTIONS: ReadonlyMap<string, Action> = new Map<string, Action>([
  ...['A01', 'A04', 'A05', 'A28'].map((event) => [event, { does: 'register', complete: false, isNamed: true }] as const),
  ['A08', { does: 'register', complete: false, isNamed: false }],
  ['A31', { does: 'register', complete: true, isNamed: false }],
  ['A40', { does: 'merge' }],
  ['A47', { does: 'change' }],
  ['A24', { does: 'link' }],
  ['A37', { does: 'unlink' }],
]);

/** Are the identifiers of this event the patient’s (PID), those that end (MRG) or those of a second patient? */
const SECOND: Readonly<Record<Action['does'], 'MRG' | 'PID' | undefined>> = {
  register: undefined,
  merge: 'MRG',
  change: 'MRG',
  link: 'PID',
  unlink: 'PID',
};

/**
 * Takes a message of the patient identity feed (ITI-8, ITI-10, ITI-30: ADT) into the store and acknowledges it: AA when the
 * change is made, AE with the place and the reason when nothing changed.
 * @param request one of these events, by its header
 */
export function answerFeed(request: Hl7Message, context: FeedContext): FeedAnswer {
  const answer = (code: Hl7Answer['code'], errors: readonly MessageError[], notes: readonly Note[] = []): FeedAnswer => ({
    ...answerTo(request, { code, errors }, context),
    notes,
  });
  const action = ACTIONS.get(request.segments[0]!.field(9).repetition().part(2).value)!;
  const missing = structureErrors(request, action);
  if (missing.length > 0) return answer('AE', missing);

  const given = readPatient(request, action);
  if (given.errors.length > 0) return answer('AE', given.errors);
  const changed = change(action, given, context);
  return changed.accepted ?
      { ...answer('AA', [], changed.notes), key: changed.key }
    : answer(
        'AE',
        changed.refusals.map((one) => errorOf(one, given)),
      );
}

function structureErrors(request: Hl7Message, { does }: Action): MessageError[] {
  const errors: MessageError[] = [];
  const second = SECOND[does];
  const wanted: [string, number][] = [
    ['EVN', 1],
    ['PID', second === 'PID' ? 2 : 1],
    ['MRG', second === 'MRG' ? 1 : 0],
  ];
  for (const [name, count] of wanted) {
    const found = request.all(name).length;
    if (found < count) errors.push({ code: 'segmentSequence', location: [name, found + 1], text: `Le segment ${name} manque.` });
    else if (found > count && name !== 'EVN')
      errors.push({
        code: 'cardinality',
        location: [name, count + 1],
        text: `Le message a ${found} segments ${name}\u00A0; ${count} attendu(s).`,
      });
  }
  return errors;
}

/** What a message says of its patients, with the places of their identifiers. */
interface Given {
  update: ReturnType<typeof readPid>['update'];
  first: Identifier[];
  second: Identifier[];
  placeOf: Map<Identifier, (string | number)[]>;
  errors: MessageError[];
  /** where the list of identifiers that ends or is compared stands */
  secondField: (string | number)[];
}

function readPatient(request: Hl7Message, action: Action): Given {
  const [pid, other] = request.all('PID') as [Segment, ...Segment[]];
  const { update, excess: ofPid } = readPid(pid);
  // PID-3 is read again, with the places of its identifiers
  const excess = ofPid.filter(({ place: [, , field] }) => field !== 3);
  const placeOf: Given['placeOf'] = new Map();
  const taken = (segment: Segment | undefined, field: number): Identifier[] =>
    (segment ? readIdentifiers(segment.field(field), excess) : []).map(({ identifier, repetition }) => {
      placeOf.set(identifier, [segment!.name, segment!.ordinal, field, repetition]);
      return identifier;
    });
  const errors: MessageError[] = [];
  if (action.does === 'register' && action.isNamed && pid.field(5).isEmpty)
    errors.push({ code: 'requiredFieldMissing', location: ['PID', 1, 5], text: 'PID-5 est vide.' });
  const isMerge = SECOND[action.does] === 'MRG';
  const first = taken(pid, 3);
  const second = isMerge ? taken(request.first('MRG'), 1) : taken(other, 3);
  if (first.length === 0) errors.push({ code: 'requiredFieldMissing', location: ['PID', 1, 3], text: 'PID-3 est vide.' });
  for (const { path, place } of excess) errors.push({ code: 'dataType', location: place, text: `${path} est trop long pour être lu.` });
  return {
    update: { ...update, identifiers: first },
    first,
    second,
    placeOf,
    errors,
    secondField: isMerge ? ['MRG', 1, 1] : ['PID', 2, 3],
  };
}

function change(action: Action, { update, first, second }: Given, { store, now }: FeedContext): Changed {
  const at = dtmOf(now);
  switch (action.does) {
    case 'register':
      return store.register(update, { complete: action.complete, at });
    case 'merge':
      return store.merge(first, second, update, at);
    case 'change':
      return store.changeIdentifier(first, second, at);
    case 'link':
      return store.link(first, second);
    case 'unlink':
      return store.unlink(first, second, at);
  }
}

const CODES: Readonly<Record<Refusal['kind'], { code: MessageError['code']; component?: number }>> = {
  'no-identifier': { code: 'requiredFieldMissing' },
  'no-authority': { code: 'requiredFieldMissing', component: 4 },
  'unknown-domain': { code: 'unknownKey', component: 4 },
  'other-domain': { code: 'unknownKey', component: 4 },
  'unknown-identifier': { code: 'unknownKey', component: 1 },
  retired: { code: 'unknownKey', component: 1 },
  same: { code: 'duplicateKey', component: 1 },
  taken: { code: 'duplicateKey', component: 1 },
};

function errorOf({ kind, identifier, text }: Refusal, { placeOf, secondField }: Given): MessageError {
  const { code, component } = CODES[kind];
  const place = (identifier && placeOf.get(identifier)) ?? secondField;
  return { code, location: [...place, ...(component === undefined ? [] : [component])], text: text.fr };
}
