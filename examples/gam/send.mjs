import { readFileSync } from 'node:fs';
import { connect as connectTcp } from 'node:net';
import { join } from 'node:path';
import { connect as connectTls } from 'node:tls';
import { at, read, write } from './er7.mjs';
import { frames, sendMllp } from '../wire/mllp.mjs';
import { readIdentity } from '../wire/identity.mjs';

/** How the connection is opened, in clear or by TLS with the certificate of the GAM. */
function opener(address, pki) {
  const { protocol, hostname: host, port } = new URL(address);
  if (protocol === 'mllp:') return () => connectTcp({ host, port: Number(port) });
  const { key, certificate: cert } = readIdentity(pki, 'lps-auth');
  const ca = readFileSync(join(pki, 'authority.pem'));
  return () => connectTls({ host, port: Number(port), key, cert, ca, minVersion: 'TLSv1.2' });
}

/**
 * Sends a message, the same one again when no answer to it comes, and tells its user what became of it.
 * @returns {Promise<{outcome: 'accepted' | 'refused' | 'unknown', shown: string, attempts: number}>}
 */
export async function send({ address, pki, segments, breaks }) {
  const { attempts, timeoutMs } = breaks('patience', { attempts: 2, timeoutMs: 1500 });
  const connect = opener(address, pki);
  let why = '';
  for (let attempt = 1; attempt <= attempts; attempt++) {
    const written = breaks('again', { segments, attempt }).segments;
    const id = at(written, 'MSH', 10);
    // that a message was received is not yet what the application says of it
    const waits = at(written, 'MSH', 16) === 'AL' && breaks('waits', true);
    const isOurs = (answer) => {
      const told = read(answer.toString());
      return at(told, 'MSA', 2) === id && !(waits && at(told, 'MSA', 1) === 'CA');
    };
    try {
      const answer = await sendMllp({
        connect,
        message: breaks('bytes', Buffer.from(write(written))),
        timeoutMs,
        isAnswer: breaks('isAnswer', isOurs),
        reader: breaks('reader', frames),
      });
      const told = read(answer.toString());
      if (breaks('taken', ['AA']).includes(at(told, 'MSA', 1)))
        return { outcome: 'accepted', shown: 'Message transmis.', attempts: attempt };
      const reason = [at(told, 'ERR', 3), at(told, 'ERR', 3, 2), at(told, 'ERR', 8)].filter(Boolean).join(' ');
      return { outcome: 'refused', shown: `Message refusé, à corriger : ${reason}`, attempts: attempt };
    } catch (error) {
      why = error.message;
    }
  }
  return { outcome: 'unknown', shown: `Message gardé, à envoyer de nouveau : ${why}`, attempts };
}
