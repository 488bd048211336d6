import type { Bilingual, ValidationNote } from '../../../src/model/index.js';
import type { XmlElement } from '../../../src/protocols/xml/index.js';
import { formOf } from './data-types.js';
import { type Usage, USAGES } from './format.js';
import { DEEPEST_GROUP, Grammar, type Item, MOST_SEGMENTS, type SegmentItem } from './grammar.js';
import type { Element, Elements, Profile, Table } from './profile.js';

/** Types that are cut no further and take any text; with those that have a form, all that have no components. */
const SIMPLE = new Set(['ST', 'TX', 'FT', 'ID', 'IS', 'GTS', 'TN', 'TS']);

/** The tables of an `hl7tables` file of HL7, as Gazelle has them. */
export function xmlTables(root: XmlElement): Table[] {
  return [...root.descendants('hl7table')].flatMap((table) => {
    const codes = table.elements('tableElement').flatMap((one) => one.attribute('code') ?? []);
    // user-defined tables are suggestions
    const level = /user/i.test(table.attribute('type') ?? '') ? 'SHOULD' : 'SHALL';
    return codes.length > 0 ? [{ id: table.attribute('id') ?? '', codes: new Set(codes), level }] : [];
  });
}

/**
 * A profile in the XML of HL7 (v2.5, chapter 2, 2.12.9), which Gazelle uses, and what of it nothing judges.
 * @returns why not, when it cannot judge
 */
export function xmlProfile(
  root: XmlElement,
  id: string,
  clause: string,
  tables: ReadonlyMap<string, Table>,
): { profile: Profile; notes: ValidationNote[] } | Bilingual {
  const about = root.element('HL7v2xStaticDef');
  if (!about) return { fr: 'aucun HL7v2xStaticDef', en: 'no HL7v2xStaticDef' };
  const [type, event] = [about.attribute('MsgType') ?? '', about.attribute('EventType') ?? ''];
  const structure = about.attribute('MsgStructID') ?? type;
  const reader = new Reader(tables);
  const items = reader.items(about);
  if (reader.segments > MOST_SEGMENTS) return { fr: `plus de ${MOST_SEGMENTS} segments`, en: `more than ${MOST_SEGMENTS} segments` };
  if (reader.deepest > DEEPEST_GROUP)
    return { fr: `groupes imbriqués sur plus de ${DEEPEST_GROUP} niveaux`, en: `groups more than ${DEEPEST_GROUP} deep` };
  const grammar = new Grammar({ kind: 'group', name: '', choice: false, items, min: 1, max: 1 });
  const name = type === 'ACK' || event === '' ? type : `${type}^${event}`;
  const title = root.element('MetaData')?.attribute('Name') ?? structure;
  return {
    profile: {
      id,
      title: { fr: title, en: title },
      clause,
      versions: [root.attribute('HL7Version') ?? ''],
      identifiers: [root, about].flatMap((one) => one.attribute('Identifier') ?? []),
      where: undefined,
      depth: 1,
      localSegments: 'ignored',
      rules: [],
      messages: [name],
      message: (asked) => (asked === name ? { structure, grammar, as: {} } : undefined),
      nameOf: () => undefined,
      fields: () => undefined,
      parts: () => undefined,
    },
    notes: reader.unchecked(id),
  };
}

/** Reads the segments, fields and components of one message. */
class Reader {
  segments = 0;
  deepest = 0;
  conditions = 0;
  readonly unknownTables = new Set<string>();

  constructor(readonly tables: ReadonlyMap<string, Table>) {}

  items(of: XmlElement, depth = 0): Item[] {
    this.deepest = Math.max(this.deepest, depth);
    if (depth > DEEPEST_GROUP) return [];
    return of.elements().flatMap((element): Item[] => {
      const { local } = element;
      if (local !== 'Segment' && local !== 'SegGroup') return [];
      const { min, max, usage } = occurrences(element);
      // what is not used has no place in the structure
      if (usage === 'X' || max === 0) return [];
      const name = element.attribute('Name') ?? '';
      const often = { name, min: usage === 'R' ? Math.max(1, min) : 0, max };
      if (local === 'SegGroup') return [{ kind: 'group', choice: false, items: this.items(element, depth + 1), ...often }];
      this.segments++;
      const fields: Elements = { all: this.#elements(element, 'Field'), open: false };
      return [{ kind: 'segment', fields, ...often } satisfies SegmentItem<Elements>];
    });
  }

  #elements(of: XmlElement, local: 'Field' | 'Component' | 'SubComponent'): Element[] {
    const within = { Field: 'Component', Component: 'SubComponent', SubComponent: undefined } as const;
    return of.elements(local).map((element) => {
      const { usage, min, max } = occurrences(element);
      if (usage === 'C') this.conditions++;
      const inner = within[local];
      const parts = inner === undefined ? [] : this.#elements(element, inner);
      const type = element.attribute('Datatype') ?? '';
      return {
        usage,
        type: parts.length > 0 || formOf(type) || SIMPLE.has(type) ? type : '*',
        min: usage === 'R' ? Math.max(1, min) : 0,
        max: local === 'Field' ? max || Infinity : 1,
        length: whole(element.attribute('Length')) || undefined,
        table: this.#table(element.attribute('Table')),
        constant: element.attribute('ConstantValue'),
        level: 'SHALL',
        ...(parts.length > 0 && { parts: { all: parts, open: false } }),
      };
    });
  }

  /** What it read and nothing judges. */
  unchecked(id: string): ValidationNote[] {
    const told = (text: Bilingual): ValidationNote => ({
      kind: 'unchecked',
      text: { fr: `Profil ${id}\u00A0: ${text.fr}`, en: `Profile ${id}: ${text.en}` },
    });
    const notes: ValidationNote[] = [];
    if (this.unknownTables.size > 0)
      notes.push(
        told({
          fr: `le paquet n’a pas ${this.unknownTables.size} de ses tables, dont les codes ne sont pas jugés.`,
          en: `the pack does not have ${this.unknownTables.size} of its tables, whose codes are not judged.`,
        }),
      );
    if (this.conditions > 0)
      notes.push(
        told({
          fr: `${this.conditions} éléments conditionnels ne sont pas exigés, leur condition est un texte.`,
          en: `${this.conditions} conditional elements are not required, their condition is a text.`,
        }),
      );
    return notes;
  }

  #table(id: string | undefined): Table | undefined {
    if (id === undefined || id === '') return undefined;
    const table = this.tables.get(id) ?? this.tables.get(id.replace(/^HL7/, ''));
    if (!table) this.unknownTables.add(id);
    return table;
  }
}

const whole = (text: string | undefined): number => (text !== undefined && /^\d{1,9}$/.test(text) ? Number(text) : 0);

function occurrences(element: XmlElement): { usage: Usage; min: number; max: number } {
  const told = element.attribute('Usage') ?? 'O';
  const [min, max] = [element.attribute('Min'), element.attribute('Max')];
  const usage =
    (USAGES as readonly string[]).includes(told) ? (told as Usage)
    : told.startsWith('C') ? 'C'
    : 'O';
  return {
    usage,
    min: whole(min),
    max:
      max === '*' ? Infinity
      : max === undefined ? 1
      : whole(max),
  };
}
