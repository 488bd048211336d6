import { agent, message, peakMemory, post, startBare, startRepository, template } from './support.mjs';

export const title = 'Peak resident memory of the server process for one 50 MB document in ITI-41';

export async function run() {
  const [repository, bare] = [await startRepository(), await startBare()];
  const t = template(repository);
  const big = message(t, 50_000_000);
  const through = agent(1);
  const rows = [];
  for (const [name, server] of [
    ['repository', repository],
    ['bare hapi', bare],
  ]) {
    const before = peakMemory(server.pid);
    const answer = await post(server.url, big, through);
    if (answer.status !== 200) throw new Error(answer.text.slice(0, 500));
    rows.push({
      server: name,
      'before, MB': before,
      'peak, MB': peakMemory(server.pid),
      'peak beyond start / message size': ((peakMemory(server.pid) - before) / (big.body.length / 1e6)).toFixed(2),
    });
  }
  through.destroy();
  await Promise.all([repository.stop(), bare.stop()]);
  return rows;
}
