import { getStatus, OperationOutcomeError } from '@medplum/core';

const answers = new WeakMap();

/** An OperationOutcome that goes out with a status of its own. */
export function outcome(status, code, text, headers) {
  const said = { resourceType: 'OperationOutcome', issue: [{ severity: 'error', code, details: { text } }] };
  answers.set(said, { status, headers });
  return said;
}

/** @returns {Error} to be thrown: the request is refused */
export const refusal = (status, code, text, headers) => new OperationOutcomeError(outcome(status, code, text, headers));

/** The HTTP status that goes with an outcome, one of ours or of the router's. */
export const statusOf = (said) => answers.get(said)?.status ?? getStatus(said);

/** The headers that go with an outcome of ours. */
export const headersOf = (said) => answers.get(said)?.headers;
