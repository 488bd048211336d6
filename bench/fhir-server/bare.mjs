/** What the FHIR server is measured against: a handler that parses the JSON it is sent and answers one constant resource. */
import Hapi from '@hapi/hapi';

const resource = process.argv[2];
const server = Hapi.server({ host: '127.0.0.1', port: 0 });
const answer = (request, h) => {
  if (request.payload?.length > 0) JSON.parse(request.payload.toString('utf8'));
  return h.response(resource).type('application/fhir+json');
};
server.route([
  { method: 'GET', path: '/{any*}', handler: answer },
  { method: 'POST', path: '/{any*}', options: { payload: { parse: false, output: 'data' } }, handler: answer },
]);
await server.start();
process.stdout.write(JSON.stringify({ url: server.info.uri }));
process.once('SIGTERM', () => server.stop().then(() => process.exit(0)));
