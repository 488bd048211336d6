import { createServer, get } from 'node:http';
import type { AddressInfo } from 'node:net';

/** Lists of national authorities hold hundreds of thousands of entries. */
const MAX_LIST = 32 * 1024 * 1024;

/**
 * Fetches a revocation list over HTTP, as cRLDistributionPoints names it.
 * @throws Error in a few words: not reached, another status than 200, too large, too slow
 */
export async function fetchCrl(url: string, timeoutMs: number): Promise<Uint8Array> {
  return await new Promise((resolve, reject) => {
    const call = get(url, { agent: false, signal: AbortSignal.timeout(timeoutMs) }, (answer) => {
      if (answer.statusCode !== 200) {
        reject(new Error(`HTTP ${answer.statusCode}`));
        call.destroy();
        return;
      }
      const pieces: Buffer[] = [];
      let size = 0;
      answer.on('data', (chunk: Buffer) => {
        size += chunk.length;
        if (size > MAX_LIST) call.destroy(new Error(`> ${MAX_LIST} bytes`));
        else pieces.push(chunk);
      });
      answer.on('error', reject);
      answer.on('end', () => resolve(Buffer.concat(pieces)));
    });
    call.on('error', (error: Error & { code?: string }) => reject(new Error(error.code ?? error.message)));
  });
}

/**
 * Publishes a revocation list over HTTP, at any path of a port.
 * @param list DER
 * @throws Error when the port is taken
 */
export async function serveCrl(
  list: Uint8Array,
  listen: { host: string; port: number },
): Promise<{ port: number; close(): Promise<void> }> {
  const server = createServer({ requestTimeout: 10_000, headersTimeout: 10_000, keepAliveTimeout: 1000 }, (request, response) => {
    const readable = request.method === 'GET' || request.method === 'HEAD';
    request.resume();
    response.writeHead(readable ? 200 : 405, {
      'Content-Type': 'application/pkix-crl',
      'Content-Length': readable ? list.length : 0,
      Connection: 'close',
    });
    response.end(request.method === 'GET' ? list : undefined);
  });
  server.maxConnections = 64;
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(listen.port, listen.host, resolve);
  });
  return {
    port: (server.address() as AddressInfo).port,
    close: () =>
      new Promise((closed) => {
        server.close(() => closed());
        server.closeAllConnections();
      }),
  };
}
