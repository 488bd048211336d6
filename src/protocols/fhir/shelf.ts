import { type CompactStructure, compactStructure } from './compact.js';

/** The resources that a validation reads. */
export type ShelfKind = 'StructureDefinition' | 'ValueSet' | 'CodeSystem';

/** A concept of a code system: its code, its displays (the preferred one first), what is below it, what it is besides. */
export interface CompactConcept {
  code: string;
  displays?: string[];
  /** not to be used: abstract, inactive, deprecated, retired */
  notSelectable?: true;
  properties?: Record<string, string[]>;
  below?: CompactConcept[];
}

export interface CompactCodeSystem {
  url: string;
  version?: string;
  name: string;
  content: 'complete' | 'fragment' | 'example' | 'supplement' | 'not-present';
  caseSensitive: boolean;
  supplements?: string;
  concepts: CompactConcept[];
}

export interface CompactSetPart {
  system?: string;
  version?: string;
  valueSets?: string[];
  /** absent: every code of the system */
  concepts?: { code: string; displays?: string[] }[];
  filters?: { property: string; op: string; value: string }[];
}

export interface CompactValueSet {
  url: string;
  version?: string;
  name: string;
  include: CompactSetPart[];
  exclude?: CompactSetPart[];
  /** the codes it was published with, where it has no definition; `whole`: all of them */
  expansion?: { whole: boolean; codes: { system?: string; code: string; displays?: string[] }[] };
}

/** What stands on a shelf, by kind. */
export interface ShelfContent {
  StructureDefinition: CompactStructure;
  ValueSet: CompactValueSet;
  CodeSystem: CompactCodeSystem;
}

type Raw = Record<string, unknown>;
const isRaw = (value: unknown): value is Raw => typeof value === 'object' && value !== null && !Array.isArray(value);
const text = (value: unknown): string | undefined => (typeof value === 'string' && value !== '' ? value : undefined);
const raws = (value: unknown): Raw[] => (Array.isArray(value) ? value.filter(isRaw) : []);
const some = <T>(list: T[]): T[] | undefined => (list.length > 0 ? list : undefined);

/** where each resource stands in a shelf: version ('' for none), offset and length */
type Index = Record<ShelfKind, Record<string, [version: string, offset: number, length: number][]>>;

/** Definitions in one piece of bytes, of which only what is asked for is read: an index in the first line, then the resources. */
export class Shelf {
  readonly #bytes: Buffer;
  readonly #index: Map<ShelfKind, Map<string, readonly [string, number, number][]>>;
  readonly #start: number;

