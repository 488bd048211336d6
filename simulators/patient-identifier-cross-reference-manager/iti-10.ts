import { writeIdentifier, type IdentityStore } from '../../src/identity/index.js';
import { dtmOf, writeHl7, type AnswerContext } from '../../src/protocols/hl7v2/index.js';

/** Who is told, and of which domains. */
export interface Subscriber {
  application: string;
  facility: string;
  /** numbers of domains; absent: all */
  domains?: readonly number[];
}

/**
 * Writes the PIX update notification of a person (ITI-10; IHE ITI TF-2, 3.10.4.1.2): ADT^A31 with every identifier of the domains
 * that the subscriber is interested in, and a space for a name, since names are none of its business.
 * @param key an identity of the person
 * @returns undefined when there is nothing to tell
 */
export function updateNotification(
  key: number,
  subscriber: Subscriber,
  { store, sender, now, newId }: AnswerContext & { store: IdentityStore; sender: { application: string; facility: string } },
): Uint8Array | undefined {
  const person = store.presented(key, subscriber.domains);
  if (!person || person.identifiers.length === 0) return undefined;
  const at = dtmOf(now);
  const parties = [sender.application, sender.facility, subscriber.application, subscriber.facility];
  return writeHl7([
    ['MSH', ...parties, at, '', ['ADT', 'A31', 'ADT_A05'], newId(), 'P', '2.5', '', '', '', '', 'FRA', 'UNICODE UTF-8'],
    ['EVN', '', at],
    ['PID', '', '', { repetitions: person.identifiers.map(writeIdentifier) }, '', ' '],
    ['PV1', '', 'N'],
  ]);
}
