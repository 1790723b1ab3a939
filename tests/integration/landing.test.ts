/** A server with the host's own page in front of joining, over TLS. */
import { cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { request } from 'node:https';
import type { IncomingHttpHeaders } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { Person } from '../support/person.ts';
import { runServer, type RunningServer } from '../support/running-server.ts';

const TEMPLATES = fileURLToPath(new URL('../../templates', import.meta.url));

let folder: string;
let server: RunningServer;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'earshot-built-'));
  await mkdir(join(folder, 'client'), { recursive: true });
  await cp(TEMPLATES, join(folder, 'templates'), { recursive: true });
  await writeFile(join(folder, 'client', 'index.html'), 'This is the app.');
  await writeFile(join(folder, 'rules.md'), '# Be kind\n\n<script>alert(1)</script>');
  server = await runServer({
    builtFolder: folder,
    args: ['--landing', join(folder, 'rules.md'), '--name', 'Kitchen <b>'],
  });
});
afterAll(async () => {
  await server.stop();
  await rm(folder, { recursive: true });
});

interface Answer {
  readonly status: number | undefined;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
}

function ask(path: string, method = 'GET', headers: Record<string, string> = {}): Promise<Answer> {
  return new Promise((resolve, reject) => {
    request(`${server.url}${path}`, { method, headers, rejectUnauthorized: false }, (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (part: string) => (text += part));
      response.on('end', () => resolve({ status: response.statusCode, headers: response.headers, text }));
    })
      .on('error', reject)
      .end();
  });
}

const cookieOf = ({ headers }: Answer) => headers['set-cookie']?.[0]?.split(';')[0] ?? '';

it('the page stands before the app until it was seen, and the way on keeps what the address carries', async () => {
  const first = await ask('/?mock-media');
  expect(first.status).toBe(200);
  expect(first.text).toContain('<h2>Be kind</h2>&lt;script&gt;alert(1)&lt;/script&gt;');
  expect(first.text).toContain('Kitchen &lt;b&gt;');
  expect(first.text).not.toContain('<script');
  expect(first.headers['cache-control']).toBe('no-store');
  const policy = first.headers['content-security-policy'] ?? '';
  expect(policy).toContain("default-src 'none'");
  expect(policy).not.toContain('script-src');
  expect(first.headers['set-cookie']).toBeUndefined();

  const on = await ask('/?mock-media', 'POST', { origin: server.url });
  expect([on.status, on.headers.location]).toEqual([303, '/?mock-media']);
  expect(on.headers['set-cookie']?.[0]).toMatch(
    /^__Host-earshot-landing=seen; Path=\/; .*Secure; HttpOnly; SameSite=Lax$/,
  );
  expect((await ask('/', 'GET', { cookie: cookieOf(on) })).text).toBe('This is the app.');
});

it('the page stays at a path of its own, and counts as seen there', async () => {
  const about = await ask('/about');
  expect(about.text).toContain('Be kind');
  expect(about.text).not.toContain('<form');
  expect((await ask('/', 'GET', { cookie: cookieOf(about) })).text).toBe('This is the app.');
});

it('another site can neither send the form nor turn the way on elsewhere', async () => {
  expect((await ask('/', 'POST', { origin: 'https://evil.example' })).status).toBe(421);
  expect((await ask('//evil.example/?x', 'POST')).headers.location).toBeUndefined();
});

it('whoever leaves for good is a stranger to it again', async () => {
  const { headers } = await ask('/api/session', 'DELETE', { origin: server.url });
  expect(headers['set-cookie']?.join()).toMatch(/__Host-earshot-landing=; Path=\/; Max-Age=0/);
});

it('people who joined are told where it is, and only where there is one', async () => {
  const ana = await Person.join(server.url, 'Ana');
  expect(ana.welcome.landing).toBe('/about');
  ana.leave();
  const plain = await runServer();
  const ben = await Person.join(plain.url, 'Ben');
  expect('landing' in ben.welcome).toBe(false);
  ben.leave();
  await plain.stop();
});
