import { ABSENT, asWritten, bilingual, oneOf, type Bilingual, type Complaint } from '../../../src/model/index.js';
import { XmlElement, type Where, type XmlAttribute } from '../../../src/protocols/xml/index.js';
import type { Judge } from '../judge.js';
import type { ContentModel } from './content-model.js';
import { nearest } from './nearest.js';
import { clinicalDocument, dataTypeNames, homeOf, keyOf, typeOfName, type ElementType } from './types.js';

const XSI = 'http://www.w3.org/2001/XMLSchema-instance';
const XMLNS = 'http://www.w3.org/2000/xmlns/';
/** Attributes that every element may have, and that say nothing of its content. */
const ABOUT_SCHEMAS = new Set(['schemaLocation', 'noNamespaceSchemaLocation']);
/** Names beyond these are not compared with the allowed ones: each finding is told once, and few are read. */
const MOST_SUGGESTIONS = 200;
/** More allowed names than this help nobody. */
const MOST_NAMES = 16;
/** Short codes are too alike to tell which was meant. */
const SHORTEST_MEANT = 4;

const BLANK = /^[ \t\r\n]*$/;

/** An element that is to be judged as of a type. */
interface Typed {
  element: XmlElement;
  type: ElementType;
  nillable: boolean;
}

/** Judges the structure of one document: what stands where, and what attributes may say. */
export class StructureCheck {
  readonly #judge: Judge;
  /** rules that had something to judge, told once at the end: most hold for thousands of attributes */
  readonly #met = new Set<string>(['CDA-300', 'CDA-301', 'CDA-302', 'CDA-303', 'CDA-304', 'CDA-305', 'CDA-306', 'CDA-320', 'CDA-322']);
  #suggestions = 0;

  constructor(judge: Judge) {
    this.#judge = judge;
  }

  /** @param root the ClinicalDocument */
  run(root: XmlElement): void {
    // a stack, not calls: how deep a document is nested is for whoever wrote it to choose
    const left: Typed[] = [{ element: root, type: clinicalDocument(), nillable: false }];
    for (let next = left.pop(); next; next = left.pop()) {
      const children = this.#element(next);
      for (let i = children.length - 1; i >= 0; i--) left.push(children[i]!);
    }
    for (const rule of this.#met) this.#judge.expect(rule, true, root);
  }

  /** Judges an element and gives its children with the types they are to be judged by. */
  #element({ element, type: declared, nillable }: Typed): Typed[] {
    if (declared.anything) return [];
    const type = this.#effective(element, declared);
    if (!type) return [];
    if (type.narrative) this.#met.add('CDA-321');
    this.#attributes(element, type, nillable);
    if (nillable && /^(?:true|1)$/.test(element.attribute('nil', XSI)?.trim() ?? '')) return this.#nil(element);
    if (!type.mixed) this.#text(element, type);
    else if (type.text && !type.text.accepts(element.text))
      this.complain(type.text.rule, element, () => ({ expected: type.text!.expected, actual: asWritten(element.text) }));
    return new Content(element, type, this).read();
  }

