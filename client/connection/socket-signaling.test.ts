import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Server } from 'socket.io';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { ProxyLink } from '../../tests/chaos/proxy.ts';
import { tabId } from '../../tests/support/records.ts';
import { PROTOCOL_VERSION } from '../../protocol/version.ts';
import type { ConnectionState } from './signaling.ts';
import { SocketSignaling } from './socket-signaling.ts';

let server: Server;
let link: ProxyLink;
let signaling: SocketSignaling;

/** Resolves when the connection is, or comes, in the phase. */
const reaches = (phase: ConnectionState['phase']) =>
  new Promise<void>((resolve) => {
    const look = () => {
      if (signaling.state.get().phase !== phase) return;
      stop();
      resolve();
    };
    const stop = signaling.state.subscribe(look);
    look();
  });

beforeEach(async () => {
  const http = createServer();
  server = new Server(http);
  http.listen(0, '127.0.0.1');
  await once(http, 'listening');
  const { port } = http.address() as AddressInfo; // of a TCP server, which is never a path
  link = await ProxyLink.open({ targetPort: port, random: Math.random });
  signaling = new SocketSignaling({
    url: `http://127.0.0.1:${link.port}`,
    now: () => Date.now(),
    requestMs: 300,
  });
  const stated = { accepted: [], blocked: [], status: 'available' } as const;
  signaling.open(() => ({ protocol: PROTOCOL_VERSION, name: 'Ana', tab: tabId('ana'), ...stated }));
  await reaches('connected');
});
afterEach(async () => {
  signaling.close();
  link.close();
  await server.close();
});

it('[CONN-9] a connection on which nothing comes any more is given up for a new one', async () => {
  link.silence();
  await expect(signaling.request('get_online_users', {})).rejects.toMatchObject({
    code: 'no_answer_from_server',
  });
  expect(signaling.state.get().phase).toBe('reconnecting');
  await reaches('connected');
});

it('[CONN-9] a connection on which something comes is kept, however long one answer takes', async () => {
  const unanswered = signaling.request('get_online_users', {});
  server.emit('server_addresses', { urls: [] });
  await expect(unanswered).rejects.toMatchObject({ code: 'no_answer_from_server' });
  expect(signaling.state.get().phase).toBe('connected');
});

it('a request on a connection that is lost fails at once', async () => {
  const unanswered = signaling.request('get_online_users', {});
  link.cut();
  await expect(unanswered).rejects.toMatchObject({ code: 'no_answer_from_server' });
  expect(signaling.state.get().phase).toBe('reconnecting');
  await reaches('connected');
});

it('somebody who is sent away by the server does not come back at once', async () => {
  const arrivals: number[] = [];
  const again = new Promise<void>((resolve) => {
    server.on('connection', (socket) => {
      if (arrivals.push(performance.now()) === 2) resolve();
      socket.disconnect(true);
    });
  });
  server.disconnectSockets(true);
  await again;
  expect(arrivals[1]! - arrivals[0]!).toBeGreaterThan(400);
});
