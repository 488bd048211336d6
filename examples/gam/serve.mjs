import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { receiver } from './receive.mjs';
import { frames, listenMllp } from '../wire/mllp.mjs';
import { readIdentity } from '../wire/identity.mjs';

/**
 * Listens for identities and for movements, each at its own address.
 * @returns {Promise<{ready: Record<string, string>, close: () => void}>} these addresses
 */
export async function serve({ pki, port = 0, 'encounter-port': encounterPort = 0, clear = false, breaks }) {
  const { key, certificate: cert } = readIdentity(pki, 'platform');
  const tls = {
    key,
    cert,
    ca: readFileSync(join(pki, 'authority.pem')),
    requestCert: true,
    rejectUnauthorized: true,
    minVersion: 'TLSv1.2',
  };
  const scheme = clear ? 'mllp' : 'mllps';
  const open = async (at, takes) => {
    const answer = receiver(takes, breaks);
    return listenMllp({
      port: Number(at),
      ...(!clear && { tls }),
      answer: (message, socket) => breaks('connection', { answer: answer(message), socket }).answer,
      reader: breaks('reader', frames),
    });
  };
  const [identities, encounters] = [await open(port, 'identities'), await open(encounterPort, 'encounters')];
  return {
    ready: {
      'patient-demographics-consumer': `${scheme}://127.0.0.1:${identities.port}`,
      'patient-encounter-consumer': `${scheme}://127.0.0.1:${encounters.port}`,
    },
    close() {
      identities.close();
      encounters.close();
    },
  };
}
