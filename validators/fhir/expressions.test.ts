import { expect, test } from '@jest/globals';
import { fhirDefinitions } from '../../src/packs/index.js';
import { type FhirNode, readFhirJson, readFhirXml } from '../../src/protocols/fhir/index.js';
import { DOCUMENT, INS_PATIENT, PATIENT, PATIENT_XML, SEARCHSET, TRANSACTION } from './fixtures/resources.js';
import { isForTree, OnTree } from './expressions.js';
import { type Invariant, isJudgedByExpression, type Judged, judgeInvariants } from './invariants.js';
import { Judge } from './judge.js';
import { Library } from './program.js';
import { rules } from './rules.js';
import { Walk } from './walk.js';

const library = new Library(fhirDefinitions([]));
const walk = (): Walk => new Walk(new Judge(rules), library, { profiles: [], mustSupport: false, ordered: false });

const APPOINTMENT = {
  resourceType: 'Appointment',
  status: 'booked',
  start: '2026-11-20T10:00:00+01:00',
  end: '2026-11-20T10:20:00+01:00',
  minutesDuration: 20,
  priority: 0,
  participant: [
    { actor: { reference: 'Patient/1' }, status: 'accepted', period: { start: '2026-11-20', end: '2026-11-21' } },
    { type: [{ coding: [{ system: 'urn:oid:1.2.250.1.999', code: 'A' }], text: 'médecin' }], status: 'accepted' },
  ],
};
const OBSERVATION = {
  resourceType: 'Observation',
  status: 'final',
  code: { coding: [{ system: 'http://loinc.org', code: '718-7' }] },
  effectiveDateTime: '2026-11',
  valueQuantity: { value: 12.5, unit: 'g/dL', system: 'http://unitsofmeasure.org', code: 'g/dL' },
  referenceRange: [{ low: { value: 12 }, high: { value: 16 } }],
  component: [{ code: { text: 'x' }, valueBoolean: true }],
};
const RESOURCES = [PATIENT, INS_PATIENT, DOCUMENT, SEARCHSET, TRANSACTION, APPOINTMENT, OBSERVATION];

/** What a value is replaced by to see whether anything odd is judged as FHIRPath judges it. */
const ODD: readonly unknown[] = [undefined, null, '', 'x', 5, true, [], {}, ['x', 'y'], [null, { extension: [] }], { text: 'x' }];

type Plain = Record<string, unknown>;

/** The resource as it is, and with one value after the other taken away or made odd, each in one way. */
function* variants(resource: object): Generator {
  yield resource;
  const places: string[][] = [];
  const look = (value: unknown, at: string[]): void => {
    if (typeof value !== 'object' || value === null) return;
    for (const [key, below] of Object.entries(value)) {
      places.push([...at, key]);
      look(below, [...at, key]);
    }
  };
  look(resource, []);
  for (const [index, place] of places.entries()) {
    const copy = structuredClone(resource) as Plain;
    const holder = place.slice(0, -1).reduce((here, step) => here[step] as Plain, copy);
    const last = place.at(-1)!;
    if (index % 7 === 3) holder[`_${last}`] = { extension: [{ url: 'urn:x', valueCode: 'unknown' }] };
    // JSON leaves out what is undefined
    holder[last] = ODD[index % ODD.length];
    yield copy;
  }
}

function nodesOf(root: FhirNode): FhirNode[] {
  const nodes = [root];
  for (const node of nodes) nodes.push(...node.children);
  return nodes;
}

const constraint = (expression: string): Invariant['constraint'] => ({ key: 'x-1', severity: 'error', human: 'x', expression });

/** What an expression is judged at a node as the walk does it, or undefined where the types do not know the node. */
function invariantAt(node: FhirNode, one: Invariant['constraint'], oracle: Walk): Invariant | undefined {
  const typing = oracle.typing(node);
  if (!typing) return undefined;
  const base =
    node.resourceType !== undefined ? ''
    : typing.type === 'BackboneElement' || typing.type === 'Element' ? typing.element.definition.path.replaceAll('[x]', '')
    : typing.type;
  return { constraint: one, node, base };
}

/** Asks the tree, then FHIRPath about what the tree told; returns how often which answer was compared. */
function compare(invariants: readonly Invariant[], oracle: Walk): { holds: number; broken: number } {
  const tree = new OnTree(oracle);
  const told = invariants.flatMap((invariant) => {
    const holds = tree.judge(invariant);
    return holds === undefined ? [] : [{ invariant, holds }];
  });
  const asked = told.map(({ invariant }) => invariant);
  const said = judgeInvariants(asked, oracle);
  const shown = (holds: boolean, { constraint: { expression }, node }: Invariant, error?: Judged['error']): string =>
    `${node.path}: ${expression} is ${error === undefined ? holds : JSON.stringify(error)}`;
  expect(told.map(({ invariant, holds }) => shown(holds, invariant))).toEqual(
    said.map(({ invariant, holds, error }) => shown(holds, invariant, error)),
  );
  return { holds: told.filter(({ holds }) => holds).length, broken: told.filter(({ holds }) => !holds).length };
}

