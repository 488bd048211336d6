import { asWritten, EMPTY, oneOf, type Rule } from '../../src/model/index.js';
import type { XmlElement } from '../../src/protocols/xml/index.js';
import { DOCUMENT_ROWS, ELEMENT_ROWS, ORG, type Row } from './header-table.js';
import { childrenOf, isNull, type Judge } from './judge.js';
import { VALUE_SETS, type ValueSet } from './value-sets.js';
import { voletVersion } from './volet-version.js';
import { capital, countedOf, labelOf } from './words.js';

const CLAUSE = 'CI-SIS, volet Structuration minimale de documents de santé, en-tête CDA';

const CARDINALITY = /^([\w:-]+?)(?:\[([\d.]+)\])? (\d)\.\.(\d|\*)( !)?$/;

interface Check {
  rule: Rule;
  path: string;
  judge(judge: Judge, element: XmlElement, root: XmlElement): void;
}

function checksOf(row: Row, idOf: (suffix: string) => string): Check[] {
  return [
    ...(row.children ?? '').split(';').flatMap((text) => (text.trim() === '' ? [] : [cardinality(row, text.trim(), idOf)])),
    ...(row.attributes ? [attributes(row, row.attributes.split(' '), idOf('ATTRIBUTES'))] : []),
    ...(row.fixed ?? '').split(' ').flatMap((text) => (text === '' ? [] : [fixed(row, text, idOf)])),
    ...(row.usualRoot ? [usualRoot(row, row.usualRoot, idOf('ROOT'))] : []),
    ...(row.values ? [values(row, idOf('VALUES'))] : []),
  ];
}

const from = (path: string): string => (path === '' ? 'ClinicalDocument' : path);
const lastOf = (path: string): string => from(path).slice(from(path).lastIndexOf('/') + 1);
/** The document itself is never null; another element is, save for what makes it count for its parent. */
const excused = (row: Row, element: XmlElement, wanted: string): boolean =>
  row.path !== '' && isNull(element) && !row.counted?.split(' ').includes(wanted);
/** Elements whose value is their text. */
const TEXTS = new Set(['title', 'family', 'given']);
const isBlank = (element: XmlElement): boolean => TEXTS.has(element.local) && element.text.trim() === '';
/** What a document is asked for, with the path that tells which one is meant. */
const located = (path: string, child: string): string => (path === '' ? child : `${path}/${child}`);

