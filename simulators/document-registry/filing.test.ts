import { beforeEach, describe, expect, test } from '@jest/globals';
import {
  ASSOCIATION,
  membership,
  revisedEntry,
  rimOfRelationship,
  rimOfSubmissionSet,
  slotValue,
  STATUS,
  type Relationship,
  type RimObject,
} from '../../src/protocols/ebxml/index.js';
import { accept, clock, context, documentsOf, entry, folder, found, PATIENT, rim, set, theDocument } from './fixtures/lots.js';
import { planRemoval } from './removal.js';
import { kindOf, RegistryStore } from './store.js';
import { planUpdate } from './update.js';

/** A registry with a document in a folder, taken in at 10:15. */
function withFolder() {
  const store = new RegistryStore();
  const one = entry();
  const filed: Relationship[] = [{ type: ASSOCIATION.hasMember, source: 'Folder01', target: one.id }];
  const submission = rim([one], filed);
  const own = submission.find((object) => kindOf(object) === 'submission-set')!;
  const members = rimOfRelationship({ id: 'Member01', type: ASSOCIATION.hasMember, source: own.id, target: 'Folder01' });
  const objects = accept(store, [...submission, folder('Folder01', '1.2.70'), members]);
  const { id } = objects.find((object) => kindOf(object) === 'folder')!;
  return {
    store,
    id,
    document: theDocument(objects),
    time: (of = id) => slotValue(store.object(of)!, 'lastUpdateTime'),
    members: () => documentsOf(found(store, 'GetFolderAndContents', { $XDSFolderEntryUUID: id, $MetadataLevel: 2 })).map((each) => each.id),
  };
}

const TAKEN_IN = '20261120101500';
const LATER = '20261121090000';
const at = (time: string): void => void (clock.now = new Date(time));
beforeEach(() => at('2026-11-20T10:15:00Z'));

function update(store: RegistryStore, objects: RimObject[], relationships: Relationship[]): void {
  const own = set();
  const bound = relationships.map((one) => rimOfRelationship({ ...one, source: one.source === 'SET' ? own.id : one.source }));
  const outcome = planUpdate(store, [rimOfSubmissionSet(own), ...objects, ...bound], context);
  if (!outcome.accepted) throw new Error(outcome.refusals.map(({ context: why }) => why).join(' '));
  store.apply(outcome.change);
}

const submit = (type: string, source: string, target: string): Relationship[] => [
  { id: 'New', type, source, target },
  { id: 'Order', type: ASSOCIATION.submitAssociation, source: 'SET', target: 'New' },
];

const annotated = (target: string): Relationship => ({
  ...membership('SET', target),
  slots: { SubmissionSetStatus: 'Original', PreviousVersion: '1' },
});

describe('lastUpdateTime of a folder is that of the last document put in it', () => {
  test('by a submission', () => {
    const { store, id, time, members } = withFolder();
    expect(time()).toBe(TAKEN_IN);
    at('2026-11-21T09:00:00Z');
    accept(store, rim([entry()]));
    expect(time()).toBe(TAKEN_IN);
    const two = entry();
    const document = theDocument(accept(store, rim([two], [{ type: ASSOCIATION.hasMember, source: id, target: two.id }])));
    expect([time(), members()]).toEqual([LATER, [expect.any(String), document.id]]);
    const since = (from: string) =>
      found(store, 'FindFolders', {
        $XDSFolderPatientId: PATIENT,
        $XDSFolderStatus: [STATUS.approved],
        $XDSFolderLastUpdateTimeFrom: from,
      }).map((one) => one.id);
    expect([since(LATER), since('20261121090001')]).toEqual([[id], []]);
  });
  test('by a submission that replaces one: it takes its place, once', () => {
    const { store, id, document, time, members } = withFolder();
    at('2026-11-21T09:00:00Z');
    const [two, three] = [entry(), entry()];
    const second = theDocument(accept(store, rim([two], [{ type: ASSOCIATION.replaces, source: two.id, target: document.id }])));
    expect([time(), members()]).toEqual([LATER, [document.id, second.id]]);
    const said: Relationship[] = [
      { type: ASSOCIATION.replaces, source: three.id, target: second.id },
      { type: ASSOCIATION.hasMember, source: id, target: three.id },
    ];
    const third = theDocument(accept(store, rim([three], said)));
    expect(members()).toEqual([document.id, second.id, third.id]);
  });
  test('not by an addendum, and not by a submission that is refused', () => {
    const { store, id, document, time, members } = withFolder();
    at('2026-11-21T09:00:00Z');
    const [two, three] = [entry(), entry({ hash: undefined })];
    accept(store, rim([two], [{ type: ASSOCIATION.appends, source: two.id, target: document.id }]));
    const outcome = store.register(rim([three], [{ type: ASSOCIATION.hasMember, source: id, target: three.id }]), context);
    expect([outcome.accepted, time(), members()]).toEqual([false, TAKEN_IN, [document.id]]);
  });
  test('by new associations between what is registered', () => {
    const { store, id, document, time, members } = withFolder();
    const [two, three] = [entry(), entry()].map((made) => theDocument(accept(store, rim([made]))).id) as [string, string];
    at('2026-11-21T09:00:00Z');
    update(store, [], submit(ASSOCIATION.hasMember, id, two));
    expect([time(), members()]).toEqual([LATER, [document.id, two]]);
    at('2026-11-22T09:00:00Z');
    update(store, [], submit(ASSOCIATION.appends, two, document.id));
    expect(time()).toBe(LATER);
    update(store, [], submit(ASSOCIATION.replaces, three, two));
    expect([time(), members()]).toEqual(['20261122090000', [document.id, two, three]]);
  });
  test('by a new version of what is in it, not by one of itself', () => {
    const { store, id, document, time } = withFolder();
    at('2026-11-21T09:00:00Z');
    update(store, [revisedEntry(document, 'Revised', { title: 'Titre' })], [annotated('Revised')]);
    expect(time()).toBe(LATER);
    at('2026-11-22T09:00:00Z');
    const slots = [{ name: 'lastUpdateTime', values: ['1999'] }];
    update(store, [folder('Folder02', '1.2.70', { lid: id, slots })], [annotated('Folder02')]);
    expect([time(), time(store.latestId(id))]).toEqual([LATER, LATER]);
  });
  test('taking it out again does not change it', () => {
    const { store, id, time, members } = withFolder();
    at('2026-11-21T09:00:00Z');
    const two = entry();
    const objects = accept(store, rim([two], [{ type: ASSOCIATION.hasMember, source: id, target: two.id }]));
    at('2026-11-22T09:00:00Z');
    const outcome = planRemoval(
      store,
      objects.map((object) => object.id),
    );
    if (outcome.accepted) store.apply(outcome.change);
    expect([outcome.accepted, members().length, time()]).toEqual([true, 1, LATER]);
  });
});
