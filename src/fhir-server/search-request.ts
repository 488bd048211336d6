import { splitAt } from '../protocols/fhir/index.js';
import { refusal, type Issue } from './outcome.js';
import { WORDS, type SearchParameter, type SearchParameters } from './search-parameters.js';

/** One parameter of a search with its values, any of which will do. */
export type Criterion =
  | { kind: 'value'; parameter: SearchParameter; modifier: string | undefined; values: readonly string[] }
  | { kind: 'id'; modifier: 'not' | undefined; values: readonly string[] }
  /** `_list=42`: what a List refers to */
  | { kind: 'list'; values: readonly string[] }
  /** `schedule.actor:Practitioner.name=…`: references to resources of these types that fulfil it */
  | { kind: 'chain'; parameter: SearchParameter; targets: readonly string[]; below: ReadonlyMap<string, Criterion> }
  /** `_has:Appointment:slot:status=…`: something of this type refers to it and fulfils it */
  | { kind: 'has'; type: string; parameter: SearchParameter; below: Criterion };

export interface Include {
  type: string;
  /** absent: every reference */
  code?: string;
  target?: string;
  iterate: boolean;
}

export type Summary = 'true' | 'text' | 'data' | 'count' | 'false';

/** A search as it was read. */
export interface SearchRequest {
  criteria: readonly Criterion[];
  sort: readonly { parameter: SearchParameter | '_id'; descending: boolean }[];
  count: number;
  page: string | undefined;
  includes: readonly Include[];
  revIncludes: readonly Include[];
  summary: Summary;
  elements: readonly string[];
  total: 'none' | 'estimate' | 'accurate' | undefined;
  /** parameters that count, as they were written: for the link to itself */
  used: readonly [string, string][];
  /** what was left out, and why */
  left: readonly Issue[];
}

/** What one search may ask: far beyond what people do, and cheap to answer. */
export const MOST = {
  count: 1000,
  parameters: 60,
  values: 500,
  allValues: 2000,
  valueLength: 2000,
  chain: 5,
  criteria: 200,
  includes: 20,
} as const;
const DEFAULT_COUNT = 50;

/** Parameters about the answer itself; `_format` and `_pretty` are read before. */
const CONTROL: ReadonlySet<string> = new Set([
  ...['_sort', '_count', '_include', '_revinclude', '_summary', '_elements', '_total', '_page', '_format', '_pretty'],
]);

/**
 * Reads the parameters of a search of a type (FHIR R4, 3.1.1).
 * @param strict what is not known is refused; else it is left out, and told
 * @param known parameters of the resources that are searched; absent: those of their type
 * @throws Refused for a parameter that is wrong
 */
export function readSearch(
  type: string,
  given: readonly (readonly [string, string])[],
  parameters: SearchParameters,
  strict: boolean,
  known: ReadonlyMap<string, SearchParameter> = parameters.of(type),
): SearchRequest {
  if (given.length > MOST.parameters)
    throw refusal(403, 'too-costly', `Plus de ${MOST.parameters} paramètres.`, `More than ${MOST.parameters} parameters.`);
  const reader = new Reader(type, parameters, strict, known);
  for (const [name, value] of given) reader.read(name, value);
  return reader.request;
}

class Reader {
  readonly #criteria: Criterion[] = [];
  readonly #includes: Include[] = [];
  readonly #revIncludes: Include[] = [];
  readonly #used: [string, string][] = [];
  readonly #left: Issue[] = [];
  #sort: SearchRequest['sort'] = [];
  #count = DEFAULT_COUNT;
  #page: string | undefined;
  #summary: Summary = 'false';
  #elements: string[] = [];
  #total: SearchRequest['total'];
  #values = 0;
  /** criteria that were made, those at each end of a chain too */
  #made = 0;

  constructor(
    private readonly type: string,
    private readonly parameters: SearchParameters,
    private readonly strict: boolean,
    private readonly known: ReadonlyMap<string, SearchParameter>,
  ) {}