function cardinality(row: Row, text: string, idOf: (suffix: string) => string): Check {
  const [, child, root, low, high, filled] = CARDINALITY.exec(text)!;
  const name = child!;
  const min = Number(low);
  const max = high === '*' ? Number.POSITIVE_INFINITY : Number(high);
  const where = labelOf(row.path);
  const path = located(row.path, name) + (root ? `[@root="${root}"]` : '');
  const words = countedOf(row.path, name);
  const bare = name.replace(/^.*:/, '');
  const under = { fr: root ? ` sous la racine ${root}` : '', en: root ? ` under root ${root}` : '' };
  const count = {
    fr:
      max === 1 && min === 1 ? `exactement ${words.a.fr}`
      : max === 1 ? `au plus ${words.a.fr}`
      : min === 1 && max === Number.POSITIVE_INFINITY ? `au moins ${words.a.fr}`
      : `de ${min} à ${max} éléments ${bare}`,
    en:
      max === 1 && min === 1 ? `exactly ${words.a.en}`
      : max === 1 ? `at most ${words.a.en}`
      : min === 1 && max === Number.POSITIVE_INFINITY ? `at least ${words.a.en}`
      : `${min} to ${max} ${bare} elements`,
  };
  const wrong = {
    fr:
      min === 0 ? `a plus d’${words.a.fr}`
      : max === Number.POSITIVE_INFINITY ? `n’a pas ${words.no.fr}`
      : `n’a pas ${count.fr}`,
    en:
      min === 0 ? `has more than ${words.a.en}`
      : max === Number.POSITIVE_INFINITY ? `has ${words.no.en}`
      : `does not have ${count.en}`,
  };
  const without = { fr: filled ? ', sans nullFlavor' : '', en: filled ? ', without nullFlavor' : '' };
  const id = idOf(bare.toUpperCase());
  const sample = root ? `<${name} root="${root}" extension="…"/>` : `<${name}>…</${name}>`;
  const parent = lastOf(row.path);
  return {
    path: row.path,
    rule: {
      id,
      level: 'SHALL',
      title: {
        fr: `${capital(where.fr)} a ${count.fr}${under.fr}${without.fr} (${path}).`,
        en: `${capital(where.en)} has ${count.en}${under.en}${without.en} (${path}).`,
      },
      message: {
        fr: `${capital(where.fr)} ${wrong.fr}${under.fr} (${path}).`,
        en: `${capital(where.en)} ${wrong.en}${under.en} (${path}).`,
      },
      hint: {
        fr: `${min === 0 ? 'Garder' : 'Écrire'} ${count.fr}${under.fr}${without.fr}${filled ? ',' : ''} dans ${from(row.path)}.`,
        en: `${min === 0 ? 'Keep' : 'Write'} ${count.en}${under.en}${without.en}${filled ? ',' : ''} in ${from(row.path)}.`,
      },
      requirements: [row.id],
      clause: CLAUSE,
      example:
        min > 0 ?
          { right: `<${parent}>${sample}</${parent}>`, wrong: `<${parent}></${parent}>` }
        : { right: `<${parent}>${sample}</${parent}>`, wrong: `<${parent}>${sample}${sample}</${parent}>` },
    },
    judge(judge, element) {
      if (excused(row, element, name)) return;
      const all = childrenOf(element, name).filter((e) => !root || e.attribute('root') === root);
      if (all.length === 0 && min === 0) return;
      const wanted = max === 1 ? String(min === 1 ? 1 : '0..1') : `${min}..${high}`;
      const counts = () => ({
        expected: { fr: `${wanted} élément ${bare}`, en: `${wanted} ${bare} element` },
        actual: { fr: `${all.length} élément${all.length > 1 ? 's' : ''}`, en: `${all.length} element${all.length > 1 ? 's' : ''}` },
      });
      if (all.length < min) {
        judge.expect(id, false, { in: element, missing: name }, () => ({
          ...counts(),
          message: {
            fr: `${capital(where.fr)} n’a pas ${words.no.fr}${under.fr} (${path}).`,
            en: `${capital(where.en)} has ${words.no.en}${under.en} (${path}).`,
          },
        }));
      } else if (all.length > max) {
        judge.expect(id, false, all[max], () => ({
          ...counts(),
          message: {
            fr: `${capital(where.fr)} a ${all.length} éléments ${bare}${under.fr} : ${max === 1 ? 'un seul est permis' : `${max} au plus sont permis`} (${path}).`,
            en: `${capital(where.en)} has ${all.length} ${bare} elements${under.en}: ${max === 1 ? 'only one is' : `at most ${max} are`} allowed (${path}).`,
          },
          hint: {
            fr: `Ne garder ${max === 1 ? `qu’un élément ${bare}` : `que ${max} éléments ${bare}`} dans ${from(row.path)}.`,
            en: `Keep only ${max === 1 ? `one ${bare} element` : `${max} ${bare} elements`} in ${from(row.path)}.`,
          },
        }));
      } else {
        const blank = filled ? all.find((e) => !isNull(e) && isBlank(e)) : undefined;
        const unknown = filled ? all.find(isNull) : undefined;
        if (blank && !unknown)
          return void judge.expect(id, false, blank, () => ({
            expected: { fr: 'un texte', en: 'a text' },
            actual: EMPTY,
            message: { fr: `${words.it.fr} est vide (${path}).`, en: `${words.it.en} is empty (${path}).` },
            hint: { fr: `Renseigner l’élément ${bare}.`, en: `Give the ${bare} element its text.` },
          }));
        judge.expect(id, !unknown, unknown && [unknown, 'nullFlavor'], () => ({
          expected: { fr: 'une valeur, sans nullFlavor', en: 'a value, without nullFlavor' },
          actual: `nullFlavor="${unknown!.attribute('nullFlavor')!}"`,
          message: {
            fr: `${words.it.fr} est sans valeur (nullFlavor), ce qui n’est pas permis ici (${path}).`,
            en: `${words.it.en} has no value (nullFlavor), which is not allowed here (${path}).`,
          },
          hint: {
            fr: `Renseigner l’élément ${bare} et retirer nullFlavor.`,
            en: `Give the ${bare} element its value and remove nullFlavor.`,
          },
        }));
      }
    },
  };
}

