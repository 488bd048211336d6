import type { Bilingual } from '../../model/bilingual.js';

/** A value that a StructureDefinition states: fixed[x], pattern[x], minValue[x], maxValue[x]. */
export interface StatedValue {
  /** `uri`, `CodeableConcept` */
  type: string;
  /** as the JSON of FHIR has it; a decimal as a number */
  value: unknown;
}

/** ElementDefinition.type (FHIR R4, 5.1). */
export interface ElementType {
  /** `string`, `Reference`, `BackboneElement`; the types of FHIRPath (`System.String`) are given as the FHIR type they stand for */
  code: string;
  /** one of them shall hold */
  profiles?: string[];
  /** profiles of the resource that a Reference or canonical points to; one of them shall hold */
  targetProfiles?: string[];
  aggregation?: string[];
  versioning?: string;
  /** what the lexical form of a primitive shall match; JavaScript may not accept it as it is */
  regex?: string;
}

export type DiscriminatorType = 'value' | 'exists' | 'pattern' | 'type' | 'profile';

export interface Slicing {
  discriminator: { type: DiscriminatorType; path: string }[];
  ordered: boolean;
  rules: 'closed' | 'open' | 'openAtEnd';
}

export interface Constraint {
  key: string;
  severity: 'error' | 'warning';
  /** English, or the language of the profile */
  human: string;
  /** `human` in French, where the profile translates it */
  french?: string;
  /** FHIRPath; absent where the specification only has words */
  expression?: string;
  /** canonical of the StructureDefinition that states it */
  source?: string;
  /** a recommendation (elementdefinition-bestpractice) */
  bestPractice?: true;
}

export type BindingStrength = 'required' | 'extensible' | 'preferred' | 'example';

export interface Binding {
  strength: BindingStrength;
  valueSet?: string;
  /** the outer limit of an extensible or preferred binding (elementdefinition-maxValueSet) */
  maxValueSet?: string;
  /** bindings that hold beside it, whatever the use (ElementDefinition.binding.additional of R5, as an extension) */
  additional?: { strength: BindingStrength; valueSet: string }[];
}

/** An element of a snapshot: what a walk needs of ElementDefinition, and nothing that only people read. */
export interface ElementDefinition {
  /** `Patient.identifier:INS-NIR.system` */
  id: string;
  /** `Patient.identifier.system`, `Observation.value[x]` */
  path: string;
  sliceName?: string;
  /** the slice restricts one of the profile that this one is made from */
  sliceIsConstraining?: true;
  slicing?: Slicing;
  min: number;
  /** `*` or a number as text */
  max: string;
  /** the element of the type that it comes from */
  base?: { path: string; min: number; max: string };
  /** `#Questionnaire.item`, or with the canonical of another definition before the `#` */
  contentReference?: string;
  types?: ElementType[];
  fixed?: StatedValue;
  pattern?: StatedValue;
  minValue?: StatedValue;
  maxValue?: StatedValue;
  maxLength?: number;
  /** the extension minLength */
  minLength?: number;
  /** no extension stands for the value (mustHaveValue of R5, as an extension) */
  mustHaveValue?: true;
  /** the extensions that may stand for the value (valueAlternatives of R5, as an extension) */
  valueAlternatives?: string[];
  conditions?: string[];
  constraints?: Constraint[];
  mustSupport?: true;
  isModifier?: true;
  binding?: Binding;
  /** attributes of XML: id, url; and the text of xhtml */
  representation?: string[];
}

export interface ExtensionContext {
  type: 'element' | 'extension' | 'fhirpath';
  expression: string;
}

/** A StructureDefinition with its snapshot, as published or as made from its differential. */
export interface StructureDefinition {
  url: string;
  version?: string;
  name: string;
  title?: string;
  /** the title in French, where the profile translates it */
  frenchTitle?: string;
  kind: 'primitive-type' | 'complex-type' | 'resource' | 'logical';
  abstract: boolean;
  /** `Patient`, `Quantity`, `Extension` */
  type: string;
  baseDefinition?: string;
  derivation?: 'specialization' | 'constraint';
  /** where an extension may stand */
  context?: ExtensionContext[];
  contextInvariants?: string[];
  /** what it comes from: `hl7.fhir.r4.core:4.0.1`, or the coordinate of a pack */
  source: string;
  /** the first is the root */
  elements: readonly ElementDefinition[];
}

/** What is known of a code in a value set or a code system. */
export interface Membership {
  /** `unknown`: the value set or the code system is not there, or is too large or open to be told */
  result: 'in' | 'out' | 'unknown';
  /** displays that are right for it, the preferred one first; absent or empty: not known */
  displays?: readonly string[];
  /** the code belongs to the system but is inactive, deprecated or abstract */
  notSelectable?: true;
  /** `unknown`: canonical of what is missing */
  missing?: string;
}

export interface ValueSetSummary {
  url: string;
  version?: string;
  name: string;
  source: string;
}

export interface CodeSystemSummary extends ValueSetSummary {
  content: 'complete' | 'fragment' | 'example' | 'supplement' | 'not-present';
  caseSensitive: boolean;
}

/**
 * Everything a validation asks about the types, profiles and terminologies of FHIR R4. Synchronous: what is asked is
 * read when first asked and kept. A canonical may end in `|version`; without, the newest that is there is meant.
 */
export interface Definitions {
  /**
   * @throws DefinitionError for a profile that is there but cannot be used: unknown base, circle, path that its base does not have
   */
  structure(canonical: string): StructureDefinition | undefined;
  /** The definition of a type or resource by its name: `HumanName`, `Patient`, `code`. */
  type(name: string): StructureDefinition | undefined;
  valueSet(canonical: string): ValueSetSummary | undefined;
  codeSystem(canonical: string): CodeSystemSummary | undefined;
  /** Whether a code is in a value set; without a system, in any system of it (an element of type `code`). */
  member(valueSet: string, system: string | undefined, code: string): Membership;
  /** The codes of a value set, where they are few (`most`) and all known; undefined otherwise. */
  codes(valueSet: string, most: number): readonly string[] | undefined;
  /** The code systems that a value set, or one that it includes, names; what is excluded is among them. */
  systems(valueSet: string): readonly string[];
  /** Whether a code is in a code system. */
  code(system: string, code: string): Membership;
  /** Whether a code is another one or stands below it; undefined where the code system does not tell. */
  subsumes(system: string, ancestor: string, code: string): boolean | undefined;
}

/** A definition that is there but cannot be used. */
export class DefinitionError extends Error {
  constructor(
    readonly canonical: string,
    /** the pack it stands in */
    readonly source: string,
    /** id of the element, where it is one */
    readonly element: string | undefined,
    readonly explanation: Bilingual,
  ) {
    super(`${canonical} (${source})${element ? `, ${element}` : ''}: ${explanation.en}`);
    this.name = 'DefinitionError';
  }

  get reason(): string {
    return this.explanation.en;
  }
}
