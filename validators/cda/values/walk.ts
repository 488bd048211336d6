import type { XmlElement } from '../../../src/protocols/xml/index.js';
import { CDA } from '../judge.js';

/** The data types that these rules tell apart. */
export type Kind = 'TS' | 'PQ' | 'INT' | 'REAL' | 'BL';

/** An element of the document with what stands around it. */
export interface Site {
  element: XmlElement;
  kind: Kind | undefined;
  /** xsi:type without prefix */
  type: string | undefined;
  inBody: boolean;
  /** the nearest act (element with a moodCode) that it is or belongs to */
  act: XmlElement | undefined;
  /** a subject other than the patient is named around it: a newborn, a relative */
  ofOther: boolean;
}

/** A set of rules that looks at every element in turn; `finish` is for what only the whole document shows. */
export interface Observer {
  visit(site: Site): void;
  finish?(): void;
}

const XSI = 'http://www.w3.org/2001/XMLSchema-instance';

const BY_TYPE: ReadonlyMap<string, Kind> = new Map([
  ...['TS', 'IVL_TS', 'SXCM_TS', 'PIVL_TS', 'EIVL_TS', 'SXPR_TS', 'IVXB_TS'].map((type) => [type, 'TS'] as const),
  ...['PQ', 'IVL_PQ', 'SXCM_PQ', 'IVXB_PQ'].map((type) => [type, 'PQ'] as const),
  ...['INT', 'IVL_INT', 'SXCM_INT', 'IVXB_INT'].map((type) => [type, 'INT'] as const),
  ...['REAL', 'IVL_REAL', 'SXCM_REAL', 'IVXB_REAL'].map((type) => [type, 'REAL'] as const),
  ['BL', 'BL'],
]);

const BY_NAME: ReadonlyMap<string, Kind> = new Map([
  ...['effectiveTime', 'time', 'birthTime', 'deceasedTime', 'availabilityTime', 'existenceTime', 'expirationTime', 'expectedUseTime'].map(
    (name) => [name, 'TS'] as const,
  ),
  ...['doseQuantity', 'rateQuantity', 'quantity', 'capacityQuantity', 'period', 'width', 'numerator', 'denominator'].map(
    (name) => [name, 'PQ'] as const,
  ),
  ...['repeatNumber', 'sequenceNumber'].map((name) => [name, 'INT'] as const),
]);

/** What its parent says of the type of these. */
const PARTS: ReadonlySet<string> = new Set(['low', 'high', 'center', 'comp']);

/** Goes once through header and body, the narrative left out. Depth is bounded by the reader. */
export function walk(root: XmlElement, observers: readonly Observer[]): void {
  const around: Site = { element: root, kind: undefined, type: undefined, inBody: false, act: undefined, ofOther: false };
  for (const child of root.elements()) step(child, { ...around, inBody: child.local === 'component' }, observers);
  for (const observer of observers) observer.finish?.();
}

function step(element: XmlElement, around: Site, observers: readonly Observer[]): void {
  if (element.local === 'text' && around.element.local === 'section') return;
  const type = typeOf(element);
  const isAct = element.attribute('moodCode') !== undefined;
  const site: Site = {
    element,
    kind: kindOf(element, type, around.kind),
    type,
    inBody: around.inBody,
    act: isAct ? element : around.act,
    ofOther: around.ofOther || ((isAct || element.local === 'section') && element.element('subject', CDA) !== undefined),
  };
  for (const observer of observers) observer.visit(site);
  for (const child of element.elements()) step(child, site, observers);
}

function typeOf(element: XmlElement): string | undefined {
  const written = element.attribute('type', XSI);
  return written?.slice(written.indexOf(':') + 1);
}

function kindOf(element: XmlElement, type: string | undefined, ofParent: Kind | undefined): Kind | undefined {
  if (type !== undefined) return BY_TYPE.get(type);
  return PARTS.has(element.local) ? ofParent : BY_NAME.get(element.local);
}
