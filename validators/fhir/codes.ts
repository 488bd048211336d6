import { type Bilingual, same, shorten } from '../../src/model/index.js';
import type { Binding, Definitions, Membership } from '../../src/protocols/fhir/definitions.js';
import type { FhirNode } from '../../src/protocols/fhir/node.js';
import type { Judge } from './judge.js';
import { RULE } from './rules.js';
import { named, valueOf } from './values.js';

interface Coded {
  system: string | undefined;
  code: string;
}

const RULE_OF = { required: RULE.required, extensible: RULE.extensible, preferred: RULE.preferred, example: RULE.preferred } as const;

/** Formats of FHIR that CapabilityStatement.format takes beside the media types that it is bound to (FHIR R4, its comments). */
const SHORT_FORMATS = ['xml', 'json', 'ttl'];
const isShortFormat = ({ name, parent, value = '' }: FhirNode): boolean =>
  name === 'format' && parent?.resourceType === 'CapabilityStatement' && SHORT_FORMATS.includes(value);

const canonicalOnly = (canonical: string): string => canonical.split('|')[0]!;

/** The codes of a resource against value sets and code systems. */
export class Codes {
  readonly #untold = new Set<string>();

  constructor(
    readonly judge: Judge,
    readonly definitions: Definitions,
  ) {}

  /**
   * Judges a node against the binding of its element.
   * @param generic what the specification binds it to: all that is left where the value set of the profile is not here
   */
  binding(node: FhirNode, type: string, binding: Binding, generic?: Binding): void {
    const { strength, valueSet, maxValueSet, additional = [] } = binding;
    for (const one of additional) this.#in(node, type, one.valueSet, RULE_OF[one.strength]);
    if (strength === 'example' || isShortFormat(node)) return;
    if (maxValueSet !== undefined) this.#in(node, type, maxValueSet, RULE.required);
    if (valueSet === undefined) return;
    const told = this.#in(node, type, valueSet, RULE_OF[strength]);
    if (!told && generic?.strength === 'required' && generic.valueSet !== undefined && generic.valueSet !== valueSet)
      this.#in(node, type, generic.valueSet, RULE.required);
  }

