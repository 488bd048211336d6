import { rule, same, type Rule } from '../../../src/model/index.js';
import { NS } from '../../../src/protocols/ebxml/index.js';
import { XmlElement } from '../../../src/protocols/xml/index.js';
import type { Judge } from '../judge.js';

export const contentRules: Rule[] = [
  rule({
    id: 'XDS-26',
    level: 'SHALL',
    title: {
      fr: 'Un élément ne contient que ce que les schémas d’ebXML et de XDS.b lui donnent, et pas plus souvent.',
      en: 'An element contains only what the schemas of ebXML and XDS.b give it, and not more often.',
    },
    message: { fr: 'Ce contenu n’est pas à sa place ici.', en: 'This content is out of place here.' },
    why: {
      fr: 'Un lecteur en retient une partie, un autre une autre\u00A0: les métadonnées ne disent pas la même chose à tous.',
      en: 'One reader takes one part of it, another one another: the metadata do not say the same to all.',
    },
    hint: {
      fr: 'Retirer cet élément ou ce texte, ou le mettre là où le schéma l’attend.',
      en: 'Remove this element or text, or put it where the schema expects it.',
    },
    clause: 'ebRIM 3.0 ; ebRS 3.0 ; IHE ITI TF-2, annexe V',
    example: {
      right: '<rim:ValueList><rim:Value>5949</rim:Value></rim:ValueList>',
      wrong: '<rim:ValueList>texte<rim:Value>5949</rim:Value></rim:ValueList>',
    },
  }),
];

/** How often a child may be there; where others have a rule of their own about it, as often as one likes. */
type Content = Readonly<Record<string, number>>;
const MANY = Infinity;
const OBJECT: Content = { Slot: MANY, Name: 1, Description: 1, VersionInfo: 1, Classification: MANY, ExternalIdentifier: MANY };
const REFERENCE: Content = { HomeCommunityId: 1, RepositoryUniqueId: 1, DocumentUniqueId: 1 };

const CONTENTS: Readonly<Record<string, Readonly<Record<string, Content>>>> = {
  [NS.rim]: {
    ExtrinsicObject: { ...OBJECT, ContentVersionInfo: 1 },
    RegistryPackage: { ...OBJECT, RegistryObjectList: 1 },
    Association: OBJECT,
    Classification: OBJECT,
    ExternalIdentifier: OBJECT,
    AdhocQuery: { ...OBJECT, QueryExpression: 1 },
    ObjectRef: OBJECT,
    ObjectRefList: { ObjectRef: MANY },
    Slot: { ValueList: MANY },
    ValueList: { Value: MANY },
    Name: { LocalizedString: MANY },
    Description: { LocalizedString: MANY },
  },
  [NS.lcm]: {
    SubmitObjectsRequest: { RequestSlotList: 1, RegistryObjectList: 1 },
    RemoveObjectsRequest: { RequestSlotList: 1, AdhocQuery: 1, ObjectRefList: 1 },
  },
  [NS.query]: { AdhocQueryRequest: { RequestSlotList: 1, ResponseOption: 1, AdhocQuery: 1 } },
  [NS.xdsb]: {
    ProvideAndRegisterDocumentSetRequest: { SubmitObjectsRequest: 1, Document: MANY },
    RetrieveDocumentSetRequest: { DocumentRequest: MANY },
    DocumentRequest: REFERENCE,
    DocumentResponse: { ...REFERENCE, NewRepositoryUniqueId: 1, NewDocumentUniqueId: 1, mimeType: 1, Document: 1 },
  },
};
const CONTENT_OF: ReadonlyMap<string, Content> = new Map(
  Object.entries(CONTENTS).flatMap(([namespace, elements]) =>
    Object.entries(elements).map(([local, content]): [string, Content] => [`{${namespace}}${local}`, content]),
  ),
);

/** XDS-26, once for a message: the first content that is out of place. */
export function checkContent(judge: Judge, payload: XmlElement): void {
  const found = misplacedIn(payload) ?? misplacedBelow(payload);
  judge.expect('XDS-26', !found, found?.child ?? found?.parent ?? payload, () => ({
    expected: same(Object.keys(contentOf(found!.parent)!).join(' | ')),
    actual: found!.child ? same(found!.child.local) : { fr: 'du texte', en: 'text' },
    ...(found!.repeated && {
      expected: { fr: `un seul ${found!.child!.local}`, en: `a single ${found!.child!.local}` },
      actual: { fr: 'plusieurs', en: 'several' },
    }),
  }));
}

/** Content that is out of place. */
export interface Misplaced {
  parent: XmlElement;
  /** absent: it is text */
  child?: XmlElement;
  repeated?: boolean;
}

const contentOf = ({ namespace, local }: XmlElement): Content | undefined => CONTENT_OF.get(`{${namespace}}${local}`);

function misplacedBelow(payload: XmlElement): Misplaced | undefined {
  for (const element of payload.descendants()) {
    const found = misplacedIn(element);
    if (found) return found;
  }
  return undefined;
}

/** The first thing that an element of ebXML or XDS.b contains out of place, not looking into what it contains. */
export function misplacedIn(parent: XmlElement): Misplaced | undefined {
  const content = contentOf(parent);
  if (!content) return undefined;
  const times = new Map<string, number>();
  for (const child of parent.children) {
    if (!(child instanceof XmlElement)) {
      if (/[^ \t\r\n]/.test(child.text)) return { parent };
      continue;
    }
    if (!Object.hasOwn(content, child.local)) return { parent, child };
    const most = content[child.local]!;
    if (most === MANY) continue;
    const count = (times.get(child.local) ?? 0) + 1;
    if (count > most) return { parent, child, repeated: true };
    times.set(child.local, count);
  }
  return undefined;
}
