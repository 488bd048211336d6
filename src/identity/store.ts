import { insMayBeSent, isInsOid } from '../protocols/identifiers/index.js';
import { closeDatabase, inTransaction, openDatabase, type Database, type Statement } from '../storage/database.js';
import { candidates, traitsToFind } from './candidates.js';
import { soundOf } from './folding.js';
import { birthDay, NOBODY, updated, type Authority, type Identifier, type Identity, type IdentityUpdate } from './identity.js';
import { knownBirth, matches, searchedNames, type IdentityQuery, type Matching } from './query.js';
import {
  NOTES,
  noAuthority,
  noIdentifier,
  otherDomain,
  refused,
  retired,
  same,
  taken,
  unknownDomain,
  unknownIdentifier,
  type Note,
  type Outcome,
  type Refusal,
} from './refusals.js';
import {
  CHANGED,
  columnsOf,
  CURRENT,
  FORMAT,
  FORMER,
  INDEXES,
  MERGED,
  MOST_OF_A_PERSON,
  NATIONAL,
  SQL,
  STATES,
  traitsOf,
  type IdentifierRow,
  type State,
} from './tables.js';

/** Who gives identifiers, as the store knows it. */
export interface Domain extends Authority {
  number: number;
  /** does every hospital hold the same identifiers of it (the INS)? Others belong to one identity at a time */
  isShared: boolean;
}

/** A change that was made: the identity that it left, and what is remarkable about it. */
export type Changed = Outcome<{ key: number; notes: Note[] }>;

/** What became of an identifier. */
export interface Held {
  identifier: Identifier;
  state: State;
  /** when it came to be so, as the change was dated */
  at: string;
}

/** More identities than this are not looked at to answer one query. */
const MOST_CANDIDATES = 20_000;

type Statements = Record<keyof typeof SQL, Statement>;

/** An identifier that was given, with the domain it is of. */
interface Resolved {
  identifier: Identifier;
  domain: Domain;
}

/**
 * The identities that PDQ, PIX and PAM share: a file, or in memory. A change is whole or not at all, and on disk when it
 * returns. What one hospital says of somebody is one identity; identities are one person when they are linked, or when they
 * hold the same INS and neither is less than validated (an INS stands for a proven identity only).
 */
export class IdentityStore {
  readonly #database: Database;
  readonly #sql: Statements;
  readonly #domains: Domain[];
  /** by their text: there are as many as kinds of questions */
  readonly #searches = new Map<string, Statement>();

  /**
   * @param path file that keeps the store between runs; absent: in memory
   * @throws ConfigurationError when the file cannot serve
   */
  constructor(path?: string) {
    this.#database = openDatabase(path, FORMAT);
    this.#sql = Object.fromEntries(Object.entries(SQL).map(([name, sql]) => [name, this.#database.prepare(sql)])) as Statements;
    this.#domains = this.#readDomains();
    if (this.#domains.length > 0) return;
    inTransaction(this.#database, () => {
      for (const authority of NATIONAL) this.addDomain(authority);
    });
  }

