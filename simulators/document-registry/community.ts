import type { StoredQuery } from '../../src/protocols/ebxml/index.js';
import type { Refusal } from './refusal.js';

/**
 * Why a community does not answer a query that names objects and not a patient: it does not say in which community they
 * are, or says another one (IHE ITI TF-2, 3.18.4.1.2.3.8).
 * @param home the homeCommunityId of this community; absent: it is none, and nothing is asked
 */
export function communityRefusal(home: string | undefined, { element, definition, parameters }: StoredQuery): Refusal | undefined {
  if (home === undefined || !definition?.name.startsWith('Get') || definition.name === 'GetAll') return undefined;
  const told =
    element.element('AdhocQuery')?.attribute('home') ?? parameters.find(({ name }) => name === '$homeCommunityId')?.values[0]?.value;
  if (!told)
    return {
      code: 'XDSMissingHomeCommunityId',
      context: `La requête ${definition.name} ne dit pas la communauté (home) de ce qu’elle nomme.`,
    };
  if (told === home) return undefined;
  return { code: 'XDSUnknownCommunity', context: `Cette communauté est ${home}, pas « ${told} ».` };
}
