import { closeDatabase, inTransaction, openDatabase, type Database, type Statement, type StoreFormat } from '../storage/database.js';
import { isObject, stringifyExact, type Exact, type ExactObject } from '../protocols/fhir/index.js';
import { componentFinderOf, finderOf, type Finder } from './paths.js';
import { WORDS, type SearchParameter, type SearchParameters } from './search-parameters.js';
import { inBaseUnits, UCUM } from './units.js';
import {
  amountsOf,
  codeTextsOf,
  folded,
  linkOf,
  positionsOf,
  rangesOf,
  stringsOf,
  tokensOf,
  typedTokensOf,
  type Link,
  type Range,
  type Token,
} from './values.js';
import { wordsOf } from './words.js';

const FORMAT: StoreFormat = {
  // "AdFh"
  applicationId: 0x41_64_46_68,
  version: 2,
  schema: `
    CREATE TABLE resource (key INTEGER PRIMARY KEY, type TEXT NOT NULL, id TEXT NOT NULL, version INTEGER NOT NULL DEFAULT 0,
      seq INTEGER, updated INTEGER, method TEXT, body TEXT, UNIQUE (type, id));
    CREATE INDEX live ON resource (type, key) WHERE body IS NOT NULL;
    CREATE UNIQUE INDEX newest ON resource (seq) WHERE seq IS NOT NULL;
    CREATE TABLE past (seq INTEGER PRIMARY KEY, resource INTEGER NOT NULL, version INTEGER NOT NULL, updated INTEGER NOT NULL,
      method TEXT NOT NULL, body TEXT);
    CREATE UNIQUE INDEX past_version ON past (resource, version);
    CREATE TABLE parameter (number INTEGER PRIMARY KEY, type TEXT NOT NULL, code TEXT NOT NULL, span REAL NOT NULL DEFAULT 0,
      many INTEGER NOT NULL DEFAULT 0, UNIQUE (type, code));
    CREATE TABLE note (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
    CREATE TABLE system (number INTEGER PRIMARY KEY, uri TEXT NOT NULL UNIQUE);
    CREATE TABLE token (param INTEGER, code TEXT, resource INTEGER, system INTEGER, PRIMARY KEY (param, code, resource, system)) WITHOUT ROWID;
    CREATE INDEX token_of ON token (resource, param);
    CREATE TABLE link (param INTEGER, target INTEGER, resource INTEGER, PRIMARY KEY (param, target, resource)) WITHOUT ROWID;
    CREATE INDEX link_of ON link (resource, param);
    CREATE TABLE period (param INTEGER, low INTEGER, high INTEGER, resource INTEGER, PRIMARY KEY (param, low, high, resource)) WITHOUT ROWID;
    CREATE INDEX period_of ON period (resource, param);
    CREATE TABLE text (param INTEGER, value TEXT, exact TEXT, resource INTEGER, PRIMARY KEY (param, value, exact, resource)) WITHOUT ROWID;
    CREATE INDEX text_of ON text (resource, param);
    CREATE TABLE amount (param INTEGER, low REAL, high REAL, resource INTEGER, system TEXT, code TEXT, unit TEXT,
      PRIMARY KEY (param, low, high, resource, system, code, unit)) WITHOUT ROWID;
    CREATE INDEX amount_of ON amount (resource, param);
    CREATE TABLE place (param INTEGER, latitude REAL, longitude REAL, resource INTEGER,
      PRIMARY KEY (param, latitude, longitude, resource)) WITHOUT ROWID;
    CREATE INDEX place_of ON place (resource, param);
    CREATE TABLE element (number INTEGER PRIMARY KEY, param INTEGER NOT NULL, resource INTEGER NOT NULL);
    CREATE INDEX element_of ON element (resource, param);
    CREATE VIRTUAL TABLE words USING fts5(narrative, content, content='', contentless_delete=1, detail=column)`,
};

/** Where the values of a parameter are kept. */
export type IndexTable = 'token' | 'link' | 'period' | 'text' | 'amount' | 'place' | 'element';
/** Those whose rows are of a resource or, under its number with a minus, of an element that a composite parameter is about. */
const TABLES: readonly IndexTable[] = ['token', 'link', 'period', 'text', 'amount', 'place'];
const TABLE_OF: Readonly<Record<SearchParameter['type'], IndexTable>> = {
  token: 'token',
  uri: 'token',
  reference: 'link',
  date: 'period',
  string: 'text',
  number: 'amount',
  quantity: 'amount',
  composite: 'element',
  special: 'place',
};

