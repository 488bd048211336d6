import type { Changed, Identifier, IdentityStore, Note, Refusal } from '../../src/identity/index.js';
import { identifierOf, updateOf } from '../../src/identity/patient-v3.js';
import {
  FEEDS,
  readIi,
  tsOf,
  v3All,
  v3At,
  type AcknowledgementDetail,
  type Registration,
  type V3Context,
} from '../../src/protocols/hl7v3/index.js';
import { isTs } from '../../src/protocols/identifiers/index.js';
import type { XmlElement } from '../../src/protocols/xml/index.js';
import type { SoapMessage } from '../../src/protocols/soap/index.js';
import type { SoapAnswer } from '../../src/transport/index.js';
import { acceptAck, error, ERROR, requestOf } from '../patient-demographics-supplier/answer-v3.js';

/** What the manager needs to answer PIXv3: the store, and who it is. */
export interface V3ManagerContext extends V3Context {
  store: IdentityStore;
}

/** An acknowledgement, and what is remarkable about the change that was made. */
export interface V3FeedAnswer extends SoapAnswer {
  notes: readonly Note[];
}

/** A patient of whom a message gives more identifiers is not taken. */
const MOST_IDENTIFIERS = 200;

const EVENT = '//controlActProcess/subject/registrationEvent';
const PATIENT = `${EVENT}/subject1/patient`;
const PRIOR = `${EVENT}/replacementOf/priorRegistration/subject1/priorRegisteredRole`;

/**
 * Takes a message of ITI-44 (IHE ITI TF-2, 3.44: a patient is added, revised, or takes the place of another) into the store and
 * acknowledges it by MCCI_IN000002UV01: CA when the change is made, CE with the place and the reason when nothing changed.
 * @throws SoapFaultError for a message that is none of these, or that nothing can answer
 */
export function serveIti44(message: SoapMessage, context: V3ManagerContext): V3FeedAnswer {
  const request = requestOf(message, Object.values(FEEDS));
  const answer = (details: readonly AcknowledgementDetail[], notes: readonly Note[] = []): V3FeedAnswer => ({
    ...acceptAck(request, details, context),
    notes,
  });
  const [registration, second] = request.registrations;
  if (!registration || second)
    return answer([error(ERROR.missing, 'Le message porte un patient et un seul.', '//controlActProcess/subject')]);
  const isMerge = request.interaction.name === FEEDS.merge;
  const { patient } = registration;
  const given = readIdentifiers(request.element, context.store);
  if (!given) return answer([error(ERROR.dataType, `Le message donne plus de ${MOST_IDENTIFIERS} identifiants.`, `${PATIENT}/id`)]);
  if (isMerge && given.prior.length === 0)
    given.errors.push(error(ERROR.missing, 'L’identifiant de l’enregistrement remplacé manque.', `${PRIOR}/id`));
  if (!isMerge && registration.patient.names.length === 0)
    given.errors.push(error(ERROR.missing, 'Le patient n’a pas de nom.', `${PATIENT}/patientPerson/name`));
  for (const [name, date] of [
    ['birthTime', patient.birthTime],
    ['deceasedTime', patient.deceasedTime],
  ] as const)
    if (date !== undefined && !isTs(date))
      given.errors.push(error(ERROR.dataType, 'Ce n’est pas une date.', `${PATIENT}/patientPerson/${name}`));
  if (given.errors.length > 0) return answer(given.errors);
  const changed = change(isMerge, registration, given, context);
  return changed.accepted ? answer([], changed.notes) : answer(changed.refusals.map((one) => errorOf(one, given.placeOf)));
}

interface Given {
  identifiers: Identifier[];
  prior: Identifier[];
  placeOf: Map<Identifier, string>;
  errors: AcknowledgementDetail[];
}

/**
 * The identifiers of a feed with their places; undefined when there are too many. Those of asOtherIDs (a social security
 * number, a driver’s licence) are taken where their domain is known; those of the patient must be.
 */
function readIdentifiers(message: XmlElement, store: IdentityStore): Given | undefined {
  const event = v3At(message, 'controlActProcess', 'subject', 'registrationEvent');
  const patient = v3At(event, 'subject1', 'patient');
  const own = v3All(patient, 'id');
  const others = v3All(patient, 'patientPerson', 'asOtherIDs', 'id');
  const replaced = v3All(event, 'replacementOf', 'priorRegistration', 'subject1', 'priorRegisteredRole', 'id');
  if (own.length + others.length + replaced.length > MOST_IDENTIFIERS) return undefined;
  const placeOf = new Map<Identifier, string>();
  const errors: AcknowledgementDetail[] = [];
  const read = (elements: readonly XmlElement[], place: string): Identifier[] =>
    elements.flatMap((element, i) => {
      if (element.attribute('nullFlavor') !== undefined) return [];
      const id = readIi(element);
      const identifier = id && identifierOf(id);
      if (identifier) placeOf.set(identifier, `${place}[${i + 1}]`);
      else errors.push(error(ERROR.missing, 'Cet identifiant n’a pas de racine ou pas d’extension.', `${place}[${i + 1}]`));
      return identifier ? [identifier] : [];
    });
  const known = others.flatMap((element) => {
    const id = readIi(element);
    const identifier = id && identifierOf(id);
    return identifier && store.domain(identifier.authority) ? [identifier] : [];
  });
  return { identifiers: [...read(own, `${PATIENT}/id`), ...known], prior: read(replaced, `${PRIOR}/id`), placeOf, errors };
}

function change(isMerge: boolean, { patient }: Registration, { identifiers, prior }: Given, { store, now }: V3ManagerContext): Changed {
  const update = updateOf(patient, identifiers);
  const at = tsOf(now);
  return isMerge ? store.merge(identifiers, prior, update, at) : store.register(update, { complete: false, at });
}

const CODES: Readonly<Record<Refusal['kind'], string>> = {
  'no-identifier': ERROR.missing,
  'no-authority': ERROR.missing,
  'unknown-domain': ERROR.unknownKey,
  'other-domain': ERROR.unknownKey,
  'unknown-identifier': ERROR.unknownKey,
  retired: ERROR.unknownKey,
  same: ERROR.duplicateKey,
  taken: ERROR.duplicateKey,
};

const errorOf = ({ kind, identifier, text }: Refusal, placeOf: ReadonlyMap<Identifier, string>): AcknowledgementDetail =>
  error(CODES[kind], text.fr, (identifier && placeOf.get(identifier)) ?? `${PATIENT}/id`);
