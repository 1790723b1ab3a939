/** A text client without WebSocket that meets people by chance, by the package's own client for programs. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { EarshotClient, type BotEvent, type BotEventName } from '../../api-client/earshot-client.ts';
import type { ApiScope } from '../../protocol/api.ts';
import { ApiKeys } from '../../server/api/api-keys.ts';
import { makeKey } from '../support/api-caller.ts';
import { ManualClock } from '../support/manual-clock.ts';
import { Person } from '../support/person.ts';
import { runServer, type RunningServer } from '../support/running-server.ts';

let server: RunningServer;
let ana: Person;
let terminal: Terminal;
const people: Person[] = [];
const clients: Terminal[] = [];

beforeEach(async () => {
  server = await runServer({ args: ['--grace-seconds', '1'] });
  ana = await enter('Ana');
  terminal = await open('Terminal');
});
afterEach(async () => {
  for (const client of clients.splice(0)) client.close();
  for (const person of people.splice(0)) person.leave();
  await server.stop();
});

type Told<N extends BotEventName> = Extract<BotEvent, { event: N }>['payload'];

/** A client and what it is told, one after the other. */
class Terminal {
  readonly client: EarshotClient;
  readonly #over = new AbortController();
  readonly #events: AsyncGenerator<BotEvent, void, void>;

  constructor(client: EarshotClient) {
    this.client = client;
    this.#events = client.events(this.#over.signal);
  }

  /** What it is told next is this. */
  async hears<N extends BotEventName>(event: N): Promise<Told<N>> {
    const { value } = await this.#events.next();
    if (value?.event !== event) throw new Error(`told ${value?.event ?? 'nothing'} instead of ${event}`);
    return value.payload as Told<N>; // as its name says
  }

  close(): void {
    this.#over.abort();
  }
}

async function enter(name: string): Promise<Person> {
  const person = await Person.join(server.url, name);
  people.push(person);
  return person;
}
async function open(name: string, scopes: readonly ApiScope[] = ['bot', 'meet']): Promise<Terminal> {
  const [key, ca] = await Promise.all([
    makeKey(server.dataDir, name, scopes),
    readFile(join(server.dataDir, 'tls', 'earshot-ca.crt'), 'utf8'),
  ]);
  const opened = new Terminal(new EarshotClient({ url: server.url, key, ca }));
  clients.push(opened);
  return opened;
}
const refused = (code: string) => expect.objectContaining({ code }) as unknown;

it('[API-9] waits, meets somebody, writes without having asked, moves on, and is gone', async () => {
  const { client } = terminal;
  const me = await client.meet();
  expect(me).toMatchObject({ name: 'Terminal', bot: true });
  expect(await terminal.hears('waiting_for_partner')).toEqual({ media: 'text', expiresInMs: 600_000 });
  await ana.request('find_partner', { media: 'text' });
  const found = await terminal.hears('partner_found');
  expect(found).toMatchObject({ media: 'text', peer: ana.welcome.me, expiresInMs: null });
  expect(await ana.next('partner_found')).toMatchObject({ roomId: found.roomId, peer: me });

  const messageId = await client.send(ana.id, 'Hello from a terminal');
  expect(await ana.next('receive_private_message')).toMatchObject({ from: me.id, messageId });
  await ana.request('message_received', { from: me.id, messageIds: [messageId] });
  expect(await terminal.hears('message_status')).toMatchObject({ status: 'delivered' });

  await client.nextPartner(found.roomId);
  expect(await ana.next('partner_left')).toMatchObject({ peer: me.id, reason: 'next' });
  await terminal.hears('waiting_for_partner');
  await expect(client.send(ana.id, 'Still there?')).rejects.toEqual(refused('not_accepted'));
  await expect(client.nextPartner(found.roomId)).rejects.toEqual(refused('room_ended'));

  const bea = await enter('Bea');
  await bea.request('find_partner', { media: 'text' });
  // Who was moved on from waits the longest.
  expect((await bea.next('partner_found')).peer.id).toBe(ana.id);
  const cem = await enter('Cem');
  await cem.request('find_partner', { media: 'text' });
  expect((await terminal.hears('partner_found')).peer.id).toBe(cem.id);
  await cem.request('leave_room', {});
  expect(await terminal.hears('partner_left')).toMatchObject({ peer: cem.id, reason: 'left' });

  await client.meet();
  await terminal.hears('waiting_for_partner');
  await client.leaveRoom();
  expect(await terminal.hears('meeting_ended')).toEqual({ reason: 'left' });
  await client.disconnect();
  await expect(client.send(ana.id, 'x')).rejects.toEqual(refused('not_appeared'));
});

it('[API-9] whoever waited to see somebody can write with it, and their call is declined', async () => {
  const { client } = terminal;
  const me = await client.meet('video');
  await terminal.hears('waiting_for_partner');
  await ana.request('find_partner', { media: 'video' });
  expect(await ana.next('partner_found')).toMatchObject({ media: 'video', peer: { bot: true } });
  expect((await terminal.hears('partner_found')).expiresInMs).toBeGreaterThan(590_000);
  const { callId } = await ana.request('start_call', { to: me.id, media: 'video' });
  expect(await ana.next('call_ended')).toEqual({ callId, reason: 'declined' });
  await client.send(ana.id, 'I am a program');
  expect(await ana.next('receive_private_message')).toMatchObject({ text: 'I am a program' });
});

it('[API-9] asked twice at once, it is here once and waits once', async () => {
  const [one, other] = await Promise.all([terminal.client.meet(), terminal.client.meet()]);
  expect(one).toEqual(other);
  await ana.request('find_partner', { media: 'text' });
  expect((await ana.next('partner_found')).peer.id).toBe(one.id);
});

it('[API-9] a door bell may not, nor may a key for meeting alone write', async () => {
  const [bell, shy] = [await open('Door bell', ['bot']), await open('Shy', ['meet'])];
  await expect(bell.client.meet()).rejects.toMatchObject({ code: 'scope_missing', detail: 'meet' });
  await shy.client.meet();
  await expect(shy.client.send(ana.id, 'x')).rejects.toMatchObject({ code: 'scope_missing', detail: 'bot' });
});

it('[API-7] whoever has met it is told when its key was taken back', async () => {
  const clock = new ManualClock(Date.now());
  terminal.close();
  ana.leave();
  await server.stop();
  server = await runServer({ clock });
  [ana, terminal] = [await enter('Ana'), await open('Terminal')];
  const me = await terminal.client.meet();
  await ana.request('find_partner', { media: 'text' });
  await ana.next('partner_found');
  await new ApiKeys(server.dataDir).revoke('Terminal');
  const told = ana.next('partner_left');
  await expect
    .poll(async () => {
      clock.advance(1_000);
      return (await ana.request('get_online_users', { search: 'terminal' })).people;
    })
    .toEqual([]);
  expect(await told).toMatchObject({ peer: me.id, reason: 'left' });
});
