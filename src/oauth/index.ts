export { type Bearer, bearerFor } from './bearer.js';
export type { Carried } from '../protocols/oauth/index.js';
export { TEST_CLIENT, TEST_JWT_CLIENT, TEST_TLS_CLIENT } from './client-authentication.js';
export { badParameter, fileOf } from './parameters.js';
export { type Admission, TokenGate, tokenGate, type TokenRefusal } from './token-gate.js';
