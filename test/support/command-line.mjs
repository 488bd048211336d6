/**
 * The built command line many times over in one process, which parses what it is made of once: told by messages
 * `{ args, env }` of its parent (`lastingAddax` in addax.ts), one after the other, it answers each with what the command said.
 */
import { pathToFileURL } from 'node:url';

const main = pathToFileURL(process.argv[2]);
const said = { stdout: '', stderr: '' };
for (const name of ['stdout', 'stderr'])
  process[name].write = (text) => {
    said[name] += text;
    return true;
  };

let runs = 0;
process.on('message', async ({ args, env }) => {
  Object.assign(said, { stdout: '', stderr: '' });
  const before = { ...process.env };
  Object.assign(process.env, env);
  process.argv = [process.argv[0], main.pathname, ...args];
  process.exitCode = undefined;
  // the entry alone is evaluated again: what it imports stays as it is
  main.search = `${(runs += 1)}`;
  await import(main.href);
  process.removeAllListeners('SIGINT');
  process.env = before;
  process.send({ code: process.exitCode ?? 0, ...said });
});