  get request(): SearchRequest {
    return {
      criteria: this.#criteria,
      sort: this.#sort,
      count: this.#count,
      page: this.#page,
      includes: this.#includes,
      revIncludes: this.#revIncludes,
      summary: this.#count === 0 ? 'count' : this.#summary,
      elements: this.#elements,
      total: this.#total,
      used: this.#used,
      left: this.#left,
    };
  }

  read(name: string, value: string): void {
    if (value.length > MOST.valueLength * 10 || name.length > MOST.valueLength)
      throw refusal(403, 'too-long', `Le paramètre ${shown(name)} est trop long.`, `The parameter ${shown(name)} is too long.`);
    if (name === '_page') {
      this.#page = value;
      return;
    }
    if (name === '_format' || name === '_pretty') return;
    // a parameter without a value says nothing (FHIR R4, 3.1.1.1)
    if (value === '') return;
    const [bare = ''] = name.split(':', 1);
    if (CONTROL.has(bare)) this.#control(bare, name, value);
    else {
      const criterion = this.#criterion(this.type, name, value, 0);
      if (!criterion) return;
      this.#criteria.push(criterion);
    }
    this.#used.push([name, value]);
  }

  #control(bare: string, name: string, value: string): void {
    switch (bare) {
      case '_count': {
        if (!/^\d{1,20}$/.test(value))
          throw refusal(
            400,
            'value',
            `_count n’est pas un nombre entier\u00A0: ${shown(value)}.`,
            `_count is no whole number: ${shown(value)}.`,
          );
        this.#count = Math.min(Number(value), MOST.count);
        return;
      }
      case '_sort':
        this.#sort = value
          .split(',')
          .slice(0, 10)
          .map((one) => this.#sortKey(one));
        return;
      case '_summary': {
        const known = (['true', 'text', 'data', 'count', 'false'] as const).find((one) => one === value);
        if (!known) throw refusal(400, 'value', `_summary inconnu\u00A0: ${shown(value)}.`, `Unknown _summary: ${shown(value)}.`);
        this.#summary = known;
        return;
      }
      case '_elements':
        this.#elements = value
          .split(',')
          .map((one) => one.trim().replace(/^[A-Z][A-Za-z]{0,63}\./, ''))
          .filter((one) => one !== '')
          .slice(0, 100);
        return;
      case '_total': {
        const known = (['none', 'estimate', 'accurate'] as const).find((one) => one === value);
        if (!known) throw refusal(400, 'value', `_total inconnu\u00A0: ${shown(value)}.`, `Unknown _total: ${shown(value)}.`);
        this.#total = known;
        return;
      }
      default:
        this.#include(bare as '_include' | '_revinclude', name, value);
    }
  }

