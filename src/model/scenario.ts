import { z } from 'zod';
import { Bilingual } from './bilingual.js';
import { Fault } from './fault.js';
import { Level } from './verdict.js';

const Id = z.string().regex(/^[a-z0-9]+(-[a-z0-9]+)*$/);

export const Role = z.strictObject({
  actor: Id,
  is: z.enum(['sut', 'simulator']),
  options: z.array(z.string()).optional(),
  /** options that a product must declare for this actor, or the scenario is not for it: `[hl7v3]` */
  needs: z.array(z.string()).min(1).optional(),
  /** of our simulator, over those of the statement: `{ oauth: required }` */
  parameters: z.record(z.string(), z.string()).optional(),
});
export type Role = z.infer<typeof Role>;

export const Variant = z.strictObject({
  id: Id,
  title: Bilingual.optional(),
  /** one fault, or several that each have their time */
  fault: z.union([Fault, z.array(Fault).min(1)]).optional(),
  /** the only assertions judged on this variant; absent: all that do not name other variants */
  assert: z.array(Id).optional(),
  /** values that replace those of the steps' `send` or `input` on this variant */
  with: z.record(z.string(), z.unknown()).optional(),
  /** the steps that `with` is for; absent: every one */
  'with-at': z.array(Id).min(1).optional(),
  'passed-by': z.string(),
  'failed-by': z.string(),
});
export type Variant = z.infer<typeof Variant>;

/** The faults of a variant, each with its time. */
export const faultsOfVariant = ({ fault }: Pick<Variant, 'fault'>): Fault[] => [fault ?? []].flat();

const StepBase = {
  id: Id,
  only: z.array(Id).optional(),
  within: z
    .string()
    .regex(/^\d+(ms|s|m|h)$/)
    .optional(),
};

export const Step = z.discriminatedUnion('type', [
  z.strictObject({
    ...StepBase,
    type: z.literal('INSTRUCTION'),
    to: Id,
    hook: Id.optional(),
    input: z.record(z.string(), z.unknown()).optional(),
    text: Bilingual,
  }),
  z.strictObject({
    ...StepBase,
    type: z.literal('TRANSACTION'),
    /** of IHE or a volet: `ITI-41`, `GAP-2a`; or a FHIR interaction that has no such name: `FHIR read Slot` */
    transaction: z.string().regex(/^(?:[A-Z]+-\d+[a-z]?|FHIR [a-z-]+(?: [A-Z][A-Za-z]+)?)$/),
    from: Id,
    to: Id,
    /** `media`: it passes as a file, and nobody listens; absent: over the network */
    by: z.literal('media').optional(),
    /** what our simulator sends when it is the client */
    send: z.record(z.string(), z.unknown()).optional(),
    /** several are expected: keep listening for the whole of `within` */
    expect: z.enum(['one', 'none', 'many']).optional(),
    /** names for values of the answer, used by later steps as {{name}} */
    save: z.record(z.string(), z.string()).optional(),
  }),
  z.strictObject({
    ...StepBase,
    type: z.literal('PREUVE'),
    from: Id,
    accept: z.array(z.string()).min(1),
    text: Bilingual,
  }),
  z.strictObject({ ...StepBase, type: z.literal('INFORMATION'), text: Bilingual }),
]);
export type Step = z.infer<typeof Step>;

const AssertionBase = {
  id: Id,
  title: Bilingual.optional(),
  only: z.array(Id).optional(),
  /** judged only when the role under test declares this option */
  option: z.string().optional(),
  level: Level,
  /** requirement ids; `VIHF-*` covers every requirement with that beginning */
  requires: z.array(z.string()).min(1),
};

/** `on` names a step and what of it: `submission.request.metadata`, `submission[*].request`, `screen`; a proof that is a file: its step. */
const On = z.string().regex(/^[a-z0-9-]+(\[\*\])?(\.[a-z]+)*$/);

export const Assertion = z.union([
  z.strictObject({
    ...AssertionBase,
    on: On,
    validate: z.string(),
    rules: z.array(z.string()).optional(),
    parameters: z.record(z.string(), z.string()).optional(),
  }),
  z.strictObject({
    ...AssertionBase,
    on: On,
    /** ids of blocks of cross-checks: `addax list blocks` */
    cross: z.array(Id).min(1),
    /** the messages that came before, where a block compares with them: `submission.request` */
    with: z.array(On).optional(),
  }),
  z.strictObject({ ...AssertionBase, on: On, check: z.record(z.string(), z.unknown()) }),
  z.strictObject({ ...AssertionBase, on: On, attest: Bilingual }),
]);
export type Assertion = z.infer<typeof Assertion>;

export const Scenario = z.strictObject({
  id: Id,
  level: z.enum(['N1', 'N2', 'N3']),
  title: Bilingual,
  /** what a person who runs it should know: purpose, what is asked of them */
  description: Bilingual.optional(),
  volet: Id,
  roles: z.record(Id, Role),
  variants: z.array(Variant).min(1),
  steps: z.array(Step).min(1),
  assertions: z.array(Assertion).min(1),
});
export type Scenario = z.infer<typeof Scenario>;
