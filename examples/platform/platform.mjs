/**
 * A sharing platform reduced to its exchanges: Document Repository, Document Registry and X-Assertion Provider, and beside
 * them an identity server: Patient Demographics Supplier and Patient Identifier Cross-reference Manager.
 *   node platform.mjs --pki DIR [--port 0] [--defect NAME] [--no-vihf] [--patients FILE]
 * When it listens it prints its addresses as one line of JSON. SIGTERM stops it.
 */
import { parseArgs } from 'node:util';
import { fileURLToPath } from 'node:url';
import { defects } from './defects.mjs';
import { openIdentities } from './identities.mjs';
import { openIdentityServer } from './identity.mjs';
import { openPlatform } from './server.mjs';
import { tlsOptions } from '../wire/tls.mjs';

const { values } = parseArgs({
  options: {
    pki: { type: 'string' },
    port: { type: 'string', default: '0' },
    defect: { type: 'string' },
    patients: { type: 'string', default: fileURLToPath(new URL('../test-patients.hl7', import.meta.url)) },
    'no-vihf': { type: 'boolean', default: false },
    'list-defects': { type: 'boolean', default: false },
  },
});

async function start() {
  const defect = values.defect ?? process.env.PLATFORM_DEFECT;
  const pki = values.pki ?? process.env.ADDAX_PKI;
  if (!pki) throw new Error('usage : platform.mjs --pki DOSSIER [--port N] [--defect NOM] [--no-vihf]');
  if (defect && !defects[defect]) throw new Error(`défaut inconnu : ${defect}`);
  const breaks = (stage, value, ...more) => (defect && defects[defect][stage] ? defects[defect][stage](value, ...more) : value);
  const identities = openIdentities(breaks, values.patients);
  identities.load();
  const server = await openPlatform({ pki, port: Number(values.port), vihf: !values['no-vihf'], identities, breaks });
  const identityServer = await openIdentityServer({ port: Number(values.port), tls: tlsOptions(pki), identities, breaks });
  const [clear, secure] = identityServer.ports;
  const address = `https://127.0.0.1:${server.address().port}`;
  const ready = {
    'document-repository': `${address}/repository`,
    'document-registry': `${address}/registry`,
    'document-recipient': `${address}/recipient`,
    'vihf-issuer': `${address}/sts`,
    'patient-demographics-supplier': `mllps://127.0.0.1:${secure}`,
    'patient-demographics-supplier-soap': `${address}/demographics`,
    'patient-demographics-supplier-fhir': `${address}/fhir`,
    'patient-identifier-cross-reference-manager': `mllp://127.0.0.1:${clear}`,
    'patient-identifier-cross-reference-manager-soap': `${address}/cross-reference`,
  };
  process.stdout.write(`${JSON.stringify({ ready })}\n`);
  for (const signal of ['SIGTERM', 'SIGINT'])
    process.once(signal, () => {
      server.close();
      server.closeAllConnections();
      identityServer.close();
    });
}

if (values['list-defects']) process.stdout.write(`${Object.keys(defects).join('\n')}\n`);
else
  await start().catch((error) => {
    process.stderr.write(`${error.message}\n`);
    process.exitCode = 1;
  });
