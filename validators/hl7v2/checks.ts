import { z } from 'zod';
import {
  ABSENT,
  readArgument,
  same,
  shorten,
  type Artefact,
  type Bilingual,
  type Check,
  type CheckOutcome,
} from '../../src/model/index.js';
import {
  mllpMessages,
  openHl7,
  piecesAt,
  readHl7,
  readHl7Path,
  segmentsAt,
  type Hl7Message,
  type Hl7Path,
} from '../../src/protocols/hl7v2/index.js';

type Failure = Extract<CheckOutcome, { holds: false }>;

const HOLDS: CheckOutcome = { holds: true };

const Path = z.string().refine((path) => readHl7Path(path) !== undefined, { error: 'a path like PID-3[2].4.2 is expected' });
const FieldPath = Path.refine((path) => readHl7Path(path)?.field !== undefined, { error: 'a path of a field is expected' });

/** A path to the value that one of its pieces has, or to several it may have. */
const ValuesArgument = z.record(FieldPath, z.union([z.string(), z.array(z.string()).min(1)]));

function values(artefact: Artefact, argument: unknown): CheckOutcome {
  const message = openHl7(artefact);
  for (const [written, wanted] of Object.entries(readArgument(ValuesArgument, argument, 'hl7-values'))) {
    const path = readHl7Path(written)!;
    const allowed = [wanted].flat();
    const pieces = piecesAt(message, path);
    if (pieces.some((piece) => allowed.includes(piece.value))) continue;
    const actual = pieces.map((piece) => `${piece.path} = ${shorten(piece.value)}`).join(', ');
    const expected = `${written} = `;
    return failure(
      message,
      path,
      { fr: expected + allowed.join(' ou '), en: expected + allowed.join(' or ') },
      actual === '' ? ABSENT : same(shorten(actual)),
      pieces[0]?.place,
    );
  }
  return HOLDS;
}

/** A path to the value that none of its pieces has, or to several that none may have: a list may hold more than a suite knows. */
function without(artefact: Artefact, argument: unknown): CheckOutcome {
  const message = openHl7(artefact);
  for (const [written, unwanted] of Object.entries(readArgument(ValuesArgument, argument, 'hl7-without'))) {
    const path = readHl7Path(written)!;
    const refused = [unwanted].flat();
    const found = piecesAt(message, path).find((piece) => refused.includes(piece.value));
    if (!found) continue;
    const expected: Bilingual = { fr: `${written} ≠ ${refused.join(' et ')}`, en: `${written} ≠ ${refused.join(' and ')}` };
    return failure(message, path, expected, same(`${found.path} = ${shorten(found.value)}`), found.place);
  }
  return HOLDS;
}

/** A path to how many there are of it: segments, or pieces that are not empty. */
const CountArgument = z.record(
  Path,
  z.union([z.number().int().min(0), z.strictObject({ min: z.number().optional(), max: z.number().optional() })]),
);

function count(artefact: Artefact, argument: unknown): CheckOutcome {
  const message = openHl7(artefact);
  for (const [written, wanted] of Object.entries(readArgument(CountArgument, argument, 'hl7-count'))) {
    const path = readHl7Path(written)!;
    const { min = 0, max = Number.POSITIVE_INFINITY } = typeof wanted === 'number' ? { min: wanted, max: wanted } : wanted;
    const found = path.field === undefined ? segmentsAt(message, path) : piecesAt(message, path);
    if (found.length >= min && found.length <= max) continue;
    const bound: Bilingual =
      min === max ? same(`${min}`)
      : found.length < min ? { fr: `au moins ${min}`, en: `at least ${min}` }
      : { fr: `au plus ${max}`, en: `at most ${max}` };
    return failure(
      message,
      path,
      { fr: `${written}\u00A0: ${bound.fr}`, en: `${written}: ${bound.en}` },
      same(`${found.length}`),
      found[found.length < min ? 0 : max]?.place,
    );
  }
  return HOLDS;
}

/** MSA-1 of each message that answers, in their order: original mode gives one, enhanced mode up to two (HL7 v2.5, 2.9.3). */
const AcknowledgementsArgument = z.array(z.enum(['AA', 'AE', 'AR', 'CA', 'CE', 'CR'])).min(1);

function acknowledgements(artefact: Artefact, argument: unknown): CheckOutcome {
  const wanted = readArgument(AcknowledgementsArgument, argument, 'hl7-acknowledgements').join(', ');
  const told = mllpMessages(artefact).map((bytes) => readHl7(bytes).first('MSA')?.field(1).repetition().value ?? '');
  if (told.join(', ') === wanted) return HOLDS;
  const actual = told.map((code) => code || '–').join(', ');
  const [message, path] = [openHl7(artefact), readHl7Path('MSA-1')!];
  const place = piecesAt(message, path)[0]?.place;
  return failure(message, path, same(`MSA-1 = ${wanted}`), same(`MSA-1 = ${shorten(actual)}`), place);
}

/** At the place of what is wrong; where that is not there, at the segment it is missing from, or at the first line. */
function failure(
  message: Hl7Message,
  path: Hl7Path,
  expected: Bilingual,
  actual: Bilingual,
  place = segmentsAt(message, path)[0]?.place,
): Failure {
  return {
    holds: false,
    expected,
    actual,
    line: place?.line ?? 1,
    column: place?.column ?? 1,
    path: place?.path ?? (message.segments.length > 0 ? path.segment : 'MSH'),
  };
}

export const checks: Readonly<Record<string, Check>> = {
  'hl7-values': { title: { fr: 'Valeurs d’un message HL7 v2', en: 'Values of an HL7 v2 message' }, evaluate: values },
  'hl7-without': {
    title: { fr: 'Valeurs qu’un message HL7 v2 n’a pas', en: 'Values that an HL7 v2 message does not have' },
    evaluate: without,
  },
  'hl7-count': { title: { fr: 'Nombre de segments ou de valeurs', en: 'Number of segments or values' }, evaluate: count },
  'hl7-acknowledgements': {
    title: { fr: 'Acquittements, dans l’ordre', en: 'Acknowledgements, in their order' },
    evaluate: acknowledgements,
  },
};

/** What messages are compared by. */
export const identifiers: Readonly<Record<string, (artefact: Artefact) => string[]>> = {
  'hl7-control-id': (artefact) => {
    const id = openHl7(artefact).first('MSH')?.field(10).repetition().value ?? '';
    return id === '' ? [] : [id];
  },
  /** the first identifier of the first patient, with its authority */
  'hl7-patient-id': (artefact) => {
    const id = openHl7(artefact).first('PID')?.field(3).repetition();
    return id === undefined || id.isEmpty ? [] : [`${id.part(1).value}^^^${id.part(4).raw}`];
  },
};
