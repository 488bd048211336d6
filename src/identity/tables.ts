import { INS_OID, insMayBeSent } from '../protocols/identifiers/index.js';
import type { StoreFormat } from '../storage/database.js';
import { birthDay, NOBODY, type Authority, type Identity } from './identity.js';
import { knownBirth } from './query.js';

export const STATES = ['current', 'former', 'merged', 'changed'] as const;
/** `former`: no longer listed; `merged`: subsumed by another; `changed`: replaced. The last two are never used again. */
export type State = (typeof STATES)[number];
export const CURRENT = 0;
export const FORMER = 1;
export const MERGED = 2;
export const CHANGED = 3;

/** More identities than this are not one person, whatever links them. */
export const MOST_OF_A_PERSON = 500;

const TABLES = `
  CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;
  CREATE TABLE domain (number INTEGER PRIMARY KEY, namespace TEXT NOT NULL, oid TEXT NOT NULL, type TEXT NOT NULL, shared INTEGER NOT NULL) STRICT;
  CREATE TABLE identity (
    key INTEGER PRIMARY KEY,
    joins INTEGER NOT NULL,
    birth TEXT,
    sex TEXT,
    account TEXT,
    body TEXT NOT NULL
  ) STRICT;
  CREATE TABLE name (
    identity INTEGER NOT NULL,
    family TEXT NOT NULL,
    given TEXT NOT NULL,
    birth TEXT,
    familySound TEXT NOT NULL,
    givenSound TEXT NOT NULL
  ) STRICT;
  CREATE TABLE trait (identity INTEGER NOT NULL, trait INTEGER NOT NULL, text TEXT NOT NULL) STRICT;
  CREATE TABLE identifier (
    identity INTEGER NOT NULL,
    domain INTEGER NOT NULL,
    value TEXT NOT NULL,
    type TEXT NOT NULL,
    effective TEXT,
    expiry TEXT,
    state INTEGER NOT NULL,
    at TEXT NOT NULL
  ) STRICT;
  CREATE TABLE link (one INTEGER NOT NULL, other INTEGER NOT NULL, together INTEGER NOT NULL, PRIMARY KEY (one, other)) STRICT, WITHOUT ROWID`;
export const INDEXES = `
  CREATE INDEX identity_by_birth ON identity (birth) WHERE birth IS NOT NULL;
  CREATE INDEX identity_by_account ON identity (account) WHERE account IS NOT NULL;
  CREATE INDEX name_by_text ON name (family, given, birth, identity);
  CREATE INDEX name_by_given ON name (given, birth, identity);
  CREATE INDEX name_by_sound ON name (familySound, givenSound, birth, identity);
  CREATE INDEX name_of ON name (identity);
  CREATE INDEX trait_by_text ON trait (text, trait, identity);
  CREATE INDEX trait_of ON trait (identity);
  CREATE INDEX identifier_by_value ON identifier (value, domain);
  CREATE INDEX identifier_of ON identifier (identity);
  CREATE INDEX link_by_other ON link (other)`;

/** The letters ADDI: identities of Addax. */
export const FORMAT: StoreFormat = { applicationId: 0x41_44_44_49, version: 1, schema: `${TABLES}; ${INDEXES}` };

