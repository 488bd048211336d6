import { describe, expect, test } from '@jest/globals';
import { ASSOCIATION, STATUS, type RimObject } from '../../src/protocols/ebxml/index.js';
import { accept, code, entry, rim, theDocument } from './fixtures/lots.js';
import type { Requester } from './masking.js';
import { removalBeyondRights, updateBeyondRights } from './rights.js';
import { RegistryStore } from './store.js';

const AUTHOR = '899900063480';
const STRUCTURE = '1300017985';
const store = new RegistryStore();
const institutions = [`Cabinet^^^^^&1.2.250.1.71.4.2.2&ISO^IDNST^^^${STRUCTURE}`];
const registered = theDocument(accept(store, rim([entry({ authors: [{ person: `${AUTHOR}^DUPONT^JEANNE`, institutions }] })])));

const [MASK] = rim([entry({ confidentialityCodes: [code('N', '2.16.840.1.113883.5.25'), code('MASQUE_PS', '1.2.250.1.213.1.1.4.13')] })]);
const masked: RimObject = { ...registered, classifications: MASK!.classifications };
const status = (from: string, to: string): RimObject => ({
  ...{ kind: 'Association', id: 'a', type: ASSOCIATION.updateAvailabilityStatus, source: 's', target: registered.id },
  ...{ classifications: [], identifiers: [] },
  slots: [
    { name: 'OriginalStatus', values: [from] },
    { name: 'NewStatus', values: [to] },
  ],
});
const ORDERS: Record<string, RimObject> = {
  mask: masked,
  delete: status(STATUS.approved, STATUS.deleted),
  archive: status(STATUS.approved, STATUS.archived),
  unarchive: status(STATUS.archived, STATUS.approved),
  deprecate: status(STATUS.approved, STATUS.deprecated),
  update: { ...registered, name: 'Autre titre' },
};
/** The orders that this requester may give. */
const allowed = (requester: Requester): string =>
  Object.keys(ORDERS)
    .filter((order) => updateBeyondRights(store, [ORDERS[order]!], requester).length === 0)
    .join(' ');

describe('by the rights matrix of the DMP, who changes what', () => {
  test.each<[mode: string, purpose: string, id: string, structure: string, orders: string]>([
    ['DIRECTE', 'normal', AUTHOR, '1x', 'mask delete archive unarchive deprecate update'],
    ['DIRECTE', 'normal', '899900000001', STRUCTURE, 'mask deprecate update'],
    ['DIRECTE', 'bris_de_glace', AUTHOR, '1x', 'delete deprecate update'],
    ['DIRECTE', 'centre_15', '899900000001', '1x', 'deprecate update'],
    ['INDIRECTE', 'normal', '899900000001', STRUCTURE, 'delete deprecate update'],
    ['INDIRECTE', 'normal', '899900000001', '1x', 'deprecate update'],
    ['INDIRECTE', 'bris_de_glace', AUTHOR, STRUCTURE, 'deprecate update'],
    ['AUTRE', 'normal', AUTHOR, STRUCTURE, 'deprecate update'],
  ])('%s, %s, by %s of %s', (mode, purpose, id, structure, orders) => {
    const requester: Requester = { is: 'professional', id, structure, mode, purpose };
    expect(allowed(requester)).toBe(orders);
    expect(removalBeyondRights(store, [registered.id], requester)).toHaveLength(orders.includes('delete') ? 0 : 1);
  });
  test('whoever does not say who they are changes nothing of what it names', () => {
    expect(allowed({ is: 'unknown' })).toBe('deprecate update');
    const refusals = updateBeyondRights(store, [masked], { is: 'unknown' });
    expect(refusals.map(({ code }) => code)).toEqual(['LocalPolicyRestrictionError']);
    expect(refusals[0]!.context).toContain(registered.id);
  });
});
