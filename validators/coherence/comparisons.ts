import type { Bilingual } from '../../src/model/index.js';
import { parseCx, parseXcn, parseXon } from '../../src/protocols/identifiers/index.js';
import type { XmlElement } from '../../src/protocols/xml/index.js';
import { UNSTRUCTURED_FORMATS, VOLETS } from '../cda/index.js';
import { sameInstant, utcOf } from './instant.js';
import type { Stated } from './scope.js';

/** What it means that two statements agree. */
export interface Comparison<Key = unknown> {
  /** in the table of a block: `the same instant` */
  title: Bilingual;
  /** what of a statement is compared; undefined: it says nothing that can be compared */
  key: (stated: Stated) => Key | undefined;
  /** undefined: it cannot be said */
  agree: (left: Key, right: Key) => boolean | undefined;
  /** a statement as a finding tells it, when that is not what is written */
  show?: (stated: Stated) => string;
}

/** Letters and digits alone, without accents or case: what two spellings of a name have in common. */
const plain = (text: string): string =>
  text
    .normalize('NFD')
    .replace(/[^\p{L}\p{N}]/gu, '')
    .toLowerCase();
const spaced = (text: string): string => text.replace(/\s+/g, ' ').trim();
const filled = (text: string): string | undefined => (text === '' ? undefined : text);

const comparison = <Key>(one: Comparison<Key>): Comparison => one as Comparison;
const equal = <T>(left: T, right: T): boolean => left === right;
/** Authorities count only where both sides give one. */
const compatible = (left: string, right: string): boolean => left === '' || right === '' || left === right;

interface Identified {
  id: string;
  oid: string;
}
const identified = (id: string, oid: string): Identified | undefined => (id === '' ? undefined : { id, oid });
const sameIdentified = (left: Identified, right: Identified): boolean => left.id === right.id && compatible(left.oid, right.oid);

const XSLT = 'http://www.w3.org/1999/XSL/Transform';
/** XDS bounds titles to 128 characters. */
const MOST_TITLE = 128;

interface PersonName {
  families: string[];
  givens: string[];
}
/** A name of HL7 v2, family first; an element of the document may hold several. */
function personName(family: string, given: string): PersonName | undefined {
  return plain(family) === '' ? undefined : { families: [plain(family)], givens: plain(given) === '' ? [] : [plain(given)] };
}
function personNameIn({ element }: { element: XmlElement }): PersonName | undefined {
  const of = (local: string): string[] => [...element.descendants(local)].map(({ text }) => text).filter((text) => plain(text) !== '');
  const families = of('family').map(plain);
  // one given name of the metadata may be the first of a list in the document
  const givens = of('given').flatMap((text) => [plain(text), ...spaced(text).split(/[ ,]/).map(plain)]);
  return families.length === 0 ? undefined : { families, givens };
}
const sameName = (left: PersonName, right: PersonName): boolean =>
  left.families.some((one) => right.families.includes(one))
  && (left.givens.length === 0 || right.givens.length === 0 || left.givens.some((one) => right.givens.includes(one)));
const showName = (stated: Stated): string => {
  if (stated.form === 'metadata') return stated.text;
  const parts = [...stated.element.descendants('family'), ...stated.element.descendants('given')];
  return parts.map(({ text }) => spaced(text)).join(', ');
};

