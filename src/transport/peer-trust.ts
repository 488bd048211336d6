import type { X509Certificate } from 'node:crypto';
import type { SimulatorContext } from '../model/index.js';
import { certificateFacts, chainTo } from '../protocols/x509/index.js';
import type { TlsRefusal } from './tls-evidence.js';

const EXTENDED_USE = { client: '1.3.6.1.5.5.7.3.2', server: '1.3.6.1.5.5.7.3.1' } as const;

const NO_CERTIFICATE: TlsRefusal = { reason: 'no-certificate', text: { fr: 'aucun certificat', en: 'no certificate' } };
const UNREADABLE: TlsRefusal = { reason: 'unreadable-certificate', text: { fr: 'certificat illisible', en: 'unreadable certificate' } };
const WRONG_USE: Record<keyof typeof EXTENDED_USE, TlsRefusal> = {
  client: {
    reason: 'wrong-use',
    text: {
      fr: 'ce certificat n’est pas prévu pour authentifier un client',
      en: 'this certificate is not meant for client authentication',
    },
  },
  server: {
    reason: 'wrong-use',
    text: {
      fr: 'ce certificat n’est pas prévu pour authentifier un serveur',
      en: 'this certificate is not meant for server authentication',
    },
  },
};

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
): TlsRefusal | undefined {
  const presented = chain[0];
  if (!presented) return NO_CERTIFICATE;
  const uses = presented.keyUsage as string[] | undefined;
  if (uses && uses.length > 0 && !uses.includes(EXTENDED_USE[use])) return WRONG_USE[use];
  const [leaf, ...intermediates] = chain.flatMap((certificate) => certificateFacts(certificate.raw) ?? []);
  if (!leaf) return UNREADABLE;
  const judged = chainTo(leaf, intermediates, tls.authorities, tls.crls, at);
  // no list of this authority: what cannot be known does not close the door
  if (judged.ok || judged.reason === 'crl-missing') return undefined;
  return { reason: judged.reason, text: { fr: asClause(judged.text.fr), en: asClause(judged.text.en) } };
}

/** A sentence as the end of another one: “client refused: the certificate … expired on …”. */
const asClause = (sentence: string): string => (sentence[0] ?? '').toLowerCase() + sentence.slice(1).replace(/\.$/, '');
