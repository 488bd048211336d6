import { z } from 'zod';
import { ABSENT, readArgument, same, shorten, type Artefact, type Bilingual, type CheckOutcome } from '../../src/model/index.js';
import { HL7V3, readIi, v3At } from '../../src/protocols/hl7v3/index.js';
import type { XmlElement } from '../../src/protocols/xml/index.js';
import { messageIn } from './judge.js';

/** A step of a path: the name of an element, and an attribute that it has: `family[@qualifier=BR]`. */
const STEP = /^([A-Za-z]\w{0,63})(?:\[@([A-Za-z]{1,64})=([^\][]{1,200})\])?$/;

interface Step {
  local: string;
  condition?: { name: string; value: string };
}

interface V3Path {
  /** from the outside in; the first may be at any depth */
  steps: readonly Step[];
  /** of the last element; absent: its text */
  attribute?: string;
}

/** Reads `patient/id[@root=1.2.3]/@extension`; undefined for what is no path. */
function readPath(text: string): V3Path | undefined {
  const [, elements = '', attribute] = /^(.*?)(?:\/@([A-Za-z]{1,64}))?$/s.exec(text)!;
  const steps = elements.split('/').map((step): Step | undefined => {
    const [, local, name, value] = STEP.exec(step) ?? [];
    return local === undefined ? undefined : { local, ...(name !== undefined && { condition: { name, value: value! } }) };
  });
  return steps.every((step) => step !== undefined) ? { steps, ...(attribute !== undefined && { attribute }) } : undefined;
}

const Path = z
  .string()
  .refine((path) => readPath(path) !== undefined, { error: 'a path like patient/id[@root=1.2.3]/@extension is expected' });

const fits = (element: XmlElement, { local, condition }: Step): boolean =>
  element.local === local && element.namespace === HL7V3 && (!condition || element.attribute(condition.name) === condition.value);

/** The elements that a path leads to. */
function elementsAt(root: XmlElement, { steps }: V3Path): XmlElement[] {
  const isAtEnd = (element: XmlElement): boolean => {
    let here: XmlElement | undefined = element;
    for (const step of steps.toReversed()) {
      if (!here || !fits(here, step)) return false;
      here = here.parent;
    }
    return true;
  };
  return [root, ...root.descendants(steps.at(-1)!.local, HL7V3)].filter(isAtEnd);
}

const valueOf = (element: XmlElement, attribute: string | undefined): string | undefined =>
  attribute === undefined ? element.text.trim() : element.attribute(attribute);

/** At an element; where there is none, at the message that lacks it. */
function failure(place: XmlElement | undefined, expected: Bilingual, actual: Bilingual): CheckOutcome {
  const at = place && { ...place.document.position(place.start), path: place.path };
  return { holds: false, expected, actual, ...at };
}

/** A path to the value that one of its elements has, or to several it may have. */
const ValuesArgument = z.record(Path, z.union([z.string(), z.array(z.string()).min(1)]));

export function values(artefact: Artefact, argument: unknown): CheckOutcome {
  const root = messageIn(artefact)?.element;
  for (const [written, wanted] of Object.entries(readArgument(ValuesArgument, argument, 'v3-values'))) {
    const path = readPath(written)!;
    const allowed = [wanted].flat();
    const elements = root ? elementsAt(root, path) : [];
    const found = elements.map((element) => valueOf(element, path.attribute)).filter((value) => value !== undefined);
    if (found.some((value) => allowed.includes(value))) continue;
    return failure(
      elements[0] ?? root,
      { fr: `${written} = ${allowed.join(' ou ')}`, en: `${written} = ${allowed.join(' or ')}` },
      found.length === 0 ? ABSENT : same(shorten(found.map((value) => shorten(value)).join(', '))),
    );
  }
  return { holds: true };
}

/** A path to how many there are of it. */
const CountArgument = z.record(Path, z.number().int().min(0));

export function count(artefact: Artefact, argument: unknown): CheckOutcome {
  const root = messageIn(artefact)?.element;
  for (const [written, wanted] of Object.entries(readArgument(CountArgument, argument, 'v3-count'))) {
    const path = readPath(written)!;
    const found = (root ? elementsAt(root, path) : []).filter((element) => valueOf(element, path.attribute) !== undefined);
    if (found.length === wanted && root) continue;
    const expected = { fr: `${written}\u00A0: ${wanted}`, en: `${written}: ${wanted}` };
    return failure(found[wanted] ?? root, expected, root ? same(`${found.length}`) : ABSENT);
  }
  return { holds: true };
}

const written = (element: XmlElement | undefined): string[] => {
  const id = readIi(element);
  return id ? [`${id.root}^${id.extension ?? ''}`] : [];
};

/** What messages are compared by: the message itself, its first patient. */
export const identifiers: Readonly<Record<string, (artefact: Artefact) => string[]>> = {
  'v3-message-id': (artefact) => written(v3At(messageIn(artefact)?.element, 'id')),
  'v3-patient-id': (artefact) =>
    written(v3At(messageIn(artefact)?.element, 'controlActProcess', 'subject', 'registrationEvent', 'subject1', 'patient', 'id')),
};
