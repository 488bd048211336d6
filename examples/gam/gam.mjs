/**
 * The patient administration of a hospital (GAM), reduced to PAM in its French extension. It sends identities (ITI-30),
 * stays and movements (ITI-31), and takes those of others.
 *   node gam.mjs EVENT [--defect NAME]          (create-identity, admit, ...: a hook of gam.yaml)
 *   node gam.mjs hooks [--port N]               (the same events by HTTP, many of them by one process: wire/hooks.mjs)
 *   node gam.mjs serve --pki FOLDER [--port N] [--encounter-port N] [--clear] [--defect NAME]
 * Of an event its last line on standard output says what it showed to its user, as JSON; when it serves, its addresses.
 */
import { parseArgs } from 'node:util';
import { breaksOf, defects } from './defects.mjs';
import { newId } from './er7.mjs';
import { EVENTS } from './events.mjs';
import { messageOf } from './messages.mjs';
import { send } from './send.mjs';
import { serve } from './serve.mjs';
import { serveHooks } from '../wire/hooks.mjs';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    defect: { type: 'string' },
    'list-defects': { type: 'boolean' },
    pki: { type: 'string' },
    port: { type: 'string', default: '0' },
    'encounter-port': { type: 'string', default: '0' },
    clear: { type: 'boolean', default: false },
  },
});

/** Sends of an event and says what came of it, as `say` takes it line by line. */
async function tell(action, defect, environment, say) {
  const need = (name) => {
    if (!environment[name]) throw new Error(`la variable ${name} manque`);
    return environment[name];
  };
  const event = EVENTS[action];
  if (!event) throw new Error(`usage : gam.mjs serve|hooks|${Object.keys(EVENTS).join('|')} [--defect NOM]`);
  const breaks = breaksOf(defect);
  const input = JSON.parse(environment.ADDAX_INPUT || '{}');
  const stay = { account: newId(), visit: newId(), movement: newId() };
  const kind = breaks('kind', event);
  const segments = breaks('segments', messageOf(kind, breaks('input', input), stay));
  const address = need(event.action ? 'ADDAX_ENDPOINT_PATIENT_ENCOUNTER_CONSUMER' : 'ADDAX_ENDPOINT_PATIENT_DEMOGRAPHICS_CONSUMER');
  const { outcome, shown, attempts } = await send({ address, pki: need('ADDAX_PKI'), segments, breaks });
  const screen = breaks('screen', { answer: true, text: shown, outcome });
  say(`Écran : ${screen.text}`);
  say(JSON.stringify({ testimony: { screen: { answer: screen.answer, text: screen.text } }, outcome, attempts }));
}

async function start(defect) {
  const pki = values.pki ?? process.env.ADDAX_PKI;
  if (!pki) throw new Error('la variable ADDAX_PKI manque');
  const { ready, close } = await serve({ ...values, pki, breaks: breaksOf(defect) });
  process.stdout.write(`${JSON.stringify({ ready })}\n`);
  for (const signal of ['SIGTERM', 'SIGINT']) process.once(signal, close);
}

async function main() {
  const defect = values.defect ?? process.env.GAM_DEFECT;
  const [action] = positionals;
  if (action === 'serve') await start(defect);
  else if (action === 'hooks') serveHooks(Number(values.port), tell);
  else await tell(action, defect, process.env, (line) => process.stdout.write(`${line}\n`));
}

if (values['list-defects']) process.stdout.write(`${Object.keys(defects).join('\n')}\n`);
else
  await main().catch((error) => {
    process.stderr.write(`${error.message}\n`);
    process.exitCode = 1;
  });
