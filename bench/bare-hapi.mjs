/** What the protocol is measured against: the same mutual TLS, a handler that reads the body and answers. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import Hapi from '@hapi/hapi';

const pem = (name) => readFileSync(join(process.argv[2], name));
const server = Hapi.server({
  host: '127.0.0.1',
  port: 0,
  tls: { key: pem('platform.key'), cert: pem('platform.pem'), ca: pem('authority.pem'), requestCert: true, rejectUnauthorized: true },
});
server.route({
  method: 'POST',
  path: '/',
  options: { payload: { parse: false, output: 'data', maxBytes: 200 * 1024 * 1024 } },
  handler: (request) => `${request.payload.length}`,
});
await server.start();
process.stdout.write(JSON.stringify({ url: `${server.info.uri}/` }));
process.once('SIGTERM', () => server.stop().then(() => process.exit(0)));
