/** Promise 5: the server keeps nothing about people on disk, nor in its log. Marked strings go through every path and must be found nowhere. */
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import type { Log } from '../../server/log.ts';
import type { MessageId } from '../../protocol/ids.ts';
import { AccountVisitor } from '../support/account-visitor.ts';
import { callApi, makeKey } from '../support/api-caller.ts';
import { acquainted, Person } from '../support/person.ts';
import { id } from '../support/records.ts';
import { runServer } from '../support/running-server.ts';

const MARK = 'quokka';

/** Everything that is said at any level, as one text. */
function listeningLog(): { readonly log: Log; readonly lines: string[] } {
  const lines: string[] = [];
  const keep = (...parts: unknown[]) =>
    void lines.push(
      parts.map((part) => (part instanceof Error ? part.stack : JSON.stringify(part))).join(' '),
    );
  return { log: { debug: keep, info: keep, warn: keep, error: keep }, lines };
}

async function textsIn(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile());
  return Promise.all(
    files.map(async (file) => `${file.name}\n${await readFile(join(file.parentPath, file.name), 'latin1')}`),
  );
}

it('nothing about people is in the data folder or the log, whatever they did and whatever went wrong', async () => {
  const { log, lines } = listeningLog();
  const server = await runServer({ log, args: ['--log-level', 'debug', '--grace-seconds', '1'] });
  const [ana, bea] = await acquainted(server.url, `Ana ${MARK}`, `Bea ${MARK}`);
  const cy = await Person.join(server.url, `Cy ${MARK}`);
  const failed = (error: unknown) => error;
  await cy.request('send_chat_request', { to: ana.id, note: `note ${MARK}` });
  await ana.request('set_profile', { name: `Anna ${MARK}`, status: 'away' });
  const draft = { to: bea.id, messageId: id<MessageId>('m'), clock: 1, sentAt: 1, text: `text ${MARK}` };
  await ana.request('send_private_message', draft);
  await bea.request('message_received', { from: ana.id, messageIds: [draft.messageId] });
  await ana.request('typing', { to: bea.id, typing: true });
  const { callId } = await ana.request('start_call', { to: bea.id, media: 'video' });
  await bea.request('accept_call', { callId, media: 'video' });
  await ana.request('webrtc_offer', { callId, seq: 0, sdp: `v=0 ${MARK}` });
  await bea.request('end_call', { callId, reason: 'hung_up' });
  await ana.raw('send_private_message', { ...draft, text: MARK.repeat(2_000) });
  await ana.raw(MARK, { [MARK]: MARK });
  await Person.join(server.url, `${MARK.repeat(20)}`).catch(failed);
  await Person.join(server.url, `Cy ${MARK}`).catch(failed);
  bea.leave();
  await ana.next('online_users_changed', ({ left }) => left.includes(bea.id));
  await ana.request('send_private_message', { ...draft, messageId: id<MessageId>('held') });
  // A bot writes and is written to, and asks wrong things; the name of its key is the operator's, and not of a person.
  const key = await makeKey(server.dataDir, 'Door bell', ['bot']);
  const bot = (path: string, body: object) => callApi(server.url, 'POST', path, { key, body });
  await bot('/api/appear', {
    accepted: [ana.id],
    webhook: { url: 'http://127.0.0.1:9/', secret: MARK.repeat(4) },
  });
  await bot('/api/ask', { to: ana.id, note: `note ${MARK}` });
  const { requestId, from } = await ana.next('incoming_chat_request', (request) => request.from.bot === true);
  await ana.request('respond_chat_request', { from: from.id, requestId, answer: 'accept' });
  await bot('/api/send', { to: ana.id, text: `text ${MARK}` });
  await ana.request('send_private_message', { ...draft, to: from.id, text: `back ${MARK}` });
  await bot('/api/send', { to: ana.id, [MARK]: MARK });
  await callApi(server.url, 'POST', `/api/${MARK}?${MARK}`, { key: `${key}${MARK}`, body: `{${MARK}` });
  await callApi(server.url, 'GET', `/api/people?search=${MARK}`, { key });
  const tokens = [ana, bea, cy].map((person) => person.welcome.token ?? '');
  for (const person of [ana, cy]) person.leave();
  await server.app.stop();

  // The search itself works: what is put there is found.
  await writeFile(join(server.dataDir, 'planted'), MARK);
  const texts = await textsIn(server.dataDir);
  const secrets = [MARK, ana.id, bea.id, key.slice(-43), ...tokens];
  const found = (all: readonly string[]) =>
    secrets.filter((secret) => all.some((text) => text.includes(secret)));
  expect(found(texts)).toEqual([MARK]);
  expect(texts.filter((text) => text.includes(MARK))).toEqual([`planted\n${MARK}`]);
  expect(lines.length).toBeGreaterThan(0);
  expect(found(lines)).toEqual([]);
  await server.stop();
});

it('with accounts there are names and hashes, never what was said, and an account that is erased is gone', async () => {
  const { log, lines } = listeningLog();
  const args = ['--accounts', '--registration', 'open', '--log-level', 'debug', '--grace-seconds', '1'];
  const server = await runServer({ log, args });
  const password = `password ${MARK}`;
  const [ana, bea] = [new AccountVisitor(server.url), new AccountVisitor(server.url)];
  for (const [visitor, name] of [
    [ana, 'Ana Numbat'],
    [bea, 'Bea Bilby'],
  ] as const)
    expect((await visitor.register(name, password)).status).toBe(200);
  await ana.login('Ana Numbat', `wrong ${MARK}`);
  await ana.ask('POST', '/account/login', { name: MARK, password: MARK, [MARK]: MARK });
  await ana.ask('POST', '/account/refresh', {});
  const [one, other] = [await ana.join(), await bea.join()];
  await one.request('send_chat_request', { to: other.id, note: `note ${MARK}` });
  const { requestId } = await other.next('incoming_chat_request');
  await other.request('respond_chat_request', { from: one.id, requestId, answer: 'accept' });
  const draft = { to: other.id, messageId: id<MessageId>('m'), clock: 1, sentAt: 1, text: `text ${MARK}` };
  await one.request('send_private_message', draft);
  const secrets = [...ana.cookies.values(), ...bea.cookies.values()].flatMap((value) =>
    value.split('.').slice(-1),
  );
  expect((await bea.ask('DELETE', '/api/session')).status).toBe(204);
  await server.app.stop();

  const texts = await textsIn(server.dataDir);
  const found = (all: readonly string[]) =>
    [MARK, 'Ana Numbat', 'Bea Bilby', ...secrets].filter((secret) =>
      all.some((text) => text.includes(secret)),
    );
  expect(found(texts)).toEqual(['Ana Numbat']);
  expect(found(lines)).toEqual([]);
  await server.stop();
});