const listed = (names: readonly string[]): { fr: string; en: string } => {
  const at = names.map((name) => `@${name}`);
  const head = at.slice(0, -1).join(', ');
  return at.length === 1 ? { fr: at[0]!, en: at[0]! } : { fr: `${head} et ${at.at(-1)!}`, en: `${head} and ${at.at(-1)!}` };
};

function attributes(row: Row, names: readonly string[], id: string): Check {
  const where = labelOf(row.path);
  const element = lastOf(row.path);
  const list = listed(names);
  const several = names.length > 1;
  return {
    path: row.path,
    rule: {
      id,
      level: 'SHALL',
      title: {
        fr: `${capital(where.fr)} (${row.path}) porte ${several ? 'les attributs' : 'l’attribut'} ${list.fr}.`,
        en: `${capital(where.en)} (${row.path}) carries ${list.en}.`,
      },
      message: {
        fr: `${capital(where.fr)} (${row.path}) ne porte pas ${several ? 'tous les attributs' : 'l’attribut'} ${list.fr}.`,
        en: `${capital(where.en)} (${row.path}) does not carry ${several ? 'all of ' : ''}${list.en}.`,
      },
      hint: {
        fr: `Renseigner ${list.fr} sur l’élément ${element}.`,
        en: `Give ${list.en} on the ${element} element.`,
      },
      requirements: [row.id],
      clause: CLAUSE,
      example: {
        right: `<${element}${names.map((n) => ` ${n}="…"`).join('')}/>`,
        wrong: `<${element}${names
          .slice(1)
          .map((n) => ` ${n}="…"`)
          .join('')}/>`,
      },
    },
    judge(judge, found) {
      const asked = names.filter((name) => !excused(row, found, `@${name}`));
      if (asked.length === 0) return;
      const missing = asked.filter((name) => (found.attribute(name) ?? '').trim() === '');
      const blank = missing.find((name) => found.attribute(name) !== undefined);
      const said = listed(missing.length > 0 ? missing : names);
      judge.expect(id, missing.length === 0, blank ? [found, blank] : found, () => ({
        expected: list,
        actual: { fr: `${said.fr} ${missing.length > 1 ? 'absents ou vides' : 'absent ou vide'}`, en: `${said.en} missing or empty` },
        message: {
          fr: `${capital(where.fr)} (${row.path}) ne porte pas ${said.fr}.`,
          en: `${capital(where.en)} (${row.path}) does not carry ${said.en}.`,
        },
        hint: { fr: `Renseigner ${said.fr} sur l’élément ${element}.`, en: `Give ${said.en} on the ${element} element.` },
      }));
    },
  };
}

function fixed(row: Row, text: string, idOf: (suffix: string) => string): Check {
  const [, attribute, optional, value] = /^(\w+)(\??)=(.+)$/.exec(text)!;
  const where = labelOf(row.path);
  const element = lastOf(row.path);
  const id = idOf(attribute!.toUpperCase());
  return {
    path: row.path,
    rule: {
      id,
      level: 'SHALL',
      title: {
        fr: `${capital(where.fr)} (${row.path}) porte ${attribute!}="${value!}".`,
        en: `${capital(where.en)} (${row.path}) carries ${attribute!}="${value!}".`,
      },
      message: {
        fr: `${capital(where.fr)} (${row.path}) ne porte pas ${attribute!}="${value!}".`,
        en: `${capital(where.en)} (${row.path}) does not carry ${attribute!}="${value!}".`,
      },
      hint: {
        fr: `Écrire ${attribute!}="${value!}" sur l’élément ${element}.`,
        en: `Write ${attribute!}="${value!}" on the ${element} element.`,
      },
      requirements: [row.id],
      clause: CLAUSE,
      example: { right: `<${element} ${attribute!}="${value!}"/>`, wrong: `<${element} ${attribute!}="X"/>` },
    },
    judge(judge, found) {
      if (excused(row, found, `@${attribute!}`)) return;
      const actual = found.attribute(attribute!);
      if (actual === undefined && optional) return;
      judge.expect(id, actual === value, actual === undefined ? found : [found, attribute!], () => ({
        expected: `${attribute!}="${value!}"`,
        actual: actual === undefined ? { fr: `${attribute!} absent`, en: `${attribute!} missing` } : asWritten(actual),
      }));
    },
  };
}

