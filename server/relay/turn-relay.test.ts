import { once } from 'node:events';
import { connect } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { visitRelay, type TurnVisitor } from '../../tests/support/turn-visitor.ts';
import { PeerRules } from './peer-rules.ts';
import { turnCredentials, turnPassword } from './turn-credentials.ts';
import { MOST_PORTS } from './turn-client.ts';
import { TurnRelay } from './turn-relay.ts';

const SECRET = 'north';
const NOW = 1_800_000_000_000;

const cleanUp: (() => Promise<void> | void)[] = [];
afterEach(async () => {
  for (const step of cleanUp.splice(0).reverse()) await step();
});

async function open(...peers: string[]) {
  let now = NOW;
  const rules = new PeerRules(() => ['192.168.1.2']);
  const relay = new TurnRelay({ host: '127.0.0.1', port: 0, secret: SECRET, peers, now: () => now, rules });
  const port = await relay.listen();
  cleanUp.push(() => relay.close());
  const visit = async (
    transport: 'udp' | 'tcp' = 'udp',
    credentials = turnCredentials({ secret: SECRET, user: 'ana', expiresAt: NOW + 60_000 }),
  ): Promise<TurnVisitor> => {
    const visitor = await visitRelay(transport, port, credentials);
    cleanUp.push(() => visitor.close());
    return visitor;
  };
  return { relay, port, visit, pass: (ms: number) => (now += ms) };
}

describe.each(['udp', 'tcp'] as const)('by %s', (transport) => {
  it('whoever has credentials is given a port', async () => {
    const { relay, visit } = await open();
    const ana = await visit(transport);
    const { code, relayed } = await ana.ask('ALLOCATE');
    expect(code).toBe(0);
    expect(relayed?.port).toBeGreaterThan(1_023);
    expect(relay.ports).toBe(1);
  });

  it('may reach whom it was told, and nobody else', async () => {
    const { relay, visit } = await open('192.168.1.7');
    const ana = await visit(transport);
    await ana.ask('ALLOCATE');
    expect((await ana.ask('CREATE_PERMISSION', '192.168.1.7')).code).toBe(0);
    expect((await ana.ask('CREATE_PERMISSION', '192.168.1.8')).code).toBe(403);
    relay.permit(['192.168.1.8']);
    expect((await ana.ask('CREATE_PERMISSION', '192.168.1.8')).code).toBe(0);
  });

  it.each(['127.0.0.1', '0.0.0.0', '224.0.0.251', '255.255.255.255', '8.8.8.8', '169.254.169.254'])(
    '[CALL-18] %s is not to be reached, neither by a permission nor by a channel',
    async (address) => {
      const { visit } = await open();
      const ana = await visit(transport);
      await ana.ask('ALLOCATE');
      expect((await ana.ask('CREATE_PERMISSION', address)).code).toBe(403);
      expect((await ana.ask('CHANNEL_BIND', address)).code).toBe(403);
    },
  );
});

it.each([
  ['with a wrong password', { username: '1800000060:ana', credential: 'x' }],
  [
    'with a password of another secret',
    turnCredentials({ secret: 'south', user: 'ana', expiresAt: NOW + 60_000 }),
  ],
  ['[CALL-17] whose time is over', turnCredentials({ secret: SECRET, user: 'ana', expiresAt: NOW - 1 })],
  ['whose name says no time, though signed', { username: 'ana', credential: turnPassword(SECRET, 'ana') }],
  // Members that every object has; the library looks names up in one.
  ['who is called __proto__', { username: '__proto__', credential: '[object Object]' }],
  ['who is called constructor', { username: 'constructor', credential: String(Object) }],
])('somebody %s is given nothing', async (_who, credentials) => {
  const { relay, visit } = await open();
  expect((await (await visit('udp', credentials)).ask('ALLOCATE')).code).toBe(401);
  expect(relay.ports).toBe(0);
});

it('[CALL-17] whoever has a port keeps it when the time to ask for one is over', async () => {
  const { visit, pass } = await open('192.168.1.7');
  const ana = await visit();
  await ana.ask('ALLOCATE');
  pass(3_600_000);
  expect((await ana.ask('CREATE_PERMISSION', '192.168.1.7')).code).toBe(0);
  expect((await (await visit()).ask('ALLOCATE')).code).toBe(401);
});

it('one person has so many ports at most, and those of a connection that is closed are given back', async () => {
  const { relay, visit } = await open();
  const visitors: TurnVisitor[] = [];
  for (let count = 0; count < MOST_PORTS; count += 1) {
    const visitor = await visit('tcp');
    visitors.push(visitor);
    expect((await visitor.ask('ALLOCATE')).code).toBe(0);
  }
  const late = await visit('tcp');
  expect((await late.ask('ALLOCATE')).code).toBe(486);
  visitors[0]?.close();
  await expect.poll(() => relay.ports).toBe(MOST_PORTS - 1);
  expect((await late.ask('ALLOCATE')).code).toBe(0);
});

it('whoever only talks is sent away after a while', async () => {
  const { relay, port, pass, visit } = await open();
  const ana = await visit('tcp');
  await ana.ask('ALLOCATE');
  const idle = connect(port, '127.0.0.1');
  await once(idle, 'connect');
  pass(5_000);
  relay.sweep();
  pass(6_000);
  const closed = once(idle, 'close');
  // Read to the end, or the close is never seen.
  idle.resume();
  await expect
    .poll(() => {
      relay.sweep();
      return idle.destroyed;
    })
    .toBe(true);
  await closed;
  expect(relay.ports).toBe(1);
});

it('a connection that speaks something else is cut', async () => {
  const { port } = await open();
  const web = connect(port, '127.0.0.1');
  web.write('GET / HTTP/1.1\r\n\r\n');
  web.resume();
  await once(web, 'close');
});
