import { agent, message, post, startBare, startRepository, template } from './support.mjs';

export const title = 'ITI-41 with a 100 kB document: messages per second, against a bare hapi handler over the same mutual TLS';

const SIZE = 100_000;
const SECONDS = 4;

/** Messages per second at a number of clients; every answer is checked. */
async function rate(url, clients, prepared, right) {
  const through = agent(clients);
  const end = Date.now() + SECONDS * 1000;
  let sent = 0;
  const began = performance.now();
  await Promise.all(
    Array.from({ length: clients }, async () => {
      while (Date.now() < end) {
        const answer = await post(url, prepared(), through);
        if (!right(answer)) throw new Error(`unexpected answer ${answer.status}: ${answer.text.slice(0, 2000)}`);
        sent++;
      }
    }),
  );
  through.destroy();
  return sent / ((performance.now() - began) / 1000);
}

export async function run() {
  const [repository, bare] = [await startRepository(), await startBare()];
  const t = template(repository);
  const rows = [];
  for (const clients of [1, 10, 50]) {
    const next = () => message(t, SIZE);
    const ours = await rate(repository.url, clients, next, (a) => a.text.includes('ResponseStatusType:Success'));
    const theirs = await rate(bare.url, clients, next, (a) => a.status === 200);
    rows.push({
      clients,
      'repository, msg/s': ours.toFixed(0),
      'bare hapi, msg/s': theirs.toFixed(0),
      'bare / repository': (theirs / ours).toFixed(1),
    });
  }
  await Promise.all([repository.stop(), bare.stop()]);
  return rows;
}