export const tableOf = (parameter: SearchParameter): IndexTable => TABLE_OF[parameter.type];

export type WriteMethod = 'POST' | 'PUT' | 'PATCH' | 'DELETE';

/** One version of a resource. */
export interface Version {
  key: number;
  type: string;
  id: string;
  version: number;
  updated: number;
  method: WriteMethod;
  seq: number;
  /** its JSON; undefined: it was deleted */
  body: string | undefined;
}

/** A parameter as the store numbers it, with what a search has to know of its values. */
export interface Numbered {
  number: number;
  /** the longest time that a value of a date parameter lasts, in milliseconds */
  span: number;
  /** some resource has more than one value */
  many: boolean;
}

interface Indexed {
  parameter: SearchParameter;
  find: Finder;
  /** of a composite parameter */
  components: readonly { parameter: SearchParameter; find: ReturnType<typeof componentFinderOf> }[];
}

interface Row {
  key: number;
  type: string;
  id: string;
  version: number;
  updated: number;
  method: WriteMethod;
  seq: number;
  body: string | null;
}

const COLUMNS = 'key, type, id, version, updated, method, seq, body';
const PAST = 'p.resource AS key, r.type, r.id, p.version, p.updated, p.method, p.seq, p.body';

/**
 * Resources with all their versions, and an index of their search parameters, in SQLite. A change is whole or not there;
 * everything is synchronous, so that between a look and the change that follows from it nobody else comes.
 */
export class ResourceStore {
  readonly #database: Database;
  readonly #statements = new Map<string, Statement>();
  readonly #numbered = new Map<string, Numbered>();
  readonly #systems = new Map<string, number>();
  readonly #indexed = new Map<string, readonly Indexed[]>();
  readonly #bases = new Set<string>();
  #base = '';
  #seq: number;
  #depth = 0;

  /**
   * @param path of the file that keeps it; absent: in memory
   * @param base our own address
   * @throws ConfigurationError when the file cannot serve
   */
  constructor(
    path: string | undefined,
    readonly parameters: SearchParameters,
    base = '',
  ) {
    this.base = base;
    this.#database = openDatabase(path, FORMAT);
    this.#seq = this.get<{ last: number | null }>('SELECT max(seq) AS last FROM resource')?.last ?? 0;
    for (const { type, code, number, span, many } of this.all<{ type: string; code: string; number: number; span: number; many: number }>(
      'SELECT type, code, number, span, many FROM parameter',
    ))
      this.#numbered.set(`${type} ${code}`, { number, span, many: many !== 0 });
  }

