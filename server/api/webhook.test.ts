import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createHmac } from 'node:crypto';
import { text } from 'node:stream/consumers';
import { afterEach, describe, expect, it } from 'vitest';
import { checkTarget, isAllowed, postWebhook } from './webhook.ts';

const secret = 'four cups of coffee';
const stops: (() => void)[] = [];
afterEach(() => {
  for (const stop of stops.splice(0)) stop();
});

async function listen(answer: (request: IncomingMessage, response: ServerResponse) => void): Promise<string> {
  const server = createServer(answer).listen(0, '127.0.0.1');
  stops.push(() => server.close());
  await once(server, 'listening');
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`; // a TCP server's address is never a path
}

describe('what a webhook is told', () => {
  it('is signed together with the time', async () => {
    const heard: unknown[] = [];
    const url = await listen((request, response) => {
      void text(request).then((body) => {
        heard.push({ method: request.method, path: request.url, headers: request.headers, body });
        response.writeHead(204).end();
      });
    });
    await postWebhook({ url, secret }, { events: [], next: 'run.1' }, 1_700_000_000_999);
    const body = '{"events":[],"next":"run.1"}';
    const signature = createHmac('sha256', secret).update(`1700000000.${body}`).digest('hex');
    expect(heard).toMatchObject([
      {
        method: 'POST',
        path: '/hook',
        body,
        headers: {
          'content-type': 'application/json',
          'earshot-timestamp': '1700000000',
          'earshot-signature': `sha256=${signature}`,
        },
      },
    ]);
  });

  it('has failed where the answer is no success, a redirection too, which is not followed', async () => {
    let asked = 0;
    const url = await listen((_request, response) => {
      asked += 1;
      response.writeHead(asked === 1 ? 500 : 302, { location: '/elsewhere' }).end();
    });
    await expect(postWebhook({ url, secret }, { events: [], next: '' }, 0)).rejects.toThrow('answered 500');
    await expect(postWebhook({ url, secret }, { events: [], next: '' }, 0)).rejects.toThrow('answered 302');
    expect(asked).toBe(2);
  });

  it('goes to no address of the internet', async () => {
    const target = { url: 'http://93.184.216.34/', secret };
    await expect(postWebhook(target, { events: [], next: '' }, 0)).rejects.toThrow(
      'not an address of this network',
    );
  });
});

describe('an address for a webhook', () => {
  it.each([
    '10.0.0.1',
    '172.16.3.4',
    '192.168.1.2',
    '127.0.0.1',
    '::1',
    'fe80::1',
    'fd00::7',
    '::ffff:10.0.0.1',
  ])('may be %s', (address) => {
    expect(isAllowed(address)).toBe(true);
  });

  it.each(['8.8.8.8', '169.254.169.254', '2606:4700::1111', '0.0.0.0', 'example.org', ''])(
    'may not be %s',
    (address) => {
      expect(isAllowed(address)).toBe(false);
    },
  );

  it.each(['http://10.0.0.1/hook', 'https://[fd00::7]:8443/', 'http://localhost:8080/x?y=z'])(
    'is right in %s',
    async (url) => {
      await expect(checkTarget({ url, secret })).resolves.toBeUndefined();
    },
  );

  it.each([
    'http://8.8.8.8/',
    'http://134744072/', // 8.8.8.8, as one number
    'http://169.254.169.254/latest/meta-data',
    'ftp://10.0.0.1/',
    'file:///etc/passwd',
    'http://user:word@10.0.0.1/',
    '10.0.0.1',
    'http://',
    'http://nothing.invalid/',
  ])('is wrong in %s', async (url) => {
    await expect(checkTarget({ url, secret })).rejects.toThrow('bad_payload: webhook.url');
  });
});