  close(): void {
    closeDatabase(this.#database);
  }

  /** How many identities there are. */
  get size(): number {
    return (this.#sql.size.get() as { size: number }).size;
  }

  get domains(): readonly Domain[] {
    return this.#domains;
  }

  /** The domain that an authority names: by its universal id when it has one, else by its namespace. */
  domain({ namespace, oid }: Pick<Authority, 'namespace' | 'oid'>): Domain | undefined {
    if (oid !== '') return this.#domains.find((domain) => domain.oid === oid);
    return namespace === '' ? undefined : this.#domains.find((domain) => domain.namespace === namespace);
  }

  /**
   * Makes a domain known, or completes one that was known by its namespace or its universal id alone; identifiers of
   * unknown ones are refused.
   */
  addDomain(authority: Authority): Domain {
    const { namespace, oid, type } = authority;
    const known = this.domain(authority) ?? this.#domains.find((domain) => domain.oid === '' && domain.namespace === namespace);
    if (known) {
      const isNew = (known.oid === '' && oid !== '') || (known.namespace === '' && namespace !== '');
      if (isNew) {
        Object.assign(known, known.oid === '' ? { oid, type } : { namespace });
        this.#sql.completeDomain.run(known.namespace, known.oid, known.type, known.number);
      }
      return known;
    }
    const isShared = isInsOid(oid) || namespace.startsWith('ASIP-SANTE-INS');
    const { number } = this.#sql.insertDomain.get(namespace, oid, type, Number(isShared)) as { number: number };
    const domain = { number, namespace, oid, type, isShared };
    this.#domains.push(domain);
    return domain;
  }

  #readDomains(): Domain[] {
    return (this.#sql.domains.all() as (Omit<Domain, 'isShared'> & { shared: number })[]).map(({ shared, ...domain }) => ({
      ...domain,
      isShared: shared === 1,
    }));
  }

  #domainOf(number: number): Domain {
    return this.#domains.find((domain) => domain.number === number)!;
  }

  /** An identity with the identifiers that are in force. */
  identity(key: number): Identity | undefined {
    const traits = this.#traits(key);
    return traits && { ...traits, identifiers: this.#current(key).map((row) => this.#identifierOf(row)) };
  }

  #traits(key: number): Identity | undefined {
    const row = this.#sql.identity.get(key) as { body: string } | undefined;
    return row && traitsOf(row.body);
  }

  /** The identity that holds an identifier now; of several (an INS) the first. */
  keyOf(identifier: Identifier): number | undefined {
    const domain = this.domain(identifier.authority);
    return domain && this.#holders(identifier.value, domain)[0]?.identity;
  }

  /** Everything that was ever an identifier of an identity, those that merges brought included, in the order they came. */
  history(key: number): Held[] {
    return this.#rows(key).map((row) => ({ identifier: this.#identifierOf(row), state: STATES[row.state]!, at: row.at }));
  }

  /** The identities that are the same person as this one, itself first. */
  person(key: number): number[] {
    const found = new Set([key]);
    for (const one of found) {
      if (found.size >= MOST_OF_A_PERSON) break;
      for (const neighbour of this.#neighbours(one)) found.add(neighbour);
    }
    return [...found];
  }

  #neighbours(key: number): number[] {
    const links = this.#sql.linksOf.all(key) as { one: number; other: number; together: number }[];
    const farEnd = ({ one, other }: { one: number; other: number }): number => (one === key ? other : one);
    const apart = new Set(links.filter(({ together }) => together === 0).map(farEnd));
    const linked = links.filter(({ together }) => together === 1).map(farEnd);
    if ((this.#sql.identity.get(key) as { joins: number } | undefined)?.joins !== 1) return linked;
    const sharing = this.#sql.sharing.all(key) as { key: number }[];
    return [...linked, ...sharing.map((row) => row.key).filter((other) => !apart.has(other))];
  }

  /**
   * The identifiers of the person who holds one, without that one (PIX query). Those of a domain follow one another.
   * @param domains numbers of the domains of interest; absent: all
   */
  crossReferences(identifier: Identifier, domains?: readonly number[]): Outcome<{ identifiers: Identifier[] }> {
    const domain = this.domain(identifier.authority);
    if (!domain) return refused(unknownDomain(identifier));
    const holders = this.#holders(identifier.value, domain);
    if (holders.length === 0) return refused(unknownIdentifier(identifier));
    const rows = holders
      .flatMap((holder) => this.person(holder.identity))
      .flatMap((key) => this.#current(key))
      .filter((row) => row.domain !== domain.number || row.value !== identifier.value);
    return { accepted: true, identifiers: this.#inDomains(rows, domains) };
  }

  /**
   * An identity with every identifier of the person, those of a domain together; undefined when it is gone, or when nothing
   * of the domains asked for is left.
   */
  presented(key: number, domains?: readonly number[]): Identity | undefined {
    const traits = this.#traits(key);
    if (!traits) return undefined;
    const identifiers = this.#inDomains(
      this.person(key).flatMap((one) => this.#current(one)),
      domains,
    );
    return identifiers.length === 0 && domains ? undefined : { ...traits, identifiers };
  }

  #inDomains(rows: readonly IdentifierRow[], domains: readonly number[] | undefined): Identifier[] {
    const distinct = new Map<string, IdentifierRow>();
    for (const row of rows) {
      const key = `${row.domain} ${row.value}`;
      if ((!domains || domains.includes(row.domain)) && !distinct.has(key)) distinct.set(key, row);
    }
    const order = (row: IdentifierRow): number => (domains ? domains.indexOf(row.domain) : row.domain);
    return [...distinct.values()].sort((a, b) => order(a) - order(b)).map((row) => this.#identifierOf(row));
  }

  /**
   * The identities that a query asks for, one for each person, in the order they became known.
   * @param most more than this is not told: the answer is then that there are too many, as when too many would have to be looked at
   * @param domains numbers of domains: only persons who have an identifier there
   */
  search(query: IdentityQuery, most: number, domains?: readonly number[], matching: Matching = {}): { keys: number[]; tooMany: boolean } {
    const { sql, values } = candidates(query, matching, MOST_CANDIDATES + 1);
    const rows = this.#searching(sql).all(...values) as { key: number; body: string }[];
    if (rows.length > MOST_CANDIDATES) return { keys: [], tooMany: true };
    const seen = new Set<number>();
    const keys: number[] = [];
    for (const { key, body } of rows) {
      if (seen.has(key) || !matches(traitsOf(body), query, matching) || !this.#hasAll(key, query)) continue;
      const person = this.person(key);
      for (const one of person) seen.add(one);
      if (domains && !person.some((one) => this.#current(one).some((row) => domains.includes(row.domain)))) continue;
      if (keys.length === most) return { keys, tooMany: true };
      keys.push(key);
    }
    return { keys, tooMany: false };
  }

  #searching(sql: string): Statement {
    const known = this.#searches.get(sql) ?? this.#database.prepare(sql);
    this.#searches.set(sql, known);
    return known;
  }

  /** Does an identity hold every identifier that is asked for? One was looked for by the first of them only. */
  #hasAll(key: number, { identifiers }: IdentityQuery): boolean {
    if (identifiers.length < 2) return true;
    const rows = this.person(key).flatMap((one) => this.#current(one));
    return identifiers.every(({ value, domain }) =>
      rows.some((row) => (domain === undefined || row.domain === domain) && row.value === value),
    );
  }

  #rows(key: number): IdentifierRow[] {
    return this.#sql.identifiersOf.all(key) as IdentifierRow[];
  }

  #current(key: number): IdentifierRow[] {
    return this.#rows(key).filter(({ state }) => state === CURRENT);
  }

  #like(value: string, domain: Domain): IdentifierRow[] {
    return this.#sql.identifiersLike.all(value, domain.number) as IdentifierRow[];
  }

  #holders(value: string, domain: Domain): IdentifierRow[] {
    return this.#like(value, domain).filter(({ state }) => state === CURRENT);
  }

  #identifierOf({ domain, value, type, effective, expiry }: IdentifierRow): Identifier {
    const { namespace, oid, type: authorityType } = this.#domainOf(domain);
    return {
      value,
      authority: { namespace, oid, type: authorityType },
      ...(type !== '' && { type }),
      ...(effective !== null && { effective }),
      ...(expiry !== null && { expiry }),
    };
  }
  /**
   * Takes what a source says of one of its patients (ITI-8, ITI-10, ITI-30): makes the identity known, or brings it up to
   * date. It is found by its local identifiers, or by the INS where it has no other.
   * @param complete the identifiers are the whole current list: others of the identity are no longer in force
   * @param at DTM of the change
   */
  register(update: IdentityUpdate, { complete, at }: { complete: boolean; at: string }): Changed {
    const given = this.#resolved(update.identifiers ?? []);
    if (!given.accepted) return given;
    const { resolved } = given;
    const [first] = resolved;
    if (!first) return refused(noIdentifier);
    const local = resolved.filter(({ domain }) => !domain.isShared);
    const refusals = local.flatMap((one) => this.#refusalOfRetired(one));
    if (refusals.length > 0) return refused(...refusals);
    return inTransaction(this.#database, () => {
      const notes: Note[] = [];
      const owners = new Map(
        local.flatMap(({ identifier, domain }) => this.#holders(identifier.value, domain).map((row) => [row.identity, identifier])),
      );
      const known = local.length > 0 ? [...owners.keys()][0] : this.#heldByInsOnly(resolved);
      const before = known === undefined ? NOBODY : this.#traits(known)!;
      const after = updated(before, update);
      const key = known === undefined ? this.#insert(after) : known;
      notes.push(known === undefined ? NOTES.wasUnknown(first.identifier) : NOTES.alreadyKnown(first.identifier));
      if (known !== undefined) this.#update(key, after);
      if (insMayBeSent(before.reliability) && !insMayBeSent(after.reliability))
        notes.push(NOTES.downgraded(before.reliability, after.reliability));
      for (const [other, identifier] of owners) {
        if (other === key) continue;
        this.#link(key, other, true);
        notes.push(NOTES.linked(identifier));
      }
      this.#list(key, resolved, { complete, at, notes });
      return { accepted: true, key, notes };
    });
  }

  /** Gives an identity the identifiers that are listed; an INS that is not the one it had replaces it. */
  #list(key: number, listed: readonly Resolved[], { complete, at, notes }: { complete: boolean; at: string; notes: Note[] }): void {
    const isListed = (row: IdentifierRow): boolean =>
      listed.some(({ identifier, domain }) => domain.number === row.domain && identifier.value === row.value);
    for (const row of this.#current(key)) {
      if (isListed(row)) continue;
      const isReplaced = this.#domainOf(row.domain).isShared && listed.some(({ domain }) => domain.number === row.domain);
      if (!complete && !isReplaced) continue;
      this.#sql.retireIdentifier.run(FORMER, at, row.row);
      if (this.#domainOf(row.domain).isShared) notes.push(NOTES.insChanged(this.#identifierOf(row)));
    }
    for (const { identifier, domain } of listed) this.#hold(key, identifier, domain, at);
  }

  /** Makes an identifier one of an identity, unless it is one, or is that of another. */
  #hold(key: number, { value, type, effective, expiry }: Identifier, domain: Domain, at: string): void {
    const holders = this.#holders(value, domain);
    const own = holders.find(({ identity }) => identity === key);
    if (own) this.#sql.changeIdentifier.run(type ?? own.type, effective ?? own.effective, expiry ?? own.expiry, own.row);
    else if (domain.isShared || holders.length === 0)
      this.#sql.insertIdentifier.run(key, domain.number, value, type ?? '', effective ?? null, expiry ?? null, CURRENT, at);
  }

  /** The identity that holds one of these INS and nothing else. */
  #heldByInsOnly(resolved: readonly Resolved[]): number | undefined {
    for (const { identifier, domain } of resolved) {
      const found = this.#holders(identifier.value, domain).find(({ identity }) =>
        this.#current(identity).every((row) => this.#domainOf(row.domain).isShared),
      );
      if (found) return found.identity;
    }
    return undefined;
  }

  /**
   * Merges identities of one domain (A40): what is subsumed is never used again, and whoever it was linked with is linked
   * with what survives. An identifier that nobody had told of is merged all the same: its registration may come later.
   * @param survivors identifiers of the one that stays (PID-3)
   * @param subsumed those whose use ends (MRG-1)
   * @param update what is known of the one that stays; used only when it was not known
   */
  merge(survivors: readonly Identifier[], subsumed: readonly Identifier[], update: IdentityUpdate, at: string): Changed {
    const pairs = this.#pairs(survivors, subsumed);
    if (!pairs.accepted) return pairs;
    const refusals = pairs.pairs.flatMap(({ stays, goes }) => [
      ...this.#refusalOfRetired(stays),
      ...this.#refusalOfMergedElsewhere(goes, stays),
    ]);
    if (refusals.length > 0) return refused(...refusals);
    return inTransaction(this.#database, () => {
      const notes: Note[] = [];
      let key = 0;
      for (const { stays, goes } of pairs.pairs) {
        const known = this.#holders(stays.identifier.value, stays.domain)[0]?.identity;
        key = known ?? this.#insert(updated(NOBODY, update));
        if (known === undefined) {
          notes.push(NOTES.survivorUnknown(stays.identifier));
          for (const { identifier, domain } of pairs.staying) this.#hold(key, identifier, domain, at);
        }
        this.#subsume(key, goes, at, notes);
      }
      return { accepted: true, key, notes };
    });
  }

  #subsume(survivor: number, { identifier, domain }: Resolved, at: string, notes: Note[]): void {
    const rows = this.#like(identifier.value, domain);
    const held = rows.find(({ state }) => state === CURRENT);
    if (!held) {
      if (rows.some(({ state }) => state === MERGED)) notes.push(NOTES.alreadyMerged(identifier));
      else {
        notes.push(NOTES.subsumedUnknown(identifier));
        this.#sql.insertIdentifier.run(survivor, domain.number, identifier.value, identifier.type ?? '', null, null, MERGED, at);
      }
      return;
    }
    this.#sql.retireIdentifier.run(MERGED, at, held.row);
    if (held.identity !== survivor) this.#absorb(survivor, held.identity, at, notes);
  }

  /** Puts an identity into another one: its other identifiers, its links and its history go there. */
  #absorb(survivor: number, gone: number, at: string, notes: Note[]): void {
    const kept = this.#current(survivor).filter((row) => this.#domainOf(row.domain).isShared);
    const sharing = (this.#sql.sharing.all(gone) as { key: number }[]).map(({ key }) => key);
    for (const row of this.#current(gone)) {
      if (!this.#domainOf(row.domain).isShared) continue;
      this.#sql.retireIdentifier.run(FORMER, at, row.row);
      if (kept.some((own) => own.domain === row.domain && own.value !== row.value)) notes.push(NOTES.insConflict(this.#identifierOf(row)));
    }
    for (const { one, other, together } of this.#sql.linksOf.all(gone) as { one: number; other: number; together: number }[])
      this.#link(survivor, one === gone ? other : one, together === 1);
    // who held the INS of the one that goes stays linked with the person, unless its own INS tells otherwise
    if (kept.length === 0) for (const key of sharing) this.#link(survivor, key, true);
    this.#sql.moveIdentifiers.run(survivor, gone);
    this.#remove(gone);
  }

  /**
   * Replaces an identifier by another one of its domain (A47).
   * @param prior the one whose use ends (MRG-1)
   * @param next the one that takes its place (PID-3)
   */
  changeIdentifier(next: readonly Identifier[], prior: readonly Identifier[], at: string): Changed {
    if (prior.length > 0 && prior.every(({ authority }) => this.domain(authority)?.isShared)) return this.#changeIns(next, prior, at);
    const pairs = this.#pairs(next, prior);
    if (!pairs.accepted) return pairs;
    const refusals = pairs.pairs.flatMap(({ stays, goes }) => {
      const holders = this.#holders(goes.identifier.value, goes.domain);
      const problems = [...this.#refusalOfRetired(goes), ...this.#refusalOfRetired(stays)];
      if (problems.length > 0) return problems;
      if (holders.length === 0) return [unknownIdentifier(goes.identifier)];
      const others = this.#holders(stays.identifier.value, stays.domain).filter(({ identity }) => identity !== holders[0]!.identity);
      return others.length > 0 ? [taken(stays.identifier)] : [];
    });
    if (refusals.length > 0) return refused(...refusals);
    return inTransaction(this.#database, () => {
      let key = 0;
      for (const { stays, goes } of pairs.pairs) {
        const [held] = this.#holders(goes.identifier.value, goes.domain);
        key = held!.identity;
        this.#sql.retireIdentifier.run(CHANGED, at, held!.row);
        this.#hold(key, stays.identifier, stays.domain, at);
      }
      return { accepted: true, key, notes: [] };
    });
  }

  /** Replaces the INS of one identity, which its local identifier tells; others may hold the same. */
  #changeIns(next: readonly Identifier[], prior: readonly Identifier[], at: string): Changed {
    const given = this.#resolved(next);
    if (!given.accepted) return given;
    const holder = this.#holder(next);
    if (!holder.accepted) return holder;
    const { key } = holder.holder;
    const rows = prior.map((identifier) =>
      this.#holders(identifier.value, this.domain(identifier.authority)!).find(({ identity }) => identity === key),
    );
    const unknown = prior.filter((_, i) => !rows[i]);
    if (unknown.length > 0) return refused(...unknown.map(unknownIdentifier));
    return inTransaction(this.#database, () => {
      for (const row of rows) this.#sql.retireIdentifier.run(CHANGED, at, row!.row);
      for (const { identifier, domain } of given.resolved) if (domain.isShared) this.#hold(key, identifier, domain, at);
      return { accepted: true, key, notes: prior.map(NOTES.insChanged) };
    });
  }

  /** Each identifier whose use ends, with the one of its domain that stays. The INS follows, it is not what is merged. */
  #pairs(
    staying: readonly Identifier[],
    going: readonly Identifier[],
  ): Outcome<{ pairs: { stays: Resolved; goes: Resolved }[]; staying: Resolved[] }> {
    const [stays, goes] = [this.#resolved(staying), this.#resolved(going)];
    const refusals = [stays, goes].flatMap((one) => (one.accepted ? [] : one.refusals));
    if (!stays.accepted || !goes.accepted) return refused(...refusals);
    const pairs: { stays: Resolved; goes: Resolved }[] = [];
    const ending = goes.resolved.filter(({ domain }) => !domain.isShared);
    for (const one of ending) {
      const partner = stays.resolved.find(({ domain }) => domain.number === one.domain.number);
      if (!partner) return refused(otherDomain(one.identifier));
      if (partner.identifier.value === one.identifier.value) return refused(same(one.identifier));
      pairs.push({ stays: partner, goes: one });
    }
    return pairs.length === 0 ? refused(noIdentifier) : { accepted: true, pairs, staying: stays.resolved };
  }

  /** Says that two identities are one person (A24). */
  link(one: readonly Identifier[], other: readonly Identifier[]): Changed {
    return this.#between(one, other, (first, second) => {
      if (first.key !== second.key) this.#link(first.key, second.key, true);
      return [];
    });
  }

  /**
   * Says that two identities are not one person (A37), whatever INS they hold. Where both identifiers are those of one
   * identity, the second leaves it with the traits that are known.
   */
  unlink(one: readonly Identifier[], other: readonly Identifier[], at: string): Changed {
    return this.#between(one, other, (first, second) => {
      if (first.key !== second.key) {
        this.#link(first.key, second.key, false);
        return [];
      }
      if (first.row === second.row) return undefined;
      const apart = this.#insert(this.#traits(second.key)!);
      this.#sql.moveIdentifier.run(apart, second.row);
      this.#link(first.key, apart, false);
      this.#sql.insertIdentifier.run(first.key, second.domain, second.value, '', null, null, FORMER, at);
      return [NOTES.split(second.identifier)];
    });
  }

  #between(
    one: readonly Identifier[],
    other: readonly Identifier[],
    change: (first: Holder, second: Holder) => Note[] | undefined,
  ): Changed {
    const [first, second] = [this.#holder(one), this.#holder(other)];
    if (!first.accepted) return first;
    if (!second.accepted) return second;
    const notes = inTransaction(this.#database, () => change(first.holder, second.holder));
    return notes ? { accepted: true, key: first.holder.key, notes } : refused(same(second.holder.identifier));
  }

  /** Who holds the first of these identifiers that is of one identity only. */
  #holder(identifiers: readonly Identifier[]): Outcome<{ holder: Holder }> {
    const given = this.#resolved(identifiers);
    if (!given.accepted) return given;
    const [first] = given.resolved;
    if (!first) return refused(noIdentifier);
    const { identifier, domain } = given.resolved.find((one) => !one.domain.isShared) ?? first;
    const refusals = this.#refusalOfRetired({ identifier, domain });
    if (refusals.length > 0) return refused(...refusals);
    const [row] = this.#holders(identifier.value, domain);
    if (!row) return refused(unknownIdentifier(identifier));
    return { accepted: true, holder: { key: row.identity, row: row.row, domain: row.domain, value: row.value, identifier } };
  }

  #link(one: number, other: number, together: boolean): void {
    if (one !== other) this.#sql.setLink.run(Math.min(one, other), Math.max(one, other), Number(together));
  }

  /** Each identifier with its domain; those without authority, or of a domain that is not known, are refused. */
  #resolved(identifiers: readonly Identifier[]): Outcome<{ resolved: Resolved[] }> {
    const refusals: Refusal[] = [];
    const resolved: Resolved[] = [];
    for (const identifier of identifiers) {
      const { namespace, oid } = identifier.authority;
      const domain = this.domain(identifier.authority);
      if (domain) resolved.push({ identifier, domain });
      else refusals.push(namespace === '' && oid === '' ? noAuthority(identifier) : unknownDomain(identifier));
    }
    return refusals.length > 0 ? refused(...refusals) : { accepted: true, resolved };
  }

  #refusalOfRetired({ identifier, domain }: Resolved): Refusal[] {
    const rows = this.#like(identifier.value, domain);
    if (rows.some(({ state }) => state === CURRENT)) return [];
    const gone = rows.find(({ state }) => state === MERGED || state === CHANGED);
    return gone ? [retired(identifier, this.#successor(gone))] : [];
  }

  /** Merging twice into the same identity changes nothing; into another one it would undo the first. */
  #refusalOfMergedElsewhere(goes: Resolved, stays: Resolved): Refusal[] {
    const survivor = this.#holders(stays.identifier.value, stays.domain)[0]?.identity;
    const gone = this.#like(goes.identifier.value, goes.domain);
    return gone.some(({ state, identity }) => state === MERGED && identity === survivor) ? [] : this.#refusalOfRetired(goes);
  }

  /** What an identifier that is no longer used gave way to: one of its domain. */
  #successor({ identity, domain }: IdentifierRow): Identifier | undefined {
    const row = this.#current(identity).find((one) => one.domain === domain);
    return row && this.#identifierOf(row);
  }

  #insert(identity: Identity): number {
    const { key } = this.#sql.insertIdentity.get(...columnsOf(identity)) as { key: number };
    this.#index(key, identity);
    return key;
  }

  #update(key: number, identity: Identity): void {
    this.#sql.updateIdentity.run(...columnsOf(identity), key);
    this.#sql.removeNames.run(key);
    this.#sql.removeTraits.run(key);
    this.#index(key, identity);
  }

  #index(key: number, identity: Identity): void {
    const birth = knownBirth(birthDay(identity)) ?? null;
    for (const { family, given } of searchedNames(identity))
      this.#sql.insertName.run(key, family, given, birth, soundOf(family), soundOf(given));
    for (const [trait, text] of traitsToFind(identity)) this.#sql.insertTrait.run(key, trait, text);
  }

  #remove(key: number): void {
    for (const statement of [this.#sql.removeIdentity, this.#sql.removeNames, this.#sql.removeTraits, this.#sql.removeLinks])
      statement.run(key);
  }

  /**
   * Fills an empty store, much faster than one change after the other: without a journal on disk, and indexes come last. Killed
   * on the way, the store is worthless, so nobody else may know its name yet.
   * @param note kept as the note `seed` once all is in
   */
  fill(note: string, batches: Iterable<readonly Identity[]>, at: string, onBatch: (batch: readonly Identity[]) => void): void {
    const database = this.#database;
    const names = database.prepare("SELECT name FROM sqlite_schema WHERE type = 'index' AND sql IS NOT NULL").all() as { name: string }[];
    database.exec(`PRAGMA journal_mode = MEMORY; PRAGMA synchronous = OFF; ${names.map(({ name }) => `DROP INDEX ${name}`).join(';')}`);
    for (const batch of batches) {
      inTransaction(database, () => {
        for (const identity of batch) {
          const key = this.#insert(identity);
          for (const { value, authority, type, effective } of identity.identifiers)
            this.#sql.insertIdentifier.run(key, this.addDomain(authority).number, value, type ?? '', effective ?? null, null, CURRENT, at);
        }
      });
      onBatch(batch);
    }
    inTransaction(database, () => {
      database.exec(INDEXES);
      this.#sql.setNote.run('seed', note);
    });
  }

  /** A note about the store as a whole. */
  note(name: string): string | undefined {
    return (this.#sql.note.get(name) as { value: string } | undefined)?.value;
  }

  /** How the statement of a query finds its rows, as SQLite tells it. */
  planOf(query: IdentityQuery, matching: Matching = {}): string[] {
    const { sql, values } = candidates(query, matching, MOST_CANDIDATES);
    return (this.#database.prepare(`EXPLAIN QUERY PLAN ${sql}`).all(...values) as { detail: string }[]).map(({ detail }) => detail);
  }
}

/** Who holds an identifier. */
interface Holder {
  key: number;
  row: number;
  domain: number;
  value: string;
  identifier: Identifier;
}
