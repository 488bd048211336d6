/**
 * An agenda server reduced to its exchanges: GestionnaireAgenda and GestionnaireRessources of the volet Gestion d'agendas
 * partagés, with one directory.
 *   node agenda.mjs --pki DIR [--port 0] [--defect NAME]
 * One process serves every defect at a path of its own (/healthy, /NAME), each with a store of its own. When it listens it
 * prints its addresses as one line of JSON. SIGTERM stops it.
 */
import { parseArgs } from 'node:util';
import { defects } from './defects.mjs';
import { openServer } from './server.mjs';

const { values } = parseArgs({
  options: {
    pki: { type: 'string' },
    port: { type: 'string', default: '0' },
    defect: { type: 'string' },
    'list-defects': { type: 'boolean', default: false },
  },
});

async function start() {
  const defect = values.defect ?? process.env.AGENDA_DEFECT;
  const pki = values.pki ?? process.env.ADDAX_PKI;
  if (!pki) throw new Error('usage : agenda.mjs --pki DOSSIER [--port N] [--defect NOM]');
  if (defect && !Object.hasOwn(defects, defect)) throw new Error(`défaut inconnu : ${defect}`);
  const server = await openServer({ pki, port: Number(values.port) });
  const address = `https://127.0.0.1:${server.address().port}/${defect || 'healthy'}`;
  process.stdout.write(`${JSON.stringify({ ready: { 'agenda-manager': address, 'resource-manager': address } })}\n`);
  for (const signal of ['SIGTERM', 'SIGINT'])
    process.once(signal, () => {
      server.close();
      server.closeAllConnections();
    });
}

if (values['list-defects']) process.stdout.write(`${Object.keys(defects).join('\n')}\n`);
else
  await start().catch((error) => {
    process.stderr.write(`${error.message}\n`);
    process.exitCode = 1;
  });
