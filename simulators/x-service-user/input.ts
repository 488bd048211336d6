import { z } from 'zod';
import { SAML_TOKEN } from '../../src/protocols/saml/index.js';
import { PatientIdentity } from '../document-source/input.js';

const Request = z.object({
  /** whom the VIHF opens; absent: no patient */
  patient: PatientIdentity.optional(),
  /** whose VIHF: a user that the issuer knows, another one, or one that nobody is */
  user: z.enum(['known', 'other', 'unknown']).default('known'),
  /** what the VIHF shall say beside, by the Name of its attribute */
  claims: z.record(z.string(), z.string()).default({}),
});

/** Input of WST-1. */
export const TrustInput = Request.extend({
  /** TokenType */
  tokenType: z.string().min(1).default(SAML_TOKEN),
  /** `wrong`: another password than that of the user */
  password: z.enum(['wrong']).optional(),
  /** minutes since the request was made, for ten minutes and for a token of ten minutes; absent: it does not say */
  madeMinutesAgo: z.number().int().min(0).optional(),
});
export type TrustInput = z.infer<typeof TrustInput>;

/** How an AuthnRequest is signed: rightly, then altered, or by a certificate under an unknown authority. */
export const RequestSignature = z.enum(['valid', 'altered', 'unknown-authority']);

/** Input of SAMLP-1. */
export const SamlInput = Request.extend({
  version: z.string().default('2.0'),
  /** absent: the address of the issuer */
  destination: z.string().min(1).optional(),
  /** class of the login that is wanted, without its prefix; absent: any */
  class: z.string().min(1).optional(),
  /** absent: not signed */
  signature: RequestSignature.optional(),
});
export type SamlInput = z.infer<typeof SamlInput>;
