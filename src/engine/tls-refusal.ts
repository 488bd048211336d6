import type { Bilingual, Fault, RecordOf } from '../model/index.js';

type Connection = RecordOf<'connection'>;
type Tls = NonNullable<Connection['tls']>;

/** Whether the other side let a TLS connection in, and how one knows. */
export interface TlsOutcome {
  /** undefined when nothing can be said: `how` then says why */
  letIn: boolean | undefined;
  how: Bilingual;
}

const CLOSED: Bilingual = {
  fr: 'le client a fermé la connexion après la négociation TLS',
  en: 'the client closed the connection after the TLS handshake',
};
const NOT_RECORDED: Bilingual = { fr: 'cause non consignée', en: 'cause not recorded' };

/**
 * The system under test is the server: it refused when the handshake failed, when it closed the connection instead of
 * answering, or when it answered otherwise than by a 2xx; over MLLP an answer is one, whatever it says. A server that was not reached, that we do not trust or that
 * stays silent has refused nothing.
 * @param status of the answer; undefined when none came
 */
export function refusedByServer(
  exchange: RecordOf<'exchange'>,
  connection: Connection | undefined,
  status: number | undefined,
  fault: Fault | undefined,
): TlsOutcome {
  const tls = connection?.tls;
  if (status !== undefined) return { letIn: status >= 200 && status < 300, how: told(tls, fault, `HTTP ${status}`) };
  // MLLP has no status: whatever was answered came over a connection that was let in
  if (exchange.framing === 'mllp' && exchange.answer) return { letIn: true, how: told(tls, fault, 'MLLP') };
  const how = exchange.error ?? connection?.error ?? NOT_RECORDED;
  if (!tls)
    return {
      letIn: undefined,
      how: { fr: `Le serveur n’a pas été atteint en TLS : ${how.fr}.`, en: `The server was not reached over TLS: ${how.en}.` },
    };
  if (tls.protocol !== undefined && !tls.authorized)
    return {
      letIn: undefined,
      how: {
        fr: `Addax a raccroché avant de savoir : ${how.fr}. Déclarer l’autorité du serveur dans tls.authorities.`,
        en: `Addax hung up before it knew: ${how.en}. Declare the authority of the server in tls.authorities.`,
      },
    };
  if (exchange.late)
    return {
      letIn: undefined,
      how: {
        fr: `Le serveur n’a ni répondu ni refusé : ${how.fr}.`,
        en: `The server neither answered nor refused: ${how.en}.`,
      },
    };
  return { letIn: false, how };
}

/**
 * The system under test is the client: it refused when it began a handshake with us and sent nothing above it.
 * @param received a request that arrived all the same
 * @param connections of the client to us during the step
 * @returns undefined when it did not even connect
 */
export function refusedByClient(
  received: RecordOf<'exchange'> | undefined,
  connections: readonly Connection[],
  fault: Fault | undefined,
): TlsOutcome | undefined {
  if (received) {
    const tls = connections.find(({ id }) => id === received.connection)?.tls;
    return { letIn: true, how: told(tls, fault, received.transaction ?? 'HTTP') };
  }
  const last = connections.findLast(({ tls }) => tls?.offered !== undefined);
  return last && { letIn: false, how: last.error ?? CLOSED };
}

function told(tls: Tls | undefined, fault: Fault | undefined, message: string): Bilingual {
  const { certificate } = fault ?? {};
  const how = [tls?.protocol ?? '?', ...(tls?.cipher === undefined ? [] : [tls.cipher])].join(', ');
  return {
    fr: `${message} en ${how}${certificate ? `, ${CERTIFICATES[certificate].fr}` : ''}`,
    en: `${message} over ${how}${certificate ? `, ${CERTIFICATES[certificate].en}` : ''}`,
  };
}

const CERTIFICATES: Record<NonNullable<Fault['certificate']>, Bilingual> = {
  none: { fr: 'sans certificat', en: 'without a certificate' },
  expired: { fr: 'certificat expiré', en: 'expired certificate' },
  'not-yet-valid': { fr: 'certificat pas encore valable', en: 'certificate not valid yet' },
  'unknown-authority': { fr: 'certificat d’une autorité inconnue', en: 'certificate of an unknown authority' },
  'self-signed': { fr: 'certificat auto-signé', en: 'self-signed certificate' },
  'wrong-name': { fr: 'certificat au nom d’une autre machine', en: 'certificate in the name of another machine' },
  'wrong-use': { fr: 'certificat prévu pour la messagerie', en: 'certificate meant for mail' },
  revoked: { fr: 'certificat révoqué', en: 'revoked certificate' },
};
