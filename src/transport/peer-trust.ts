import type { X509Certificate } from 'node:crypto';
import type { SimulatorContext } from '../model/index.js';
import { certificateFacts, chainTo } from '../protocols/x509/index.js';

const EXTENDED_USE = { client: '1.3.6.1.5.5.7.3.2', server: '1.3.6.1.5.5.7.3.1' } as const;

/**
 * Judges the certificate that a TLS peer showed. Done here and not by OpenSSL because OpenSSL, once given one revocation
 * list, demands one of every authority in the chain, and tells the cause by a bare code.
 * @param chain as presented, leaf first
 * @returns undefined when it is trusted for this use, else the reason
 */
export function peerRefusal(
  chain: readonly X509Certificate[],
  use: keyof typeof EXTENDED_USE,
  tls: NonNullable<SimulatorContext['tls']>,
  at: Date,
): string | undefined {
  const presented = chain[0];
  if (!presented) return 'no certificate';
  const uses = presented.keyUsage as string[] | undefined;
  if (uses && uses.length > 0 && !uses.includes(EXTENDED_USE[use])) return `certificate not meant for ${use} authentication`;
  const [leaf, ...intermediates] = chain.flatMap((certificate) => certificateFacts(certificate.raw) ?? []);
  if (!leaf) return 'unreadable certificate';
  const judged = chainTo(leaf, intermediates, tls.authorities, tls.crls, at);
  // no list of this authority: what cannot be known does not close the door
  if (judged.ok || judged.reason === 'crl-missing') return undefined;
  return `${judged.reason}: ${judged.text.en}`;
}
