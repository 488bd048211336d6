import { asWritten, rule, type Rule } from '../../../src/model/index.js';
import type { XmlElement } from '../../../src/protocols/xml/index.js';
import { DOCUMENT_ROWS, ELEMENT_ROWS } from '../header-table.js';
import { isNull, type Judge } from '../judge.js';
import type { Observer, Site } from './walk.js';

const ANY = 'HL7 V3, type ANY, nullFlavor';

export const nullRules: readonly Rule[] = [
  rule({
    id: 'CDA-359',
    level: 'SHALL',
    title: { fr: 'Un élément qui porte un nullFlavor ne porte ni valeur, ni code, ni extension.', en: 'An element with a nullFlavor carries no value, no code and no extension.' },
    message: { fr: 'L’élément se dit absent et porte pourtant une donnée.', en: 'The element calls itself absent and yet carries a datum.' },
    why: { fr: 'Un logiciel lit la donnée, un autre la tient pour absente.', en: 'One system reads the datum, another takes it for missing.' },
    hint: { fr: 'Retirer nullFlavor, ou la donnée.', en: 'Remove nullFlavor, or the datum.' },
    clause: ANY,
    example: { right: '<code nullFlavor="NA"/>', wrong: '<code nullFlavor="NA" code="18719-5"/>' },
  }),
  rule({
    id: 'CDA-360',
    level: 'SHOULD',
    title: { fr: 'Une donnée (code, valeur, date, quantité, adresse, nom…) qui porte un nullFlavor est vide, ou ne contient que sa version en clair (originalText, translation).', en: 'A datum (code, value, date, quantity, address, name, …) with a nullFlavor is empty, or holds only its wording (originalText, translation).' },
    message: { fr: 'L’élément se dit absent et a pourtant un contenu.', en: 'The element calls itself absent and yet has content.' },
    why: { fr: 'Un logiciel lit le contenu, un autre le tient pour absent.', en: 'One system reads the content, another takes it for missing.' },
    hint: { fr: 'Retirer nullFlavor, ou le contenu.', en: 'Remove nullFlavor, or the content.' },
    clause: ANY,
    example: { right: '<addr nullFlavor="MSK"/>', wrong: '<addr nullFlavor="MSK"><city>PARIS</city></addr>' },
  }),
  rule({
    id: 'CDA-361',
    level: 'SHOULD',
    title: { fr: 'Un élément codé porte un code, un texte d’origine ou un nullFlavor.', en: 'A coded element carries a code, an original text or a nullFlavor.' },
    message: { fr: 'L’élément codé est vide et sans nullFlavor.', en: 'The coded element is empty and has no nullFlavor.' },
    why: { fr: 'Le lecteur ne sait pas si le code manque ou a été perdu.', en: 'The reader does not know whether the code is missing or was lost.' },
    hint: { fr: 'Écrire code et codeSystem, ou nullFlavor="UNK" ; omettre un élément facultatif.', en: 'Write code and codeSystem, or nullFlavor="UNK"; leave an optional element out.' },
    clause: 'HL7 V3, type CD',
    example: { right: '<functionCode nullFlavor="UNK"/>', wrong: '<functionCode/>' },
  }),
]; // prettier-ignore

const DATA = ['value', 'code', 'extension'] as const;
/** What may stand in an element that is null: how a person said it, and what the element is for. */
const WORDING = new Set(['originalText', 'translation', 'qualifier', 'templateId', 'reference']);
/**
 * Elements that hold a datum, beside codes, dates and quantities. An act, a role, a participation or a section may be null
 * and still say what is known of it.
 */
const DATA_NAMES = new Set(
  [
    'id setId value title addr telecom name desc lotNumberText softwareName manufacturerModelName derivationExpr originalText',
    'family given prefix suffix delimiter',
    'country state county city precinct postalCode postBox censusTract streetAddressLine streetName streetNameBase streetNameType',
    'houseNumber houseNumberNumeric buildingNumberSuffix direction unitID unitType additionalLocator careOf deliveryAddressLine',
  ].flatMap((names) => names.split(' ')),
);
const CODED_TYPES = new Set(['CD', 'CE', 'CV', 'CS', 'CO']);

/** Paths of the header at which the header table already refuses a nullFlavor. */
const NEVER_NULL: ReadonlySet<string> = new Set(
  [...DOCUMENT_ROWS, ...ELEMENT_ROWS].flatMap(({ path, children = '' }) =>
    children
      .split(';')
      .filter((child) => child.endsWith(' !'))
      .map((child) => [path, child.trim().replace(/[ [].*$/, '')].filter(Boolean).join('/')),
  ),
);

/** Judges that what is null is empty, and that what is empty is null. */
export function observeNulls(judge: Judge): Observer {
  function visit({ element, kind, type, inBody }: Site): void {
    if (isNull(element)) {
      if (!inBody && toldByHeader(element)) return;
      const isDatum = kind !== undefined || type !== undefined || DATA_NAMES.has(element.local) || isCoded(element, type);
      if (judgeData(judge, element) && isDatum) judgeContent(judge, element);
    } else if (inBody && isCoded(element, type))
      judge.expect('CDA-361', element.attributes.length > (type === undefined ? 0 : 1) || element.children.length > 0, element, () => ({
        expected: { fr: 'un code ou un nullFlavor', en: 'a code or a nullFlavor' },
        actual: { fr: 'rien', en: 'nothing' },
      }));
  }
  return { visit };
}

function judgeData(judge: Judge, element: XmlElement): boolean {
  const data = DATA.find((name) => (element.attribute(name) ?? '').trim() !== '');
  return judge.expect('CDA-359', !data, [element, 'nullFlavor'], () => ({
    expected: { fr: `nullFlavor ou ${data}`, en: `nullFlavor or ${data}` },
    actual: asWritten(`nullFlavor="${element.attribute('nullFlavor')!}" ${data!}="${element.attribute(data!)!}"`),
  }));
}

function judgeContent(judge: Judge, element: XmlElement): void {
  const children = element.elements();
  const content = children.find((child) => !WORDING.has(child.local) && !isNull(child));
  const text = children.length === 0 ? element.text.trim() : '';
  judge.expect('CDA-360', !content && text === '', [element, 'nullFlavor'], () => ({
    expected: { fr: 'un élément vide', en: 'an empty element' },
    actual: asWritten(content ? `<${content.name}>` : text),
  }));
}

/** Is this null already refused by the header table, or told by the rules on telecom and acts? */
function toldByHeader(element: XmlElement): boolean {
  if (element.local === 'telecom') return true;
  const steps: string[] = [];
  for (let here: XmlElement | undefined = element; here && here.local !== 'ClinicalDocument'; here = here.parent) steps.unshift(here.local);
  const path = steps.join('/');
  return NEVER_NULL.has(path) || path === 'documentationOf/serviceEvent/code';
}

const isCoded = (element: XmlElement, type: string | undefined): boolean =>
  type === undefined ?
    element.local === 'code' || (element.local.endsWith('Code') && element.local !== 'postalCode')
  : CODED_TYPES.has(type);
