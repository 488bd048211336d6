/**
 * A sharing platform reduced to its exchanges: Document Repository, Document Registry and X-Assertion Provider, and beside
 * them an identity server: Patient Demographics Supplier and Patient Identifier Cross-reference Manager.
 *   node platform.mjs --pki DIR [--port 0] [--defect NAME] [--no-vihf] [--patients FILE]
 * When it listens it prints its addresses as one line of JSON. SIGTERM stops it.
 */
import { parseArgs } from 'node:util';
import { defects } from './defects.mjs';
import { open } from './open.mjs';

const { values } = parseArgs({
  options: {
    pki: { type: 'string' },
    port: { type: 'string', default: '0' },
    defect: { type: 'string' },
    patients: { type: 'string' },
    'no-vihf': { type: 'boolean', default: false },
    'list-defects': { type: 'boolean', default: false },
  },
});

async function start() {
  const defect = values.defect ?? process.env.PLATFORM_DEFECT;
  const pki = values.pki ?? process.env.ADDAX_PKI;
  if (!pki) throw new Error('usage : platform.mjs --pki DOSSIER [--port N] [--defect NOM] [--no-vihf]');
  const { ready, close } = await open({ pki, port: Number(values.port), defect, patients: values.patients, vihf: !values['no-vihf'] });
  process.stdout.write(`${JSON.stringify({ ready })}\n`);
  for (const signal of ['SIGTERM', 'SIGINT']) process.once(signal, close);
}

if (values['list-defects']) process.stdout.write(`${Object.keys(defects).join('\n')}\n`);
else
  await start().catch((error) => {
    process.stderr.write(`${error.message}\n`);
    process.exitCode = 1;
  });
