/** A code of a code system, with every label it is known by. */
export interface Concept {
  code: string;
  /** OID of its code system */
  system: string;
  /** labels, the preferred one first; empty when none is known */
  displays: readonly string[];
  /** false: it was withdrawn */
  active: boolean;
}

/** What is known of a code system. */
export interface CodeSystemView {
  oid: string;
  name: string;
  /** every code of the system is known: one that is not known does not exist */
  complete: boolean;
  size: number;
}

/** A value set, expanded. Membership is judged in constant time. */
export interface ValueSetView {
  oid: string;
  name: string;
  size: number;
  has(system: string, code: string): boolean;
  /** its concept of this code; of any system when none is given */
  concept(code: string, system?: string): Concept | undefined;
  concepts(): Iterable<Concept>;
}

/** Code systems and value sets of one or more sources. Nothing in it changes while documents are judged. */
export interface Terminology {
  codeSystem(oid: string): CodeSystemView | undefined;
  codeSystems(): Iterable<CodeSystemView>;
  concept(system: string, code: string): Concept | undefined;
  /** by OID, or by name (`JDV_J07_XdsTypeCode_CISIS`) */
  valueSet(oidOrName: string): ValueSetView | undefined;
  valueSets(): Iterable<ValueSetView>;
  /**
   * Concepts of a code system or value set that are nearest to what was written, as a code or as a label, nearest
   * first; empty when nothing is near enough to be worth suggesting.
   */
  nearest(within: { system: string } | { valueSet: string }, written: { code?: string; display?: string }, most?: number): Concept[];
}
