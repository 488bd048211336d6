import { rule, same, type Rule } from '../../../src/model/index.js';
import { NS } from '../../../src/protocols/ebxml/index.js';
import type { XmlElement } from '../../../src/protocols/xml/index.js';
import type { Judge } from '../judge.js';

export const namespaceRules: Rule[] = [
  rule({
    id: 'XDS-24',
    level: 'SHALL',
    title: {
      fr: 'Chaque élément est dans l’espace de noms que lui donnent ebXML et XDS.b.',
      en: 'Each element is in the namespace that ebXML and XDS.b give it.',
    },
    message: { fr: 'Cet élément n’est pas dans son espace de noms.', en: 'This element is not in its namespace.' },
    hint: {
      fr: 'Lier le préfixe de l’élément à l’espace de noms attendu.',
      en: 'Bind the prefix of the element to the expected namespace.',
    },
    clause: 'IHE ITI TF-2, annexe V ; ebRS 3.0',
    example: { right: `<xdsb:Document xmlns:xdsb="${NS.xdsb}" id="Document01">`, wrong: '<Document id="Document01">' },
  }),
];

const NAMES: Readonly<Record<string, readonly string[]>> = {
  [NS.lcm]: ['SubmitObjectsRequest', 'RemoveObjectsRequest'],
  [NS.rim]: [
    'RegistryObjectList',
    'ExtrinsicObject',
    'RegistryPackage',
    'Association',
    'Classification',
    'ExternalIdentifier',
    'ObjectRef',
    'ObjectRefList',
    'AdhocQuery',
    'Slot',
    'ValueList',
    'Value',
    'Name',
    'Description',
    'LocalizedString',
    'VersionInfo',
  ],
  [NS.query]: ['AdhocQueryRequest', 'AdhocQueryResponse', 'ResponseOption'],
  [NS.rs]: ['RegistryResponse', 'RegistryErrorList', 'RegistryError'],
  [NS.xdsb]: [
    'ProvideAndRegisterDocumentSetRequest',
    'RetrieveDocumentSetRequest',
    'RetrieveDocumentSetResponse',
    'DocumentRequest',
    'DocumentResponse',
    'HomeCommunityId',
    'RepositoryUniqueId',
    'DocumentUniqueId',
    'mimeType',
    'Document',
  ],
  [NS.xop]: ['Include'],
};
const NAMESPACE_OF: ReadonlyMap<string, string> = new Map(
  Object.entries(NAMES).flatMap(([namespace, locals]) => locals.map((local): [string, string] => [local, namespace])),
);

/** XDS-24, once for a message: the first element of XDS.b that stands in another namespace. */
export function checkNamespaces(judge: Judge, payload: XmlElement): void {
  const isForeign = ({ local, namespace }: XmlElement): boolean => (NAMESPACE_OF.get(local) ?? namespace) !== namespace;
  const wrong = isForeign(payload) ? payload : firstBelow(payload, isForeign);
  judge.expect('XDS-24', !wrong, wrong ?? payload, () => ({
    expected: same(NAMESPACE_OF.get(wrong!.local)!),
    actual: same(wrong!.namespace),
  }));
}

function firstBelow(element: XmlElement, holds: (element: XmlElement) => boolean): XmlElement | undefined {
  for (const below of element.descendants()) if (holds(below)) return below;
  return undefined;
}
