import type { Bilingual, CodeSystemView, Concept, ValueSetView } from '../../model/index.js';
import { nameKey, type SearchableTerminology } from './compact.js';
import { editDistance, foldLabel } from './nearest.js';
import { OID_OF_ADDRESS } from './systems.js';

/** What is named and what names come near, when it is not there. */
export type Named<T> = { found: T } | { near: string[] };

/** A code system by its OID, by the address that FHIR knows it by, or by its name. */
export function systemNamed(terminology: SearchableTerminology, given: string): Named<CodeSystemView> {
  const oid = OID_OF_ADDRESS.get(given) ?? given.replace(/^urn:oid:/i, '');
  const byOid = terminology.codeSystem(oid);
  if (byOid) return { found: byOid };
  const all = [...terminology.codeSystems()];
  const key = nameKey(given);
  // several may have one name: the one that knows most is meant
  const [named] = all.filter(({ name }) => nameKey(name) === key).sort((a, b) => b.size - a.size);
  return named ? { found: named } : { near: nearNames(given, all) };
}

/** A value set by its OID or one of its names. */
export function valueSetNamed(terminology: SearchableTerminology, given: string): Named<ValueSetView> {
  const found = terminology.valueSet(given);
  return found ? { found } : { near: nearNames(given, terminology.valueSets()) };
}

const MOST_NAMES = 3;
const FURTHEST = 3;

function nearNames(given: string, all: Iterable<{ oid: string; name: string }>): string[] {
  const key = nameKey(given);
  const near: { text: string; distance: number }[] = [];
  for (const { oid, name } of all) {
    const other = nameKey(name);
    const distance =
      key.length > 2 && other.includes(key) ? 1 : Math.min(editDistance(key, other, FURTHEST), editDistance(given, oid, FURTHEST));
    // a short name has something of every other
    if (distance <= Math.min(FURTHEST, Math.floor(key.length / 2))) near.push({ text: name === '' ? oid : `${name} (${oid})`, distance });
  }
  return near
    .sort((a, b) => a.distance - b.distance)
    .slice(0, MOST_NAMES)
    .map(({ text }) => text);
}

export interface AskedCode {
  code: string;
  system: CodeSystemView | undefined;
  valueSet: ValueSetView | undefined;
  display: string | undefined;
}

export interface CodeAnswer {
  /** `unknown`: nothing that is known can say */
  result: 'valid' | 'invalid' | 'unknown';
  reason: Bilingual;
  concept: Concept | undefined;
  /** what may have been meant */
  near: Concept[];
}

/** Whether a code is one of its code system, and of a value set where one is given, and whether it is called so. */
export function validateCode(terminology: SearchableTerminology, { code, system, valueSet, display }: AskedCode): CodeAnswer {
  const written = { code, ...(display !== undefined && { display }) };
  const concept = valueSet ? valueSet.concept(code, system?.oid) : system && terminology.concept(system.oid, code);
  if (!concept) {
    const near =
      valueSet ? terminology.nearest({ valueSet: valueSet.oid }, written)
      : system ? terminology.nearest({ system: system.oid }, written)
      : [];
    const place = valueSet?.name ?? (system && nameOf(system)) ?? '';
    const certain = valueSet !== undefined || system?.complete === true;
    return {
      result: certain ? 'invalid' : 'unknown',
      reason:
        certain ?
          { fr: `le code ${code} n’est pas dans ${place}.`, en: `the code ${code} is not in ${place}.` }
        : {
            fr: `le code ${code} n’est pas connu, et ${place} ne l’est pas en entier\u00A0: rien ne peut être dit.`,
            en: `the code ${code} is not known, nor is ${place} known as a whole: nothing can be said.`,
          },
      concept: undefined,
      near,
    };
  }
  const answer = (result: CodeAnswer['result'], fr: string, en: string): CodeAnswer => ({ result, reason: { fr, en }, concept, near: [] });
  const folded = display === undefined ? undefined : foldLabel(display);
  if (folded !== undefined && concept.displays.length > 0 && !concept.displays.some((one) => foldLabel(one) === folded)) {
    const others = terminology.nearest({ system: concept.system }, { display: display! }).filter((other) => other.code !== code);
    return {
      ...answer(
        'invalid',
        `${code} ne s’appelle pas «\u00A0${display}\u00A0» mais «\u00A0${concept.displays[0]}\u00A0».`,
        `${code} is not called "${display}" but "${concept.displays[0]}".`,
      ),
      near: others,
    };
  }
  if (!concept.active)
    return answer('valid', `le code ${code} est connu, mais il a été retiré.`, `the code ${code} is known, but it was withdrawn.`);
  if (folded !== undefined && concept.displays.length === 0)
    return answer('valid', `le code ${code} est connu, sans libellé.`, `the code ${code} is known, without a label.`);
  return answer('valid', `le code ${code} est connu.`, `the code ${code} is known.`);
}

/** What to call a code system. */
export const nameOf = ({ name, oid }: CodeSystemView): string => (name === '' ? oid : `${name} (${oid})`);
