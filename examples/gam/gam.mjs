/**
 * The patient administration of a hospital (GAM), reduced to PAM in its French extension. It sends identities (ITI-30),
 * stays and movements (ITI-31), and takes those of others.
 *   node gam.mjs EVENT [--defect NAME]          (create-identity, admit, ...: a hook of gam.yaml)
 *   node gam.mjs serve --pki FOLDER [--port N] [--encounter-port N] [--clear] [--defect NAME]
 * Of an event its last line on standard output says what it showed to its user, as JSON; when it serves, its addresses.
 */
import { parseArgs } from 'node:util';
import { defects } from './defects.mjs';
import { newId } from './er7.mjs';
import { EVENTS } from './events.mjs';
import { messageOf } from './messages.mjs';
import { send } from './send.mjs';
import { serve } from './serve.mjs';

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

function need(name) {
  if (!process.env[name]) throw new Error(`la variable ${name} manque`);
  return process.env[name];
}

async function tell(kind, breaks) {
  const input = JSON.parse(process.env.ADDAX_INPUT || '{}');
  const stay = { account: newId(), visit: newId(), movement: newId() };
  const segments = breaks('segments', messageOf(breaks('kind', kind), breaks('input', input), stay));
  const address = need(kind.action ? 'ADDAX_ENDPOINT_PATIENT_ENCOUNTER_CONSUMER' : 'ADDAX_ENDPOINT_PATIENT_DEMOGRAPHICS_CONSUMER');
  const { outcome, shown, attempts } = await send({ address, pki: need('ADDAX_PKI'), segments, breaks });
  const screen = breaks('screen', { answer: true, text: shown, outcome });
  process.stdout.write(`Écran : ${screen.text}\n`);
  process.stdout.write(`${JSON.stringify({ testimony: { screen: { answer: screen.answer, text: screen.text } }, outcome, attempts })}\n`);
}

async function main() {
  const defect = values.defect ?? process.env.GAM_DEFECT;
  if (defect && !defects[defect]) throw new Error(`défaut inconnu : ${defect}`);
  const breaks = (stage, value) => (defect && defects[defect][stage] ? defects[defect][stage](value) : value);
  const [action] = positionals;
  if (action === 'serve') return serve({ ...values, pki: values.pki ?? need('ADDAX_PKI'), breaks });
  const kind = EVENTS[action];
  if (!kind) throw new Error(`usage : gam.mjs serve|${Object.keys(EVENTS).join('|')} [--defect NOM]`);
  return tell(kind, breaks);
}

if (values['list-defects']) process.stdout.write(`${Object.keys(defects).join('\n')}\n`);
else
  await main().catch((error) => {
    process.stderr.write(`${error.message}\n`);
    process.exitCode = 1;
  });