  #sortKey(written: string): SearchRequest['sort'][number] {
    const descending = written.startsWith('-');
    const code = descending ? written.slice(1) : written;
    const parameter = code === '_id' ? '_id' : this.known.get(code);
    if (!parameter) throw refusal(400, 'not-supported', `Tri inconnu\u00A0: ${shown(code)}.`, `Unknown sort: ${shown(code)}.`);
    if (parameter !== '_id' && (parameter.type === 'composite' || parameter.type === 'special' || WORDS.has(code)))
      throw refusal(400, 'not-supported', `${code} n’a pas d’ordre par lequel trier.`, `${code} has no order to sort by.`);
    return { parameter, descending };
  }

  #include(bare: '_include' | '_revinclude', name: string, value: string): void {
    const modifier = name.slice(bare.length + 1);
    if (modifier !== '' && modifier !== 'iterate' && modifier !== 'recurse')
      throw refusal(400, 'not-supported', `Modificateur inconnu\u00A0: ${shown(name)}.`, `Unknown modifier: ${shown(name)}.`);
    const list = bare === '_include' ? this.#includes : this.#revIncludes;
    if (list.length >= MOST.includes)
      throw refusal(403, 'too-costly', `Plus de ${MOST.includes} ${bare}.`, `More than ${MOST.includes} ${bare}.`);
    const iterate = modifier !== '';
    if (value === '*' && bare === '_include') {
      list.push({ type: this.type, iterate });
      return;
    }
    const [type = '', code = '', target] = value.split(':');
    const parameter = code === '*' ? undefined : this.parameters.of(type).get(code);
    if (code !== '*' && parameter?.type !== 'reference')
      throw refusal(
        400,
        'not-supported',
        `${bare}=${shown(value)} ne nomme pas un paramètre de type reference.`,
        `${bare}=${shown(value)} does not name a parameter of type reference.`,
      );
    if (bare === '_revinclude' && !parameter)
      throw refusal(400, 'not-supported', '_revinclude=* n’est pas pris en charge.', '_revinclude=* is not supported.');
    // what is about another type than the one searched can only be about what is included (as the example of GAP 3.0.0 has it)
    const about = bare === '_include' && type !== this.type;
    list.push({ type, iterate: iterate || about, ...(parameter && { code }), ...(target !== undefined && target !== '' && { target }) });
  }

  #criterion(type: string, name: string, value: string, depth: number): Criterion | undefined {
    if (depth > MOST.chain)
      throw refusal(403, 'too-costly', `Chaîne de plus de ${MOST.chain} références.`, `Chain of more than ${MOST.chain} references.`);
    this.#made += 1;
    if (this.#made > MOST.criteria)
      throw refusal(
        403,
        'too-costly',
        'Une chaîne passe par trop de types\u00A0: les nommer (actor:Practitioner.name).',
        'A chain leads over too many types: name them (actor:Practitioner.name).',
      );
    if (name.startsWith('_has:')) return this.#has(type, name, value, depth);
    const dot = name.indexOf('.');
    if (dot !== -1) return this.#chain(type, name.slice(0, dot), name.slice(dot + 1), value, depth);
    const [code = '', ...modifiers] = name.split(':');
    const given = splitAt(value, ',');
    const values = [...new Set(given)];
    this.#values += values.length;
    if (given.length > MOST.values || this.#values > MOST.allValues || values.some((one) => one.length > MOST.valueLength))
      throw refusal(
        403,
        'too-costly',
        `Trop de valeurs, ou trop longues\u00A0: ${shown(name)}.`,
        `Too many values, or too long: ${shown(name)}.`,
      );
    if (code === '_id') {
      const [modifier, ...more] = modifiers;
      if ((modifier === undefined || modifier === 'not') && more.length === 0) return { kind: 'id', modifier, values };
      throw refusal(
        400,
        'not-supported',
        `Le modificateur :${shown(modifiers.join(':'))} n’est pas pris en charge pour _id, qui a :not.`,
        `The modifier :${shown(modifiers.join(':'))} is not supported for _id, which has :not.`,
      );
    }
    if (code === '_list' && modifiers.length === 0 && this.parameters.of('List').has('item')) return this.#list(values);
    const parameter = this.#parametersOf(type, depth).get(code);
    if (!parameter) return this.#unknown(type, name, depth);
    return { kind: 'value', parameter, modifier: modifiers.length === 0 ? undefined : modifiers.join(':'), values };
  }

  /** At the end of a chain all parameters of a type are known. */
  #parametersOf(type: string, depth: number): ReadonlyMap<string, SearchParameter> {
    return depth === 0 ? this.known : this.parameters.of(type);
  }

  /** What some Lists name, by their ids; lists that a server makes up when it is asked are not here. */
  #list(values: readonly string[]): Criterion {
    const named = values.find((value) => value.startsWith('$'));
    if (named === undefined) return { kind: 'list', values };
    throw refusal(
      400,
      'not-supported',
      `Ce serveur ne tient pas la liste ${shown(named)}\u00A0: donner l’id d’une List.`,
      `This server keeps no list ${shown(named)}: give the id of a List.`,
    );
  }

  #chain(type: string, first: string, rest: string, value: string, depth: number): Criterion | undefined {
    const [code = '', modifier] = first.split(':');
    const parameter = this.#parametersOf(type, depth).get(code);
    if (!parameter) return this.#unknown(type, `${first}.${rest}`, depth);
    if (parameter.type !== 'reference')
      throw refusal(400, 'not-supported', `${shown(code)} n’est pas une référence.`, `${shown(code)} is no reference.`);
    const targets = modifier === undefined ? (parameter.target ?? []) : [modifier];
    if (modifier !== undefined && parameter.target?.includes(modifier) === false)
      throw refusal(
        400,
        'not-supported',
        `${code} ne mène pas à ${shown(modifier)}, mais à\u00A0: ${(parameter.target ?? []).slice(0, 20).join(', ')}.`,
        `${code} does not lead to ${shown(modifier)}, but to: ${(parameter.target ?? []).slice(0, 20).join(', ')}.`,
      );
    const [next = ''] = rest.split(/[.:]/, 1);
    const below = new Map<string, Criterion>();
    for (const target of targets) {
      // without a type, only those of the targets that have such a parameter are meant
      if (modifier === undefined && next !== '_id' && next !== '_has' && !this.parameters.of(target).has(next)) continue;
      const criterion = this.#criterion(target, rest, value, depth + 1);
      if (criterion) below.set(target, criterion);
    }
    return below.size === 0 ? this.#unknown(type, `${first}.${rest}`, depth) : { kind: 'chain', parameter, targets, below };
  }

  #has(type: string, name: string, value: string, depth: number): Criterion | undefined {
    const [, source = '', code = '', ...rest] = name.split(':');
    const parameter = this.parameters.of(source).get(code);
    if (parameter?.type !== 'reference' || rest.length === 0) return this.#unknown(type, name, depth);
    const below = this.#criterion(source, rest.join(':'), value, depth + 1);
    return below && { kind: 'has', type: source, parameter, below };
  }

  /** A parameter that is not known inside a chain, or where the client wants to be told, is refused. */
  #unknown(type: string, name: string, depth: number): Criterion | undefined {
    const text = {
      fr: `Le paramètre de recherche ${shown(name)} n’est pas connu pour ${shown(type)}.`,
      en: `The search parameter ${shown(name)} is not known for ${shown(type)}.`,
    };
    if (this.strict || depth > 0) throw refusal(400, 'not-supported', text.fr, text.en);
    this.#left.push({ severity: 'warning', code: 'not-supported', text });
    return undefined;
  }
}

/**
 * The types of resources that criteria look into, beside the one that is searched: those that a chain or `_has` leads
 * over, a list, and what is part of what. Whoever finds out what they hold reads them.
 */
export function typesLookedInto(criteria: Iterable<Criterion>, parameters: SearchParameters): ReadonlySet<string> {
  const types = new Set<string>();
  const look = (criterion: Criterion): void => {
    switch (criterion.kind) {
      case 'id':
        return;
      case 'value':
        if (criterion.modifier === 'above' || criterion.modifier === 'below')
          for (const type of criterion.parameter.target ?? []) if (hasParts(type, parameters)) types.add(type);
        return;
      case 'list':
        types.add('List');
        return;
      case 'chain':
        for (const [type, below] of criterion.below) {
          types.add(type);
          look(below);
        }
        return;
      case 'has':
        types.add(criterion.type);
        look(criterion.below);
    }
  };
  for (const criterion of criteria) look(criterion);
  return types;
}

const hasParts = (type: string, parameters: SearchParameters): boolean =>
  ['partof', 'part-of'].some((code) => parameters.of(type).get(code)?.target?.includes(type));

/** A text of anybody as a message shows it. */
export const shown = (text: string): string => (text.length > 100 ? `${text.slice(0, 100)}…` : text);
