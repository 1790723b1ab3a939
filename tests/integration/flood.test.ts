import { connect } from 'node:net';
import { afterEach, expect, it } from 'vitest';
import { ulid } from 'ulid';
import type { MessageId } from '../../protocol/ids.ts';
import { acquainted, Person } from '../support/person.ts';
import { runServer, type RunningServer } from '../support/running-server.ts';
import { WITHOUT_LIMITS } from '../support/without-limits.ts';

let server: RunningServer | null = null;
const people: Person[] = [];
afterEach(async () => {
  for (const person of people.splice(0)) person.leave();
  await server?.stop();
  server = null;
});

async function start(...args: string[]): Promise<RunningServer> {
  return (server = await runServer({ args }));
}
async function join(name: string): Promise<Person> {
  const person = await Person.join(server?.url ?? '', name);
  people.push(person);
  return person;
}
async function friends(): Promise<readonly [Person, Person]> {
  const both = await acquainted(server?.url ?? '', 'Ana', 'Ben');
  people.push(...both);
  return both;
}
const draft = (to: Person, clock: number) => ({
  to: to.id,
  messageId: ulid() as MessageId, // a ULID is what the pattern asks for
  clock,
  sentAt: 1,
  text: `message ${clock}`,
});

it('[CONN-10] whoever floods a connection is read from at the pace of everybody, and others do not lose a message', async () => {
  await start('--packets-per-second', '20', '--packets-burst', '40');
  const [ana, ben] = await friends();
  const mallory = await join('Mallory');
  let answered = 0;
  for (let sent = 0; sent < 20_000; sent += 1) {
    mallory.socket.emit('typing', { to: ana.id, typing: true }, () => (answered += 1));
  }
  for (let clock = 1; clock <= 5; clock += 1) {
    await ana.request('send_private_message', draft(ben, clock));
    expect(await ben.next('receive_private_message')).toMatchObject({ text: `message ${clock}` });
  }
  expect(ana.socket.connected && ben.socket.connected).toBe(true);
  // The burst, and what was on its way before the server stopped reading.
  expect(answered).toBeLessThan(5_000);
});

it('[CONN-10] many messages at once arrive more slowly, in order, and every one is answered', async () => {
  await start('--messages-per-second', '50', '--messages-burst', '10');
  const [ana, ben] = await friends();
  const clocks = Array.from({ length: 40 }, (_, index) => index + 1);
  const startedAt = performance.now();
  await Promise.all(clocks.map((clock) => ana.request('send_private_message', draft(ben, clock))));
  // 30 more than the burst, of 50 each second; the last part is sent before it is paid for.
  expect(performance.now() - startedAt).toBeLessThan(5_000);
  const heard: number[] = [];
  while (heard.length < clocks.length) heard.push((await ben.next('receive_private_message')).clock);
  expect(heard).toEqual(clocks);
});

it('[CONN-10] too many calls are answered with the seconds to wait', async () => {
  await start('--calls-per-minute', '2');
  const [ana, ben] = await friends();
  for (let call = 0; call < 2; call += 1) {
    const { callId } = await ana.request('start_call', { to: ben.id, media: 'audio' });
    await ana.request('end_call', { callId, reason: 'hung_up' });
  }
  await expect(ana.request('start_call', { to: ben.id, media: 'audio' })).rejects.toMatchObject({
    code: 'rate_limited',
    detail: expect.stringMatching(/^(29|30)$/) as string,
  });
});

it('[CONN-11] an address that holds too many connections gets no more, and one for each that it closes', async () => {
  const { url } = await start('--connections-per-address', '3');
  const port = Number(new URL(url).port);
  /** Resolves with false where the server ends it at once. */
  const open = () =>
    new Promise<{ stays: boolean; close: () => void }>((resolve) => {
      const socket = connect({ port, host: '127.0.0.1' });
      const close = () => socket.destroy();
      socket.once('error', () => resolve({ stays: false, close }));
      socket.once('data', () => resolve({ stays: true, close }));
      socket.once('connect', () => socket.write('GET /api/health HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n'));
    });
  const opened = [await open(), await open(), await open(), await open()];
  expect(opened.map(({ stays }) => stays)).toEqual([true, true, true, false]);
  opened[0]?.close();
  await expect
    .poll(async () => {
      const one = await open();
      if (!one.stays) one.close();
      return one.stays;
    })
    .toBe(true);
  for (const { close } of opened) close();
});

it('[CONN-10] whoever does not read is cut before what waits for them fills the server', async () => {
  await start(...WITHOUT_LIMITS);
  const [ana, ben] = await friends();
  const cut = new Promise((resolve) => ben.socket.on('disconnect', resolve));
  // The stream under the WebSocket, where nothing is read any more.
  const { ws } = ben.socket.io.engine.transport as unknown as { ws: { pause(): void; resume(): void } };
  ws.pause();
  const text = 'x'.repeat(8_000);
  const write = (clock: number) => ana.request('send_private_message', { ...draft(ben, clock), text });
  let clock = 0;
  // Until the network between them is full, then the bound, then the mailbox.
  await expect(
    (async () => {
      while (clock < 10_000) await write((clock += 1));
    })(),
  ).rejects.toMatchObject({ code: 'user_offline' });
  ws.resume();
  await cut;
  expect(ana.socket.connected).toBe(true);
});