  /** The type that an element says it is, when it may; undefined when nothing can be judged by. */
  #effective(element: XmlElement, declared: ElementType): ElementType | undefined {
    const named = element.attribute('type', XSI);
    if (named === undefined) {
      if (!declared.abstract) return declared;
      this.complain('CDA-317', { in: element, missing: '@xsi:type' }, () => ({
        expected: examplesOf(declared),
        actual: ABSENT,
      }));
      return undefined;
    }
    this.#met.add('CDA-317').add('CDA-318').add('CDA-319');
    const written = named.trim();
    const colon = written.indexOf(':');
    const home = homeOf(element.scope.get(colon === -1 ? '' : written.slice(0, colon)) ?? '');
    const local = written.slice(colon + 1);
    const type = home === undefined ? undefined : typeOfName(local, home === 'hl7' && declared.borrowed ? declared.home : home);
    const where = [element, 'type'] as const;
    if (!type) {
      this.complain('CDA-318', where, () => ({
        expected:
          home === undefined ?
            { fr: 'un type de urn:hl7-org:v3', en: 'a type of urn:hl7-org:v3' }
          : (nearest(local, dataTypeNames()) ?? examplesOf(declared)),
        actual: asWritten(named),
      }));
      return declared.abstract ? undefined : declared;
    }
    if (!type.is(declared)) {
      this.complain('CDA-319', where, () => ({
        expected:
          declared.abstract ?
            examplesOf(declared)
          : { fr: `${declared.name}, ou un type qui en dérive`, en: `${declared.name}, or a type derived from it` },
        actual: asWritten(named),
      }));
      return declared.abstract ? undefined : declared;
    }
    if (!type.abstract) return type;
    this.complain('CDA-319', where, () => ({
      expected: examplesOf(type),
      actual: { fr: `${local}, abstrait`, en: `${local}, which is abstract` },
    }));
    return undefined;
  }

  #attributes(element: XmlElement, type: ElementType, nillable: boolean): void {
    const { attributes, required } = type;
    for (const attribute of element.attributes) {
      if (attribute.namespace === XMLNS) continue;
      const known = attributes.get(nameOf(attribute));
      if (!known) {
        if (
          attribute.namespace === XSI
          && (attribute.local === 'type' || ABOUT_SCHEMAS.has(attribute.local) || (attribute.local === 'nil' && nillable))
        )
          continue;
        this.complain('CDA-305', [element, attribute.name], () => this.#unknown(attribute.name, [...attributes.keys()]));
        continue;
      }
      const { lexical } = known;
      this.#met.add(lexical.rule);
      if (!lexical.accepts(attribute.value))
        this.complain(lexical.rule, [element, attribute.name], () => ({
          expected: expectedOf(lexical.expected, lexical.codes, attribute.value),
          actual: asWritten(attribute.value),
        }));
    }
    for (const name of required)
      if (element.attribute(name) === undefined)
        this.complain('CDA-306', { in: element, missing: `@${name}` }, () => {
          const { expected, codes } = attributes.get(name)!.lexical;
          const { fr, en } = bilingual(expectedOf(expected, codes, ''));
          return { expected: { fr: `${name} = ${fr}`, en: `${name} = ${en}` }, actual: ABSENT };
        });
  }

  #unknown(written: string, allowed: readonly string[]): Complaint {
    const near = this.suggest(written, allowed);
    return {
      expected: near ?? (allowed.length === 0 ? { fr: 'aucun attribut', en: 'no attribute' } : someOf(allowed)),
      actual: asWritten(written),
    };
  }

  #text(element: XmlElement, type: ElementType): void {
    const empty = type.model.positions.length === 0;
    for (const child of element.children) {
      // between children blanks do not count; in an element that has to be empty they do
      if (child instanceof XmlElement || (!empty && BLANK.test(child.text))) continue;
      this.complain('CDA-320', element, () => ({
        expected: empty ? { fr: 'un élément vide', en: 'an empty element' } : { fr: 'des éléments seulement', en: 'elements only' },
        actual: BLANK.test(child.text) ? { fr: 'des blancs', en: 'blanks' } : asWritten(child.text.trim()),
      }));
      return;
    }
  }

  #nil(element: XmlElement): Typed[] {
    if (!element.children.every((child) => !(child instanceof XmlElement) && BLANK.test(child.text)))
      this.complain('CDA-320', element, () => ({
        expected: { fr: 'un élément vide, puisque xsi:nil vaut true', en: 'an empty element, since xsi:nil is true' },
        actual: { fr: 'un contenu', en: 'content' },
      }));
    return [];
  }

  /** The allowed name that was probably meant. */
  suggest(written: string, allowed: Iterable<string>): string | undefined {
    return this.#suggestions++ < MOST_SUGGESTIONS ? nearest(written, allowed) : undefined;
  }

  complain(rule: string, where: Where, complaint: () => Complaint): void {
    this.#judge.expect(rule, false, where, complaint);
  }
}

/** One element while its children are read in their order. */
class Content {
  readonly #element: XmlElement;
  readonly #type: ElementType;
  readonly #model: ContentModel<ElementType>;
  readonly #check: StructureCheck;
  #state = 0;
  /** by state: the first child that took it; a content has few states, however many children there are */
  readonly #taken = new Map<number, XmlElement>();
  #last: XmlElement | undefined;
  readonly #typed: Typed[] = [];
  #keys: ReadonlySet<string> | undefined;

  constructor(element: XmlElement, type: ElementType, check: StructureCheck) {
    this.#element = element;
    this.#type = type;
    this.#model = type.model;
    this.#check = check;
  }

  read(): Typed[] {
    for (const child of this.#element.children) {
      if (!(child instanceof XmlElement)) continue;
      const key = this.#keyOf(child);
      const steps = this.#model.steps[this.#state]!;
      const next = steps.get(key) ?? (this.#isOther(child) ? steps.get('##other') : undefined);
      if (next === undefined) this.#misplaced(child, key);
      else this.#take(child, next);
    }
    if (!this.#model.done[this.#state]) this.#missing(this.#model.needed(this.#state, undefined));
    return this.#typed;
  }

  /** Of a namespace, and not of that of its parent. */
  #isOther({ namespace }: XmlElement): boolean {
    return namespace !== '' && homeOf(namespace) !== this.#type.home;
  }

  #keyOf({ namespace, local }: XmlElement): string {
    const home = homeOf(namespace);
    if (home === undefined) return `{${namespace}}${local}`;
    return keyOf(home === 'hl7' && this.#type.borrowed ? this.#type.home : home, local);
  }

  #take(child: XmlElement, state: number): void {
    this.#state = state;
    this.#last = child;
    if (!this.#taken.has(state)) this.#taken.set(state, child);
    this.#judgeAs(child, state);
  }

  #judgeAs(child: XmlElement, state: number): void {
    const { type, nillable } = this.#model.positions[state - 1]!;
    this.#typed.push({ element: child, type, nillable });
  }

