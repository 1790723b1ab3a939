/** Bots by HTTP among people on sockets: seen as what they are, and bound by what binds everybody. */
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ulid } from 'ulid';
import type { BotEvent, Received } from '../../protocol/api.ts';
import type { MessageId, UserId } from '../../protocol/ids.ts';
import { ApiKeys } from '../../server/api/api-keys.ts';
import { ManualClock } from '../support/manual-clock.ts';
import { callApi, makeKey, type ApiAnswer } from '../support/api-caller.ts';
import { Person } from '../support/person.ts';
import { runServer, type RunningServer } from '../support/running-server.ts';

let server: RunningServer;
let key: string;
let ana: Person;
const people: Person[] = [];

beforeEach(async () => {
  await start();
});
afterEach(async () => {
  for (const person of people.splice(0)) person.leave();
  await server.stop();
});

async function start(options: Parameters<typeof runServer>[0] = {}): Promise<void> {
  server = await runServer(options);
  key = await makeKey(server.dataDir, 'Door bell', ['bot']);
  ana = await join('Ana');
}
async function join(name: string, options: Parameters<typeof Person.join>[2] = {}): Promise<Person> {
  const person = await Person.join(server.url, name, options);
  people.push(person);
  return person;
}

/** A bot is the person that its key names. */
const botId = () => key.slice(3, 29) as UserId;
const post = (path: string, body: unknown = {}): Promise<ApiAnswer> =>
  callApi(server.url, 'POST', path, { key, body });
async function done<T>(path: string, body: unknown = {}): Promise<T> {
  const answer = await post(path, body);
  if (answer.status !== 200) throw new Error(`${path}: ${answer.status} ${answer.text}`);
  return answer.json as T; // what the document says, which another test holds it to
}
const receive = (after?: string, waitSeconds = 20) =>
  done<Received>('/api/receive', { waitSeconds, ...(after === undefined ? {} : { after }) });
const names = ({ events }: { events: readonly BotEvent[] }) => events.map(({ event }) => event);

/** The bot has asked, and Ana has said yes. @returns the cursor behind that */
async function befriend(): Promise<string> {
  await done('/api/appear');
  await done('/api/ask', { to: ana.id, note: '' });
  const { requestId } = await ana.next('incoming_chat_request');
  await ana.request('respond_chat_request', { from: botId(), requestId, answer: 'accept' });
  await ana.next('chat_request_accepted');
  const accepted = await receive();
  expect(names(accepted)).toEqual(['chat_request_accepted']);
  await receive(accepted.next, 0);
  return accepted.next;
}
const messageOf = (text: string) => ({
  ...{ to: botId(), messageId: ulid() as MessageId, clock: 1, sentAt: 1, text }, // a ULID is what the pattern asks for
});

