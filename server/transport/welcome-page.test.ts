import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { createServer, request, type IncomingMessage, type Server } from 'node:http';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Router } from 'express';
import { afterEach, describe, expect, it } from 'vitest';
import { Html, PageTemplate } from './page-template.ts';
import { DEVICES } from './visitor-device.ts';
import { createWelcomeApp, renderWelcome, type WelcomeInput } from './welcome-page.ts';

const TEMPLATES = fileURLToPath(new URL('../../templates', import.meta.url));
const FINGERPRINT = Array.from({ length: 32 }, (_, index) => (index + 16).toString(16).toUpperCase()).join(
  ':',
);
const IPHONE =
  'Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.1 Mobile/15E148 Safari/604.1';
const WINDOWS =
  'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36';

const welcome = (changes: Partial<WelcomeInput> = {}): string =>
  renderWelcome({
    template: new PageTemplate(readFileSync(`${TEMPLATES}/welcome.html`, 'utf8')),
    style: Html.trusted('<style>p{}</style>'),
    script: Html.nothing,
    serverName: 'study',
    host: '192.168.1.5:5443',
    userAgent: IPHONE,
    fingerprint: FINGERPRINT,
    others: [],
    urls: ['https://192.168.1.5:5443/', 'https://earshot.local:5443/'],
    ...changes,
  });

/** The titles of the kinds of device, in order, the open ones in capitals. */
const devicesOf = (page: string): string[] =>
  [
    ...page.matchAll(
      /<details( open)?>\s*<summary>\s*([^<\n]+?)\s*(<span class="tag">([^<]+)<\/span>)?\s*<\/summary>\s*<div class="inside" id="(\w+)">\s*<ol/g,
    ),
  ].map(([, open, title = '', , tag, id]) => (open ? `${title.toUpperCase()} (${tag}, ${id})` : title));
const openHref = (page: string): string | undefined => /<a class="open" href="([^"]*)"/.exec(page)?.[1];

