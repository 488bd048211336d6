/**
 * Tells the platform whom to notify of identifiers that change, by the transaction that ADDAX_INPUT names (ITI-10, ITI-46).
 *   ADDAX_PKI=DIR ADDAX_INPUT='{"transaction":"ITI-10"}' ADDAX_ENDPOINT_PATIENT_IDENTIFIER_CROSS_REFERENCE_CONSUMER=URL node declare.mjs PLATFORM
 * The address for ITI-46 is ADDAX_ENDPOINT_PATIENT_IDENTIFIER_CROSS_REFERENCE_CONSUMER_SOAP.
 */
import { readFileSync } from 'node:fs';
import { request } from 'node:https';
import { join } from 'node:path';

const pki = process.env.ADDAX_PKI;
const file = (name) => readFileSync(join(pki, name));
const { transaction } = JSON.parse(process.env.ADDAX_INPUT);
const door = { 'ITI-10': '', 'ITI-46': '_SOAP' }[transaction];
const address = process.env[`ADDAX_ENDPOINT_PATIENT_IDENTIFIER_CROSS_REFERENCE_CONSUMER${door}`];
const tls = { ca: file('authority.pem'), cert: file('platform-client.pem'), key: file('platform-client.key') };
const call = request(`${process.argv[2]}/consumers`, { method: 'PUT', agent: false, ...tls }, (answer) => {
  answer.resume();
  process.exitCode = answer.statusCode === 200 ? 0 : 1;
});
call.on('error', (error) => {
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
});
call.end(address);
