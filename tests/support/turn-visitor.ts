/** Speaks TURN with a relay, one request after the other, by UDP or TCP. */
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { connect } from 'node:net';
import { wire } from 'turn-server';

export interface TurnAnswer {
  /** 0 where it was done. */
  readonly code: number;
  readonly relayed: { readonly ip: string; readonly port: number } | null;
}

interface Line {
  send(data: Uint8Array): void;
  readonly incoming: AsyncIterator<Buffer>;
  close(): void;
}

export interface TurnVisitor {
  /** Asks with a name and password, as browsers do after the first refusal. */
  ask(method: 'ALLOCATE' | 'CREATE_PERMISSION' | 'CHANNEL_BIND', peer?: string): Promise<TurnAnswer>;
  close(): void;
}

export async function visitRelay(
  transport: 'udp' | 'tcp',
  port: number,
  { username, credential }: { readonly username: string; readonly credential: string },
): Promise<TurnVisitor> {
  const line = transport === 'udp' ? await udpLine(port) : await tcpLine(port);
  let told: { readonly realm: string; readonly nonce: string } | null = null;

  async function send(method: string, attributes: Attribute[]) {
    const { ATTR, METHOD } = wire;
    const key = told === null ? null : wire.compute_long_term_key(username, told.realm, credential);
    const known =
      told === null
        ? []
        : [
            { type: ATTR['USERNAME'] ?? 0, value: username },
            { type: ATTR['REALM'] ?? 0, value: told.realm },
            { type: ATTR['NONCE'] ?? 0, value: told.nonce },
          ];
    line.send(
      wire.encode_message({ method: METHOD[method] ?? 0, attributes: [...attributes, ...known], key }).buf,
    );
    const { value } = (await line.incoming.next()) as { value: Buffer };
    return decode(value);
  }

  return {
    ask: async (method, peer = '192.168.1.7') => {
      const { ATTR } = wire;
      const target = { type: ATTR['XOR_PEER_ADDRESS'] ?? 0, value: { ip: peer, port: 5_000 } };
      const channel = { type: ATTR['CHANNEL_NUMBER'] ?? 0, value: 0x4001 };
      const attributes = {
        ALLOCATE: [{ type: ATTR['REQUESTED_TRANSPORT'] ?? 0, value: 17 }],
        CREATE_PERMISSION: [target],
        CHANNEL_BIND: [channel, target],
      }[method];
      const first = await send(method, attributes);
      if (first.code !== 401 || told !== null) return first;
      told = { realm: first.realm, nonce: first.nonce };
      return send(method, attributes);
    },
    close: () => line.close(),
  };
}

type Attribute = NonNullable<Parameters<typeof wire.encode_message>[0]['attributes']>[number];

function decode(data: Buffer): TurnAnswer & { readonly realm: string; readonly nonce: string } {
  // The library's types leave out how messages are read.
  const { decode_message } = wire as unknown as {
    decode_message(data: Buffer): { getAttribute(type: number | undefined): unknown } | null;
  };
  const { ATTR } = wire;
  const message = decode_message(data);
  const get = (name: string) => message?.getAttribute(ATTR[name]) ?? null;
  return {
    // What the attributes are is said by the RFC.
    code: (get('ERROR_CODE') as { code: number } | null)?.code ?? 0,
    relayed: get('XOR_RELAYED_ADDRESS') as TurnAnswer['relayed'],
    realm: get('REALM') as string,
    nonce: get('NONCE') as string,
  };
}

async function udpLine(port: number): Promise<Line> {
  const socket = createSocket('udp4');
  const incoming = queue<Buffer>();
  socket.on('message', (data) => incoming.add(data));
  socket.bind(0, '127.0.0.1');
  await once(socket, 'listening');
  return {
    send: (data) => socket.send(data, port, '127.0.0.1'),
    incoming,
    close: () => socket.close(),
  };
}

async function tcpLine(port: number): Promise<Line> {
  const socket = connect(port, '127.0.0.1');
  const incoming = queue<Buffer>();
  socket.on('data', (data) => incoming.add(data));
  await once(socket, 'connect');
  return { send: (data) => void socket.write(data), incoming, close: () => socket.destroy() };
}

function queue<T>() {
  const waiting: ((value: IteratorResult<T>) => void)[] = [];
  const kept: T[] = [];
  return {
    add(value: T) {
      const next = waiting.shift();
      if (next === undefined) kept.push(value);
      else next({ value, done: false });
    },
    next: () =>
      new Promise<IteratorResult<T>>((resolve) => {
        const value = kept.shift();
        if (value === undefined) waiting.push(resolve);
        else resolve({ value, done: false });
      }),
  };
}
