import { z } from 'zod';
import { Bilingual } from './bilingual.js';
import { Level } from './verdict.js';

const Id = z.string().regex(/^[a-z0-9]+(-[a-z0-9]+)*$/);

export const Role = z.strictObject({
  actor: Id,
  is: z.enum(['sut', 'simulator']),
  options: z.array(z.string()).optional(),
});
export type Role = z.infer<typeof Role>;

/** A TLS certificate that the other side must refuse, by what is wrong with it; `none`: a client that shows none. */
export const WrongCertificate = z.enum([
  'none',
  'expired',
  'not-yet-valid',
  'unknown-authority',
  'self-signed',
  'wrong-name',
  'wrong-use',
  'revoked',
]);
export type WrongCertificate = z.infer<typeof WrongCertificate>;

/** Cipher suites by their IANA names: those the CI-SIS admits, those of TLS 1.3, and some that nobody shall accept. */
export const TlsSuite = z.enum([
  'TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256',
  'TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256',
  'TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA384',
  'TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384',
  'TLS_AES_128_GCM_SHA256',
  'TLS_AES_256_GCM_SHA384',
  'TLS_CHACHA20_POLY1305_SHA256',
  'TLS_RSA_WITH_NULL_SHA256',
  'TLS_RSA_WITH_AES_128_CBC_SHA',
  'TLS_RSA_WITH_AES_256_GCM_SHA384',
  'TLS_DHE_RSA_WITH_AES_128_GCM_SHA256',
  'TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA',
]);
export type TlsSuite = z.infer<typeof TlsSuite>;

export const TlsVersion = z.enum(['TLSv1', 'TLSv1.1', 'TLSv1.2', 'TLSv1.3']);
export type TlsVersion = z.infer<typeof TlsVersion>;

/** What a simulator does wrong on purpose. The guide has the table. */
export const Fault = z.strictObject({
  /** id of the TRANSACTION step that meets the fault; absent: every one */
  at: Id.optional(),
  'registry-error': z.string().min(1).optional(),
  'delay-ms': z.number().int().min(0).optional(),
  'cut-after-bytes': z.number().int().min(0).optional(),
  'content-type': z.string().min(1).optional(),
  'soap-fault': z.string().min(1).optional(),
  /** shows this certificate in the TLS handshake */
  certificate: WrongCertificate.optional(),
  /** speaks this version of TLS only */
  'tls-version': TlsVersion.optional(),
  /** offers, or accepts, this cipher suite only */
  'tls-suites': TlsSuite.optional(),
});
export type Fault = z.infer<typeof Fault>;

export const Variant = z.strictObject({
  id: Id,
  title: Bilingual.optional(),
  fault: Fault.optional(),
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
    transaction: z.string().regex(/^[A-Z]+-\d+$/),
    from: Id,
    to: Id,
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

/** `on` names a step and what of it: `submission.request.metadata`, `submission[*].request`, `screen`. */
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