function usualRoot(row: Row, root: string, id: string): Check {
  const where = labelOf(row.path);
  const who = root === ORG ? { fr: 'des structures', en: 'of organisations' } : { fr: 'des professionnels', en: 'of professionals' };
  return {
    path: row.path,
    rule: {
      id,
      level: 'SHOULD',
      title: {
        fr: `${capital(where.fr)} (${row.path}) est pris sous la racine ${who.fr}, ${root}.`,
        en: `${capital(where.en)} (${row.path}) is taken under the root ${who.en}, ${root}.`,
      },
      message: {
        fr: `${capital(where.fr)} (${row.path}) n’est pas pris sous la racine ${who.fr}.`,
        en: `${capital(where.en)} (${row.path}) is not taken under the root ${who.en}.`,
      },
      hint: {
        fr: `Écrire root="${root}" et l’identifiant national dans extension.`,
        en: `Write root="${root}" and the national identifier in extension.`,
      },
      // one sentence of the specification for all of them, and no SHALL
      requirements: ['CDA-79'],
      clause: CLAUSE,
      example: { right: `<id root="${root}" extension="…"/>`, wrong: '<id root="1.2.3.4" extension="…"/>' },
    },
    judge(judge, found) {
      const actual = found.attribute('root');
      if (isNull(found) || actual === undefined) return;
      // an accreditation number may stand beside the national identifier
      const beside = found.parent?.elements('id').some((other) => other.attribute('root') === root);
      judge.expect(id, actual === root || beside === true, [found, 'root'], () => ({ expected: root, actual: asWritten(actual) }));
    },
  };
}

/** Earlier volets took these codes from all of HL7. */
const SINCE_2022: ReadonlySet<string> = new Set(['J47', 'J144']);

function values(row: Row, id: string): Check {
  const [attribute, key] = row.values!.split(' ') as [string, keyof typeof VALUE_SETS];
  const set: ValueSet = VALUE_SETS[key];
  const where = labelOf(row.path);
  const element = lastOf(row.path);
  const [first] = set.codes;
  return {
    path: row.path,
    rule: {
      id,
      level: 'SHALL',
      title: {
        fr: `La valeur de @${attribute} pour ${where.fr} (${row.path}) appartient à ${set.name}.`,
        en: `The value of @${attribute} for ${where.en} (${row.path}) belongs to ${set.name}.`,
      },
      message: {
        fr: `La valeur de @${attribute} pour ${where.fr} (${row.path}) n’appartient pas à ${set.name}.`,
        en: `The value of @${attribute} for ${where.en} (${row.path}) does not belong to ${set.name}.`,
      },
      hint: {
        fr: `Choisir pour @${attribute} un code de ${set.name}.`,
        en: `Choose a code of ${set.name} for @${attribute}.`,
      },
      requirements: [row.id],
      clause: CLAUSE,
      example: { right: `<${element} ${attribute}="${first!}"/>`, wrong: `<${element} ${attribute}="XX"/>` },
    },
    judge(judge, found, root) {
      const actual = found.attribute(attribute);
      if (isNull(found) || actual === undefined || actual.trim() === '') return;
      if (SINCE_2022.has(key) && (voletVersion(root) ?? '2022') < '2022') return;
      judge.expect(id, set.codes.has(actual), [found, attribute], () => ({ expected: oneOf(set.codes), actual: asWritten(actual) }));
    },
  };
}

/** The rules that the header table states, each with its texts. */
export const headerChecks: readonly Check[] = [
  ...DOCUMENT_ROWS.flatMap((row) => checksOf(row, () => row.id)),
  ...ELEMENT_ROWS.flatMap((row) => checksOf(row, (suffix) => `${row.id}-${suffix}`)),
];

/** Judges a whole header against the table. */
export function judgeHeader(judge: Judge, root: XmlElement): void {
  for (const check of headerChecks) for (const element of judge.at(root, check.path)) check.judge(judge, element, root);
}
