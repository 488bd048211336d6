import { z } from 'zod';
import { PatientIdentity, VihfChoice } from '../document-source/input.js';

const Status = z.enum(['Approved', 'Deprecated']);

/** Input of ITI-18. GetDocuments takes the uniqueId where both keys are given. */
export const QueryInput = z
  .object({
    query: z.enum(['FindDocuments', 'GetDocuments']),
    patient: PatientIdentity,
    uniqueId: z.string().min(1).optional(),
    entryUuid: z.string().min(1).optional(),
    status: z
      .union([Status, z.array(Status).min(1)])
      .default('Approved')
      .transform((status) => (typeof status === 'string' ? [status] : status)),
    vihf: VihfChoice,
  })
  .refine(({ query, uniqueId, entryUuid }) => query !== 'GetDocuments' || uniqueId !== undefined || entryUuid !== undefined, {
    path: ['uniqueId'],
    message: 'GetDocuments needs a uniqueId or an entryUuid',
  });
export type QueryInput = z.infer<typeof QueryInput>;

/** Input of ITI-43. */
export const RetrieveInput = z.object({
  repositoryUniqueId: z.string().min(1),
  uniqueId: z.string().min(1),
  patient: PatientIdentity.optional(),
  vihf: VihfChoice,
});
export type RetrieveInput = z.infer<typeof RetrieveInput>;