  close(): void {
    this.#statements.clear();
    closeDatabase(this.#database);
  }

  /** Our address as it was told last. */
  get base(): string {
    return this.#base;
  }

  /** References to it are to resources here, also when another one is told: several doors may lead to one store. */
  set base(address: string) {
    if (address === this.#base) return;
    this.#base = address;
    // the one that was told longest ago goes
    this.#bases.delete(address);
    this.#bases.add(address);
    const [oldest] = this.#bases;
    if (this.#bases.size > MOST_BASES) this.#bases.delete(oldest!);
  }

  /** The address of ours that a reference begins with, if any does. */
  baseOf(reference: string): string {
    for (const base of this.#bases) if (base !== '' && reference.startsWith(`${base}/`)) return base;
    return this.#base;
  }

  /** The number of the last change of all: nothing changed as long as it stays the same. */
  get lastChange(): number {
    return this.#seq;
  }

  /** Resources of a type, the last made first. */
  newest(type: string, limit: number): Version[] {
    const sql = `SELECT ${COLUMNS} FROM resource INDEXED BY live WHERE type = ? AND body IS NOT NULL ORDER BY key DESC LIMIT ?`;
    return this.all<Row>(sql, type, limit).map(asVersion);
  }

  /** Resources that are there. */
  get size(): number {
    return this.count();
  }

  /** What was noted of the store as a whole: what it was filled with. */
  note(name: 'seed'): string | undefined {
    return this.get<{ value: string }>('SELECT value FROM note WHERE name = ?', name)?.value;
  }

  keepNote(name: 'seed', value: string): void {
    this.run('INSERT OR REPLACE INTO note (name, value) VALUES (?, ?)', name, value);
  }

  /** Resources that are there, of one type or all. */
  count(type?: string): number {
    const [sql, args] =
      type === undefined ?
        ['SELECT count(*) AS n FROM resource WHERE body IS NOT NULL', []]
      : ['SELECT count(*) AS n FROM resource WHERE body IS NOT NULL AND type = ?', [type]];
    return this.get<{ n: number }>(sql, ...args)!.n;
  }

  /** Runs what changes the store: all of it or, when it throws, nothing. One inside another is part of it. */
  change<T>(work: () => T): T {
    if (this.#depth > 0) return work();
    this.#depth = 1;
    const seq = this.#seq;
    try {
      return inTransaction(this.#database, work);
    } catch (error) {
      // what was numbered meanwhile is not there any more
      this.#seq = seq;
      this.#forget();
      throw error;
    } finally {
      this.#depth = 0;
    }
  }

  #forget(): void {
    this.#systems.clear();
    this.#numbered.clear();
    for (const { type, code, number, span, many } of this.all<{ type: string; code: string; number: number; span: number; many: number }>(
      'SELECT type, code, number, span, many FROM parameter',
    ))
      this.#numbered.set(`${type} ${code}`, { number, span, many: many !== 0 });
  }

  /** The newest version, also of a resource that was deleted; undefined: there never was one. */
  read(type: string, id: string): Version | undefined {
    const row = this.get<Row>(`SELECT ${COLUMNS} FROM resource WHERE type = ? AND id = ? AND version > 0`, type, id);
    return row && asVersion(row);
  }

  byKey(key: number): Version | undefined {
    const row = this.get<Row>(`SELECT ${COLUMNS} FROM resource WHERE key = ? AND version > 0`, key);
    return row && asVersion(row);
  }

  version(type: string, id: string, version: number): Version | undefined {
    const newest = this.read(type, id);
    if (!newest || newest.version === version) return newest;
    const row = this.get<Row>(
      `SELECT ${PAST} FROM past p JOIN resource r ON r.key = p.resource WHERE p.resource = ? AND p.version = ?`,
      newest.key,
      version,
    );
    return row && asVersion(row);
  }

  /**
   * Versions from the newest on.
   * @param at only those that were the current ones at some time between these instants
   * @param before only those older than this number in the order of all changes
   */
  history(
    of: { type?: string; id?: string },
    { since = 0, at, before = Number.MAX_SAFE_INTEGER, limit = 100 }: { since?: number; at?: Range; before?: number; limit?: number },
  ): Version[] {
    const { current, past, args } = historyOf(of, since, at);
    const rows = [
      ...this.all<Row>(
        `SELECT ${COLUMNS} FROM resource r WHERE r.seq < ? AND ${current} ORDER BY r.seq DESC LIMIT ?`,
        before,
        ...args,
        limit,
      ),
      ...this.all<Row>(
        `SELECT ${PAST} FROM past p JOIN resource r ON r.key = p.resource WHERE p.seq < ? AND ${past} ORDER BY p.seq DESC LIMIT ?`,
        ...[before, ...args, ...(at ? [at.low] : []), limit],
      ),
    ];
    return rows
      .sort((a, b) => b.seq - a.seq)
      .slice(0, limit)
      .map(asVersion);
  }

  countHistory(of: { type?: string; id?: string }, since = 0, at?: Range): number {
    const { current, past, args } = historyOf(of, since, at);
    const live = this.get<{ n: number }>(`SELECT count(*) AS n FROM resource r WHERE r.version > 0 AND ${current}`, ...args)!;
    const before = this.get<{ n: number }>(
      `SELECT count(*) AS n FROM past p JOIN resource r ON r.key = p.resource WHERE ${past}`,
      ...[...args, ...(at ? [at.low] : [])],
    )!;
    return live.n + before.n;
  }

  /** Keeps a new version of a resource; its id, version and time are put into it. */
  put(type: string, id: string, resource: ExactObject, method: WriteMethod, now: Date): Version {
    return this.change(() => {
      const { key, version } = this.#archive(type, id);
      const { resourceType: _type, id: _id, meta, ...rest } = resource;
      const body = stringifyExact({
        resourceType: type,
        id,
        meta: { ...(isObject(meta) && meta), versionId: String(version + 1), lastUpdated: now.toISOString() },
        ...rest,
      });
      this.#seq += 1;
      this.run(
        'UPDATE resource SET version = ?, seq = ?, updated = ?, method = ?, body = ? WHERE key = ?',
        ...[version + 1, this.#seq, now.getTime(), method, body, key],
      );
      this.#index(key, type, resource, now);
      return { key, type, id, version: version + 1, updated: now.getTime(), method, seq: this.#seq, body };
    });
  }

  /** Deletes a resource: its versions stay. */
  remove(type: string, id: string, now: Date): Version {
    return this.change(() => {
      const { key, version } = this.#archive(type, id);
      this.#seq += 1;
      this.run(
        "UPDATE resource SET version = ?, seq = ?, updated = ?, method = 'DELETE', body = NULL WHERE key = ?",
        ...[version + 1, this.#seq, now.getTime(), key],
      );
      return { key, type, id, version: version + 1, updated: now.getTime(), method: 'DELETE', seq: this.#seq, body: undefined };
    });
  }

  /** Puts the newest version of a resource with the past ones, and takes it out of the index. */
  #archive(type: string, id: string): { key: number; version: number } {
    const key = this.keyOf({ type, id });
    const { version } = this.get<{ version: number }>('SELECT version FROM resource WHERE key = ?', key)!;
    if (version === 0) return { key, version };
    this.run(
      'INSERT INTO past (seq, resource, version, updated, method, body) SELECT seq, key, version, updated, method, body FROM resource WHERE key = ?',
      key,
    );
    for (const { number } of this.all<{ number: number }>('SELECT number FROM element WHERE resource = ?', key)) this.#unindex(-number);
    this.#unindex(key);
    this.run('DELETE FROM element WHERE resource = ?', key);
    this.run('DELETE FROM words WHERE rowid = ?', key);
    return { key, version };
  }

  #unindex(key: number): void {
    for (const table of TABLES) this.run(`DELETE FROM ${table} WHERE resource = ?`, key);
  }

  /** The key of a resource; it need not be there: something may refer to it. */
  keyOf({ type, id }: Link): number {
    const known = this.get<{ key: number }>('SELECT key FROM resource WHERE type = ? AND id = ?', type, id);
    if (known) return known.key;
    return Number(this.run('INSERT INTO resource (type, id) VALUES (?, ?)', type, id).lastInsertRowid);
  }

  /** The key of a resource that something is known of. */
  knownKey({ type, id }: Link): number | undefined {
    const known = this.get<{ key: number }>('SELECT key FROM resource WHERE type = ? AND id = ?', type, id);
    return known && known.key;
  }

  #index(key: number, type: string, resource: ExactObject, now: Date): void {
    for (const { parameter, find, components } of this.#indexedOf(type)) {
      if (parameter.code === '_lastUpdated')
        this.#addPeriods(this.#number(type, parameter.code), key, [{ low: now.getTime(), high: now.getTime() }]);
      else {
        const values = find(resource);
        if (values.length === 0) continue;
        if (parameter.type !== 'composite') this.#addValues(parameter, type, key, values);
        else for (const element of values) this.#addElement(parameter, components, { type, key, resource, element });
      }
    }
    if (!this.#hasWords(type)) return;
    const { narrative, content } = wordsOf(resource);
    if (content !== '') this.run('INSERT INTO words (rowid, narrative, content) VALUES (?, ?, ?)', key, narrative, content);
  }

  #hasWords(type: string): boolean {
    const parameters = this.parameters.of(type);
    return [...WORDS.keys()].some((code) => parameters.has(code));
  }

  /** An element that a composite parameter is about, when it has all that the parameter is made of. */
  #addElement(
    { code }: SearchParameter,
    components: Indexed['components'],
    { type, key, resource, element }: { type: string; key: number; resource: ExactObject; element: Exact },
  ): void {
    const found = components.map(({ find }) => find(resource, element));
    if (found.some((values) => values.length === 0)) return;
    const { lastInsertRowid } = this.run('INSERT INTO element (param, resource) VALUES (?, ?)', this.#number(type, code).number, key);
    components.forEach(({ parameter }, at) => this.#addValues(parameter, type, -Number(lastInsertRowid), found[at]!));
  }

  #addValues(parameter: SearchParameter, type: string, key: number, values: readonly Exact[]): void {
    const numbered = this.#number(type, parameter.code);
    const { number } = numbered;
    switch (parameter.type) {
      case 'date':
        return this.#addPeriods(numbered, key, values.flatMap(rangesOf));
      case 'token':
      case 'uri': {
        const tokens = values.flatMap(tokensOf);
        this.#addTokens(number, key, tokens);
        this.#addSaid(parameter, type, key, values);
        return this.#noteMany(numbered, tokens.length);
      }
      case 'string':
        for (const text of values.flatMap(stringsOf)) {
          this.run('INSERT OR IGNORE INTO text (param, value, exact, resource) VALUES (?, ?, ?, ?)', number, folded(text), text, key);
        }
        return this.#noteMany(numbered, values.flatMap(stringsOf).length);
      case 'reference':
        for (const value of values) this.#addLink(numbered, type, parameter, key, value);
        return this.#noteMany(numbered, values.length);
      case 'special':
        for (const { latitude, longitude } of values.flatMap(positionsOf))
          this.run(
            'INSERT OR IGNORE INTO place (param, latitude, longitude, resource) VALUES (?, ?, ?, ?)',
            number,
            latitude,
            longitude,
            key,
          );
        return;
      case 'composite':
        return;
      case 'number':
      case 'quantity': {
        const amounts = values.flatMap(amountsOf);
        for (const { low, high, system = '', code = '', unit = '' } of amounts) {
          this.run('INSERT OR IGNORE INTO amount VALUES (?, ?, ?, ?, ?, ?, ?)', number, low, high, key, system, code, unit);
          const base = system === UCUM && code !== '' ? inBaseUnits({ low, high }, code) : undefined;
          if (!base) continue;
          const { number: converted } = this.#number(type, `${parameter.code}:base`);
          this.run(
            'INSERT OR IGNORE INTO amount VALUES (?, ?, ?, ?, ?, ?, ?)',
            ...[converted, base.range.low, base.range.high, key, '', base.unit, ''],
          );
        }
        return this.#noteMany(numbered, amounts.length);
      }
    }
  }

  #addTokens(param: number, key: number, tokens: readonly Token[]): void {
    for (const { system = '', code } of tokens)
      this.run('INSERT OR IGNORE INTO token (param, code, resource, system) VALUES (?, ?, ?, ?)', param, code, key, this.#system(system));
  }

  /** What the modifiers `:text` and `:of-type` look for. */
  #addSaid({ code }: SearchParameter, type: string, key: number, values: readonly Exact[]): void {
    const typed = values.flatMap(typedTokensOf);
    if (typed.length > 0) this.#addTokens(this.#number(type, `${code}:of-type`).number, key, typed);
    const texts = values.flatMap(codeTextsOf);
    if (texts.length === 0) return;
    const { number } = this.#number(type, `${code}:text`);
    for (const text of texts)
      this.run('INSERT OR IGNORE INTO text (param, value, exact, resource) VALUES (?, ?, ?, ?)', number, folded(text), text, key);
  }

  #addPeriods(numbered: Numbered, key: number, ranges: readonly { low: number; high: number }[]): void {
    for (const { low, high } of ranges) {
      this.run('INSERT OR IGNORE INTO period (param, low, high, resource) VALUES (?, ?, ?, ?)', numbered.number, low, high, key);
      if (high - low > numbered.span) {
        numbered.span = high - low;
        this.run('UPDATE parameter SET span = ? WHERE number = ?', numbered.span, numbered.number);
      }
    }
    this.#noteMany(numbered, ranges.length);
  }

  #noteMany(numbered: Numbered, values: number): void {
    if (values < 2 || numbered.many) return;
    numbered.many = true;
    this.run('UPDATE parameter SET many = 1 WHERE number = ?', numbered.number);
  }

  #addLink(numbered: Numbered, type: string, { code }: SearchParameter, key: number, value: Exact): void {
    const written = isObject(value) ? value['reference'] : value;
    const link = typeof written === 'string' ? linkOf(written, this.baseOf(written)) : undefined;
    if (link) this.run('INSERT OR IGNORE INTO link (param, target, resource) VALUES (?, ?, ?)', numbered.number, this.keyOf(link), key);
    if (!isObject(value) || !isObject(value['identifier'])) return;
    this.#addTokens(this.#number(type, `${code}:identifier`).number, key, tokensOf(value['identifier']));
  }

  #indexedOf(type: string): readonly Indexed[] {
    let known = this.#indexed.get(type);
    if (!known) {
      known = [...this.parameters.of(type).values()]
        .filter(({ code }) => !WORDS.has(code))
        .map((parameter) => ({
          parameter,
          find: finderOf(parameter.expression, type),
          components: this.parameters.components(parameter).map((one) => ({ parameter: one, find: componentFinderOf(one.expression) })),
        }));
      this.#indexed.set(type, known);
    }
    return known;
  }

  /** What is known of the values of a parameter; undefined: no resource has any. */
  numbered(type: string, code: string): Numbered | undefined {
    return this.#numbered.get(`${type} ${code}`);
  }

  #number(type: string, code: string): Numbered {
    const known = this.#numbered.get(`${type} ${code}`);
    if (known) return known;
    const made = {
      number: Number(this.run('INSERT INTO parameter (type, code) VALUES (?, ?)', type, code).lastInsertRowid),
      span: 0,
      many: false,
    };
    this.#numbered.set(`${type} ${code}`, made);
    return made;
  }

