import { table } from '../../src/model/index.js';
import { ASSOCIATION, codesOf, SCHEME, slotValue, STATUS, type RimObject } from '../../src/protocols/ebxml/index.js';
import { CODE_SYSTEM } from '../../validators/xds-metadata/value-sets.js';
import { isOfStructure, isOwn, type Requester } from './masking.js';
import type { Refusal } from './refusal.js';
import { kindOf, type RegistryStore } from './store.js';

/** What a change to an entry is, as far as rights go: TD3.3a and TD3.3b, TD3.3c, TD3.3d of the DMP. */
type Act = 'mask' | 'delete' | 'archive';
type Reach = 'own' | 'structure' | 'all';

/**
 * What a professional may do, by Authentification_Mode and purpose of use (rights matrix of the DMP): whoever
 * authenticates directly masks any document and archives and deletes their own; a structure deletes its own.
 */
const REACH: Readonly<Record<string, Readonly<Record<string, Readonly<Partial<Record<Act, Reach>>>>>>> = table({
  DIRECTE: table({
    normal: { mask: 'all', delete: 'own', archive: 'own' },
    bris_de_glace: { delete: 'own' },
    centre_15: { delete: 'own' },
  }),
  INDIRECTE: table({ normal: { delete: 'structure' }, centre_15: { delete: 'structure' } }),
});

const NAMES: Readonly<Record<Act, string>> = { mask: 'masquer ou rendre visible', delete: 'supprimer', archive: 'archiver' };

type Known = Pick<RegistryStore, 'object' | 'latest'>;

/** Why a metadata update (ITI-57) goes beyond what the requester may do. Changes that the matrix does not name are allowed. */
export function updateBeyondRights(store: Known, objects: readonly RimObject[], requester: Requester): Refusal[] {
  return objects.flatMap((object) => {
    const asked = actOf(store, object);
    return asked ? beyond(asked.act, asked.entry, requester) : [];
  });
}

/** Why a removal (ITI-62) goes beyond what the requester may do: it is judged as a deletion. */
export function removalBeyondRights(store: Known, ids: readonly string[], requester: Requester): Refusal[] {
  return ids.flatMap((id) => {
    const object = store.object(id);
    return object && kindOf(object) === 'document' ? beyond('delete', object, requester) : [];
  });
}

function actOf(store: Known, object: RimObject): { act: Act; entry: RimObject } | undefined {
  if (object.type === ASSOCIATION.updateAvailabilityStatus) {
    const entry = store.object(object.target ?? '');
    if (!entry || kindOf(entry) !== 'document') return undefined;
    const to = slotValue(object, 'NewStatus');
    if (to === STATUS.deleted) return { act: 'delete', entry };
    if (to === STATUS.archived || slotValue(object, 'OriginalStatus') === STATUS.archived) return { act: 'archive', entry };
    return undefined;
  }
  const before = object.kind === 'ExtrinsicObject' && object.lid !== undefined ? store.latest(object.lid) : undefined;
  return before && masksOf(before) !== masksOf(object) ? { act: 'mask', entry: before } : undefined;
}

const masksOf = (entry: RimObject): string =>
  codesOf(entry, SCHEME.confidentialityCode)
    .filter(({ scheme }) => scheme === CODE_SYSTEM.visibility)
    .map(({ code }) => code)
    .sort()
    .join();

function beyond(act: Act, entry: RimObject, requester: Requester): Refusal[] {
  const reach = requester.is === 'professional' ? REACH[requester.mode]?.[requester.purpose]?.[act] : undefined;
  if (
    requester.is === 'professional'
    && (reach === 'all' || (reach !== undefined && isOwn(requester, entry)) || (reach === 'structure' && isOfStructure(requester, entry)))
  )
    return [];
  return [
    {
      code: 'LocalPolicyRestrictionError',
      context: `Les droits du VIHF ne permettent pas de ${NAMES[act]} le document ${entry.id}.`,
    },
  ];
}
