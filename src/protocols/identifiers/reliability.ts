import type { Bilingual } from '../../model/index.js';

/** One code of PID-32 in PAM-FR (table 0445 as France extends it). */
export interface ReliabilityCode {
  code: string;
  label: Bilingual;
  /**
   * how far an identity is trusted, for the codes that say so: 0 nothing, 1 provisional, 2 taken from INSi but not checked
   * against a document, 3 validated. Other codes are said beside one of these.
   */
  rank?: 0 | 1 | 2 | 3;
  /** no INS can go with an identity that is said to be this */
  excludesIns?: true;
}

const code = (name: string, fr: string, en: string, more: Pick<ReliabilityCode, 'rank' | 'excludesIns'> = {}): ReliabilityCode => ({
  code: name,
  label: { fr, en },
  ...more,
});

/** PID-32: reliability of an identity. QUAL and RECUP are words of the RNIV, later than PAM-FR 2.11. */
export const RELIABILITY: readonly ReliabilityCode[] = [
  code('VIDE', 'identité pas encore qualifiée', 'identity not qualified yet', { rank: 0 }),
  code('PROV', 'provisoire', 'provisional', { rank: 1 }),
  code('RECUP', 'récupérée', 'retrieved', { rank: 2 }),
  code('VALI', 'validée', 'validated', { rank: 3 }),
  code('QUAL', 'qualifiée', 'qualified', { rank: 3 }),
  code('DOUB', 'doublon ou esclave', 'duplicate or subsumed'),
  code('DESA', 'désactivée', 'deactivated'),
  code('DPOT', 'doublon potentiel', 'potential duplicate'),
  code('DOUA', 'doublon avéré', 'known duplicate'),
  code('COLP', 'collision potentielle', 'potential collision'),
  code('COLV', 'collision validée', 'known collision'),
  code('FILI', 'filiation', 'filiation'),
  code('CACH', 'cachée', 'hidden'),
  code('ANOM', 'anonyme', 'anonymous', { excludesIns: true }),
  code('IDVER', 'vérifiée par le patient', 'checked by the patient'),
  code('RECD', 'reçue d’un autre domaine', 'received from another domain'),
  code('IDRA', 'rapprochée dans un autre domaine', 'linked in another domain'),
  code('USUR', 'usurpation', 'identity theft', { excludesIns: true }),
  code('HOMD', 'homonyme détecté', 'namesake found'),
  code('HOMA', 'homonyme avéré', 'known namesake'),
];

const known = new Map(RELIABILITY.map((one) => [one.code, one]));

/** How far the codes of PID-32 say that an identity is trusted: the least of what they say; undefined when they say nothing. */
export function reliabilityRank(codes: readonly string[]): 0 | 1 | 2 | 3 | undefined {
  const ranks = codes.flatMap((name) => known.get(name)?.rank ?? []);
  return ranks.length > 0 ? ranks.reduce((least, rank) => (rank < least ? rank : least)) : undefined;
}

/** May an INS be sent with an identity of this reliability? Only a validated one that nothing else excludes. */
export function insMayBeSent(codes: readonly string[]): boolean {
  return reliabilityRank(codes) === 3 && !codes.some((name) => known.get(name)?.excludesIns);
}
