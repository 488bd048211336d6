import { writeRegistryResponse, type ErrorCode, type RegistryErrorToWrite } from '../../src/protocols/ebxml/index.js';
import type { SoapAnswer } from '../../src/transport/index.js';

/** Why a repository refuses: one rs:RegistryError. */
export type Refusal = RegistryErrorToWrite & { code: ErrorCode };

/** RegistryResponse with status Failure. */
export const failure = (errors: readonly RegistryErrorToWrite[]): SoapAnswer => ({
  body: writeRegistryResponse({ status: 'failure', errors }),
});