describe('the welcome page', () => {
  it.each([
    ['192.168.1.5:5443', 'https://192.168.1.5:5443'],
    ['earshot.local:5443', 'https://earshot.local:5443'],
    ['[fd00::5]:5443', 'https://[fd00::5]:5443'],
    ['earshot.local', 'https://earshot.local:80'],
    ['earshot.local:443', 'https://earshot.local'],
  ])('leads on from %s to %s', (host, href) => {
    expect(openHref(welcome({ host }))).toBe(href);
  });

  it('shows the steps of the device at hand first and open, and all the others', () => {
    expect(devicesOf(welcome())).toEqual([
      'IPHONE AND IPAD (this device, ios)',
      'Android',
      'Windows',
      'Mac',
      'Linux',
      'Firefox on a computer',
    ]);
    expect(devicesOf(welcome({ userAgent: WINDOWS }))[0]).toBe('WINDOWS (this device, windows)');
    const firefox = 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0';
    expect(devicesOf(welcome({ userAgent: firefox }))[0]).toBe(
      'FIREFOX ON A COMPUTER (this browser, firefox)',
    );
    expect(devicesOf(welcome({ userAgent: 'curl/8' }))).toEqual([
      'iPhone and iPad',
      'Android',
      'Windows',
      'Mac',
      'Linux',
      'Firefox on a computer',
    ]);
  });

  it('has three steps for each of them, of which one fetches the certificate', () => {
    const page = welcome();
    const lists = [...page.matchAll(/<ol class="steps">([^]*?)<\/ol>/g)].map(([, list = '']) => list);
    expect(lists).toHaveLength(DEVICES.length);
    for (const list of lists) {
      expect(list.match(/<li>/g)).toHaveLength(3);
      expect(list.match(/href="\/earshot-ca\.crt"/g)).toHaveLength(1);
    }
  });

  it('tells how to get past the warning of the browser at hand', () => {
    expect(welcome()).toContain('Show Details');
    expect(welcome({ userAgent: WINDOWS })).toMatch(/<b>Proceed to 192\.168\.1\.5<\/b>/);
    expect(welcome({ userAgent: 'x' })).toContain('look for <b>Advanced</b>');
  });

  it('shows the whole fingerprint', () => {
    const rows = [...welcome().matchAll(/<span>([0-9A-F:]+)<\/span>/g)].map(([, row]) => row);
    expect(rows.join('')).toBe(FINGERPRINT);
    expect(rows).toHaveLength(4);
  });

  it("speaks of no trust and no warning where the certificate is the operator's own", () => {
    const page = welcome({ fingerprint: null });
    expect(openHref(page)).toBe('https://192.168.1.5:5443');
    expect(page).not.toMatch(/earshot-ca|Trust|warn(?!ing-)|class="more"/);
  });

  it('promises nothing of trust under a name or an address the certificate cannot hold, and shows the way', () => {
    for (const host of ['mycomputer', '203.0.113.7', '[2001:db8::1]']) {
      const page = welcome({
        host: `${host}:5443`,
        urls: ['https://203.0.113.7:5443/', 'https://10.0.0.7:5443/'],
      });
      expect(openHref(page)).toBe(`https://${host}:5443`);
      expect(page).toContain(`Under ${host}, the warning stays`);
      expect(page).toContain('<a href="http://10.0.0.7:5443" data-own>');
      expect(page).not.toMatch(/earshot-ca\.crt|never warns/);
      expect(page).toContain('id="meaning"');
    }
    expect(welcome({ host: 'mycomputer', urls: [] })).toContain('<code>--cert</code>');
    expect(welcome()).toContain('it never warns again');
  });

  it('offers the other servers, and says nothing where there are none', () => {
    expect(welcome()).not.toContain('Other Earshot servers');
    const page = welcome({ others: [{ name: 'Den', url: 'http://10.0.0.9:5443' }], fingerprint: null });
    expect(page).toMatch(
      /<a href="http:\/\/10\.0\.0\.9:5443">\s*<span>Den<\/span>\s*<small>10\.0\.0\.9:5443<\/small>/,
    );
  });

  it('shows names from elsewhere as text, whatever they hold', () => {
    const hostile = `</title><script>alert(1)</script>"'&{{style}}<!-- block x -->`;
    const page = welcome({ serverName: hostile, others: [{ name: hostile, url: 'http://10.0.0.9/' }] });
    expect(page).not.toMatch(/<script|<!-- block/);
    expect(page.match(/&lt;script&gt;alert\(1\)&lt;\/script&gt;&quot;&#39;&amp;\{\{style\}\}/g)).toHaveLength(
      3,
    );
    expect(page.match(/<style>/g)).toHaveLength(1);
  });

  it('needs no script, no style attribute and nothing from elsewhere', () => {
    const page = welcome();
    expect(page).not.toMatch(/<script|\son\w+=|\sstyle=|<link[^>]+stylesheet|<img|url\(/);
    expect(page).not.toContain('{{');
    const outside = [...page.matchAll(/(?:href|src)="([^"]*)"/g)].map(([, url = '']) => url);
    expect(
      outside.filter((url) => !/^(https:\/\/192\.168\.1\.5:5443$|\/earshot-ca\.crt$|#\w+$|data:)/.test(url)),
    ).toEqual([]);
  });

  it('links only to places of its own that are there', () => {
    const page = welcome();
    for (const [, id] of page.matchAll(/href="#(\w+)"/g)) expect(page).toContain(`id="${id}"`);
  });
});

describe('over plain HTTP', () => {
  let server: Server | null = null;
  afterEach(() => void server?.close());

  const CERTIFICATE = Buffer.from([0x30, 0x82, 0xff, 0x00]);
  const serve = async (changes: Partial<Parameters<typeof createWelcomeApp>[0]> = {}): Promise<void> => {
    const api = Router();
    api.all('/api/health', (_request, response) => void response.json({ status: 'ok' }));
    const app = createWelcomeApp({
      guard: (incoming, response, next) =>
        incoming.headers.host === 'evil.example' ? void response.sendStatus(421) : next(),
      api,
      templatesFolder: TEMPLATES,
      serverName: 'study',
      authority: { certificateDer: CERTIFICATE, fingerprint: FINGERPRINT },
      neighbours: () => [{ name: 'Den', addresses: ['fd00::9', '10.0.0.9'], port: 5443 }],
      urls: () => ['https://10.0.0.1:5443/'],
      hasPasscode: false,
      ...changes,
    });
    server = createServer(app).listen(0, '127.0.0.1');
    await once(server, 'listening');
  };
  const ask = async (path: string, options: { method?: string; headers?: Record<string, string> } = {}) => {
    const address = server?.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    const call = request({ host: '127.0.0.1', port, path, ...options }).end();
    const [response] = (await once(call, 'response')) as [IncomingMessage]; // what node emits there
    const chunks: Buffer[] = [];
    for await (const chunk of response) chunks.push(chunk as Buffer); // an http body's chunks are buffers
    return { status: response.statusCode, headers: response.headers, body: Buffer.concat(chunks) };
  };

  it('every page asked for is the welcome page', async () => {
    await serve();
    for (const options of [{}, { headers: { Accept: 'text/html,*/*' } }]) {
      const { status, headers, body } = await ask('/', options);
      expect([status, headers['content-type'], headers['cache-control']]).toEqual([
        200,
        'text/html; charset=utf-8',
        'no-store',
      ]);
      expect(body.toString()).toContain('Open Earshot');
      expect(body.toString()).toContain('href="http://[fd00::9]:5443"');
    }
    expect((await ask('/some/where?x', { headers: { Accept: 'text/html' } })).status).toBe(200);
  });

  it('HEAD is answered like GET, without the page', async () => {
    await serve();
    const { status, headers, body } = await ask('/', { method: 'HEAD' });
    expect([status, headers['content-type'], body.length]).toEqual([200, 'text/html; charset=utf-8', 0]);
  });

  it('the page allows itself its own style and nothing else, and locks nobody out', async () => {
    await serve();
    const { headers, body } = await ask('/');
    const style = /<style>([^]*?)<\/style>/.exec(body.toString())?.[1] ?? '';
    const hash = createHash('sha256').update(style).digest('base64');
    expect(headers['content-security-policy']).toBe(
      `default-src 'none'; img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; style-src 'sha256-${hash}'`,
    );
    expect(headers).not.toHaveProperty('strict-transport-security');
    expect(headers).not.toHaveProperty('x-powered-by');
    expect(headers['x-content-type-options']).toBe('nosniff');
  });

  it('has a script, allowed by its hash, only where links may carry a passcode', async () => {
    await serve();
    expect((await ask('/')).body.toString()).not.toContain('<script');
    server?.close();
    await serve({ hasPasscode: true });
    const { headers, body } = await ask('/');
    const script = /<script>([^]*?)<\/script>/.exec(body.toString())?.[1] ?? '';
    const hash = createHash('sha256').update(script).digest('base64');
    expect(script).toContain('#passcode=');
    expect(headers['content-security-policy']).toContain(`; script-src 'sha256-${hash}'`);
  });

  it('gives the certificate as such', async () => {
    await serve();
    const { status, headers, body } = await ask('/earshot-ca.crt');
    expect(status).toBe(200);
    expect(headers['content-type']).toBe('application/x-x509-ca-cert');
    expect(headers['content-disposition']).toBe('inline; filename="earshot-ca.crt"');
    expect(body).toEqual(CERTIFICATE);
  });

  it("has none to give where it is the operator's own", async () => {
    await serve({ authority: null });
    expect((await ask('/earshot-ca.crt')).status).toBe(404);
    expect((await ask('/')).body.toString()).not.toContain('earshot-ca.crt');
  });

  it('has nothing else, and takes nothing', async () => {
    await serve();
    for (const path of ['/assets/app.js', '/socket.io/?EIO=4', '/favicon.ico', '/%ff', '//']) {
      expect([path, (await ask(path)).status]).toEqual([path, 404]);
    }
    for (const method of ['POST', 'PUT', 'DELETE', 'OPTIONS', 'PATCH']) {
      const { status, headers } = await ask('/', { method });
      expect([status, headers.allow]).toEqual([405, 'GET, HEAD']);
    }
  });

  it('passes on what belongs to the interface both schemes share', async () => {
    await serve();
    expect((await ask('/api/health', { method: 'POST' })).body.toString()).toBe('{"status":"ok"}');
  });

  it('leaves every request to the guard first', async () => {
    await serve();
    for (const path of ['/', '/earshot-ca.crt', '/api/health']) {
      expect((await ask(path, { headers: { Host: 'evil.example' } })).status).toBe(421);
    }
  });
});
