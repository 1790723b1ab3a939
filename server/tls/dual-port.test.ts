import { once } from 'node:events';
import { Agent as PlainAgent, get as getPlain, type IncomingMessage, type ServerResponse } from 'node:http';
import { Agent as SecureAgent, get as getSecure } from 'node:https';
import { connect, createServer, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import { Server as SocketServer } from 'socket.io';
import { io } from 'socket.io-client';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { ManualClock } from '../../tests/support/manual-clock.ts';
import { StartError } from '../start-error.ts';
import { buildAuthority, buildLeaf, type KeyAndCertificate } from './certificate-builder.ts';
import { DualPort } from './dual-port.ts';

let leaf: KeyAndCertificate;
let otherLeaf: KeyAndCertificate;
beforeAll(async () => {
  const now = Date.now();
  const hosts = { names: ['localhost'], addresses: ['127.0.0.1'], label: 'x', now };
  const authority = await buildAuthority({ label: 'x', now });
  leaf = await buildLeaf(authority, hosts);
  otherLeaf = await buildLeaf(authority, hosts);
});

let clock: ManualClock;
let ports: DualPort[];
let port = 0;
beforeEach(async () => {
  clock = new ManualClock();
  ports = [];
  port = await open();
});
afterEach(async () => {
  for (const dual of ports) {
    const closed = dual.close({ graceMs: 0 });
    clock.advance(1);
    await closed;
  }
});

const first = (): DualPort => {
  const [dual] = ports;
  if (dual === undefined) throw new Error('no port is open');
  return dual;
};

/** Answers with the scheme and the length of what was sent. */
async function open(options: { silenceMs?: number } = {}): Promise<number> {
  const dual = new DualPort({ clock, onProblem: () => undefined, ...options });
  dual.secure.setSecureContext({ cert: leaf.certificatePem, key: leaf.keyPem });
  for (const [name, server] of [['plain', dual.plain] as const, ['secure', dual.secure] as const]) {
    server.on('request', (request: IncomingMessage, response) => {
      let length = 0;
      request.on('data', (chunk: Buffer) => (length += chunk.length));
      request.on('end', () => request.url !== '/never' && response.end(`${name} ${request.url} ${length}`));
    });
  }
  ports.unshift(dual);
  return (await dual.listen({ host: '127.0.0.1', port: 0 })).port;
}

async function bodyOf(response: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of response) chunks.push(chunk as Buffer); // an http body's chunks are buffers
  return Buffer.concat(chunks).toString();
}

const TRUSTING = { rejectUnauthorized: false };
const ask = async (scheme: 'http' | 'https', path = '/', agent?: PlainAgent): Promise<string> => {
  const options = { host: '127.0.0.1', port, path, ...TRUSTING, ...(agent ? { agent } : {}) };
  const request = scheme === 'http' ? getPlain(options) : getSecure(options);
  const [response] = (await once(request, 'response')) as [IncomingMessage]; // what node emits there
  return bodyOf(response);
};

const call = async (): Promise<Socket> => {
  const socket = connect({ port, host: '127.0.0.1', allowHalfOpen: true });
  socket.on('error', () => undefined);
  await once(socket, 'connect');
  return socket;
};
const allOf = (socket: Socket): Promise<string> =>
  new Promise((resolve) => {
    let text = '';
    socket.on('data', (chunk: Buffer) => (text += chunk.toString()));
    socket.on('close', () => resolve(text));
    socket.on('end', () => socket.end());
  });

