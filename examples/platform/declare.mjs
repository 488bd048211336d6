/**
 * Tells the platform whom to notify of identifiers that change (ITI-46).
 *   ADDAX_PKI=DIR ADDAX_ENDPOINT_PATIENT_IDENTIFIER_CROSS_REFERENCE_CONSUMER_SOAP=URL node declare.mjs PLATFORM
 */
import { readFileSync } from 'node:fs';
import { request } from 'node:https';
import { join } from 'node:path';

const pki = process.env.ADDAX_PKI;
const file = (name) => readFileSync(join(pki, name));
const address = process.env.ADDAX_ENDPOINT_PATIENT_IDENTIFIER_CROSS_REFERENCE_CONSUMER_SOAP;
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
