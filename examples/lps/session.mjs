import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { defects } from './defects.mjs';
import { testPatient } from './identity.mjs';
import { readIdentity } from '../wire/identity.mjs';
import { CIPHERS } from '../wire/tls.mjs';

/**
 * One start of the LPS: what it was asked, where it sends, what it remembers, and the defect it was started with.
 * @param {string | undefined} defect name in defects.mjs
 * @param {NodeJS.ProcessEnv} environment
 * @param {(line: string) => void} say tells what it does
 * @throws {Error} when the defect is unknown or the environment incomplete
 */
export function openSession(defect, environment, say) {
  if (defect && !defects[defect]) throw new Error(`défaut inconnu : ${defect}`);
  const need = (name) => {
    if (!environment[name]) throw new Error(`la variable ${name} manque`);
    return environment[name];
  };
  const breaks = (stage, value, ...more) => (defect && defects[defect][stage] ? defects[defect][stage](value, ...more) : value);
  const pki = need('ADDAX_PKI');
  const input = JSON.parse(environment.ADDAX_INPUT || '{}');
  const folder = environment.ADDAX_STATE || join(tmpdir(), 'lps-temoin');
  mkdirSync(folder, { recursive: true });
  const clientName = breaks('client', 'lps-auth');
  const client = clientName && readIdentity(pki, clientName);
  const memory = memoryIn(join(folder, 'lps.json'));
  return {
    input,
    // the patient that a search before gave, where the hook says so
    patient: breaks('patient', input.found ? breaks('publishedPerson', memory.person()) : { ...testPatient, ...input.patient }),
    /** alters a value where the chosen defect says so */
    breaks,
    repository: () => need('ADDAX_ENDPOINT_DOCUMENT_REPOSITORY'),
    recipient: () => need('ADDAX_ENDPOINT_DOCUMENT_RECIPIENT'),
    registry: () => need('ADDAX_ENDPOINT_DOCUMENT_REGISTRY'),
    issuer: () => need('ADDAX_ENDPOINT_VIHF_ISSUER'),
    supplier: () => need('ADDAX_ENDPOINT_PATIENT_DEMOGRAPHICS_SUPPLIER'),
    manager: () => need('ADDAX_ENDPOINT_PATIENT_IDENTIFIER_CROSS_REFERENCE_MANAGER'),
    // the same by HL7 V3 over SOAP
    supplierV3: () => need('ADDAX_ENDPOINT_PATIENT_DEMOGRAPHICS_SUPPLIER_SOAP'),
    managerV3: () => need('ADDAX_ENDPOINT_PATIENT_IDENTIFIER_CROSS_REFERENCE_MANAGER_SOAP'),
    agenda: () => need('ADDAX_ENDPOINT_AGENDA_MANAGER'),
    directory: () => need('ADDAX_ENDPOINT_RESOURCE_MANAGER'),
    // and by FHIR
    supplierFhir: () => need('ADDAX_ENDPOINT_PATIENT_DEMOGRAPHICS_SUPPLIER_FHIR'),
    // who gives access tokens for FHIR servers; undefined: they want none
    tokenIssuer: environment.ADDAX_ENDPOINT_AUTHORIZATION_SERVER,
    signer: readIdentity(pki, breaks('signer', 'lps-sign')),
    structure: readIdentity(pki, 'lps-sign').subject,
    tls: breaks('tls', {
      ca: readFileSync(join(pki, 'authority.pem')),
      crl: readFileSync(join(pki, 'crl.pem')),
      minVersion: 'TLSv1.2',
      ciphers: CIPHERS,
      ...(client && { cert: readFileSync(join(pki, `${clientName}.pem`)), key: client.key }),
    }),
    patience: breaks('patience', { attempts: 1, timeoutMs: 20_000 }),
    folder,
    memory,
    say,
  };
}

/** What the LPS remembers from one start to the next: what it published, what waits to be, what its last searches found. */
function memoryIn(file) {
  const read = () => {
    try {
      return JSON.parse(readFileSync(file, 'utf8'));
    } catch {
      return { published: [], found: [], outbox: [] };
    }
  };
  const write = (memory) => writeFileSync(file, JSON.stringify(memory, null, 2));
  return {
    published: () => read().published,
    found: () => read().found,
    /** submissions that the platform has neither accepted nor refused for good */
    outbox: () => read().outbox,
    setOutbox: (outbox) => write({ ...read(), outbox }),
    addPublished: (document) => write({ ...read(), published: [...read().published, document] }),
    setFound: (found) => write({ ...read(), found }),
    /** the patient that the user chose last */
    person: () => read().person,
    setPerson: (person) => write({ ...read(), person }),
    /** identities that the identity server has not taken */
    feeds: () => read().feeds ?? [],
    setFeeds: (feeds) => write({ ...read(), feeds }),
    fed: () => read().fed ?? {},
    setFed: (fed) => write({ ...read(), fed }),
    /** what it keeps of agendas and appointments, by name */
    kept: (name) => read().kept?.[name],
    keep: (name, value) => write({ ...read(), kept: { ...read().kept, [name]: value } }),
  };
}
