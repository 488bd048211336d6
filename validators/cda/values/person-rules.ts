import { asWritten, rule, type Rule } from '../../../src/model/index.js';
import { isInsOid } from '../../../src/protocols/identifiers/index.js';
import type { XmlElement } from '../../../src/protocols/xml/index.js';
import { ORG, PS } from '../header-table.js';
import { isNull, type Judge } from '../judge.js';
import type { Observer, Site } from './walk.js';

const CLAUSE = 'HL7 CDA R2, rôles et personnes de l’en-tête et du corps';

export const personRules: readonly Rule[] = [
  rule({
    id: 'CDA-369',
    level: 'SHOULD',
    title: { fr: 'Un identifiant national (INS, RPPS, ADELI) désigne une seule personne dans tout le document.', en: 'A national identifier (INS, RPPS, ADELI) names one person throughout the document.' },
    message: { fr: 'Cet identifiant est aussi celui d’une personne d’un autre nom.', en: 'This identifier is also that of a person with another name.' },
    why: { fr: 'L’acte de l’un est attribué à l’autre.', en: 'The act of the one is attributed to the other.' },
    hint: { fr: 'Écrire l’identifiant propre à chaque personne, ou accorder les noms.', en: 'Write the identifier of each person, or make the names agree.' },
    clause: CLAUSE,
    example: { right: '899900063480 MARTIN … 899900038839 DURAND', wrong: '899900063480 MARTIN … 899900063480 DURAND' },
  }),
  rule({
    id: 'CDA-370',
    level: 'SHOULD',
    title: { fr: 'Une personne ou une structure porte le même identifiant national dans tout le document.', en: 'A person or an organisation carries the same national identifier throughout the document.' },
    message: { fr: 'La même personne ou structure porte ailleurs un autre identifiant.', en: 'The same person or organisation carries another identifier elsewhere.' },
    why: { fr: 'L’un des deux est faux, ou la personne est comptée deux fois.', en: 'One of the two is wrong, or the person is counted twice.' },
    hint: { fr: 'Reprendre partout l’identifiant de l’annuaire.', en: 'Take the identifier of the directory everywhere.' },
    clause: CLAUSE,
    example: { right: '899900063480 MARTIN … 899900063480 MARTIN', wrong: '899900063480 MARTIN … 899900063481 MARTIN' },
  }),
]; // prettier-ignore

interface Named {
  /** words of its name, as one compares them */
  names: readonly string[];
  id: XmlElement;
  shown: string;
}

interface Person {
  names: readonly string[];
  shown: string;
  given: string;
}

/** Where a role holds the name of its person or organisation. */
const PERSONS = [
  'assignedPerson',
  'associatedPerson',
  'informationRecipient',
  'patient',
  'playingEntity',
  'relatedPerson',
  'guardianPerson',
];

/** Judges that who is named in several places is named alike. */
export function observePersons(judge: Judge): Observer {
  const byId = new Map<string, Named>();
  const byName = new Map<string, Named>();
  /** a number or a name that is told of once */
  const told = new Set<string>();

  function visit({ element: role }: Site): void {
    const ids = role.elements('id').filter((id) => !isNull(id) && id.attribute('root') && id.attribute('extension'));
    if (ids.length === 0) return;
    // a role may have thousands of ids: what it is called is looked up once
    const person = personOf(role);
    const organisation = role.element('name')?.text.trim() ?? '';
    for (const id of ids) {
      const root = id.attribute('root')!;
      if (root === PS || isInsOid(root)) judgePerson(person, id, root);
      else if (root === ORG) judgeOrganisation(organisation, id);
    }
  }

  function personOf(role: XmlElement): Person | undefined {
    const person = PERSONS.map((local) => role.element(local)).find((found) => found !== undefined);
    const written = person?.elements('name') ?? [];
    const families = written.flatMap((name) => name.elements('family')).filter((family) => plain(family.text) !== '');
    const names = families.map((family) => plain(family.text));
    if (names.length === 0) return undefined;
    return { names, shown: families[0]!.text.trim(), given: plain(written.flatMap((name) => name.elements('given'))[0]?.text ?? '') };
  }

  function judgePerson(person: Person | undefined, id: XmlElement, root: string): void {
    if (!person) return;
    const { names, shown, given } = person;
    judgeSameName(id, { names, id, shown }, `${root}^${id.attribute('extension')!}`);
    // the number of its kind: RPPS, ADELI, ...; one person may have two of different kinds
    if (given !== '' && root === PS) judgeSameId(id, { names, id, shown }, `${names[0]} ${given} ${kindOf(id)}`, false);
  }

  function judgeOrganisation(shown: string, id: XmlElement): void {
    if (plain(shown) !== '') judgeSameId(id, { names: [plain(shown)], id, shown }, `${plain(shown)} ${kindOf(id)}`, true);
  }

  function judgeSameName(id: XmlElement, here: Named, key: string): void {
    const known = byId.get(key);
    if (!known) return void byId.set(key, here);
    const alike = known.names.some((one) => here.names.some((other) => one.includes(other) || other.includes(one)));
    if (!alike && told.has(key)) return;
    if (!alike) told.add(key);
    judge.expect('CDA-369', alike, id, () => ({
      expected: asWritten(known.shown),
      actual: asWritten(`${here.shown} (${id.attribute('extension')!})`),
    }));
  }

  function judgeSameId(id: XmlElement, here: Named, key: string, onlyNear: boolean): void {
    const known = byName.get(key);
    if (!known) return void byName.set(key, here);
    const [one, other] = [known.id.attribute('extension')!, id.attribute('extension')!];
    // of an organisation, sites have numbers of their own: only a slip of one character is surely wrong
    const holds = one === other || (onlyNear && distance(one, other) > 1);
    const pair = `${key} ${other}`;
    if (!holds && told.has(pair)) return;
    if (!holds) told.add(pair);
    judge.expect('CDA-370', holds, [id, 'extension'], () => ({ expected: asWritten(one), actual: asWritten(`${other} (${here.shown})`) }));
  }

  return { visit };
}

/** Kind of a national number: its prefix and length. */
const kindOf = (id: XmlElement): string => {
  const extension = id.attribute('extension')!;
  return `${extension.slice(0, 1)}${extension.length}`;
};

/** Characters that differ between two numbers of the same length. */
function distance(one: string, other: string): number {
  let count = 0;
  for (let i = 0; i < one.length; i++) if (one[i] !== other[i]) count++;
  return count;
}

/** A name without what people write in one way or another: case, accents, hyphens, spaces. */
const plain = (text: string): string =>
  text
    .normalize('NFD')
    .replace(/[^\p{L}\p{N}]/gu, '')
    .toUpperCase();
