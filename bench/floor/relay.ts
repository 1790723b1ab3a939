/** The floor for bench/relay.ts: the least that socket.io over TLS can do to pass a message on and answer its sender. */
import { createServer } from 'node:https';
import { readFileSync } from 'node:fs';
import { Server } from 'socket.io';

const [certificate = '', key = ''] = process.argv.slice(2);
const server = createServer({ cert: readFileSync(certificate), key: readFileSync(key) });
const io = new Server(server, { serveClient: false, perMessageDeflate: false, httpCompression: false });

io.on('connection', (socket) => {
  const { id } = socket.handshake.auth as { id: string };
  void socket.join(id);
  socket.on('send_private_message', (message: { to: string }, ack: (answer: { ok: true }) => void) => {
    io.to(message.to).emit('receive_private_message', message);
    ack({ ok: true });
  });
});
server.listen(0, '127.0.0.1', () => {
  const address = server.address();
  console.log(`listening ${typeof address === 'object' ? address?.port : ''}`);
});