  /** Returns whether it can be told. */
  #in(node: FhirNode, type: string, valueSet: string, rule: string): boolean {
    const codes = codesOf(node, type);
    if (codes === undefined) return true;
    if (codes.length === 0) {
      // a text alone is no code; only a required binding asks for one
      if (rule === RULE.required && type !== 'Quantity')
        this.judge.expect(rule, false, node, () => ({ expected: same(valueSet), actual: NO_CODE }));
      return true;
    }
    const answer = this.#best(codes, valueSet);
    if (answer.result === 'unknown') {
      this.#tellUntold(node, valueSet, answer.missing);
      return false;
    }
    this.judge.expect(RULE.untoldCode, true, node);
    this.judge.expect(rule, answer.result === 'in', node, () => ({
      expected: this.#codeOf(valueSet),
      actual: same(codes.map(written).join(', ')),
      // an element of type code has no place for a system
      ...(rule === RULE.required && type === 'code' && { hint: CODE_ALONE }),
    }));
    return true;
  }

  /** A value set, with its codes where they are few enough to be read. */
  #codeOf(valueSet: string): Bilingual {
    const few = this.definitions.codes(valueSet, FEW) ?? [];
    const codes = few.length > 0 ? shorten(few.join(', '), 300) : undefined;
    return {
      fr: `un code de ${valueSet}${codes === undefined ? '' : `\u00A0: ${codes}`}`,
      en: `a code of ${valueSet}${codes === undefined ? '' : `: ${codes}`}`,
    };
  }

  /** Of several codings one is enough. */
  #best(codes: readonly Coded[], valueSet: string): Membership {
    const answers = codes.map(({ system, code }) => this.definitions.member(valueSet, system, code));
    return answers.find(({ result }) => result === 'in') ?? answers.find(({ result }) => result === 'unknown') ?? answers[0]!;
  }

  /** Whether a coded node is in a value set; undefined when it cannot be told. */
  holds(node: FhirNode, valueSet: string): boolean | undefined {
    const codes = codesOf(node, node.value === undefined ? 'CodeableConcept' : 'code') ?? [];
    if (codes.length === 0) return false;
    const { result } = this.#best(codes, valueSet);
    return result === 'unknown' ? undefined : result === 'in';
  }

  #tellUntold(node: FhirNode, valueSet: string, missing = valueSet): void {
    if (this.judge.inTrial || this.#untold.has(missing)) return;
    this.#untold.add(missing);
    this.judge.expect(RULE.untoldCode, false, node, () => ({
      expected: same(valueSet),
      actual: { fr: `absent\u00A0: ${missing}`, en: `missing: ${missing}` },
    }));
  }

  /** A system is named by its absolute URI, which is not that of a value set. */
  #system(node: FhirNode, system: string): void {
    const isSet = this.definitions.codeSystem(system) === undefined && this.definitions.valueSet(system) !== undefined;
    this.judge.expect(RULE.systemUri, ABSOLUTE.test(system) && !isSet, node, () => ({
      actual: isSet ? { fr: `${shorten(system)} (un jeu de valeurs)`, en: `${shorten(system)} (a value set)` } : shorten(system),
    }));
  }

  /** Judges a Coding in its own right: its code in its system, and its display. */
  coding(node: FhirNode): void {
    const [system, code, display] = ['system', 'code', 'display'].map((name) => valueOf(node, name));
    if (code === undefined || code === '') return;
    if (!this.judge.expect(RULE.codeSystem, system !== undefined, { in: node, missing: 'system' }, () => ({ actual: shorten(code) })))
      return;
    this.#system(named(node, 'system')[0]!, system!);
    const { result, displays = [] } = this.definitions.code(system!, code);
    if (result === 'unknown') return;
    const codeNode = named(node, 'code')[0]!;
    this.judge.expect(RULE.codeInSystem, result === 'in', codeNode, () => ({
      expected: { fr: `un code de ${system}`, en: `a code of ${system}` },
      actual: shorten(code),
    }));
    if (result === 'in' && display !== undefined && displays.length > 0)
      this.judge.expect(
        RULE.display,
        displays.some((right) => folded(right) === folded(display)),
        named(node, 'display')[0]!,
        () => ({
          expected: same(displays.slice(0, 3).join(' | ')),
          actual: shorten(display),
        }),
      );
  }
}

const ABSOLUTE = /^[A-Za-z][A-Za-z0-9+.-]{0,30}:\S/;
/** How many codes of a value set a finding names. */
const FEW = 16;
const CODE_ALONE: Bilingual = { fr: 'Écrire un code du jeu de valeurs, tel quel.', en: 'Write a code of the value set, as it is.' };
const NO_CODE: Bilingual = { fr: 'aucun code', en: 'no code' };
const written = ({ system, code }: Coded): string =>
  system === undefined ? shorten(code, 80) : `${shorten(canonicalOnly(system), 100)}#${shorten(code, 80)}`;
const folded = (text: string): string => text.trim().replace(/\s+/g, ' ').toLowerCase();

/** The codes of a node of a type that can be bound; undefined for another type. */
function codesOf(node: FhirNode, type: string): Coded[] | undefined {
  switch (type) {
    case 'code':
    case 'string':
    case 'uri':
    case 'url':
    case 'canonical':
      return node.value === undefined ? [] : [{ system: undefined, code: node.value }];
    case 'Coding':
    case 'Quantity':
    case 'Duration':
    case 'Age':
      return coded(node);
    case 'CodeableConcept':
      return [...named(node, 'coding').flatMap(coded), ...(node.children.some(({ name }) => name === 'coding') ? [] : coded(node))];
    default:
      return undefined;
  }
}

function coded(node: FhirNode): Coded[] {
  const code = valueOf(node, 'code');
  return code === undefined ? [] : [{ system: valueOf(node, 'system'), code }];
}
