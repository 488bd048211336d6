import type { FhirRest, SearchParameterDefinition } from '../packs/index.js';

export type SearchParameter = SearchParameterDefinition;

/** The search parameters of a server, by resource type and code: those of FHIR, and those that an actor adds or replaces. */
export class SearchParameters {
  readonly #byBase = new Map<string, Map<string, SearchParameter>>();
  readonly #ofType = new Map<string, ReadonlyMap<string, SearchParameter>>();

  constructor({ parameters }: FhirRest, own: readonly SearchParameter[] = []) {
    for (const parameter of [...parameters, ...own])
      for (const base of parameter.base) {
        const known = this.#byBase.get(base) ?? new Map<string, SearchParameter>();
        this.#byBase.set(base, known.set(parameter.code, parameter));
      }
  }

  /** The parameters by which resources of a type are indexed. */
  of(type: string): ReadonlyMap<string, SearchParameter> {
    let known = this.#ofType.get(type);
    if (!known) {
      known = new Map(
        ['Resource', 'DomainResource', type]
          .flatMap((base) => [...(this.#byBase.get(base) ?? [])])
          .filter(([code, { type: kind }]) => isSearched(kind) && !APART.has(code)),
      );
      this.#ofType.set(type, known);
    }
    return known;
  }
}

/** Special and composite parameters are not searched by; a server may leave them (FHIR R4, 3.1.1.5). */
const isSearched = (kind: SearchParameter['type']): boolean => kind !== 'special' && kind !== 'composite';

/** Parameters that are not answered from an index: the identity of the resource, and queries by name or text. */
const APART: ReadonlySet<string> = new Set(['_id', '_query', '_content', '_text']);
