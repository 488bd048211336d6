import {
  ABSENT,
  asWritten,
  type Bilingual,
  type Checklist,
  type Complaint,
  EMPTY,
  type Level,
  oneOf,
  type Place,
  quoted,
  type Rule,
  same,
} from '../../../src/model/index.js';
import type { Field, Hl7Message, Piece, Segment } from '../../../src/protocols/hl7v2/index.js';
import { formOf } from './data-types.js';
import type { ProfileRule } from './format.js';
import { matchStructure, type StructureProblem } from './grammar.js';
import { fieldAt, hasValue, holds, isValued, pieceAt, repetitionsAt, type Scope } from './predicate.js';
import type { Element, Elements, MessageProfile, Profile } from './profile.js';
import { PROFILE_RULES } from './rules.js';

const RULES = new Map<string, Rule>(PROFILE_RULES.map((rule) => [rule.id, rule]));
/** What a warning of a profile is told as. */
const RECOMMENDED = 'HL7-59';
const MOST_CODES = 20;
const DEEPEST_TYPE = 5;
const MOST_NAMES = 8;

/** Something that has a place, worked out when it is asked. */
interface Where {
  readonly place: Place;
}

/** Where findings go, and how a place of the message is one of what arrived. */
export interface Told {
  list: Checklist;
  at(place: Place): Place;
}

/** Judges a message by one profile: its segments as a whole, then what each holds, then what the profile says across them. */
export function judgeByProfile(message: Hl7Message, profile: Profile, structure: MessageProfile, told: Told): void {
  new ProfileJudge(message, profile, structure, told).judge();
}

class ProfileJudge {
  /** Fields with a repetition that begins with a value; asked once of each, whatever the number of its repetitions. */
  readonly #kept = new WeakMap<Field, boolean>();

  constructor(
    readonly message: Hl7Message,
    readonly profile: Profile,
    readonly structure: MessageProfile,
    readonly told: Told,
  ) {}

  judge(): void {
    const { segments } = this.message;
    const { places, problems } = matchStructure(
      this.structure.grammar,
      segments.map(({ name }) => name),
    );
    for (const id of ['HL7-40', 'HL7-41', 'HL7-42', 'HL7-43']) this.#pass(id);
    for (const problem of problems) this.#structure(problem);
    segments.forEach((segment, index) => {
      const fields =
        (places[index]?.item.fields as Elements | undefined) ?? this.profile.fields(this.structure.as[segment.name] ?? segment.name);
      if (fields) this.#segment(segment, fields);
    });
    for (const rule of this.profile.rules) this.#rule(rule);
  }

