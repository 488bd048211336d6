import { ASSOCIATION, type RimObject } from '../../src/protocols/ebxml/index.js';
import type { Outcome, Refusal } from './refusal.js';
import { kindOf, shortName, type Change, type RegistryStore } from './store.js';

/**
 * Works out the removal of objects (ITI-62): all of them or none. What stays must not refer to what goes
 * (ReferencesExistException), and no submission set may stay empty, no entry or folder outside a submission set
 * (XDSUnreferencedObjectException).
 */
export function planRemoval(store: RegistryStore, ids: readonly string[]): Outcome<{ change: Change }> {
  const removed = new Set(ids);
  const unknown = [...removed].filter((id) => !store.object(id));
  if (unknown.length > 0)
    return {
      accepted: false,
      refusals: unknown.map((id) => ({ code: 'UnresolvedReferenceException', context: `L’objet ${id} n’est pas dans le registre.` })),
    };
  const refusals: Refusal[] = [];
  const ends = new Set<string>();
  for (const id of removed) {
    const object = store.object(id)!;
    const references = store.associationsOf(id).filter((association) => !removed.has(association.id));
    if (references.length > 0)
      refusals.push({
        code: 'ReferencesExistException',
        context: `L’objet ${id} est encore désigné par ${references.length} association(s), dont ${shortName(references[0]!.type)} ${references[0]!.id}.`,
      });
    if (object.kind === 'Association') for (const end of [object.source!, object.target!]) if (!removed.has(end)) ends.add(end);
  }
  for (const id of ends) {
    const object = store.object(id);
    if (object && !isStillReferenced(store, object, removed))
      refusals.push({
        code: 'XDSUnreferencedObjectException',
        context:
          kindOf(object) === 'submission-set' ?
            `Le lot de soumission ${id} resterait sans contenu.`
          : `L’objet ${id} resterait en dehors de tout lot de soumission.`,
      });
  }
  return refusals.length > 0 ? { accepted: false, refusals } : { accepted: true, change: { removed } };
}

/** Is an object that stays a member of a submission set, or, for a submission set, does it have a member? */
function isStillReferenced(store: RegistryStore, object: RimObject, removed: ReadonlySet<string>): boolean {
  const memberships = store.associationsOf(object.id).filter(({ id, type }) => type === ASSOCIATION.hasMember && !removed.has(id));
  if (kindOf(object) === 'submission-set') return memberships.some(({ source }) => source === object.id);
  if (kindOf(object) === 'association') return true;
  return memberships.some(({ source, target }) => target === object.id && isSet(store.object(source!)));
}

const isSet = (object: RimObject | undefined): boolean => object !== undefined && kindOf(object) === 'submission-set';
