import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { until } from '../support/until.ts';
import { ProxyLink } from './proxy.ts';

let server: Server;
let link: ProxyLink;
let client: Socket;
let accepted: Socket;
/** What has arrived at each end, and in how many pieces. */
let atServer: Buffer[];
let atClient: Buffer[];

const text = (pieces: readonly Buffer[]) => Buffer.concat(pieces).toString();
const arrives = (pieces: readonly Buffer[], wanted: string) =>
  until(() => text(pieces) === wanted, { what: wanted, everyMs: 2 });
/** However it ends: a reset is one of the ends. */
const closing = (socket: Socket) => new Promise<void>((resolve) => socket.once('close', () => resolve()));
const note = (socket: Socket, pieces: Buffer[]) => {
  socket.on('data', (bytes) => pieces.push(bytes));
  socket.on('error', () => {});
};

beforeEach(async () => {
  [atServer, atClient] = [[], []];
  server = createServer({ allowHalfOpen: true }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo; // of a TCP server, which is never a path
  link = await ProxyLink.open({ targetPort: port, random: () => 0 });
  client = connect({ port: link.port, host: '127.0.0.1', allowHalfOpen: true });
  const [socket] = (await once(server, 'connection')) as [Socket];
  accepted = socket;
  note(client, atClient);
  note(accepted, atServer);
});
afterEach(() => {
  client.destroy();
  accepted.destroy();
  link.close();
  server.close();
});

it('passes both directions on untouched, and the end of each', async () => {
  client.end('up');
  await arrives(atServer, 'up');
  if (!accepted.readableEnded) await once(accepted, 'end');
  accepted.end('down');
  await closing(client);
  expect(text(atClient)).toBe('down');
  await until(() => link.connections === 0, { what: 'no connection', everyMs: 2 });
});

it('holds everything back while stalled, and then lets it go', async () => {
  link.setWeather('stalled', 'up');
  client.end('held back');
  accepted.write('other way');
  await arrives(atClient, 'other way');
  expect(atServer).toEqual([]);
  link.setWeather('fair');
  await arrives(atServer, 'held back');
  await until(() => accepted.readableEnded, { what: 'the end', everyMs: 2 });
});

it('passes small pieces on while sliced', async () => {
  link.setWeather('sliced');
  const written = 'abc'.repeat(30);
  client.write(written);
  await arrives(atServer, written);
  // A reader that is late finds some of them together.
  expect(atServer.length).toBeGreaterThan(2);
});

it('cuts both ends, with what is under way', async () => {
  link.setWeather('stalled');
  client.write('lost');
  accepted.write('lost');
  const closed = [closing(client), closing(accepted)];
  link.cut();
  await Promise.all(closed);
  expect([...atServer, ...atClient]).toEqual([]);
});

it('leaves a connection to silence without telling either end, until it is over', async () => {
  link.silence();
  client.write('lost');
  const second = connect(link.port, '127.0.0.1');
  const [other] = (await once(server, 'connection')) as [Socket];
  const atOther: Buffer[] = [];
  note(second, []);
  note(other, atOther);
  second.write('as good as any');
  await arrives(atOther, 'as good as any');
  expect([client.destroyed, accepted.destroyed, text(atServer)]).toEqual([false, false, '']);
  // Not even when the server is gone, which only the proxy hears.
  accepted.destroy();
  other.destroy();
  await closing(second);
  expect(client.destroyed).toBe(false);
  const closed = closing(client);
  link.endSilence();
  await closed;
});

it('tells the client at once where there is no server', async () => {
  server.close();
  accepted.destroy();
  await once(client, 'end');
  const late = connect(link.port, '127.0.0.1');
  note(late, []);
  await closing(late);
});
