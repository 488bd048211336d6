import type { Definitions } from '../protocols/fhir/index.js';
import { refusal, type Refused } from './outcome.js';
import { NO_PART, wrong, type Part } from './parts.js';
import { shown } from './search-request.js';
import type { ResourceStore } from './store.js';

/** Different codes of one parameter that are asked about: more are refused. */
const MOST_CODES = 10_000;
/** Codes of the index with each code system of a value set. */
const MOST_QUESTIONS = 200_000;

/** Finds the tokens of an index that the definitions put together: in a value set, below or above a code. */
export class CodeSets {
  constructor(
    private readonly store: ResourceStore,
    private readonly definitions: Definitions | undefined,
  ) {}

  /**
   * Tokens that are in a value set (`:in`). A code without a system is in it when one of its systems has the code.
   * @param param number of the parameter; undefined: no resource has a value
   * @throws Refused for a value set that is not here, or that cannot tell
   */
  inValueSet(code: string, canonical: string, param: number | undefined): Part {
    const { definitions } = this;
    if (!definitions?.valueSet(canonical))
      throw wrong(
        code,
        canonical,
        'ce jeu de valeurs n’est pas connu de ce serveur\u00A0; donner l’URL canonique d’un de ceux de FHIR ou des profils chargés',
        'this server does not know this value set; give the canonical URL of one of FHIR or of the profiles that are loaded',
      );
    const systems = definitions.systems(canonical).filter((uri) => this.store.system(uri) !== undefined);
    const codes = this.#codes(code, param);
    if (codes.length * (systems.length + 1) > MOST_QUESTIONS) throw tooMany(code);
    const isIn = (system: string | undefined, one: string): boolean => {
      const { result, missing } = definitions.member(canonical, system, one);
      if (result === 'unknown')
        throw wrong(
          code,
          canonical,
          `rien ne dit si le code ${shown(one)} en est (${missing ?? canonical} manque)\u00A0; nommer les codes voulus`,
          `nothing tells whether the code ${shown(one)} is one of it (${missing ?? canonical} is missing); name the codes that are wanted`,
        );
      return result === 'in';
    };
    return this.#tokens(codes.flatMap((one) => [undefined, ...systems].flatMap((system) => (isIn(system, one) ? [[one, system]] : []))));
  }

  /**
   * Tokens that stand below a code or above it, and the code itself (FHIR R4, 3.1.1, parameters of type token).
   * @throws Refused for a code of which no hierarchy is known
   */
  subsumed(
    code: string,
    modifier: 'above' | 'below',
    written: string,
    [system, of]: readonly [string, string],
    param: number | undefined,
  ): Part {
    const { definitions } = this;
    const unknown = wrong(
      `${code}:${modifier}`,
      written,
      'ce code ou son système n’est pas connu de ce serveur, qui ne peut dire ce qui est au-dessus ou au-dessous\u00A0; nommer les codes voulus',
      'this server does not know this code or its system, and cannot tell what is above or below; name the codes that are wanted',
    );
    if (definitions?.subsumes(system, of, of) !== true) throw unknown;
    const tells = (ancestor: string, one: string): boolean => definitions.subsumes(system, ancestor, one) ?? false;
    const found = this.#codes(code, param).filter((one) => (modifier === 'below' ? tells(of, one) : tells(one, of)));
    return this.#tokens(found.map((one) => [one, system]));
  }

  #tokens(tokens: readonly (readonly (string | undefined)[])[]): Part {
    const pairs = tokens.flatMap(([code, system]) => {
      const number = system === undefined ? 0 : this.store.system(system);
      return number === undefined ? [] : [[code, number]];
    });
    if (pairs.length === 0) return NO_PART;
    const codes = JSON.stringify([...new Set(pairs.map(([code]) => code))]);
    return {
      where: '(code, system) IN (SELECT value ->> 0, value ->> 1 FROM json_each(?))',
      args: [JSON.stringify(pairs)],
      reach: { where: 'code IN (SELECT value FROM json_each(?))', args: [codes] },
    };
  }

  /** The different codes of a parameter, from one to the next: what many resources have is looked at once. */
  #codes(code: string, param: number | undefined): string[] {
    if (param === undefined) return [];
    const rows = this.store.all<{ code: string }>(
      `WITH RECURSIVE one (code) AS (
         SELECT min(code) FROM token WHERE param = ?1
         UNION ALL SELECT (SELECT min(t.code) FROM token t WHERE t.param = ?1 AND t.code > one.code) FROM one WHERE one.code IS NOT NULL)
       SELECT code FROM one WHERE code IS NOT NULL LIMIT ?2`,
      param,
      MOST_CODES + 1,
    );
    if (rows.length > MOST_CODES) throw tooMany(code);
    return rows.map((row) => row.code);
  }
}

const tooMany = (code: string): Refused =>
  refusal(
    403,
    'too-costly',
    `Trop de codes de ${code} seraient à examiner\u00A0: nommer ceux qui sont voulus.`,
    `Too many codes of ${code} would have to be looked at: name those that are wanted.`,
  );