describe('a bot', () => {
  it('[API-1] is a person with a badge, under the name of its key', async () => {
    const { me } = await done<{ me: unknown }>('/api/appear', { status: 'away' });
    expect(me).toEqual({ id: botId(), name: 'Door bell', status: 'away', bot: true });
    const seen = await ana.next('online_users_changed', ({ joined }) =>
      joined.some(({ id }) => id === botId()),
    );
    expect(seen.joined).toContainEqual(me);
    const bea = await join('Bea');
    expect((await bea.next('online_users_list')).people).toContainEqual(me);
    expect(await done('/api/appear')).toEqual({ me: { ...(me as object), status: 'available' } });
    await done('/api/disconnect');
    expect((await ana.next('online_users_changed', ({ left }) => left.length > 0)).left).toEqual([botId()]);
    const gone = await post('/api/send', { to: ana.id, text: 'x' });
    expect([gone.status, gone.code]).toEqual([409, 'not_appeared']);
  });

  it('[API-1] is the only one with a badge, whatever a handshake claims', async () => {
    const bea = await join('Bea', { ...({ bot: true } as object) });
    expect(bea.welcome.me).not.toHaveProperty('bot');
  });

  it('[API-1] takes the next free name where a person has its own, and keeps it', async () => {
    await join('door bell');
    const appeared = await done<{ me: { name: string } }>('/api/appear');
    expect(appeared.me.name).toBe('Door bell 2');
    expect(await done('/api/appear')).toEqual(appeared);
  });

  it('[API-2] cannot write before it was accepted, nor when it was blocked', async () => {
    await done('/api/appear');
    const early = await post('/api/send', { to: ana.id, text: 'Hello' });
    expect([early.status, early.code]).toEqual([403, 'not_accepted']);
    await done('/api/ask', { to: ana.id, note: 'May I?' });
    const { requestId, note, from } = await ana.next('incoming_chat_request');
    expect([note, from.bot]).toEqual(['May I?', true]);
    const again = await post('/api/ask', { to: ana.id, note: '' });
    expect([again.status, again.code]).toEqual([409, 'request_pending']);
    await ana.request('respond_chat_request', { from: botId(), requestId, answer: 'decline' });
    expect(names(await receive())).toEqual(['chat_request_rejected']);
    const late = await post('/api/ask', { to: ana.id, note: '' });
    expect([late.status, late.code]).toEqual([429, 'request_cooldown']);
    expect(Number(late.headers['retry-after'])).toBeGreaterThan(50);
    expect((await post('/api/send', { to: ana.id, text: 'Hello' })).code).toBe('not_accepted');
    expect(await ana.unheeded()).not.toContain('receive_private_message');
  });

  it('[API-2] may ask as often as a person may', async () => {
    await done('/api/appear');
    for (let times = 0; times < 20; times += 1) await done('/api/cancel', { to: ana.id });
    const refused = await post('/api/ask', { to: ana.id, note: '' });
    expect([refused.status, refused.code, refused.headers['retry-after']]).toEqual([
      429,
      'rate_limited',
      '3',
    ]);
  });

  it('[API-3] writes, and is told when that was stored and read', async () => {
    await befriend();
    const { messageId } = await done<{ messageId: MessageId }>('/api/send', {
      to: ana.id,
      text: 'Ding dong',
    });
    const heard = await ana.next('receive_private_message');
    expect(heard).toMatchObject({ from: botId(), messageId, text: 'Ding dong', clock: 1 });
    await ana.request('message_received', { from: botId(), messageIds: [messageId] });
    const status = await receive();
    expect(status.events).toEqual([
      { event: 'message_status', payload: { peer: ana.id, messageIds: [messageId], status: 'delivered' } },
    ]);
    await done('/api/send', { to: ana.id, text: 'Still there' });
    expect((await ana.next('receive_private_message')).clock).toBe(2);
  });

  it('[API-4] is told of messages until it has taken them, and only then their sender hears so', async () => {
    const cursor = await befriend();
    const draft = messageOf('Who is there?');
    const waiting = receive(cursor);
    await ana.request('send_private_message', draft);
    const first = await waiting;
    expect(first.events).toEqual([{ event: 'receive_private_message', payload: { ...draft, from: ana.id } }]);
    await ana.request('send_private_message', draft);
    const second = await receive(cursor, 0);
    expect(second).toEqual(first);
    expect(await ana.unheeded()).not.toContain('message_status');
    expect((await receive(first.next, 0)).events).toEqual([]);
    const told = { peer: botId(), messageIds: [draft.messageId], status: 'delivered' };
    expect(await ana.next('message_status')).toEqual(told);
    // Sent again because that was lost: answered, and not told to the bot once more.
    await ana.request('send_private_message', draft);
    expect(await ana.next('message_status')).toEqual(told);
    expect((await receive(first.next, 0)).events).toEqual([]);
  });

  it('[API-4] is told of what came while it was away, and of requests that wait', async () => {
    await befriend();
    await done('/api/disconnect');
    await ana.next('online_users_changed', ({ left }) => left.length > 0);
    const draft = messageOf('Are you there?');
    await ana.request('send_private_message', draft);
    await done('/api/appear');
    const bea = await join('Bea');
    await bea.request('send_chat_request', { to: botId(), note: '' });
    await done('/api/appear');
    expect(names(await receive(undefined, 0))).toEqual(['receive_private_message', 'incoming_chat_request']);
  });

  it('[API-5] sends again what was not confirmed when the other is back', async () => {
    await befriend();
    await done('/api/send', { to: ana.id, text: 'Lost on the way' });
    const first = await ana.next('receive_private_message');
    // Another connection of the same person, as after a change of networks: the first one has confirmed nothing.
    const back = await join('Ana', { token: ana.welcome.token ?? '', accepted: [botId()] });
    expect(await back.next('receive_private_message')).toEqual(first);
    await back.request('message_received', { from: botId(), messageIds: [first.messageId] });
    await receive();
    const later = await join('Ana', { token: ana.welcome.token ?? '' });
    expect(await later.unheeded()).not.toContain('receive_private_message');
  });

  it('[API-6] declines calls at once', async () => {
    await befriend();
    const { callId } = await ana.request('start_call', { to: botId(), media: 'audio' });
    expect(await ana.next('call_ended')).toEqual({ callId, reason: 'declined' });
  });

  it('waits in one place: a second one ends the waiting of the first', async () => {
    await done('/api/appear');
    const waiting = [receive(), receive()];
    expect((await Promise.race(waiting)).events).toEqual([]);
    await ana.request('send_chat_request', { to: botId(), note: '' });
    expect((await Promise.all(waiting)).map(names).sort()).toEqual([[], ['incoming_chat_request']]);
  });

  it('that stops waiting has missed nothing', async () => {
    await done('/api/appear');
    const giveUp = new AbortController();
    const waiting = callApi(server.url, 'POST', '/api/receive', { key, body: {}, signal: giveUp.signal });
    giveUp.abort();
    await expect(waiting).rejects.toThrow('aborted');
    await ana.request('send_chat_request', { to: botId(), note: '' });
    expect(names(await receive())).toEqual(['incoming_chat_request']);
  });
});

