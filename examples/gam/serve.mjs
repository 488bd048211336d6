import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { receiver } from './receive.mjs';
import { frames, listenMllp } from '../wire/mllp.mjs';
import { readIdentity } from '../wire/identity.mjs';

/** Listens for identities and for movements, each at its own address, and says where on standard output. */
export async function serve({ pki, port, 'encounter-port': encounterPort, clear, breaks }) {
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
  const ready = {
    'patient-demographics-consumer': `${scheme}://127.0.0.1:${identities.port}`,
    'patient-encounter-consumer': `${scheme}://127.0.0.1:${encounters.port}`,
  };
  process.stdout.write(`${JSON.stringify({ ready })}\n`);
  for (const signal of ['SIGTERM', 'SIGINT'])
    process.once(signal, () => {
      identities.close();
      encounters.close();
    });
}
