import { fileURLToPath } from 'node:url';
import { defects } from './defects.mjs';
import { openIdentities } from './identities.mjs';
import { openIdentityServer } from './identity.mjs';
import { openPlatform } from './server.mjs';
import { tlsOptions } from '../wire/tls.mjs';

const PATIENTS = fileURLToPath(new URL('../test-patients.hl7', import.meta.url));

/**
 * Opens the platform with its identity server, broken by one defect or by none.
 * @returns {Promise<{ready: Record<string, string>, close: () => void}>} the addresses of its actors
 */
export async function open({ pki, port = 0, defect, patients = PATIENTS, vihf = true }) {
  if (defect && !defects[defect]) throw new Error(`défaut inconnu : ${defect}`);
  const breaks = (stage, value, ...more) => (defect && defects[defect][stage] ? defects[defect][stage](value, ...more) : value);
  const identities = openIdentities(breaks, patients);
  identities.load();
  const server = await openPlatform({ pki, port, vihf, identities, breaks });
  const identityServer = await openIdentityServer({ port, tls: tlsOptions(pki), identities, breaks });
  const [clear, secure] = identityServer.ports;
  const address = `https://127.0.0.1:${server.address().port}`;
  return {
    ready: {
      'document-repository': `${address}/repository`,
      'document-registry': `${address}/registry`,
      'document-recipient': `${address}/recipient`,
      'vihf-issuer': `${address}/sts`,
      'patient-demographics-supplier': `mllps://127.0.0.1:${secure}`,
      'patient-demographics-supplier-soap': `${address}/demographics`,
      'patient-demographics-supplier-fhir': `${address}/fhir`,
      'patient-identifier-cross-reference-manager': `mllp://127.0.0.1:${clear}`,
      'patient-identifier-cross-reference-manager-soap': `${address}/cross-reference`,
    },
    close() {
      server.close();
      server.closeAllConnections();
      identityServer.close();
    },
  };
}
