import { z } from 'zod';
import { AnyYamlText, YamlText } from '../model/index.js';

/** What HTTP can write in a header (RFC 9110, 5.5). */
const HeaderText = AnyYamlText.pipe(
  z
    .string()
    .max(16_000)
    .regex(/^[\t\x20-\x7e\x80-\xff]*$/, 'HTTP cannot write this in a header'),
);
const HeaderName = z.string().regex(/^[A-Za-z0-9!#$%&'*+.^_`|~-]{1,100}$/);
/** Where a message ends is not for a header to say twice: truncated and half-closed messages are faults. */
const FRAMING = /^(?:content-length|transfer-encoding|connection|expect|upgrade|trailer|te)$/i;
const Headers = z.record(HeaderName, HeaderText).superRefine((headers, context) => {
  for (const name of Object.keys(headers))
    if (FRAMING.test(name)) context.addIssue({ code: 'custom', path: [name], message: 'HTTP itself writes this header' });
});

/** A part of a path: these two would lead elsewhere. */
const Segment = YamlText.pipe(
  z
    .string()
    .max(2000)
    .regex(/^(?!\.{1,2}$)/, 'no part of an address'),
);

const Resource = z.record(z.string(), z.unknown());

const Fields = z.object({
  operation: z.enum([
    'create',
    'update',
    'patch',
    'delete',
    'read',
    'vread',
    'history',
    'search',
    'continue',
    'transaction',
    'capabilities',
  ]),
  /** absent: that of the resource */
  type: Segment.optional(),
  /** absent: that of the resource; a resource that is updated and has none gets it */
  id: Segment.optional(),
  versionId: Segment.optional(),
  /** what is sent, in the format asked for; Parameters for a FHIRPath Patch, a Bundle for a transaction or a batch */
  resource: Resource.optional(),
  /** operations of a JSON Patch (RFC 6902) */
  operations: z.array(Resource).optional(),
  /** sent as it is, in the place of a resource: for what is no resource */
  body: AnyYamlText.optional(),
  contentType: HeaderText.optional(),
  /** search parameters by their names, each with its value, or with several that must all hold: `start: [ge2027-01-01, lt2027-02-01]` */
  parameters: z.record(z.string().min(1).max(500), z.union([AnyYamlText, z.array(AnyYamlText)])).default({}),
  /** the parameters are the condition of an update, a patch or a delete, which names no id */
  conditional: z.boolean().default(false),
  /** a version, or an ETag as it is written */
  ifMatch: HeaderText.transform((tag) => (/^\d+$/.test(tag) ? `W/"${tag}"` : tag)).optional(),
  /** condition of a create: `identifier=urn:oid:2.999|1` */
  ifNoneExist: HeaderText.optional(),
  prefer: HeaderText.optional(),
  format: z.enum(['json', 'xml']).default('json'),
  /** of a search */
  method: z.enum(['GET', 'POST']).default('GET'),
  /** more headers, or others than ours; an empty one is left out */
  headers: Headers.default({}),
  /** the same request so many times at once, each over a connection of its own */
  'at-once': z.coerce.number().int().min(1).max(500).default(1),
  timeoutMs: z.number().int().min(1).optional(),
});

const folded = (name: string): string => name.toLowerCase().replace(/[^a-z]/g, '');
const NAMES = new Map(Object.keys(Fields.shape).map((name) => [folded(name), name]));

/**
 * Input of a FHIR client, for any interaction. A scenario hands over all the values that it knows, so that other names
 * are left aside; one that is only written another way (`if-match`) is a mistake.
 */
export const FhirInput = z
  .record(z.string(), z.unknown())
  .superRefine((input, context) => {
    for (const name of Object.keys(input)) {
      const meant = NAMES.get(folded(name));
      if (meant !== undefined && meant !== name) context.addIssue({ code: 'custom', path: [name], message: `it is written ${meant}` });
    }
  })
  .pipe(Fields);
export type FhirInput = z.infer<typeof FhirInput>;