  #structure(problem: StructureProblem): void {
    const segment = this.message.segments[problem.at];
    const place = segment?.place ?? { line: 1, column: 1, path: 'MSH' };
    const { name = '' } = segment ?? {};
    switch (problem.kind) {
      case 'missing': {
        const { fr, en } = this.#named(problem.name, problem.within);
        this.#fail('HL7-40', 'SHALL', { place: { ...place, path: problem.name } }, () => ({
          message: { fr: `Le segment ${fr} manque.`, en: `The segment ${en} is missing.` },
          expected: problem.name,
          actual: ABSENT,
        }));
        break;
      }
      case 'sequence':
        this.#fail('HL7-41', 'SHALL', { place }, () => ({ expected: names(problem.expected()), actual: name }));
        break;
      case 'repeated':
        this.#fail('HL7-42', 'SHALL', { place }, () => ({
          expected: { fr: `${problem.name}, ${problem.max} fois au plus`, en: `${problem.name}, ${problem.max} at most` },
          actual: { fr: 'une fois de plus', en: 'one more' },
        }));
        break;
      case 'unknown':
        this.#fail('HL7-43', 'SHALL', { place }, () => ({ expected: names(problem.expected()), actual: asWritten(name) }));
        break;
      case 'local':
        if (this.profile.localSegments === 'warning')
          this.#fail('HL7-44', 'SHALL', { place }, () => ({ expected: names(problem.expected()), actual: asWritten(name) }));
    }
  }

  #named(name: string, within: string): Bilingual {
    return within === '' ? same(name) : { fr: `${name} du groupe ${within}`, en: `${name} of the group ${within}` };
  }

  #segment(segment: Segment, { all, open }: Elements): void {
    const last = Math.max(all.length, segment.lastField);
    for (let number = 1; number <= last; number++) {
      const field = segment.field(number);
      if (field.isDelimiters) continue;
      const element = all[number - 1];
      if (element) this.#field(field, element);
      else if (open) return;
      else if (isValued(field)) this.#beyond(field, `${segment.name}-${all.length}`);
      else this.#pass('HL7-53');
    }
  }

  #field(field: Field, element: Element): void {
    const { segment } = field;
    const valued = isValued(field);
    if (!this.#usage(field, valued, element, { message: this.message, segment }) || !valued) return;
    const { repetitions } = field;
    const enough = repetitions.length <= element.max && repetitions.length >= element.min;
    if (element.max !== Infinity || element.min > 1)
      this.#expect('HL7-52', element.level, enough, repetitions[element.max] ?? field, () => ({
        expected: times(element),
        actual: same(String(repetitions.length)),
      }));
    for (const piece of repetitions) if (isValued(piece)) this.#piece(piece, element, segment);
  }

  /** Returns whether there is more to judge. */
  #usage(where: Field | Piece, valued: boolean, element: Element, scope: Scope): boolean {
    let { usage } = element;
    if (usage === 'C') {
      if (!element.when) return true;
      usage = holds(element.when, scope) ? 'R' : (element.otherwise ?? 'O');
    }
    if (usage === 'R')
      return this.#expect('HL7-50', element.level, hasValue(where), where, () => ({
        ...(valued && WITHDRAWN),
        expected: expectedOf(element),
        actual: where.isEmpty ? EMPTY : asWritten(where.raw),
      }));
    if (usage === 'X')
      return this.#expect('HL7-51', element.level, !valued, where, () => ({
        expected: { fr: 'rien', en: 'nothing' },
        actual: quoted(where.raw),
      }));
    return true;
  }

  /** Judges what is there by its type. */
  #piece(piece: Piece, element: Element, segment: Segment, depth = 0): void {
    if (piece.isNull) return;
    if (element.length !== undefined) {
      const { length } = element;
      const written = piece.to - piece.from;
      this.#expect('HL7-54', 'SHALL', written <= length, piece, () => ({
        expected: { fr: `${length} caractères au plus`, en: `${length} characters at most` },
        actual: {
          fr: `${written} caractères\u00A0: ${asWritten(piece.raw, 60)}`,
          en: `${written} characters: ${asWritten(piece.raw, 60)}`,
        },
      }));
    }
    const { table, constant } = element;
    if (constant !== undefined)
      this.#expect('HL7-57', element.level, piece.value === constant, piece, () => ({ expected: constant, actual: quoted(piece.raw) }));
    if (table && piece.value !== '')
      this.#expect('HL7-56', weaker(element.level, table.level), table.codes.has(piece.value), piece, () => ({
        message: { fr: `Ce code n’est pas dans la table ${table.id}.`, en: `This code is not in table ${table.id}.` },
        expected: codes(table.codes),
        actual: quoted(piece.value),
      }));
    if (element.type === '*') return;
    const parts = element.parts ?? this.profile.parts(element.type);
    if (parts) this.#parts(piece, parts, segment, depth);
    else this.#simple(piece, element, segment);
  }

  #parts(piece: Piece, { all, open }: Elements, segment: Segment, depth: number): void {
    // cut no further: the whole is its first part
    const written = piece.parts.length > 0 ? piece.parts : [piece];
    const leaf = written[0] === piece;
    if (leaf) {
      const [first] = all;
      // a type may be the first part of itself, in a profile that is wrong
      if (first && depth < DEEPEST_TYPE) this.#piece(piece, first, segment, depth + 1);
    }
    for (let number = leaf ? 2 : 1; number <= all.length; number++) {
      const element = all[number - 1]!;
      const part = leaf ? undefined : written[number - 1];
      const valued = part !== undefined && isValued(part);
      if (!valued && (element.usage === 'O' || element.usage === 'RE')) continue;
      if (number === 1 && part?.isNull && this.#withdraws(piece)) continue;
      const place = part ?? piece.part(number);
      if (this.#usage(place, valued, element, { message: this.message, segment, piece }) && valued) this.#piece(part, element, segment);
    }
    const beyond = leaf || open ? undefined : written.slice(all.length).find(isValued);
    if (beyond) this.#beyond(beyond, `${piece.path}.${all.length}`);
    else this.#pass('HL7-53');
  }

  /**
   * A repetition that begins with a null withdraws what it names (the identifier of one authority), as long as another of its
   * field keeps a value.
   */
  #withdraws({ parent, field }: Piece): boolean {
    if (parent) return false;
    let kept = this.#kept.get(field);
    if (kept === undefined) this.#kept.set(field, (kept = field.repetitions.some((one) => hasValue(one.part(1)))));
    return kept;
  }

  #simple(piece: Piece, { type, level }: Element, { delimiters }: Segment): void {
    const { component, subcomponent } = delimiters;
    if (piece.raw.includes(component) || piece.raw.includes(subcomponent)) {
      const beyond = [...piece.leaves()].slice(1).find(isValued);
      if (beyond) this.#beyond(beyond, piece.path);
    } else this.#pass('HL7-53');
    const form = formOf(type);
    if (!form || piece.value === '') return;
    this.#expect('HL7-55', level, form.holds(piece.value), piece, () => ({
      message: { fr: `Cette valeur n’a pas la forme du type ${type}.`, en: `This value does not have the form of type ${type}.` },
      expected: form.told,
      actual: quoted(piece.raw),
    }));
  }

  #beyond(where: Field | Piece, last: string): void {
    this.#fail('HL7-53', 'SHALL', where, () => ({
      expected: { fr: `rien après ${last}`, en: `nothing after ${last}` },
      actual: quoted(where.raw),
    }));
  }

  #rule(rule: ProfileRule): void {
    for (const scope of this.#scopes(rule)) {
      if (rule.when && !holds(rule.when, scope)) continue;
      this.told.list.expect(
        rule.id,
        holds(rule.expect, scope),
        () => this.told.at(placeAt(rule.at, scope)),
        () => ({ expected: rule.expected, actual: quoted(shown(rule.at, scope)?.raw) }),
      );
    }
  }

  /** What a rule is judged on, one after the other. */
  #scopes({ each }: ProfileRule): Scope[] {
    const { message } = this;
    if (each === undefined) return [{ message }];
    return [each].flat().flatMap((path) =>
      message.all(path.slice(0, 3)).flatMap((segment): Scope[] => {
        const scope = { message, segment };
        return path.includes('-') ? repetitionsAt(path, scope).map((piece) => ({ ...scope, piece })) : [scope];
      }),
    );
  }

  #pass(rule: string): void {
    this.told.list.expect(rule, true, PASSED);
  }

  #fail(rule: string, level: Level, where: Where, complaint: () => Complaint): void {
    this.#expect(rule, level, false, where, complaint);
  }

  #expect(id: string, level: Level, holds: boolean, where: Where, complaint: () => Complaint): boolean {
    const rule = RULES.get(id)!;
    return this.told.list.expect(
      level === 'SHALL' ? id : RECOMMENDED,
      holds,
      () => this.told.at(where.place),
      () => {
        const told = { message: rule.message, hint: rule.hint, ...complaint() };
        return { ...told, message: this.#withName(told.message, where.place.path) };
      },
    );
  }

  /** Says what the field is that a finding points at. */
  #withName({ fr, en }: Bilingual, path: string): Bilingual {
    const name = this.profile.nameOf(path.replace(/^([A-Z0-9]{3})(?:\[\d+\])?(-\d+).*$/s, '$1$2'));
    return name ? { fr: `${fr.slice(0, -1)}\u00A0: ${name.fr}.`, en: `${en.slice(0, -1)}: ${name.en}.` } : { fr, en };
  }
}

