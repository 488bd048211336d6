export * from './algorithms.js';
export { canonicalize, CanonicalizationError } from './canonicalize.js';
export { signAssertion, type Signing, signSaml } from './sign.js';
export { type Checked, elementsWithId, type ReferenceOutcome, type SignatureOutcome, type Step, verifySignature } from './verify.js';