  /**
   * @param bytes what `shelve` made
   * @param source names it in findings: a coordinate
   */
  constructor(
    bytes: Uint8Array,
    readonly source: string,
  ) {
    this.#bytes = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.#start = this.#bytes.indexOf(0x0a) + 1;
    const index = JSON.parse(this.#bytes.toString('utf8', 0, this.#start)) as Index;
    this.#index = new Map(KINDS.map((kind) => [kind, new Map(Object.entries(index[kind]))] as const));
  }

  /** The versions of a canonical that are here; '' for one without. */
  versions(kind: ShelfKind, url: string): string[] {
    return (this.#index.get(kind)!.get(url) ?? []).map(([version]) => version);
  }

  read<K extends ShelfKind>(kind: K, url: string, version: string): ShelfContent[K] | undefined {
    const entry = this.#index
      .get(kind)!
      .get(url)
      ?.find(([of]) => of === version);
    if (!entry) return undefined;
    const [, offset, length] = entry;
    const start = this.#start + offset;
    return JSON.parse(this.#bytes.toString('utf8', start, start + length)) as ShelfContent[K];
  }

  /** The canonicals of one kind. */
  urls(kind: ShelfKind): string[] {
    return [...this.#index.get(kind)!.keys()];
  }
}

const KINDS: readonly ShelfKind[] = ['StructureDefinition', 'ValueSet', 'CodeSystem'];

/**
 * Makes a shelf of resources in plain JSON; other resources are left out. Of two with the same canonical and version the
 * first is kept.
 */
export function shelve(resources: Iterable<unknown>): Uint8Array {
  const index: Index = { StructureDefinition: {}, ValueSet: {}, CodeSystem: {} };
  const urls = new Map<string, Set<string>>();
  const pieces: Buffer[] = [];
  let offset = 0;
  for (const resource of resources) {
    const compact = compacted(resource);
    if (!compact) continue;
    const { kind, body } = compact;
    const version = body.version ?? '';
    const key = `${kind} ${body.url}`;
    const versions = urls.get(key) ?? new Set();
    if (versions.has(version)) continue;
    urls.set(key, versions.add(version));
    const piece = Buffer.from(JSON.stringify(body));
    if (!Object.hasOwn(index[kind], body.url))
      Object.defineProperty(index[kind], body.url, { value: [], enumerable: true, configurable: true, writable: true });
    index[kind][body.url]!.push([version, offset, piece.length]);
    pieces.push(piece);
    offset += piece.length;
  }
  return Buffer.concat([Buffer.from(`${JSON.stringify(index)}\n`), ...pieces]);
}

function compacted(resource: unknown): { kind: ShelfKind; body: ShelfContent[ShelfKind] } | undefined {
  if (!isRaw(resource)) return undefined;
  const kind = KINDS.find((one) => one === resource['resourceType']);
  const body =
    kind === 'StructureDefinition' ? compactStructure(resource)
    : kind === 'ValueSet' ? compactValueSet(resource)
    : kind === 'CodeSystem' ? compactCodeSystem(resource)
    : undefined;
  return kind && body && { kind, body };
}

/** Display and designations, French first where there is any. */
function displaysOf(raw: Raw): string[] | undefined {
  const all = [text(raw['display']), ...raws(raw['designation']).map(({ value }) => text(value))];
  return some([...new Set(all.filter((one) => one !== undefined))]);
}

function compactCodeSystem(raw: Raw): CompactCodeSystem | undefined {
  const url = text(raw['url']);
  if (url === undefined) return undefined;
  const version = text(raw['version']);
  const supplements = text(raw['supplements']);
  const content = (['complete', 'fragment', 'example', 'supplement', 'not-present'] as const).find((one) => one === raw['content']);
  return {
    url,
    ...(version !== undefined && { version }),
    name: text(raw['name']) ?? url,
    content: content ?? 'fragment',
    caseSensitive: raw['caseSensitive'] !== false,
    ...(supplements !== undefined && { supplements }),
    concepts: concepts(raw['concept']),
  };
}

/** Statuses and flags by which a publisher says that a concept is not to be used. */
const NOT_SELECTABLE: Readonly<Record<string, readonly string[]>> = {
  notSelectable: ['true'],
  abstract: ['true'],
  inactive: ['true'],
  status: ['retired', 'inactive', 'deprecated'],
};

function concepts(written: unknown): CompactConcept[] {
  return raws(written).flatMap((raw): CompactConcept[] => {
    const code = text(raw['code']);
    if (code === undefined) return [];
    // a name may be one that every object has
    const properties = Object.create(null) as Record<string, string[]>;
    for (const property of raws(raw['property'])) {
      const name = text(property['code']);
      const key = Object.keys(property).find((one) => one.startsWith('value'));
      if (name === undefined || key === undefined) continue;
      const value = property[key];
      const shown = isRaw(value) ? text(value['code']) : String(value);
      if (shown !== undefined) (properties[name] ??= []).push(shown);
    }
    const notSelectable = Object.entries(NOT_SELECTABLE).some(([name, values]) =>
      (properties[name] ?? []).some((value) => values.includes(value)),
    );
    const displays = displaysOf(raw);
    const below = some(concepts(raw['concept']));
    return [
      {
        code,
        ...(displays && { displays }),
        ...(notSelectable && { notSelectable }),
        ...(Object.keys(properties).length > 0 && { properties }),
        ...(below && { below }),
      },
    ];
  });
}

function compactValueSet(raw: Raw): CompactValueSet | undefined {
  const url = text(raw['url']);
  if (url === undefined) return undefined;
  const version = text(raw['version']);
  const compose = isRaw(raw['compose']) ? raw['compose'] : {};
  const include = raws(compose['include']).map(setPart);
  const exclude = some(raws(compose['exclude']).map(setPart));
  const expansion = isRaw(raw['expansion']) && include.length === 0 ? expanded(raw['expansion']) : undefined;
  return {
    url,
    ...(version !== undefined && { version }),
    name: text(raw['name']) ?? url,
    include,
    ...(exclude && { exclude }),
    ...(expansion && { expansion }),
  };
}

function setPart(raw: Raw): CompactSetPart {
  const system = text(raw['system']);
  const version = text(raw['version']);
  const valueSets = some((Array.isArray(raw['valueSet']) ? raw['valueSet'] : []).flatMap((one) => text(one) ?? []));
  const named = raws(raw['concept']).flatMap((one) => {
    const code = text(one['code']);
    const displays = displaysOf(one);
    return code === undefined ? [] : [{ code, ...(displays && { displays }) }];
  });
  const filters = some(
    raws(raw['filter']).map(({ property, op, value }) => ({
      property: text(property) ?? '',
      op: text(op) ?? '',
      value: text(value) ?? '',
    })),
  );
  return {
    ...(system !== undefined && { system }),
    ...(version !== undefined && { version }),
    ...(valueSets && { valueSets }),
    ...(named.length > 0 && { concepts: named }),
    ...(filters && { filters }),
  };
}

function expanded(raw: Raw): CompactValueSet['expansion'] {
  const codes: NonNullable<CompactValueSet['expansion']>['codes'] = [];
  const open = [...raws(raw['contains'])].reverse();
  for (let next = open.pop(); next; next = open.pop()) {
    const code = text(next['code']);
    const system = text(next['system']);
    const displays = displaysOf(next);
    if (code !== undefined && next['abstract'] !== true)
      codes.push({ ...(system !== undefined && { system }), code, ...(displays && { displays }) });
    open.push(...raws(next['contains']).reverse());
  }
  const { total } = raw;
  return { whole: typeof total !== 'number' || total <= codes.length, codes };
}
