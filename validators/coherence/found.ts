import type { Artefact, Place } from '../../src/model/index.js';
import { isHl7, openHl7, type Piece, type Segment } from '../../src/protocols/hl7v2/index.js';
import { readIi, v3All, v3At } from '../../src/protocols/hl7v3/index.js';
import { placeOf, placeOfMissing, type XmlElement } from '../../src/protocols/xml/index.js';
import { looksLikeHl7 } from '../hl7v2/detect.js';
import { messageIn } from '../hl7v3/judge.js';
import { birthGivensOf, birthplaceIn, familiesOf, isUsed, namesOf, textOf } from '../hl7v3/traits.js';
import type { Scope, Stated } from './scope.js';

/** What a field of PID says, each repetition on its own: `PID-3` as CX, `PID-5` as XPN, `PID-11` as XAD, `PID-7` and `PID-8` alone. */
type Fields = Readonly<Record<string, () => Stated[]>>;

const stated = (text: string, place: () => Place): Stated => ({ text, form: 'metadata', place });

/** A patient as the tables read one: `PID-5[L]`, names of that type; `PID-11[BDL]`, addresses of that type. */
const patientScope = (fields: Fields, missing: () => Place): Scope => ({
  side: 'found',
  read: (locator) => {
    const [field = '', type] = locator.replace(']', '').split('[');
    return (fields[field]?.() ?? []).filter(({ text }) => text !== '' && (type === undefined || text.split('^', TYPE + 1)[TYPE] === type));
  },
  missing,
});

/** the 7th component of XPN and of XAD is their type */
const TYPE = 6;

/** The first components of a repetition, the first subcomponent of each. */
const components = (piece: Piece, count: number): string => Array.from({ length: count }, (_, i) => piece.part(i + 1).value).join('^');

function inPid(pid: Segment): Scope {
  const each = (field: number, text: (piece: Piece) => string) => (): Stated[] =>
    pid.field(field).repetitions.map((piece) => stated(text(piece), () => piece.place));
  const cx = (piece: Piece): string => {
    const [id, authority] = [piece.part(1).value, piece.part(4)];
    return id === '' ? '' : `${id}^^^${authority.part(1).value}&${authority.part(2).value}&ISO`;
  };
  const value = (piece: Piece): string => piece.value;
  return patientScope(
    {
      'PID-3': each(3, cx),
      'PID-5': each(5, (piece) => components(piece, 7)),
      'PID-7': each(7, value),
      'PID-8': each(8, value),
      'PID-11': each(11, (piece) => components(piece, 9)),
    },
    () => pid.place,
  );
}

function inPatient(artefact: Artefact, patient: XmlElement): Scope {
  const person = v3At(patient, 'patientPerson');
  const at = (element: XmlElement, attribute?: string) => (): Place => placeOf(artefact, element, attribute);
  const attribute = (local: string, name: string) => (): Stated[] =>
    v3All(person, local).map((element) => stated(element.attribute(name) ?? '', at(element, name)));
  const ids = [...v3All(patient, 'id'), ...v3All(person, 'id'), ...v3All(person, 'asOtherIDs', 'id')];
  return patientScope(
    {
      'PID-3': () =>
        ids.flatMap((id) => {
          const { root, extension } = readIi(id) ?? {};
          return root === undefined || extension === undefined ? [] : [stated(`${extension}^^^&${root}&ISO`, at(id, 'extension'))];
        }),
      'PID-5': () =>
        namesOf(person).flatMap((name) =>
          familiesOf(name).map((family) => {
            const [given] = isUsed(family) ? v3All(name, 'given') : birthGivensOf(name);
            return stated(`${textOf(family)}^${textOf(given)}^^^^^${isUsed(family) ? 'D' : 'L'}`, at(family));
          }),
        ),
      'PID-7': attribute('birthTime', 'value'),
      'PID-8': attribute('administrativeGenderCode', 'code'),
      'PID-11': () =>
        v3All(person, 'birthPlace').flatMap((place) => {
          const code = birthplaceIn(place);
          return code ? [stated(`^^^^^^BDL^^${textOf(code)}`, at(code))] : [];
        }),
    },
    () => placeOfMissing(artefact, patient, 'patientPerson'),
  );
}

/** Patients of more answers than anybody reads do not count. */
const MOST_FOUND = 500;

/**
 * The patients whom earlier searches returned: those of the answers of PDQ, HL7 v2 (RSP^K22) or V3 (PRPA_IN201306UV02),
 * in the order they came.
 */
export function foundIn(messages: readonly Artefact[]): Scope[] {
  const found: Scope[] = [];
  for (const artefact of messages) {
    const left = MOST_FOUND - found.length;
    if (left <= 0) break;
    if (isHl7(artefact) || looksLikeHl7(artefact.bytes.subarray(0, 256)) > 0) {
      const message = openHl7(artefact);
      if (message.first('MSH')?.field(9).repetition().part(2).value === 'K22') found.push(...message.all('PID').slice(0, left).map(inPid));
      continue;
    }
    const message = messageIn(artefact);
    if (message?.interaction.name !== 'PRPA_IN201306UV02') continue;
    const patients = v3All(message.element, 'controlActProcess', 'subject', 'registrationEvent', 'subject1', 'patient');
    found.push(...patients.slice(0, left).map((patient) => inPatient(artefact, patient)));
  }
  return found;
}
