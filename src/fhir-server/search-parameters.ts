import type { FhirRest, SearchParameterDefinition } from '../packs/index.js';

export type SearchParameter = SearchParameterDefinition;

/** Parameters about the words of a resource, and the part of it that they are about. */
export const WORDS: ReadonlyMap<string, 'narrative' | 'content'> = new Map([
  ['_text', 'narrative'],
  ['_content', 'content'],
]);

/** The search parameters of a server, by resource type and code: those of FHIR, and those that an actor adds or replaces. */
export class SearchParameters {
  readonly #byBase = new Map<string, Map<string, SearchParameter>>();
  readonly #byUrl = new Map<string, SearchParameter>();
  readonly #ofType = new Map<string, ReadonlyMap<string, SearchParameter>>();
  readonly #components = new Map<SearchParameter, readonly SearchParameter[]>();

  constructor({ parameters }: FhirRest, own: readonly SearchParameter[] = []) {
    for (const parameter of [...parameters, ...own]) {
      this.#byUrl.set(parameter.url, parameter);
      for (const base of parameter.base) {
        const known = this.#byBase.get(base) ?? new Map<string, SearchParameter>();
        this.#byBase.set(base, known.set(parameter.code, parameter));
      }
    }
  }

  /** The parameters by which resources of a type are searched, beside `_id`. */
  of(type: string): ReadonlyMap<string, SearchParameter> {
    let known = this.#ofType.get(type);
    if (!known) {
      known = new Map(
        ['Resource', 'DomainResource', type]
          .flatMap((base) => [...(this.#byBase.get(base) ?? [])])
          .filter(([code, parameter]) => code !== '_id' && this.#isSearched(parameter)),
      );
      this.#ofType.set(type, known);
    }
    return known;
  }

  /** Those that all of some types have, by the same name and of the same kind: for a search of several types. */
  common(types: readonly string[]): ReadonlyMap<string, SearchParameter> {
    const [first = '', ...others] = types;
    return new Map([...this.of(first)].filter(([code, { type }]) => others.every((other) => this.of(other).get(code)?.type === type)));
  }

  /**
   * What a composite parameter is made of: parameters whose expressions begin at its own elements, with codes that no
   * other parameter has.
   */
  components(composite: SearchParameter): readonly SearchParameter[] {
    let known = this.#components.get(composite);
    if (!known) {
      known = (composite.component ?? []).flatMap(({ definition, expression }, place) => {
        const parameter = this.#byUrl.get(definition);
        return parameter ? [{ ...parameter, code: `${composite.code}$${place + 1}`, expression }] : [];
      });
      this.#components.set(composite, known);
    }
    return known;
  }

  /** Of the special parameters there is one that finds resources by where they are; `_query` names operations. */
  #isSearched(parameter: SearchParameter): boolean {
    const { code, type, component = [] } = parameter;
    if (type === 'special') return code === 'near';
    if (type !== 'composite') return true;
    const parts = this.components(parameter);
    return (
      parts.length > 1 && parts.length === component.length && parts.every((one) => one.type !== 'composite' && one.type !== 'special')
    );
  }
}
