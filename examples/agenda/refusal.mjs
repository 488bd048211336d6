import { getStatus, OperationOutcomeError } from '@medplum/core';

const statuses = new WeakMap();

/** An OperationOutcome that goes out with a status of its own. */
export function outcome(status, code, text) {
  const said = { resourceType: 'OperationOutcome', issue: [{ severity: 'error', code, details: { text } }] };
  statuses.set(said, status);
  return said;
}

/** @returns {Error} to be thrown: the request is refused */
export const refusal = (status, code, text) => new OperationOutcomeError(outcome(status, code, text));

/** The HTTP status that goes with an outcome, one of ours or of the router's. */
export const statusOf = (said) => statuses.get(said) ?? getStatus(said);
