/**
 * The least of a socket.io client over TLS: one WebSocket, text only, packets handed on as they came. Thousands of these fit into the
 * load of a measurement that is about the server, where socket.io's own client would be most of what is measured.
 */
import { connect, createSecureContext, type TLSSocket } from 'node:tls';

/** As on a network, where each device has one; all of 127.0.0.0/8 is this computer. */
let addresses = 0;
function newAddress(): string {
  addresses += 1;
  return `127.1.${(addresses >> 8) & 0xff}.${addresses & 0xff}`;
}

/** Made once, not for each connection. */
const secureContext = createSecureContext();

const TEXT_FRAME = 0x81;
const MASKED = 0x80;

/** With a mask of nothing but zeros, which leaves the text as it is and is a mask like any other to the server. */
function frameOf(text: string): Buffer {
  const payload = Buffer.from(text);
  const { length } = payload;
  const head = Buffer.alloc(length < 126 ? 6 : 8);
  head[0] = TEXT_FRAME;
  head[1] = MASKED | (length < 126 ? length : 126);
  if (length >= 126) head.writeUInt16BE(length, 2);
  return Buffer.concat([head, payload]);
}

/** What is long has mostly been told to another client just before, and need not be made into text again. */
const LONG_BYTES = 1_000;
const recent = new Map<number, { readonly bytes: Buffer; readonly text: string }>();

/** Names here are plain ASCII, so that a byte is a character. */
function textOf(bytes: Buffer): string {
  const { length } = bytes;
  if (length < LONG_BYTES) return bytes.toString('latin1');
  const same = recent.get(length);
  if (same?.bytes.equals(bytes) === true) return same.text;
  const text = bytes.toString('latin1');
  recent.set(length, { bytes: Buffer.from(bytes), text });
  return text;
}

export class RawClient {
  /** An event: its name and payload as JSON text, and the number under which it wants to be acknowledged. */
  onEvent: (packet: string, acknowledge: string) => void = () => undefined;
  readonly #socket: TLSSocket;
  readonly #acknowledged = new Map<string, (answer: string) => void>();
  #nextId = 0;
  /** The beginning of a frame of which the rest is still to come, and how much that is in all. */
  #unread: Buffer[] = [];
  #unreadBytes = 0;
  #neededBytes = 0;
  #upgraded = false;
  /** What is waited for: the connection, then being let in. */
  #settle: { readonly resolve: () => void; readonly reject: (error: Error) => void };

  private constructor(
    socket: TLSSocket,
    settle: { readonly resolve: () => void; readonly reject: (error: Error) => void },
  ) {
    this.#socket = socket;
    this.#settle = settle;
    socket.on('data', (chunk: Buffer) => this.#read(chunk));
    socket.on('error', (error: Error) => this.#settle.reject(error));
    socket.on('close', () => this.#settle.reject(new Error('closed')));
  }

  /** A connection of nobody yet, from an address of its own. */
  static open(port: number): Promise<RawClient> {
    return new Promise((resolve, reject) => {
      const options = {
        ...{ host: '127.0.0.1', port, localAddress: newAddress() },
        ...{ secureContext, rejectUnauthorized: false },
      };
      const socket = connect(options, () => {
        socket.setNoDelay(true);
        socket.write(
          `GET /socket.io/?EIO=4&transport=websocket HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nUpgrade: websocket\r\n` +
            'Connection: Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n',
        );
      });
      const client = new RawClient(socket, { resolve: () => resolve(client), reject });
    });
  }

  /** Says who one is. Resolves when one is let in. */
  join(auth: object): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#settle = { resolve, reject };
      this.#send(`40${JSON.stringify(auth)}`);
    });
  }

  emit(name: string, payload: object, acknowledged: (answer: string) => void): void {
    const id = String(this.#nextId++);
    this.#acknowledged.set(id, acknowledged);
    this.#send(`42${id}${JSON.stringify([name, payload])}`);
  }

  /** @throws what the server refused */
  ask(name: string, payload: object): Promise<unknown> {
    return new Promise((resolve, reject) =>
      this.emit(name, payload, (answer) => {
        const [reply] = JSON.parse(answer) as [{ ok: boolean; value?: unknown }];
        if (reply.ok) resolve(reply.value);
        else reject(new Error(`${name}: ${answer}`));
      }),
    );
  }

  acknowledge(id: string, answer = ''): void {
    this.#send(`43${id}[${answer}]`);
  }

  close(): void {
    this.#socket.destroy();
  }

  #send(text: string): void {
    this.#socket.write(frameOf(text));
  }

  #read(chunk: Buffer): void {
    this.#unread.push(chunk);
    this.#unreadBytes += chunk.length;
    if (this.#unreadBytes < this.#neededBytes) return;
    let data = this.#unread.length === 1 ? chunk : Buffer.concat(this.#unread, this.#unreadBytes);
    if (!this.#upgraded) {
      const end = data.indexOf('\r\n\r\n');
      if (end >= 0 && !data.subarray(0, 13).includes('101')) {
        this.#settle.reject(new Error(data.subarray(0, 40).toString()));
      }
      this.#upgraded = end >= 0;
      data = this.#upgraded ? data.subarray(end + 4) : data;
    }
    this.#keep(data.subarray(this.#upgraded ? this.#takeFrames(data) : 0));
  }

  /** @returns where the first frame begins that is not all there */
  #takeFrames(data: Buffer): number {
    let at = 0;
    this.#neededBytes = 0;
    while (data.length - at >= 2) {
      const short = (data[at + 1] ?? 0) & 0x7f;
      const head = short < 126 ? 2 : short === 126 ? 4 : 10;
      if (data.length - at < head) break;
      const length =
        short < 126 ? short : short === 126 ? data.readUInt16BE(at + 2) : data.readUInt32BE(at + 6);
      if (data.length - at < head + length) {
        this.#neededBytes = head + length;
        break;
      }
      if (data[at] === TEXT_FRAME) this.#take(textOf(data.subarray(at + head, at + head + length)));
      at += head + length;
    }
    return at;
  }

  #keep(rest: Buffer): void {
    this.#unread = rest.length === 0 ? [] : [rest];
    this.#unreadBytes = rest.length;
  }

  /** engine.io: 0 open, 2 ping, 4 message; of messages socket.io: 0 connected, 2 event, 3 acknowledgement, 4 refused. */
  #take(packet: string): void {
    if (packet === '2') this.#send('3');
    else if (packet.startsWith('42')) {
      const begin = packet.indexOf('[');
      this.onEvent(packet.slice(begin), packet.slice(2, begin));
    } else if (packet.startsWith('43')) {
      const begin = packet.indexOf('[');
      const id = packet.slice(2, begin);
      this.#acknowledged.get(id)?.(packet.slice(begin));
      this.#acknowledged.delete(id);
    } else if (packet.startsWith('40')) this.#settle.resolve();
    else if (packet.startsWith('44')) this.#settle.reject(new Error(packet));
    else if (packet.startsWith('0')) this.#settle.resolve();
  }
}
