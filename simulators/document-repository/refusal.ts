import { writeRegistryResponse, type ErrorCode, type RegistryErrorToWrite } from '../../src/protocols/ebxml/index.js';
import type { HttpRequest, SoapAnswer } from '../../src/transport/index.js';

/** Why a repository refuses: one rs:RegistryError. */
export type Refusal = RegistryErrorToWrite & { code: ErrorCode };

/** RegistryResponse with status Failure. */
export const failure = (errors: readonly RegistryErrorToWrite[]): SoapAnswer => ({
  body: writeRegistryResponse({ status: 'failure', errors }),
});

/** The error that a scenario asks for. */
export function plannedError(request: HttpRequest): RegistryErrorToWrite | undefined {
  const code = request.faults.take('registry-error');
  return code === undefined ? undefined : { code, context: 'Erreur simulée : l’entrepôt refuse ce message à la demande du scénario.' };
}