describe('one port', () => {
  it('answers HTTP and HTTPS, each by its own server', async () => {
    expect(await ask('http', '/a')).toBe('plain /a 0');
    expect(await ask('https', '/b')).toBe('secure /b 0');
  });

  it.each([
    ['http', PlainAgent],
    ['https', SecureAgent],
  ] as const)('keeps a connection of %s open for the next request', async (scheme, Agent) => {
    const agent = new Agent({ keepAlive: true, maxSockets: 1, ...TRUSTING });
    let connections = 0;
    first().plain.on('connection', () => (connections += 1));
    first().secure.on('secureConnection', () => (connections += 1));
    for (const path of ['/1', '/2', '/3']) expect(await ask(scheme, path, agent)).toContain(path);
    expect(connections).toBe(1);
    agent.destroy();
  });

  it('loses nothing of a request that arrives byte by byte, or whole with a long body', async () => {
    const slow = await call();
    const slowAnswer = allOf(slow);
    for (const byte of 'GET /slow HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n') {
      await new Promise((done) => slow.write(byte, done));
    }
    expect(await slowAnswer).toContain('plain /slow 0');
    const long = await call();
    const longAnswer = allOf(long);
    const head = 'POST /long HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: 1000000\r\n\r\n';
    long.write(head + 'x'.repeat(1_000_000));
    expect(await longAnswer).toContain('plain /long 1000000');
  });

  it('answers a client that ends its side once it has asked', async () => {
    const socket = await call();
    const answer = allOf(socket);
    socket.end('GET /half HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n');
    expect(await answer).toContain('plain /half 0');
  });

  it.each(['\0', '\x80', 'nonsense\r\n\r\n', '\x15\x03\x01', '\x16'.repeat(64), '\x16\x03\x01\0\x05hello'])(
    'refuses %j and goes on',
    async (garbage) => {
      const socket = await call();
      const answer = allOf(socket);
      socket.end(garbage, 'latin1');
      expect(await answer).not.toContain('200 OK');
      expect(await ask('https')).toBe('secure / 0');
    },
  );

  it('survives a client that resets the connection, before and after its first byte', async () => {
    const silent = await call();
    silent.resetAndDestroy();
    const begun = await call();
    await new Promise((done) => begun.write('GET / HT', done));
    begun.resetAndDestroy();
    const hello = await call();
    await new Promise((done) => hello.write('\x16\x03\x01', 'latin1', done));
    hello.resetAndDestroy();
    expect(await ask('http')).toBe('plain / 0');
  });

  it('shows a new certificate to the next connection, and leaves the ones that stand alone', async () => {
    const shown = async () => {
      const socket = connectTls({ port, host: '127.0.0.1', ...TRUSTING });
      await once(socket, 'secureConnect');
      return socket;
    };
    const before = await shown();
    first().secure.setSecureContext({ cert: otherLeaf.certificatePem, key: otherLeaf.keyPem });
    const after = await shown();
    const fingerprints = [before, after].map((socket) => socket.getPeerCertificate().fingerprint256);
    expect(new Set(fingerprints).size).toBe(2);
    const answer = once(before, 'data');
    before.write('GET /still HTTP/1.1\r\nHost: x\r\n\r\n');
    expect(String((await answer)[0])).toContain('secure /still 0');
    before.destroy();
    after.destroy();
  });

  it('carries websockets on both sides', async () => {
    const echo = (dual: DualPort) =>
      [dual.plain, dual.secure].map((server) => {
        const sockets = new SocketServer();
        sockets.attach(server, { transports: ['websocket'] });
        sockets.on('connection', (socket) =>
          socket.on('echo', (text, reply) => (reply as (t: unknown) => void)(text)),
        );
        return sockets;
      });
    const dual = new DualPort({ clock, onProblem: () => undefined });
    dual.secure.setSecureContext({ cert: leaf.certificatePem, key: leaf.keyPem });
    const servers = echo(dual);
    ports.unshift(dual);
    const { port: own } = await dual.listen({ host: '127.0.0.1', port: 0 });
    for (const scheme of ['ws', 'wss']) {
      const client = io(`${scheme}://127.0.0.1:${own}`, {
        transports: ['websocket'],
        forceNew: true,
        ...TRUSTING,
      });
      expect(await client.emitWithAck('echo', scheme)).toBe(scheme);
      client.disconnect();
    }
    for (const server of servers) server.engine.close();
  });
});

