import { table } from '../../src/model/index.js';
import { codesOf, IDENTIFIER, identifierOf, SCHEME, slotValues, type RimObject } from '../../src/protocols/ebxml/index.js';
import { insProblem, parseCx, parseXcn, parseXon } from '../../src/protocols/identifiers/index.js';
import { findAssertion, readVihf, VihfName } from '../../src/protocols/saml/index.js';
import type { XmlElement } from '../../src/protocols/xml/index.js';
import { CODE_SYSTEM } from '../../validators/xds-metadata/value-sets.js';
import { kindOf, type RegistryStore } from './store.js';

/** Who asks, as far as masking goes. A VIHF whose subject is an INS is that of a patient or of somebody who stands for one. */
export type Requester =
  { is: 'unknown' } | { is: 'professional'; id: string; structure: string; mode: string; purpose: string } | { is: 'insured'; ins: string };

/** What professionals see of the documents masked to them: those they wrote, those of their structure, or all of them. */
type Reach = 'own' | 'structure' | 'all';

/**
 * By Authentification_Mode and purpose of use (rights matrix of the DMP): indirect authentication answers for the
 * structure and not for the person, and cannot break the glass.
 */
const REACH: Readonly<Record<string, Readonly<Record<string, Reach>>>> = table({
  DIRECTE: table({ normal: 'own', bris_de_glace: 'all', centre_15: 'all' }),
  INDIRECTE: table({ normal: 'structure', bris_de_glace: 'structure', centre_15: 'all' }),
  INDIRECTE_RENFORCEE: table({ normal: 'own', bris_de_glace: 'all', centre_15: 'all' }),
});

/** Who asks, by the VIHF of the message; unknown without one. */
export function requesterOf(envelope: XmlElement): Requester {
  const assertion = findAssertion(envelope);
  if (!assertion) return { is: 'unknown' };
  const vihf = readVihf(assertion);
  const id = vihf.nameId?.text.trim() ?? '';
  if (id === '') return { is: 'unknown' };
  if (!insProblem(id)) return { is: 'insured', ins: id };
  return {
    is: 'professional',
    id,
    structure: vihf.attribute(VihfName.structure)?.text ?? '',
    mode: vihf.mode?.text ?? '',
    purpose: vihf.purposeOfUse?.code ?? '',
  };
}

/** May this requester see this document entry (`MASQUE_PS`, `INVISIBLE_PATIENT`, `INVISIBLE_REPRESENTANTS_LEGAUX`)? */
export function seesEntry(requester: Requester, entry: RimObject): boolean {
  const masks = new Set(
    codesOf(entry, SCHEME.confidentialityCode)
      .filter(({ scheme }) => scheme === CODE_SYSTEM.visibility)
      .map(({ code }) => code),
  );
  if (requester.is === 'insured') {
    const isPatient = parseCx(identifierOf(entry, IDENTIFIER.entryPatientId) ?? '').id === requester.ins;
    // what the patient may not see is not for those who stand for them either
    return !masks.has('INVISIBLE_PATIENT') && (isPatient || !masks.has('INVISIBLE_REPRESENTANTS_LEGAUX'));
  }
  if (!masks.has('MASQUE_PS')) return true;
  if (requester.is === 'unknown') return false;
  const reach = REACH[requester.mode]?.[requester.purpose];
  if (reach === 'all') return true;
  return (reach !== undefined && isOwn(requester, entry)) || (reach === 'structure' && isOfStructure(requester, entry));
}

type Professional = Extract<Requester, { is: 'professional' }>;

/** Did they write it? */
export const isOwn = ({ id }: Professional, entry: RimObject): boolean =>
  authorSlot(entry, 'authorPerson').some((person) => parseXcn(person).id === id);

/** Was it written in their structure? */
export const isOfStructure = ({ structure }: Professional, entry: RimObject): boolean =>
  authorSlot(entry, 'authorInstitution').some((name) => parseXon(name).id === structure);

const authorSlot = (entry: RimObject, name: string): string[] =>
  entry.classifications.filter(({ scheme }) => scheme === SCHEME.entryAuthor).flatMap((author) => slotValues(author, name));

/** What this requester may see of a registry: no masked entry, and no association that would betray one. */
export const sightOf =
  (store: RegistryStore, requester: Requester) =>
  (object: RimObject): boolean => {
    const kind = kindOf(object);
    if (kind === 'document') return seesEntry(requester, object);
    if (kind !== 'association') return true;
    return [object.source!, object.target!].every((id) => {
      const end = store.object(id);
      return !end || kindOf(end) !== 'document' || seesEntry(requester, end);
    });
  };