  #system(uri: string): number {
    const known = this.system(uri);
    if (known !== undefined) return known;
    const number = Number(this.run('INSERT INTO system (uri) VALUES (?)', uri).lastInsertRowid);
    this.#systems.set(uri, number);
    return number;
  }

  /** The number of the system of a token; undefined: no resource has one of it. */
  system(uri: string): number | undefined {
    if (uri === '') return 0;
    const known = this.#systems.get(uri);
    if (known !== undefined) return known;
    const row = this.get<{ number: number }>('SELECT number FROM system WHERE uri = ?', uri);
    if (row) this.#systems.set(uri, row.number);
    return row && row.number;
  }

  /** Resources that a resource refers to by a parameter (absent: by any). */
  targetsOf(key: number, type: string, code: string | undefined): number[] {
    const args = code === undefined ? [] : [this.numbered(type, code)?.number ?? -1];
    const sql = `SELECT DISTINCT target FROM link WHERE resource = ?${code === undefined ? '' : ' AND param = ?'}`;
    return this.all<{ target: number }>(sql, key, ...args).map(({ target }) => target);
  }

  /** Resources of a type that refer to a resource by a parameter. */
  sourcesOf(key: number, type: string, code: string, limit: number): number[] {
    const number = this.numbered(type, code)?.number ?? -1;
    return this.all<{ resource: number }>('SELECT resource FROM link WHERE param = ? AND target = ? LIMIT ?', number, key, limit).map(
      ({ resource }) => resource,
    );
  }

  /** The same for many resources at once: which resource refers to which. */
  sourcesOfAll(keys: readonly number[], type: string, code: string, limit: number): { target: number; resource: number }[] {
    const number = this.numbered(type, code)?.number ?? -1;
    return this.all(
      'SELECT target, resource FROM link WHERE param = ? AND target IN (SELECT value FROM json_each(?)) LIMIT ?',
      ...[number, JSON.stringify(keys), limit],
    );
  }

  all<T>(sql: string, ...args: (string | number | null)[]): T[] {
    return this.#statement(sql).all(...args) as T[];
  }

  // eslint-disable-next-line @typescript-eslint/no-unnecessary-type-parameters -- what a row has is what its SQL says
  get<T>(sql: string, ...args: (string | number | null)[]): T | undefined {
    return this.#statement(sql).get(...args) as T | undefined;
  }

  run(sql: string, ...args: (string | number | null)[]): { lastInsertRowid: number | bigint } {
    return this.#statement(sql).run(...args);
  }

  #statement(sql: string): Statement {
    let known = this.#statements.get(sql);
    if (!known) {
      // searches have endless forms: what is kept is bounded
      if (this.#statements.size >= MOST_STATEMENTS) this.#statements.clear();
      this.#statements.set(sql, (known = this.#database.prepare(sql)));
    }
    return known;
  }
}

