export * from './algorithms.js';
export { canonicalize, CanonicalizationError } from './canonicalize.js';
export { signAssertion, type Signing } from './sign.js';
export { type Checked, elementsWithId, type ReferenceOutcome, type SignatureOutcome, type Step, verifySignature } from './verify.js';