describe('[API-7] a bot that nobody is behind any more', () => {
  const clock = new ManualClock(Date.now());
  beforeEach(async () => {
    ana.leave();
    await server.stop();
    await start({ clock });
  });
  /** Time passes until something has come of it, a second at a time, since what falls due needs turns of its own. */
  const passes = (until: () => Promise<boolean>) =>
    expect
      .poll(async () => {
        clock.advance(1_000);
        return until();
      })
      .toBe(true);
  const isHere = async () =>
    (await ana.request('get_online_users', { search: 'door' })).people.some(({ id }) => id === botId());

  it('is gone after two minutes without a request', async () => {
    await done('/api/appear');
    await passes(isHere);
    clock.advance(100_000);
    await done('/api/receive', { waitSeconds: 0 });
    clock.advance(100_000);
    expect((await post('/api/receive', { waitSeconds: 0 })).status).toBe(200);
    await passes(async () => !(await isHere()));
    expect((await post('/api/receive', { waitSeconds: 0 })).code).toBe('not_appeared');
  });

  it('is gone when its key was taken back', async () => {
    await done('/api/appear');
    await passes(isHere);
    await new ApiKeys(server.dataDir).revoke('Door bell');
    expect((await post('/api/receive')).code).toBe('key_wrong');
    await passes(async () => !(await isHere()));
  });
});

describe('[API-8] a webhook', () => {
  it('is told of messages, which counts as taken when it answers so', async () => {
    const heard: Received[] = [];
    const listening = createServer((request, response) => {
      void json(request).then((body) => {
        heard.push(body as Received); // signed by the server, as another test shows
        response.writeHead(204).end();
      });
    }).listen(0, '127.0.0.1');
    try {
      await once(listening, 'listening');
      const url = `http://127.0.0.1:${(listening.address() as AddressInfo).port}/`; // a TCP server's is never a path
      await befriend();
      await done('/api/appear', { webhook: { url, secret: 'four cups of coffee' } });
      const draft = messageOf('By the back door');
      await ana.request('send_private_message', draft);
      expect(await ana.next('message_status')).toMatchObject({
        messageIds: [draft.messageId],
        status: 'delivered',
      });
      expect(heard.flatMap(({ events }) => events.map(({ payload }) => payload))).toContainEqual({
        ...draft,
        from: ana.id,
      });
      expect((await receive(undefined, 0)).events).toEqual([]);
    } finally {
      listening.close();
    }
  });

  it('is refused outside of this network', async () => {
    const webhook = { url: 'http://8.8.8.8/', secret: 'four cups of coffee' };
    const refused = await post('/api/appear', { webhook });
    expect([refused.status, refused.json]).toEqual([
      400,
      { error: { code: 'bad_payload', detail: 'webhook.url' } },
    ]);
    expect((await post('/api/receive')).code).toBe('not_appeared');
  });
});

it('a bot that waits is let go when the server stops', async () => {
  await done('/api/appear');
  const waiting = [receive(), receive()];
  // One has ended the waiting of the other, so it is there.
  await Promise.race(waiting);
  await server.app.stop();
  expect((await Promise.all(waiting)).map(names)).toEqual([[], []]);
});
