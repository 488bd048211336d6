/** A server that looks for the end of an MLLP frame and answers a fixed acknowledgement: the least that anybody can do. */
import { createServer } from 'node:net';

const ANSWER = Buffer.from('\x0bMSH|^~\\&|BARE||BENCH||20261120101500||ACK^Q22^ACK|1|T|2.5\rMSA|AA|42\r\x1c\r');
const server = createServer({ noDelay: true }, (socket) => {
  let last = 0;
  socket.on('data', (chunk) => {
    for (const byte of chunk) {
      if (byte === 0x0d && last === 0x1c) socket.write(ANSWER);
      last = byte;
    }
  });
  socket.on('error', () => socket.destroy());
});
server.listen(0, '127.0.0.1', () => process.stdout.write(JSON.stringify({ port: server.address().port })));
process.on('SIGTERM', () => process.exit(0));
