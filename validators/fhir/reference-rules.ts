import { same, shorten } from '../../src/model/index.js';
import { literalReference } from '../../src/protocols/fhir/index.js';
import type { FhirNode } from '../../src/protocols/fhir/node.js';
import type { Element } from './program.js';
import { entryOf, resourceOf, type Target } from './references.js';
import { RULE } from './rules.js';
import { valueOf } from './values.js';
import type { WalkUnderWay } from './under-way.js';

const BASE = 'http://hl7.org/fhir/StructureDefinition/';
const CONDITIONAL = /^[A-Z][A-Za-z]{1,63}\?\S/;
const URL_OR_URN = /^(?:https?:\/\/|urn:|#)\S*$/;

/** Judges one Reference: its form, what it leads to, and that this is what its element wants. */
export function judgeReference(node: FhirNode, element: Element, walk: WalkUnderWay): void {
  const { judge, library, resolver } = walk;
  const types = element.definition.types?.find(({ code }) => code === 'Reference');
  const written = node.children.find(({ name }) => name === 'reference');
  const reference = written?.value;
  if (reference === undefined || !written) {
    judgeType(valueOf(node, 'type'), node, targetsOf(element), element, walk);
    return;
  }
  judge.expect(
    RULE.referenceForm,
    URL_OR_URN.test(reference) || CONDITIONAL.test(reference) || literalReference(reference) !== undefined,
    written,
    () => ({ actual: shorten(reference) }),
  );
  const target = resolver.resolve(reference, node);
  const fragment = reference.startsWith('#');
  if (fragment) judge.expect(RULE.containedThere, target.where === 'contained', written, () => ({ actual: shorten(reference) }));
  else judgeInBundle(node, written, target, walk);
  const type =
    'node' in target ? target.node.resourceType
    : target.where === 'outside' ? target.type
    : undefined;
  const stated = valueOf(node, 'type');
  if (type !== undefined && stated !== undefined)
    judge.expect(RULE.referenceType, library.isA(type, stated), node, () => ({ expected: type, actual: shorten(stated) }));
  if (types?.aggregation && types.aggregation.length > 0 && target.where !== 'missing') {
    const how =
      target.where === 'contained' ? 'contained'
      : target.where === 'bundled' ? 'bundled'
      : 'referenced';
    // what is in the Bundle is referenced too
    const holds = types.aggregation.includes(how) || (how === 'bundled' && types.aggregation.includes('referenced'));
    judge.expect(RULE.aggregation, holds, written, () => ({ expected: types.aggregation!.join(', '), actual: how }));
  }
  const targets = targetsOf(element);
  if (targets.length === 0 || !judgeType(type ?? stated, written, targets, element, walk)) return;
  if ('node' in target) judgeProfile(target.node, written, targets, walk);
}

/** The type of a resource that a profile is for; undefined when the profile is not known. */
function typeOf(canonical: string, walk: WalkUnderWay): string | undefined {
  const name = canonical.split('|')[0]!;
  if (name.startsWith(BASE) && walk.library.definitions.type(name.slice(BASE.length))) return name.slice(BASE.length);
  return walk.program(canonical)?.structure.type;
}

const targetsOf = ({ definition }: Element): readonly string[] =>
  definition.types?.find(({ code }) => code === 'Reference')?.targetProfiles ?? [];

function judgeType(type: string | undefined, node: FhirNode, targets: readonly string[], element: Element, walk: WalkUnderWay): boolean {
  if (type === undefined || targets.length === 0) return true;
  const wanted = targets.map((canonical) => typeOf(canonical, walk));
  const holds = wanted.some((one) => one !== undefined && walk.library.isA(type, one));
  if (!holds && wanted.includes(undefined)) {
    // a profile that is not here is for a type that the specification allows at least
    const generic = walk.library.generic(element);
    return generic === undefined || generic === element || judgeType(type, node, targetsOf(generic), generic, walk);
  }
  return walk.judge.expect(RULE.targetType, holds, node, () => ({ expected: same([...new Set(wanted)].join(', ')), actual: type }));
}

/** What is in the same artefact shall meet one of the profiles that the reference is for. */
function judgeProfile(target: FhirNode, node: FhirNode, targets: readonly string[], walk: WalkUnderWay): void {
  const mine = targets.filter((canonical) => walk.library.isA(target.resourceType!, typeOf(canonical, walk) ?? ''));
  // a target that a type alone describes is judged where it stands
  if (
    mine.length === 0
    || mine.some((canonical) => canonical.startsWith(BASE) && typeOf(canonical, walk) === canonical.split('|')[0]!.slice(BASE.length))
  )
    return;
  const answers = mine.map((canonical) => walk.conforms(target, canonical));
  if (answers.includes(undefined) && !answers.includes(true)) return;
  walk.judge.expect(RULE.targetProfile, answers.includes(true), node, () => ({ expected: same(mine.join(', ')), actual: target.path }));
}

/** A document has all that it refers to; a URN leads nowhere else than to an entry. */
function judgeInBundle(node: FhirNode, written: FhirNode, target: Target, walk: WalkUnderWay): void {
  let bundle: FhirNode | undefined;
  for (let resource = resourceOf(node); ;) {
    const entry = entryOf(resource);
    if (entry?.parent) bundle = entry.parent;
    const above = resource.parent;
    if (bundle || !above) break;
    resource = resourceOf(above);
  }
  if (!bundle) return;
  const relative = literalReference(written.value!)?.base === undefined && literalReference(written.value!) !== undefined;
  const isDocument = valueOf(bundle, 'type') === 'document';
  if (target.where !== 'missing' && !(isDocument && relative) && target.where !== 'bundled') return;
  const rule = isDocument && resourceOf(node).resourceType === 'Composition' ? RULE.documentHolds : RULE.bundleResolves;
  const several = isDocument && target.where === 'bundled' && target.others;
  walk.judge.expect(rule, target.where === 'bundled' && !several, written, () => ({
    actual:
      several ?
        { fr: `plusieurs entrées\u00A0: ${shorten(written.value!)}`, en: `several entries: ${shorten(written.value!)}` }
      : shorten(written.value!),
  }));
}
