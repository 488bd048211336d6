import type { Bilingual, ValidationNote } from '../../../src/model/index.js';
import type { LoadedPack } from '../../../src/packs/load.js';
import { readXml, type XmlElement, XmlSyntaxError } from '../../../src/protocols/xml/index.js';
import { formOf } from './data-types.js';
import { type Usage, USAGES } from './format.js';
import { Grammar, type Item, type SegmentItem } from './grammar.js';
import type { Element, Elements, Profile, Table } from './profile.js';

/** Far beyond any published profile (0.5 MB, 60 segments). */
const LIMITS = { maxBytes: 16 * 1024 ** 2, maxDepth: 40, maxAttributes: 100, maxElements: 200_000 };
const MOST_SEGMENTS = 500;
const DEEPEST_GROUP = 20;
/** Types that are cut no further and take any text; with those that have a form, all that have no components. */
const SIMPLE = new Set(['ST', 'TX', 'FT', 'ID', 'IS', 'GTS', 'TN', 'TS']);

/** A profile of a pack, and what of it cannot be judged. */
export interface PackProfile {
  profile: Profile;
  /** `pack:<coordinate>/<path>` */
  source: string;
  notes: readonly ValidationNote[];
}

const read = new Map<string, readonly (PackProfile | ValidationNote)[]>();

/**
 * The HL7 v2 profiles of a pack, in the XML of HL7 (v2.5, chapter 2, 2.12.9) that Gazelle uses, with the tables of the
 * same pack; a note for one that cannot be read. Read once for a pack.
 */
export function profilesOfPack(pack: LoadedPack): readonly (PackProfile | ValidationNote)[] {
  let known = read.get(pack.sha256);
  if (!known) {
    const tables = tablesOf(pack);
    known = pack
      .files()
      .filter(({ kind }) => kind === 'hl7v2-profile')
      .map(({ path }) => profileOf(pack, path, tables));
    read.set(pack.sha256, known);
  }
  return known;
}

const unreadable = (pack: LoadedPack, path: string, { fr, en }: Bilingual): ValidationNote => ({
  kind: 'incomplete',
  text: { fr: `INCOMPLET ${pack.coordinate}/${path}\u00A0: ${fr}`, en: `INCOMPLETE ${pack.coordinate}/${path}: ${en}` },
});

function rootOf(pack: LoadedPack, path: string): XmlElement {
  const file = pack.open(path)!;
  return readXml(file.bytes, { wellFormed: file.wellFormed, limits: LIMITS }).root;
}

function tablesOf(pack: LoadedPack): ReadonlyMap<string, Table> {
  const tables = new Map<string, Table>();
  for (const { path } of pack.files().filter(({ kind }) => kind === 'hl7v2-tables'))
    for (const table of tablesIn(pack, path)) tables.set(table.id, table);
  return tables;
}

function* tablesIn(pack: LoadedPack, path: string): Generator<Table> {
  let root;
  try {
    root = rootOf(pack, path);
  } catch (error) {
    // its codes are then not judged, as those of a table that is nowhere
    if (error instanceof XmlSyntaxError) return;
    throw error;
  }
  for (const table of root.descendants('hl7table')) {
    const codes = table.elements('tableElement').flatMap((one) => one.attribute('code') ?? []);
    // user-defined tables are suggestions
    const level = /user/i.test(table.attribute('type') ?? table.attribute('codeSys') ?? '') ? 'SHOULD' : 'SHALL';
    if (codes.length > 0) yield { id: table.attribute('id') ?? '', codes: new Set(codes), level };
  }
}

function profileOf(pack: LoadedPack, path: string, tables: ReadonlyMap<string, Table>): PackProfile | ValidationNote {
  try {
    const root = rootOf(pack, path);
    const about = root.element('HL7v2xStaticDef');
    if (!about) return unreadable(pack, path, { fr: 'aucun HL7v2xStaticDef', en: 'no HL7v2xStaticDef' });
    const [type, event] = [about.attribute('MsgType') ?? '', about.attribute('EventType') ?? ''];
    const structure = about.attribute('MsgStructID') ?? type;
    const reader = new Reader(tables);
    const items = reader.items(about);
    if (reader.segments > MOST_SEGMENTS)
      return unreadable(pack, path, { fr: `plus de ${MOST_SEGMENTS} segments`, en: `more than ${MOST_SEGMENTS} segments` });
    if (reader.deepest > DEEPEST_GROUP)
      return unreadable(pack, path, {
        fr: `groupes imbriqués sur plus de ${DEEPEST_GROUP} niveaux`,
        en: `groups more than ${DEEPEST_GROUP} deep`,
      });
    const grammar = new Grammar({ kind: 'group', name: '', choice: false, items, min: 1, max: 1 });
    const name = type === 'ACK' || event === '' ? type : `${type}^${event}`;
    const id = path.slice(path.lastIndexOf('/') + 1).replace(/\.xml$/i, '');
    const metadata = root.element('MetaData')?.attribute('Name') ?? structure;
    return {
      profile: {
        id,
        title: { fr: metadata, en: metadata },
        clause: pack.coordinate,
        versions: [root.attribute('HL7Version') ?? ''],
        identifiers: [root, about].flatMap((one) => one.attribute('Identifier') ?? []),
        where: undefined,
        depth: 1,
        localSegments: 'ignored',
        rules: [],
        messages: [name],
        message: (asked) => (asked === name ? { structure, grammar } : undefined),
        nameOf: () => undefined,
        fields: () => undefined,
        parts: () => undefined,
      },
      source: `pack:${pack.coordinate}/${path}`,
      notes: reader.unchecked(id),
    };
  } catch (error) {
    if (error instanceof XmlSyntaxError) return unreadable(pack, path, error.explanation);
    throw error;
  }
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