const MOST_STATEMENTS = 500;
/** Names under which clients know us: a Host header is theirs to choose. */
const MOST_BASES = 16;

/** Which versions a history has: tests of those that are current and, with one argument more for `at`, of the past ones. */
function historyOf(
  { type, id }: { type?: string; id?: string },
  since: number,
  at: Range | undefined,
): { current: string; past: string; args: (string | number)[] } {
  const of = `${type === undefined ? '' : ' AND r.type = ?'}${id === undefined ? '' : ' AND r.id = ?'}`;
  // a version is the current one until the next one comes
  const replaced = 'coalesce((SELECT n.updated FROM past n WHERE n.resource = p.resource AND n.version = p.version + 1), r.updated)';
  const tests = (name: string): string => `${name}.updated >= ?${of}${at ? ` AND ${name}.updated <= ?` : ''}`;
  return {
    current: tests('r'),
    past: `${tests('p')}${at ? ` AND ${replaced} > ?` : ''}`,
    args: [since, ...(type === undefined ? [] : [type]), ...(id === undefined ? [] : [id]), ...(at ? [at.high] : [])],
  };
}

const asVersion = ({ key, type, id, version, updated, method, seq, body }: Row): Version => ({
  key,
  type,
  id,
  version,
  updated,
  method,
  seq,
  body: body ?? undefined,
});
