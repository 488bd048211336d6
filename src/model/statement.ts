import { z } from 'zod';
import { WrongCertificate } from './fault.js';

const Port = z.number().int().min(0).max(65535);

/** How Addax moves the product under test; without a hook a person is asked. */
export const Hook = z.union([
  z.strictObject({ command: z.string().min(1) }),
  z.strictObject({ http: z.url() }),
  z.strictObject({ browser: z.string().min(1) }),
]);
export type Hook = z.infer<typeof Hook>;

/** A key and its certificate: two PEM files, or one PKCS#12 file. Paths are relative to the statement. */
export const Identity = z.union([
  z.strictObject({ key: z.string(), certificate: z.string(), passphrase: z.string().optional() }),
  z.strictObject({ pkcs12: z.string(), passphrase: z.string().optional() }),
]);
export type Identity = z.infer<typeof Identity>;

export const Waiver = z.strictObject({
  requirement: z.string(),
  owner: z.string().min(1),
  reason: z.string().min(1),
  expires: z.iso.date(),
});
export type Waiver = z.infer<typeof Waiver>;

/** The vendor's one file: one product version, the actors and options it claims, how to reach and move it. */
export const Statement = z.strictObject({
  product: z.strictObject({ name: z.string().min(1), version: z.string().min(1), vendor: z.string().min(1) }),
  /** who answers for the run, shown wherever someone must act */
  contact: z.string().optional(),
  actors: z.array(z.strictObject({ actor: z.string(), options: z.array(z.string()).optional() })).min(1),
  /** where the product listens, for the actors that are servers */
  endpoints: z.record(z.string(), z.url()).optional(),
  /** where the simulators listen; port 0 or absent: any free port */
  listen: z.strictObject({ host: z.string().optional(), ports: z.record(z.string(), Port).optional() }).optional(),
  tls: z
    .strictObject({
      /** what Addax shows as server and as client; absent: made by Addax's own test PKI */
      server: Identity.optional(),
      client: Identity.optional(),
      /** PEM files of the authorities that certify the product under test */
      authorities: z.array(z.string()).optional(),
      /** PEM files of revocation lists */
      crls: z.array(z.string()).optional(),
      /** what Addax shows for the product to refuse; with a server or client of one's own, those of the test PKI prove nothing */
      wrong: z.partialRecord(WrongCertificate.exclude(['none']), Identity).optional(),
    })
    .optional(),
  /** signs the VIHF when Addax plays the client; absent: made by Addax's own test PKI */
  vihf: z.strictObject({ signer: Identity.optional(), authorities: z.array(z.string()).optional() }).optional(),
  hooks: z.record(z.string(), Hook).optional(),
  parameters: z.record(z.string(), z.string()).optional(),
  /** ids of the suites to run; absent: every suite that has a scenario for the declared actors */
  suites: z.array(z.string()).optional(),
  waivers: z.array(Waiver).optional(),
  /** accept identifiers outside the test OIDs (design: real patient data never enters unnoticed) */
  'allow-production-identities': z.boolean().optional(),
});
export type Statement = z.infer<typeof Statement>;