describe('a connection that holds a place and says nothing', () => {
  it('is ended after ten seconds, and not before', async () => {
    const waiting = clock.waiting;
    const accepted = once(first().plain, 'connection');
    const speaking = await call();
    speaking.write('G');
    await accepted;
    const silent = await call();
    await expect.poll(() => clock.waiting).toBe(waiting + 1);
    let ended = false;
    const gone = once(silent.resume(), 'close').then(() => (ended = true));
    silent.on('end', () => silent.end());
    clock.advance(9_999);
    expect(await ask('http')).toBe('plain / 0');
    expect(ended).toBe(false);
    clock.advance(1);
    await gone;
    speaking.destroy();
    expect(clock.waiting).toBe(waiting);
  });

  it.each([
    ['in the middle of a TLS handshake', '\x16\x03\x01\x02\0'],
    ["in the middle of a request's head", 'GET / HTTP/1.1\r\nHo'],
  ])('%s is ended too', async (_case, begun) => {
    port = await open({ silenceMs: 40 });
    const socket = await call();
    const end = allOf(socket);
    socket.write(begun, 'latin1');
    expect(await end).not.toContain('200 OK');
  });

  it('that leaves by itself is forgotten', async () => {
    const waiting = clock.waiting;
    const socket = await call();
    await expect.poll(() => clock.waiting).toBe(waiting + 1);
    const end = allOf(socket);
    socket.end();
    await end;
    expect(clock.waiting).toBe(waiting);
  });
});

describe('closing', () => {
  it('ends idle and silent connections at once, of both kinds, and takes no more', async () => {
    const plain = new PlainAgent({ keepAlive: true });
    const secure = new SecureAgent({ keepAlive: true, ...TRUSTING });
    await ask('http', '/', plain);
    await ask('https', '/', secure);
    const silent = await call();
    const gone = allOf(silent);
    await expect.poll(() => clock.waiting).toBe(1);
    await first().close({ graceMs: 1_000 });
    expect(await gone).toBe('');
    expect(clock.waiting).toBe(0);
    await expect(ask('http')).rejects.toMatchObject({ code: 'ECONNREFUSED' });
  });

  it.each(['http', 'https'] as const)('lets a request over %s be answered first', async (scheme) => {
    const asked = new Promise<ServerResponse>((resolve) => {
      const server = scheme === 'http' ? first().plain : first().secure;
      server.on('request', (_request, response) => resolve(response));
    });
    const Agent = scheme === 'http' ? PlainAgent : SecureAgent;
    const answer = ask(scheme, '/never', new Agent({ keepAlive: true, ...TRUSTING }));
    const response = await asked;
    const closed = first().close({ graceMs: 1_000 });
    response.end('x'.repeat(3_000_000));
    expect(await answer).toHaveLength(3_000_000);
    await closed;
  });

  it('ends what is left when the time is up, and only then', async () => {
    const asked = once(first().secure, 'request');
    const answer = ask('https', '/never').catch((error: unknown) => error);
    await asked;
    let done = false;
    const closed = first()
      .close({ graceMs: 3_000 })
      .then(() => (done = true));
    clock.advance(2_999);
    await expect(ask('http')).rejects.toMatchObject({ code: 'ECONNREFUSED' });
    expect(done).toBe(false);
    clock.advance(1);
    await closed;
    expect(await answer).toMatchObject({ code: 'ECONNRESET' });
  });

  it('may be asked for twice, and before anything was opened', async () => {
    await Promise.all([first().close({ graceMs: 0 }), first().close({ graceMs: 0 })]);
    await new DualPort({ clock, onProblem: () => undefined }).close({ graceMs: 0 });
  });
});

describe('a port that cannot be opened is told in one sentence', () => {
  const refusal = async (options: { host: string; port: number }): Promise<string> => {
    const dual = new DualPort({ clock, onProblem: () => undefined });
    const error: unknown = await dual.listen(options).catch((fault: unknown) => fault);
    expect(error).toBeInstanceOf(StartError);
    return error instanceof StartError ? error.message : '';
  };

  it('in use', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await once(other, 'listening');
    const address = other.address();
    const taken = typeof address === 'object' && address !== null ? address.port : 0;
    expect(await refusal({ host: '127.0.0.1', port: taken })).toBe(
      `Port ${taken} is in use by another program on this computer; choose another with --port, for example --port ${taken + 1}.`,
    );
    other.close();
  });

  it('on an address of another computer', async () => {
    expect(await refusal({ host: '192.0.2.1', port: 0 })).toContain(
      '192.0.2.1 is not an address of this computer',
    );
    expect(await refusal({ host: 'nowhere.invalid', port: 0 })).toContain('choose another with --host');
  });
});
