import { z } from 'zod';
import { AnyYamlText, YamlText } from '../../src/model/index.js';
import { ASSOCIATION, CODE_CHANGES, STATUS, TEXT_CHANGES } from '../../src/protocols/ebxml/index.js';
import { PatientIdentity, VihfChoice } from '../document-source/input.js';

const CodeValue = z.object({ code: YamlText, scheme: YamlText, display: YamlText });

/** Attributes of a document entry and their new values, by the names of IHE. */
const Changes = z
  .strictObject(
    Object.fromEntries([
      ...TEXT_CHANGES.map((name) => [name, AnyYamlText.optional()] as const),
      ...CODE_CHANGES.map((name) => [name, z.array(CodeValue).optional()] as const),
    ]) as Record<(typeof TEXT_CHANGES)[number], z.ZodOptional<typeof AnyYamlText>>
      & Record<(typeof CODE_CHANGES)[number], z.ZodOptional<z.ZodArray<typeof CodeValue>>>,
  )
  .default({});

/** State changes, with the state they start from unless another is given. */
export const STATE_CHANGES = {
  archive: { from: 'approved', to: 'archived' },
  unarchive: { from: 'archived', to: 'approved' },
  delete: { from: 'approved', to: 'deleted' },
  deprecate: { from: 'approved', to: 'deprecated' },
  approve: { from: 'deprecated', to: 'approved' },
} as const satisfies Record<string, { from: keyof typeof STATUS; to: keyof typeof STATUS }>;

const names = <T extends string>(of: Readonly<Record<T, unknown>>) => Object.keys(of) as [T, ...T[]];

const Common = z.object({
  patient: PatientIdentity,
  vihf: VihfChoice,
});

/** Input of ITI-57: a new version of the metadata, a change of state, or a new association between registered objects. */
export const UpdateInput = z.discriminatedUnion('operation', [
  Common.extend({
    operation: z.enum(['mask', 'unmask', 'make-visible', 'update']),
    entryUuid: YamlText,
    /** of `make-visible`: to whom; absent: to both */
    to: z.enum(['patient', 'legal-representatives']).optional(),
    set: Changes,
    /** absent: the version that the registry tells */
    previousVersion: YamlText.optional(),
    associationPropagation: z.enum(['yes', 'no']).optional(),
  }),
  Common.extend({
    operation: z.enum(names(STATE_CHANGES)),
    entryUuid: YamlText,
    /** OriginalStatus; absent: that which the operation starts from */
    from: z.enum(names(STATUS)).optional(),
  }),
  Common.extend({
    operation: z.literal('associate'),
    association: z.enum(names(ASSOCIATION)),
    source: YamlText,
    target: YamlText,
  }),
]);
export type UpdateInput = z.infer<typeof UpdateInput>;
export type RevisionInput = Extract<UpdateInput, { set: unknown }>;

/** Input of ITI-62: ids of registry objects, or a submission set that goes with everything in it. */
export const DeleteInput = z
  .object({
    patient: PatientIdentity.optional(),
    vihf: VihfChoice,
    objects: z.array(YamlText).min(1).optional(),
    /** uniqueId */
    submissionSet: YamlText.optional(),
  })
  .refine(({ objects, submissionSet }) => (objects === undefined) !== (submissionSet === undefined), {
    path: ['objects'],
    message: 'either objects or a submissionSet is expected',
  });
export type DeleteInput = z.infer<typeof DeleteInput>;