export const SQL = {
  domains: 'SELECT number, namespace, oid, type, shared FROM domain ORDER BY number',
  completeDomain: 'UPDATE domain SET namespace = ?, oid = ?, type = ? WHERE number = ?',
  insertDomain: 'INSERT INTO domain (namespace, oid, type, shared) VALUES (?, ?, ?, ?) RETURNING number',
  insertIdentity: 'INSERT INTO identity (joins, birth, sex, account, body) VALUES (?, ?, ?, ?, ?) RETURNING key',
  updateIdentity: 'UPDATE identity SET joins = ?, birth = ?, sex = ?, account = ?, body = ? WHERE key = ?',
  removeIdentity: 'DELETE FROM identity WHERE key = ?',
  identity: 'SELECT joins, body FROM identity WHERE key = ?',
  insertName: 'INSERT INTO name VALUES (?, ?, ?, ?, ?, ?)',
  removeNames: 'DELETE FROM name WHERE identity = ?',
  insertTrait: 'INSERT INTO trait VALUES (?, ?, ?)',
  removeTraits: 'DELETE FROM trait WHERE identity = ?',
  insertIdentifier: 'INSERT INTO identifier VALUES (?, ?, ?, ?, ?, ?, ?, ?)',
  changeIdentifier: 'UPDATE identifier SET type = ?, effective = ?, expiry = ? WHERE rowid = ?',
  retireIdentifier: 'UPDATE identifier SET state = ?, at = ? WHERE rowid = ?',
  moveIdentifiers: 'UPDATE identifier SET identity = ? WHERE identity = ?',
  moveIdentifier: 'UPDATE identifier SET identity = ? WHERE rowid = ?',
  identifiersOf:
    'SELECT rowid AS row, identity, domain, value, type, effective, expiry, state, at FROM identifier WHERE identity = ? ORDER BY rowid',
  identifiersLike:
    'SELECT rowid AS row, identity, domain, value, type, effective, expiry, state, at FROM identifier WHERE value = ? AND domain = ? ORDER BY rowid',
  linksOf: 'SELECT one, other, together FROM link WHERE one = ?1 UNION SELECT one, other, together FROM link WHERE other = ?1',
  setLink: 'INSERT INTO link VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET together = excluded.together',
  removeLinks: 'DELETE FROM link WHERE one = ?1 OR other = ?1',
  sharing: `SELECT DISTINCT theirs.identity AS key FROM identifier AS ours
    CROSS JOIN identifier AS theirs ON theirs.value = ours.value AND theirs.domain = ours.domain
    CROSS JOIN identity ON identity.key = theirs.identity
    WHERE ours.identity = ? AND ours.state = 0 AND ours.domain IN (SELECT number FROM domain WHERE shared = 1)
    AND theirs.state = 0 AND theirs.identity <> ours.identity AND identity.joins = 1 LIMIT ${MOST_OF_A_PERSON}`,
  size: 'SELECT count(*) AS size FROM identity',
  note: 'SELECT value FROM meta WHERE name = ?',
  setNote: 'INSERT INTO meta VALUES (?, ?)',
} as const;

/** The domains that every store knows: those of the INS, and of the INS-C that it replaced. */
export const NATIONAL: readonly Authority[] = [
  { namespace: 'ASIP-SANTE-INS-NIR', oid: INS_OID.nir, type: 'ISO' },
  { namespace: 'ASIP-SANTE-INS-NIA', oid: INS_OID.nia, type: 'ISO' },
  { namespace: 'ASIP-SANTE-INS-NIR', oid: INS_OID.testNir, type: 'ISO' },
  { namespace: 'ASIP-SANTE-INS-NIR', oid: INS_OID.demonstration, type: 'ISO' },
  { namespace: 'ASIP-SANTE-INS-C', oid: '1.2.250.1.213.1.4.2', type: 'ISO' },
];

export interface IdentifierRow {
  row: number;
  identity: number;
  domain: number;
  value: string;
  type: string;
  effective: string | null;
  expiry: string | null;
  state: number;
  at: string;
}

/** Columns of an identity, and the rest of it: who reads it again knows what is empty. */
export function columnsOf(identity: Identity): (string | number | null)[] {
  const { identifiers: _apart, ...traits } = identity;
  const body = (Object.entries(traits) as [string, unknown][]).filter(
    ([, value]) => value !== undefined && (!Array.isArray(value) || value.length > 0),
  );
  return [
    Number(identity.reliability.length === 0 || insMayBeSent(identity.reliability)),
    knownBirth(birthDay(identity)) ?? null,
    identity.sex ?? null,
    identity.account?.value ?? null,
    JSON.stringify(Object.fromEntries(body)),
  ];
}

export const traitsOf = (body: string): Identity => ({ ...NOBODY, ...(JSON.parse(body) as Partial<Identity>) });
