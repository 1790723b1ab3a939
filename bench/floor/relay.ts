/**
 * The floor of what the server is measured against: the least that socket.io over TLS can do to pass messages and signals on with an
 * answer to their sender, and to tell everyone of each join and leave at once, unless it is told to be silent about joins. Names and payloads are those of our protocol.
 */
import { createServer } from 'node:https';
import { readFileSync } from 'node:fs';
import { Server, type Socket } from 'socket.io';

interface FloorPerson {
  readonly id: string;
  readonly name: string;
  readonly status: string;
}
type Acknowledge = (answer: { readonly ok: true }) => void;

/** As many as a page of ours holds: a newcomer is told no more of those who are here, and their number. */
const PAGE = 200;

const [certificate = '', port = '0', silent = ''] = process.argv.slice(2);
const pem = readFileSync(certificate);
const server = createServer({ cert: pem, key: pem }, (_request, response) => response.end('floor'));
const io = new Server(server, { serveClient: false, perMessageDeflate: false, httpCompression: false });
const people = new Map<string, FloorPerson>();
/** By the signals' `callId`, which here is simply who they are for. */
const sockets = new Map<string, Socket>();

io.on('connection', (socket) => {
  const { id, name, status } = socket.handshake.auth as FloorPerson;
  void socket.join(id);
  sockets.set(id, socket);
  socket.on('send_private_message', (message: { to: string }, acknowledge: Acknowledge) => {
    io.to(message.to).emit('receive_private_message', message);
    acknowledge({ ok: true });
  });
  for (const signal of ['webrtc_offer', 'webrtc_answer', 'webrtc_ice_candidate']) {
    socket.on(signal, (payload: { callId: string }, acknowledge: Acknowledge) => {
      sockets.get(payload.callId)?.emit(signal, payload, () => acknowledge({ ok: true }));
    });
  }
  const page = [];
  for (const person of people.values()) if (page.push(person) === PAGE) break;
  socket.emit('online_users_list', { people: page, total: people.size, next: null });
  people.set(id, { id, name, status });
  if (silent === '')
    io.emit('online_users_changed', { joined: [{ id, name, status }], updated: [], left: [] });
  socket.on('disconnect', () => {
    people.delete(id);
    sockets.delete(id);
    io.emit('online_users_changed', { joined: [], updated: [], left: [id] });
  });
});
server.listen(Number(port), '127.0.0.1', () => {
  const address = server.address();
  console.log(`listening ${typeof address === 'object' ? address?.port : ''}`);
});
