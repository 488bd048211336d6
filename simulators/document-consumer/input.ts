import { z } from 'zod';
import { storedQueryByName } from '../../src/protocols/ebxml/index.js';
import { PatientIdentity, VihfChoice } from '../document-source/input.js';

const Status = z.enum(['Approved', 'Deprecated']);

const Argument = z.union([z.string(), z.number(), z.array(z.string()), z.array(z.array(z.string()))]);

/**
 * Input of ITI-18. With `parameters` the question is as written there; else GetDocuments takes the uniqueId where both
 * keys are given, and FindDocuments the patient and the status.
 */
export const QueryInput = z
  .object({
    /** name of a stored query, or an id `urn:uuid:` */
    query: z.string().refine((name) => storedQueryByName(name) !== undefined || name.startsWith('urn:uuid:'), {
      error: 'the name of a stored query or urn:uuid:… is expected',
    }),
    /** by name: a single value, a list, or a list for each slot of that name */
    parameters: z.record(z.string(), Argument).optional(),
    returnType: z.enum(['LeafClass', 'ObjectRef']).default('LeafClass'),
    patient: PatientIdentity,
    uniqueId: z.string().min(1).optional(),
    entryUuid: z.string().min(1).optional(),
    status: z
      .union([Status, z.array(Status).min(1)])
      .default('Approved')
      .transform((status) => (typeof status === 'string' ? [status] : status)),
    vihf: VihfChoice,
  })
  .refine(
    ({ query, parameters, uniqueId, entryUuid }) =>
      parameters !== undefined
      || query === 'FindDocuments'
      || (query === 'GetDocuments' && (uniqueId !== undefined || entryUuid !== undefined)),
    { path: ['parameters'], message: 'GetDocuments needs a uniqueId or an entryUuid, another query than FindDocuments its parameters' },
  );
export type QueryInput = z.infer<typeof QueryInput>;

const Wanted = { repositoryUniqueId: z.string().min(1), uniqueId: z.string().min(1) };
const Retriever = z.object({ patient: PatientIdentity.optional(), vihf: VihfChoice });
/** Input of ITI-43: `documents`, or one by its repositoryUniqueId and uniqueId. */
export const RetrieveInput = z.union([
  Retriever.extend({ documents: z.array(z.object(Wanted)).min(1) }),
  Retriever.extend(Wanted).transform(({ repositoryUniqueId, uniqueId, ...rest }) => ({
    ...rest,
    documents: [{ repositoryUniqueId, uniqueId }],
  })),
]);
export type RetrieveInput = z.infer<typeof RetrieveInput>;