/** What is told of a null where a value is required. */
const WITHDRAWN: Pick<Complaint, 'message' | 'hint'> = {
  message: {
    fr: 'Cette valeur est obligatoire, et un vide explicite la retire.',
    en: 'This value is required, and an explicit null withdraws it.',
  },
  hint: {
    fr: 'Donner la valeur\u00A0; seul un champ ou un composant qui n’est pas obligatoire peut être vidé ("").',
    en: 'Give the value; only a field or component that is not required can be set to null ("").',
  },
};

const PASSED: Place = { line: 1, column: 1, path: '' };

/** What a finding points at: a field as a whole, or a piece of it. */
const shown = (path: string, scope: Scope): Field | Piece | undefined =>
  /^[^.]+$/.test(path) ? fieldAt(path, scope) : pieceAt(path, scope);

const placeAt = (path: string, scope: Scope): Place =>
  (shown(path, scope) ?? scope.segment ?? scope.message.segments[0])?.place ?? { line: 1, column: 1, path };

const weaker = (...levels: Level[]): Level => (levels.includes('SHOULD') ? 'SHOULD' : 'SHALL');

const names = (expected: readonly string[]): Bilingual =>
  expected.length === 0 ? { fr: 'la fin du message', en: 'the end of the message' }
  : expected.length > MOST_NAMES ? same(`${expected.slice(0, MOST_NAMES).join(', ')}…`)
  : oneOf(expected);

const codes = (all: ReadonlySet<string>): Bilingual =>
  all.size > MOST_CODES ? same(`${[...all].slice(0, MOST_CODES).join(', ')}…`) : oneOf(all);

const times = ({ min, max }: Element): Bilingual | string =>
  max === Infinity ? `${min}..*`
  : min > 1 ? `${min}..${max}`
  : { fr: `${max} au plus`, en: `${max} at most` };

const expectedOf = ({ constant, table, type }: Element): Bilingual | string =>
  constant ?? (table ? codes(table.codes) : (formOf(type)?.told ?? { fr: 'une valeur', en: 'a value' }));
