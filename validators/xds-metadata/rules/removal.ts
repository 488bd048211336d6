import { NOTHING, rule, same, type Rule } from '../../../src/model/index.js';
import { isUuidUrn } from '../../../src/protocols/ebxml/index.js';
import { attributeOr, type XmlElement } from '../../../src/protocols/xml/index.js';
import type { Judge } from '../judge.js';

const CLAUSE = 'IHE ITI TF-2, 3.62.4.1';

/** Requests that remove: metadata (ITI-62) or documents (ITI-86). */
export const removalRules: Rule[] = [
  rule({
    id: 'AS-08',
    level: 'SHALL',
    title: {
      fr: 'Au DMP, une suppression est un changement d’état (ITI-57), pas un ITI-62 ni un ITI-86.',
      en: 'With the DMP a deletion is a change of state (ITI-57), neither ITI-62 nor ITI-86.',
    },
    message: { fr: 'Le DMP ne propose pas cette transaction.', en: 'The DMP does not offer this transaction.' },
    hint: {
      fr: 'Soumettre un UpdateAvailabilityStatus vers Deleted (ITI-57).',
      en: 'Submit an UpdateAvailabilityStatus to Deleted (ITI-57).',
    },
    clause: 'ANS, PDSm pour le DMP',
    example: { right: 'ITI-57, NewStatus …:Deleted', wrong: '<lcm:RemoveObjectsRequest>' },
  }),
  rule({
    id: 'XDS-RM-01',
    level: 'SHALL',
    title: { fr: 'Une demande de suppression désigne au moins un objet.', en: 'A request for removal names at least one object.' },
    message: { fr: 'Cette demande de suppression ne désigne aucun objet.', en: 'This request for removal names no object.' },
    hint: { fr: 'Ajouter ObjectRefList avec un ObjectRef par objet.', en: 'Add an ObjectRefList with one ObjectRef for each object.' },
    clause: CLAUSE,
    example: { right: '<rim:ObjectRefList><rim:ObjectRef id="urn:uuid:…"/>', wrong: '<rim:ObjectRefList/>' },
  }),
  rule({
    id: 'XDS-RM-02',
    level: 'SHALL',
    title: {
      fr: 'Un objet à supprimer est désigné par son entryUUID, en minuscules.',
      en: 'An object to remove is named by its entryUUID, in lower case.',
    },
    message: { fr: 'Cet ObjectRef ne désigne pas un objet enregistré.', en: 'This ObjectRef does not name a registered object.' },
    hint: { fr: 'Écrire urn:uuid: et l’UUID rendu par le registre.', en: 'Write urn:uuid: and the UUID the registry returned.' },
    clause: CLAUSE,
    example: { right: '<rim:ObjectRef id="urn:uuid:a6e06ca8-0c75-4064-9e5d-88b9045a96f6"/>', wrong: '<rim:ObjectRef id="Document01"/>' },
  }),
  rule({
    id: 'XDS-RM-03',
    level: 'SHOULD',
    title: { fr: 'Un objet à supprimer n’est désigné qu’une fois.', en: 'An object to remove is named only once.' },
    message: { fr: 'Cet objet est déjà désigné dans la demande.', en: 'This object is already named in the request.' },
    hint: { fr: 'Retirer l’ObjectRef en double.', en: 'Remove the repeated ObjectRef.' },
    clause: CLAUSE,
    example: { right: 'un ObjectRef par objet', wrong: 'deux ObjectRef de même id' },
  }),
];

/** Is this what asks for a removal: RemoveObjectsRequest (ITI-62) or RemoveDocumentsRequest (ITI-86)? */
export const isRemoval = ({ local }: XmlElement): boolean => local === 'RemoveObjectsRequest' || local === 'RemoveDocumentsRequest';

/** AS-08: a removal never goes to the DMP; a submission is what it takes. */
export function checkWayOfDeletion(judge: Judge, payload: XmlElement, dmp: boolean): void {
  if (dmp)
    judge.expect('AS-08', !isRemoval(payload), payload, () => ({
      expected: same('SubmitObjectsRequest (ITI-57)'),
      actual: same(payload.local),
    }));
}

/** A request of ITI-62. */
export function checkRemoval(judge: Judge, payload: XmlElement): void {
  const list = payload.element('ObjectRefList');
  const references = list?.elements('ObjectRef') ?? [];
  judge.expect('XDS-RM-01', references.length > 0, { in: list ?? payload, missing: list ? 'ObjectRef' : 'ObjectRefList' }, () => ({
    expected: same('ObjectRef'),
    actual: NOTHING,
  }));
  const seen = new Set<string>();
  for (const reference of references) {
    const id = reference.attribute('id') ?? '';
    const named = judge.expect('XDS-RM-02', isUuidUrn(id), attributeOr(reference, 'id'), () => ({
      expected: { fr: 'urn:uuid: et un UUID en minuscules', en: 'urn:uuid: and a UUID in lower case' },
      actual: id === '' ? NOTHING : same(id),
    }));
    if (!named) continue;
    judge.expect('XDS-RM-03', !seen.has(id), [reference, 'id'], () => ({
      expected: { fr: 'un autre objet', en: 'another object' },
      actual: same(id),
    }));
    seen.add(id);
  }
}