export const COMPARISONS = {
  same: comparison({ title: { fr: 'même valeur', en: 'same value' }, key: ({ text }) => filled(text), agree: equal }),
  different: comparison({
    title: { fr: 'autre valeur', en: 'another value' },
    key: ({ text }) => filled(text),
    agree: (left, right) => left !== right,
  }),
  greater: comparison({
    title: { fr: 'nombre plus grand', en: 'greater number' },
    key: ({ text }) => (/^\d{1,15}$/.test(text) ? Number(text) : undefined),
    agree: (left, right) => left > right,
  }),
  hash: comparison({ title: { fr: 'même empreinte', en: 'same hash' }, key: ({ text }) => filled(text.toLowerCase()), agree: equal }),
  title: comparison({
    title: { fr: 'même titre, coupé au plus à 128 caractères', en: 'same title, cut to 128 characters at most' },
    key: ({ text }) => filled(spaced(text)),
    agree: (left, right) =>
      left === right || (left.length >= MOST_TITLE - 8 && left.length <= MOST_TITLE && right.startsWith(left.replace(/(?:…|\.\.\.)$/, ''))),
    show: ({ text }) => spaced(text),
  }),
  label: comparison({
    title: { fr: 'même libellé, casse et accents à part', en: 'same label, case and accents apart' },
    key: ({ text, form }) => filled(plain(form === 'cda' ? text : text.split('^')[0]!)),
    agree: equal,
  }),
  instant: comparison({
    title: { fr: 'même instant, en temps universel dans les métadonnées', en: 'same instant, universal time in the metadata' },
    key: ({ text }) => filled(text),
    agree: sameInstant,
    show: ({ text, form }) => (form === 'cda' ? `${utcOf(text)} = ${text}` : text),
  }),
  day: comparison({
    title: { fr: 'même jour', en: 'same day' },
    key: ({ text }) => filled(text.slice(0, 8)),
    agree: equal,
  }),
  sex: comparison({
    title: { fr: 'même sexe (UN, O, A : U)', en: 'same sex (UN, O, A: U)' },
    // O (other) and A (ambiguous) of HL7 v2 have one counterpart, UN in the document
    key: ({ text }) => filled(/^(?:UN|O|A)$/.test(text) ? 'U' : text),
    agree: equal,
  }),
  code: comparison({
    title: { fr: 'mêmes code et système', en: 'same code and code system' },
    key: ({ text, system = '' }) => identified(text, system),
    agree: sameIdentified,
    show: ({ text, system = '' }) => `${text} (${system})`,
  }),
  confidentiality: comparison({
    title: { fr: 'même niveau N, R ou V', en: 'same level N, R or V' },
    // the other levels of HL7 have no counterpart in the French metadata, nor the masking codes in the document
    key: ({ text, form }) => (form === 'metadata' || /^[NRV]$/.test(text) ? text : undefined),
    agree: equal,
  }),
  producer: comparison({
    title: { fr: 'même code (première composante)', en: 'same code (first component)' },
    key: ({ text }) => filled(text.split('^')[0]!),
    agree: equal,
  }),
  patient: comparison({
    title: { fr: 'mêmes identifiant et autorité', en: 'same identifier and authority' },
    key: ({ text, system = '', form }) =>
      form === 'cda' ? identified(text, system) : identified(parseCx(text).id, parseCx(text).authority.oid),
    agree: sameIdentified,
    show: ({ text, system = '', form }) => (form === 'cda' ? `${text}^^^&${system}&ISO` : text),
  }),
  'patient-of-domain': comparison({
    title: { fr: 'même identifiant, s’il est de la même autorité', en: 'same identifier, where it is of the same authority' },
    key: ({ text, system = '', form }) =>
      form === 'cda' ? identified(text, system) : identified(parseCx(text).id, parseCx(text).authority.oid),
    agree: (left, right) => (left.oid === right.oid ? left.id === right.id : undefined),
    show: ({ text, system = '', form }) => (form === 'cda' ? `${text}^^^&${system}&ISO` : text),
  }),
  person: comparison({
    title: { fr: 'même personne, par son identifiant', en: 'same person, by identifier' },
    key: ({ text, system = '', form }) =>
      form === 'cda' ? identified(text, system) : identified(parseXcn(text).id, parseXcn(text).authority.oid),
    agree: sameIdentified,
  }),
  'person-name': comparison({
    title: { fr: 'mêmes nom et prénom', en: 'same family and given name' },
    key: (stated) => (stated.form === 'cda' ? personNameIn(stated) : personName(parseXcn(stated.text).family, parseXcn(stated.text).given)),
    agree: sameName,
    show: showName,
  }),
  'patient-name': comparison({
    title: { fr: 'mêmes nom et prénom', en: 'same family and given name' },
    key: (stated) => {
      const [family = '', given = ''] = stated.text.split('^');
      return stated.form === 'cda' ? personNameIn(stated) : personName(family, given);
    },
    agree: sameName,
    show: showName,
  }),
  family: comparison({
    title: { fr: 'même nom de famille', en: 'same family name' },
    key: ({ text, form }) => filled(plain(form === 'cda' ? text : text.split('^', 1)[0]!)),
    agree: equal,
    show: ({ text, form }) => (form === 'cda' ? text : text.split('^', 1)[0]!),
  }),
  given: comparison({
    title: { fr: 'même prénom', en: 'same given name' },
    key: ({ text, form }) => filled(plain(form === 'cda' ? text : (text.split('^', 2)[1] ?? ''))),
    agree: equal,
    show: ({ text, form }) => (form === 'cda' ? text : (text.split('^', 2)[1] ?? '')),
  }),
  birthplace: comparison({
    title: { fr: 'même code COG', en: 'same COG code' },
    key: ({ text, form }) => filled((form === 'cda' ? text : (text.split('^', 9)[8] ?? '')).trim().toUpperCase()),
    agree: equal,
    show: ({ text, form }) => (form === 'cda' ? text : (text.split('^', 9)[8] ?? '')),
  }),
  'name-in-words': comparison({
    title: { fr: 'mêmes nom et prénom, dans un ordre quelconque', en: 'same family and given name, in any order' },
    key: ({ text }) => {
      const { family, given, components } = parseXcn(text);
      return filled(components.length > 1 ? [...words(family), ...words(given)].toSorted().join(' ') : words(text).toSorted().join(' '));
    },
    agree: equal,
  }),
  organisation: comparison({
    title: { fr: 'même structure, par son identifiant', en: 'same organisation, by identifier' },
    key: ({ text, form }) => filled(form === 'metadata' && text.includes('^') ? parseXon(text).id : text),
    agree: equal,
  }),
  'document-id': comparison({
    title: { fr: 'root, ou root^extension', en: 'root, or root^extension' },
    key: ({ text, element, form }) => filled(form === 'cda' ? documentId(element.attribute('root'), element.attribute('extension')) : text),
    agree: equal,
    show: ({ text, element, form }) => (form === 'cda' ? documentId(element.attribute('root'), element.attribute('extension')) : text),
  }),
  'without-extension': comparison<string>({
    title: { fr: 'un root, sans extension', en: 'a root, without extension' },
    key: ({ element, form }) => (form === 'cda' ? (element.attribute('extension') ?? '') : ''),
    agree: (_, extension) => extension === '',
    show: ({ text, element, form }) =>
      form === 'cda' ? `root="${element.attribute('root') ?? ''}" extension="${element.attribute('extension') ?? ''}"` : text,
  }),
  'kind-of-file': comparison({
    title: {
      fr: 'text/xml, ou application/xslt+xml pour un document auto-présentable',
      en: 'text/xml, or application/xslt+xml for a self-presenting document',
    },
    key: (stated) => kindOfFile(stated),
    agree: equal,
    show: (stated) => kindOfFile(stated),
  }),
  'format-of-media': comparison({
    title: { fr: 'formatCode que ASS_A12 donne au type de contenu', en: 'formatCode that ASS_A12 gives the media type' },
    key: ({ text, form }) => (form === 'cda' ? UNSTRUCTURED_FORMATS[text] : text),
    agree: equal,
    show: ({ text, form }) => (form === 'cda' ? `${UNSTRUCTURED_FORMATS[text] ?? ''} (${text})` : text),
  }),
  'format-of-volet': comparison({
    title: { fr: 'formatCode que ASS_A11 donne au modèle', en: 'formatCode that ASS_A11 gives the template' },
    key: ({ text, form }) => (form === 'cda' ? VOLETS[text]?.formatCode : text),
    agree: equal,
    show: ({ text, form }) => (form === 'cda' ? (VOLETS[text]?.formatCode ?? text) : text),
  }),
} satisfies Record<string, Comparison>;
export type ComparisonName = keyof typeof COMPARISONS;

const words = (text: string): string[] =>
  text
    .split(/[\s,'’-]+/)
    .map(plain)
    .filter((word) => word !== '');

const documentId = (root = '', extension = ''): string => (extension === '' ? root : `${root}^${extension}`);

const kindOfFile = ({ text, element, form }: Stated): string =>
  form === 'metadata' ? text.toLowerCase()
  : element.namespace === XSLT ? 'application/xslt+xml'
  : 'text/xml';
