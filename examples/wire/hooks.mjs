import { createServer } from 'node:http';
import { text } from 'node:stream/consumers';

/**
 * Takes by HTTP what the command line takes: `POST /ACTION?defect=NAME`, the environment as a JSON object. The answer is
 * what the command would print; 500 where it would fail. Prints its address as one line of JSON; SIGTERM stops it.
 * @param {(action: string, defect: string | null, environment: object, say: (line: string) => void) => Promise<void>} act
 */
export function serveHooks(port, act) {
  const server = createServer(async (request, response) => {
    const lines = [];
    try {
      const { pathname, searchParams } = new URL(request.url, 'http://hooks');
      const environment = JSON.parse(await text(request));
      await act(pathname.slice(1), searchParams.get('defect'), environment, (line) => lines.push(line));
    } catch (error) {
      response.statusCode = 500;
      lines.push(error.message);
    }
    response.end(`${lines.join('\n')}\n`);
  });
  server.listen(port, '127.0.0.1', () => {
    process.stdout.write(`${JSON.stringify({ ready: { hooks: `http://127.0.0.1:${server.address().port}` } })}\n`);
  });
  for (const signal of ['SIGTERM', 'SIGINT'])
    process.once(signal, () => {
      server.close();
      server.closeAllConnections();
    });
}
