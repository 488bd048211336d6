import { slotValue, type RimObject } from '../../src/protocols/ebxml/index.js';
import { patientKey } from './patient.js';
import type { Refusal } from './refusal.js';
import { kindOf, patientIdOf, uniqueIdOf, type RegistrationContext, type RegistryView } from './store.js';

/**
 * What speaks against a submission beside its metadata, once these break rules: a patient who is not known, a uniqueId
 * that stands for something else. A client that corrects its metadata would come back for nothing.
 */
export function identityRefusals(
  store: Pick<RegistryView, 'withUniqueId'>,
  objects: readonly RimObject[],
  { isKnownPatient }: Pick<RegistrationContext, 'isKnownPatient'>,
): Refusal[] {
  const refusals = new Map<string, Refusal>();
  for (const object of objects) {
    const patient = patientIdOf(object);
    if (patient && !isKnownPatient(patient))
      refusals.set(patientKey(patient), { code: 'XDSUnknownPatientId', context: `Le patient ${patient} n’est pas connu du registre.` });
    const uniqueId = uniqueIdOf(object);
    const [other] = uniqueId === undefined ? [] : store.withUniqueId(uniqueId);
    if (!other || uniqueId === undefined) continue;
    if (kindOf(object) !== 'document' || kindOf(other) !== 'document')
      refusals.set(uniqueId, {
        code: 'XDSDuplicateUniqueIdInRegistry',
        context: `Le uniqueId ${uniqueId} est déjà utilisé dans le registre.`,
      });
    else if (slotValue(other, 'hash')?.toLowerCase() !== slotValue(object, 'hash')?.toLowerCase())
      refusals.set(uniqueId, {
        code: 'XDSNonIdenticalHash',
        context: `Le document ${uniqueId} est déjà enregistré avec une autre empreinte.`,
      });
  }
  return [...refusals.values()];
}
