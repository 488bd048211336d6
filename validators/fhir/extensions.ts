import { same, shorten } from '../../src/model/index.js';
import type { StructureDefinition } from '../../src/protocols/fhir/definitions.js';
import type { FhirNode } from '../../src/protocols/fhir/node.js';
import type { Judge } from './judge.js';
import type { Element } from './program.js';
import { RULE } from './rules.js';
import { valueOf } from './values.js';
import type { WalkUnderWay } from './under-way.js';

const ABSOLUTE = /^[A-Za-z][A-Za-z0-9+.-]{0,30}:\S/;

/** Judges one extension against its definition: that it is known, where it stands, whether it modifies. */
export function judgeExtension(node: FhirNode, walk: WalkUnderWay): void {
  const { judge } = walk;
  const url = valueOf(node, 'url');
  if (url === undefined || url === '') return;
  const modifies = node.name === 'modifierExtension';
  const above = node.parent!;
  const within = isExtension(above);
  if (within && !ABSOLUTE.test(url)) {
    // a part of an extension is defined where that is
    judge.expect(RULE.extensionUrl, true, node);
    return;
  }
  const urlNode = node.children.find(({ name }) => name === 'url')!;
  if (!judge.expect(RULE.extensionUrl, ABSOLUTE.test(url), urlNode, () => ({ actual: shorten(url) }))) return;
  const program = walk.program(url, urlNode);
  const structure = program?.structure;
  if (!program || structure?.type !== 'Extension') {
    judge.expect(modifies ? RULE.modifierExtension : RULE.knownExtension, false, urlNode, () => ({ actual: shorten(url) }));
    return;
  }
  judge.expect(modifies ? RULE.modifierExtension : RULE.knownExtension, true, urlNode);
  const isModifier = program.root.definition.isModifier === true;
  judge.expect(RULE.extensionKind, isModifier === modifies, node, () => ({
    expected: isModifier ? 'modifierExtension' : 'extension',
    actual: node.name,
  }));
  if (judgeContext(node, above, structure, walk)) judgeCircumstances(above, structure, walk);
  walk.extension(node, program);
}

/** Judges that a part of an extension is one of those that its definition names (FHIR R4, 2.5.0.3). */
export function judgePart(node: FhirNode, element: Element, slice: Element | undefined, judge: Judge): void {
  const url = valueOf(node, 'url');
  if (!isExtension(node) || !isExtension(node.parent!) || url === undefined || ABSOLUTE.test(url)) return;
  judge.expect(
    RULE.extensionPart,
    slice !== undefined,
    node.children.find(({ name }) => name === 'url')!,
    () => ({
      expected: same(element.slices.map(({ definition }) => definition.sliceName ?? '').join(', ')),
      actual: shorten(url),
    }),
  );
}

/** Judges what the definition of an extension asks of where it stands. */
function judgeCircumstances(above: FhirNode, { contextInvariants = [], url, name }: StructureDefinition, walk: WalkUnderWay): void {
  contextInvariants.forEach((expression, i) =>
    walk.later({ key: `${name} ${i + 1}`, severity: 'error', human: expression, expression, source: url }, above),
  );
}

/** The extension that a node is, or is the value of. */
const extensionOf = (node: FhirNode): string | undefined =>
  isExtension(node) ? valueOf(node, 'url')
  : node.parent && isExtension(node.parent) && node.name.startsWith('value') ? valueOf(node.parent, 'url')
  : undefined;

const isExtension = ({ name }: FhirNode): boolean => name === 'extension' || name === 'modifierExtension';

/** Judges where an extension stands. Returns whether it may stand there. */
function judgeContext(node: FhirNode, above: FhirNode, { context = [] }: StructureDefinition, walk: WalkUnderWay): boolean {
  if (context.length === 0) return true;
  const places = placesOf(above, walk);
  if (places.size === 0) return true;
  const holds = context.some(({ type, expression }) =>
    type === 'extension' ? extensionOf(above) === expression
      // what cannot be evaluated may hold
    : type === 'fhirpath' ? walk.selects(expression, above) !== false
    : places.has(expression),
  );
  return walk.judge.expect(RULE.extensionContext, holds, node, () => ({
    expected: same(shorten(context.map(({ expression }) => expression).join(', '))),
    actual: [...places][0]!,
  }));
}

/** The names by which a definition may speak of where a node stands: `Patient.contact.name`, `HumanName`, `Element`. */
function placesOf(node: FhirNode, walk: WalkUnderWay): ReadonlySet<string> {
  const places = new Set<string>();
  const type = walk.typing(node)?.type;
  if (type === undefined) return places;
  let below = '';
  for (let here: FhirNode | undefined = node; here; here = here.parent) {
    const typing = walk.typing(here);
    if (!typing) break;
    for (const name of walk.library.ancestors(typing.type)) places.add(name + below);
    places.add(typing.element.definition.path + below);
    if (here.resourceType !== undefined) {
      // what R5 calls a resource that a URL names
      if (walk.library.shape(typing.element, typing.type).byName.has('publisher'))
        for (const name of ['CanonicalResource', 'MetadataResource']) places.add(name + below);
      break;
    }
    const above: string | undefined = here.parent && walk.choiceName(here);
    below = `.${above ?? here.name}${below}`;
  }
  // by Element a definition means any place
  places.add('Element');
  return places;
}
