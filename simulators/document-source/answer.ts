import { table } from '../../src/model/index.js';
import { readRegistryResponse, RESPONSE_STATUS } from '../../src/protocols/ebxml/index.js';
import type { SoapCalled } from '../../src/transport/index.js';

const NAMES = table({
  [RESPONSE_STATUS.success]: 'Success',
  [RESPONSE_STATUS.failure]: 'Failure',
  [RESPONSE_STATUS.partialSuccess]: 'PartialSuccess',
});

/** What a platform said, in one word: the status of its response, `fault`, or `none` when it said nothing that can be read. */
export function statusOf({ message }: SoapCalled): string {
  if (message?.fault) return 'fault';
  const status = message?.root && readRegistryResponse(message.root)?.status;
  return NAMES[status ?? ''] ?? 'none';
}