  /** A child that may not stand here: says why, and goes on with what was probably meant. */
  #misplaced(child: XmlElement, key: string): void {
    const states = this.#model.states.get(key);
    if (!states) return this.#unknown(child, key);
    const ahead = states.find((state) => this.#model.reachable(this.#state).has(state));
    if (ahead !== undefined) {
      this.#missing(this.#model.needed(this.#state, ahead));
      return this.#take(child, ahead);
    }
    const [state] = states as [number];
    const again = states.some((one) => this.#taken.has(one) && !this.#model.reachable(one).has(one));
    const late = again ? undefined : this.#firstThatFollows(state, key);
    const last = this.#last!.name;
    if (again)
      this.#check.complain('CDA-303', child, () => ({
        expected: { fr: `un seul ${child.name}`, en: `one ${child.name}` },
        actual: { fr: `${child.name} pour la deuxième fois`, en: `${child.name} a second time` },
      }));
    else if (late)
      this.#check.complain('CDA-301', child, () => ({
        expected: { fr: `${child.name} avant ${late.name}`, en: `${child.name} before ${late.name}` },
        actual: { fr: `${child.name} après ${last}`, en: `${child.name} after ${last}` },
      }));
    else
      this.#check.complain('CDA-304', child, () => ({
        expected: { fr: `${last} ou ${child.name}, pas les deux`, en: `${last} or ${child.name}, not both` },
        actual: { fr: `${last} et ${child.name}`, en: `${last} and ${child.name}` },
      }));
    this.#judgeAs(child, state);
  }

  /** The first child taken that the model places after this one. */
  #firstThatFollows(state: number, key: string): XmlElement | undefined {
    const after = this.#model.keysAfter(state);
    for (const [one, child] of this.#taken) {
      const other = this.#model.positions[one - 1]!.key;
      if (other !== key && after.has(other)) return child;
    }
    return undefined;
  }

  #unknown(child: XmlElement, key: string): void {
    const steps = this.#model.steps[this.#state]!;
    const foreign = homeOf(child.namespace) === undefined;
    const written = foreign ? child.local : key;
    const meant = this.#check.suggest(written, steps.keys()) ?? this.#check.suggest(written, this.#model.states.keys());
    const rule =
      foreign ? 'CDA-322'
      : this.#type.narrative ? 'CDA-321'
      : 'CDA-300';
    this.#check.complain(rule, child, () => ({
      expected: foreign ? { fr: 'un élément de urn:hl7-org:v3', en: 'an element of urn:hl7-org:v3' } : (meant ?? this.#allowed()),
      actual: asWritten(foreign ? `{${child.namespace}}${child.local}` : child.name),
    }));
    // one finding for one wrong name: what follows is judged as if it had been right
    const next = meant === undefined ? undefined : steps.get(meant);
    if (next !== undefined) this.#take(child, next);
  }

  #allowed(): Bilingual | string {
    const all = [...this.#model.states.keys()];
    return all.length === 0 ? { fr: 'aucun élément', en: 'no element' } : someOf(all);
  }

  /** Elements that lack; those that stand elsewhere among the children are told there. */
  #missing(way: readonly (readonly string[])[]): void {
    for (const names of way) {
      this.#keys ??= new Set(this.#element.elements().map((child) => this.#keyOf(child)));
      if (names.some((name) => this.#keys!.has(name))) continue;
      this.#check.complain('CDA-302', { in: this.#element, missing: names.length > MOST_NAMES ? names[0]! : names.join('|') }, () => ({
        expected: someOf(names),
        actual: ABSENT,
      }));
    }
  }
}

const nameOf = ({ namespace, local, name }: XmlAttribute): string => {
  if (namespace === '') return local;
  const home = homeOf(namespace);
  return home === undefined ? name : `${home}:${local}`;
};

/** Names of which one is allowed: all when they are few. */
const someOf = (names: readonly string[]): Bilingual =>
  names.length <= MOST_NAMES ?
    oneOf(names)
  : { fr: `${names.slice(0, MOST_NAMES).join(', ')}…`, en: `${names.slice(0, MOST_NAMES).join(', ')}…` };

/** Of many codes the one that was probably meant, else the first of them. */
function expectedOf(expected: Bilingual | string, codes: ReadonlySet<string> | undefined, written: string): Bilingual | string {
  if (!codes || codes.size <= MOST_NAMES) return expected;
  const meant = written.length < SHORTEST_MEANT ? undefined : nearest(written, codes);
  return meant ?? someOf([...codes]);
}

/** Types that are often written where an abstract one stands. */
function examplesOf({ name }: ElementType): Bilingual {
  if (name === 'QTY') return oneOf(['PQ', 'INT', 'REAL', 'MO', 'TS']);
  return oneOf(['CD', 'PQ', 'ST', 'INT', 'BL', 'TS', 'IVL_TS', 'ED']);
}
