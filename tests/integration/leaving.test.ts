/** Leaving for good, over TLS: the cookie of this browser is of no use to anybody afterwards, and nobody waits for its owner. */
import { request } from 'node:https';
import type { IncomingHttpHeaders } from 'node:http';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { Person } from '../support/person.ts';
import { runServer, type RunningServer } from '../support/running-server.ts';

let server: RunningServer;
const people: Person[] = [];
beforeAll(async () => {
  server = await runServer();
});
afterEach(() => {
  for (const person of people.splice(0)) person.leave();
});
afterAll(() => server.stop());

const ask = (method: string, path: string, headers: Record<string, string> = {}) =>
  new Promise<{ status: number; headers: IncomingHttpHeaders }>((resolve, reject) => {
    request(`${server.url}${path}`, { method, rejectUnauthorized: false, headers }, (response) => {
      response
        .resume()
        .on('end', () => resolve({ status: response.statusCode ?? 0, headers: response.headers }));
    })
      .on('error', reject)
      .end();
  });
const newCookie = async () => (await ask('GET', '/')).headers['set-cookie']?.[0]?.split(';')[0] ?? '';

async function join(name: string, cookie: string): Promise<Person> {
  const person = await Person.join(server.url, name, { headers: { cookie } });
  people.push(person);
  return person;
}

it('ends the session of one browser, for good and at once', async () => {
  const [mine, theirs] = [await newCookie(), await newCookie()];
  const [ana, bea] = [await join('Anabel', mine), await join('Bea', theirs)];
  const left = await ask('DELETE', '/api/session', { cookie: mine });
  expect(left.status).toBe(204);
  expect(left.headers['set-cookie']).toEqual([expect.stringMatching(/^__Host-earshot=; .*Max-Age=0;/)]);
  expect(left.headers['clear-site-data']).toBe('"storage"');
  // Somebody new may have the name, before anybody has been told that it is free.
  await (await join('Anabel', await newCookie())).request('leave', {});
  await expect.poll(() => ana.socket.connected).toBe(false);
  // Without the grace of somebody whose connection was only lost.
  await expect.poll(async () => (await bea.request('get_online_users', {})).total).toBe(1);
  // Whoever kept a copy of the cookie is nobody that was ever here.
  expect((await ask('GET', '/', { cookie: mine })).headers['set-cookie']).toHaveLength(1);
  expect((await join('Mallory', mine)).id).not.toBe(ana.id);
  expect((await ask('GET', '/', { cookie: theirs })).headers['set-cookie']).toBeUndefined();
  expect(bea.socket.connected).toBe(true);
});

it('is asked for by nobody but this page, and ends nothing without a cookie', async () => {
  const mine = await newCookie();
  const ana = await join('Ana', mine);
  for (const headers of [
    { origin: 'https://evil.example' },
    { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'no-cors' },
  ]) {
    expect((await ask('DELETE', '/api/session', { cookie: mine, ...headers })).status).toBe(421);
  }
  expect((await ask('DELETE', '/api/session')).status).toBe(204);
  expect(ana.socket.connected).toBe(true);
  expect((await ask('GET', '/', { cookie: mine })).headers['set-cookie']).toBeUndefined();
});
