/** A page that shows what was posted, and does nothing else: what the machine and the browser take themselves. */
import { createServer } from 'node:http';

const PAGE = `<!doctype html><p id="state"></p><main></main><script>
const source = new EventSource('/events');
source.addEventListener('open', () => (document.getElementById('state').textContent = 'live'));
source.addEventListener('parts', ({ data }) => (document.querySelector('main').innerHTML = JSON.parse(data)));
</script><body data-live="live">`;

const following = new Set();
const server = createServer((request, response) => {
  if (request.method !== 'POST') {
    const follows = request.url === '/events';
    response.writeHead(200, { 'content-type': follows ? 'text/event-stream' : 'text/html' });
    if (!follows) return response.end(PAGE);
    following.add(response);
    return response.write('retry: 1000\n\n');
  }
  const pieces = [];
  request.on('data', (piece) => pieces.push(piece));
  request.on('end', () => {
    const { participant } = JSON.parse(Buffer.concat(pieces).toString());
    const shown = `<p class="slot busy"><span class="who">${participant.at(-1).actor.display}</span></p>`;
    response.writeHead(201, { 'content-type': 'application/fhir+json' }).end('{}');
    setTimeout(() => {
      for (const page of following) page.write(`event: parts\ndata: ${JSON.stringify(shown)}\n\n`);
    });
  });
});
server.listen(0, '127.0.0.1', () => {
  const url = `http://127.0.0.1:${server.address().port}`;
  process.stdout.write(JSON.stringify({ url, page: `${url}/` }));
});
process.on('SIGTERM', () => process.exit(0));