/** Every operator and function that is judged on the tree, where it holds and where it does not. */
const OF_APPOINTMENT: readonly string[] = [
  'start <= end',
  'start < end',
  'start >= end',
  'end > start',
  "status = 'booked'",
  "status != 'booked'",
  "status in ('booked' | 'arrived')",
  "'noshow' in ('booked' | 'arrived')",
  "status = 'booked' and end.exists().not()",
  'start.exists() xor cancelationReason.exists()',
  'start.empty() implies end.empty()',
  "status = 'x' implies slot.exists()",
  'participant.count() + slot.count() > 2',
  'participant.count() + slot.count() = 2',
  'participant.count() < 3',
  'minutesDuration >= 20',
  'minutesDuration + 1 = 20',
  'participant.all(actor.exists() or type.exists())',
  "participant.all(status = 'accepted' and %resource.status = 'booked')",
  'participant.where(actor.exists()).exists()',
  "participant.exists(status = 'declined')",
  "participant.type.coding.where(system = 'urn:oid:1.2.250.1.999' and code = 'A').empty()",
  "participant.actor.reference.startsWith('Patient/')",
  "participant.actor.reference.contains('Organization')",
  'participant.first().actor.exists()',
  'participant.first().type.hasValue()',
  'status.hasValue()',
  'description.hasValue()',
  "Appointment.status = 'booked'",
  '$this.is(Appointment)',
  'is(DomainResource)',
  'is(Patient)',
  'participant.period.start <= participant.period.end',
  'true',
  '(false)',
  'slot',
  'slot.reference = description',
  "description = 'x' or start.exists()",
  "description = 'x' and start.exists()",
  'not()',
];
/** What is given to FHIRPath: it says more, is wrong, or is no expression. */
const LEFT: readonly string[] = [
  "status.matches('b.*')",
  'participant.select(status).isDistinct()',
  'participant[0].exists()',
  'start + 1 day > end',
  "identifier.value = 'it\\'s'",
  'start as dateTime',
  'status is code',
  'participant.exists(',
  'participant.exists()) or true',
  '1.5 > 1',
  '-1 < 1',
  '%context.exists()',
  'resolve().exists()',
  'participant.where()',
  "status.startsWith('')",
  '',
  `${'('.repeat(1001)}true${')'.repeat(1001)}`,
];

test('the tree tells of every operator and function what FHIRPath says', () => {
  const oracle = walk();
  const root = readFhirJson(Buffer.from(JSON.stringify(APPOINTMENT))).root!;
  const told = OF_APPOINTMENT.filter((expression) => {
    const invariant = invariantAt(root, constraint(expression), oracle)!;
    compare([invariant], oracle);
    return new OnTree(oracle).judge(invariant) !== undefined;
  });
  // the root is no boolean
  expect(OF_APPOINTMENT.filter((expression) => !told.includes(expression))).toEqual(['not()']);
  expect(LEFT.filter(isForTree)).toEqual([]);
});

test('whatever a resource looks like, the tree tells what FHIRPath says, or nothing', () => {
  let [holds, broken] = [0, 0];
  for (const resource of RESOURCES)
    for (const variant of variants(resource)) {
      const { root } = readFhirJson(Buffer.from(JSON.stringify(variant)));
      if (!root) continue;
      const oracle = walk();
      const invariants = nodesOf(root).flatMap((node) => {
        const constraints = oracle.typing(node)?.element.definition.constraints?.filter(isJudgedByExpression) ?? [];
        // what every element has is judged elsewhere
        const own = constraints.filter(({ key }) => key !== 'ele-1' && key !== 'ext-1');
        const more = resource === APPOINTMENT && node === root ? OF_APPOINTMENT.map(constraint) : [];
        return [...own, ...more].flatMap((one) => invariantAt(node, one, oracle) ?? []);
      });
      const compared = compare(invariants, oracle);
      holds += compared.holds;
      broken += compared.broken;
    }
  expect(holds).toBeGreaterThan(2000);
  expect(broken).toBeGreaterThan(200);
});

test('XML, which does not say what is a number or a boolean, is judged by the types', () => {
  const oracle = walk();
  const { root } = readFhirXml(Buffer.from(PATIENT_XML));
  const expressions = [
    'active = true',
    'active',
    'name.exists()',
    "gender = 'female'",
    "birthDate = '1974-12-25'",
    'name.family.hasValue()',
  ];
  const invariants = expressions.map((expression) => invariantAt(root!, constraint(expression), oracle)!);
  const { holds, broken } = compare(invariants, oracle);
  // a date is not told by its text
  expect(holds + broken).toBe(5);
});

test('an expression that goes round in a large Bundle is left to what bounds FHIRPath', () => {
  const entry = Array.from({ length: 1000 }, (_, i) => ({ fullUrl: `urn:x:${i}` }));
  const { root } = readFhirJson(Buffer.from(JSON.stringify({ resourceType: 'Bundle', type: 'collection', entry })));
  const oracle = walk();
  const told = (expression: string): boolean | undefined => new OnTree(oracle).judge(invariantAt(root!, constraint(expression), oracle)!);
  expect(told('entry.all(%resource.entry.all(%resource.entry.all(fullUrl.exists())))')).toBeUndefined();
  expect(told("entry.all(fullUrl.exists() and %resource.type = 'collection')")).toBe(true);
  // nor does it help to go round often
  const tree = new OnTree(oracle);
  const round = invariantAt(root!, constraint('entry.all(%resource.entry.where(fullUrl.exists()).exists())'), oracle)!;
  const one = invariantAt(root!, constraint('entry.exists()'), oracle)!;
  expect(tree.judge(one)).toBe(true);
  for (let i = 0; i < 100; i++) tree.judge(round);
  expect(tree.judge(one)).toBeUndefined();
});
