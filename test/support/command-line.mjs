/**
 * The built command line many times over in one process, which reads what it is made of once. Told by messages
 * `{ args, env, cwd }` of its parent (`lastingAddax` in addax.ts), one after the other, it answers each with what the
 * command said; the answer has `last` where the command ends the process.
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
let running = false;
process.on('exit', (code) => running && process.send({ code, ...said, last: true }));
process.on('message', async ({ args, env, cwd }) => {
  running = true;
  Object.assign(said, { stdout: '', stderr: '' });
  const before = { ...process.env };
  Object.assign(process.env, env);
  process.chdir(cwd);
  process.argv = [process.argv[0], main.pathname, ...args];
  process.exitCode = undefined;
  // the entry alone is evaluated again: what it imports stays as it is
  main.search = `${(runs += 1)}`;
  await import(main.href);
  for (const signal of ['SIGINT', 'SIGTERM']) process.removeAllListeners(signal);
  process.env = before;
  running = false;
  process.send({ code: process.exitCode ?? 0, ...said });
});
