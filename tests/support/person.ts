/** A person at the other end of a real socket: joins, sends requests, and waits for notices in the order they came. */
import { io, type Socket } from 'socket.io-client';
import { ulid } from 'ulid';
import { AppError, type Reply, type WireError } from '../../protocol/errors.ts';
import type {
  Handshake,
  NoticeName,
  Notices,
  Payload,
  ReplyValue,
  RequestName,
  Welcome,
} from '../../protocol/events.ts';
import type { TabId, UserId } from '../../protocol/ids.ts';
import type { PresenceStatus } from '../../protocol/presence.ts';
import { PROTOCOL_VERSION } from '../../protocol/version.ts';

const TIMEOUT_MS = 5_000;

interface Heard {
  readonly name: NoticeName;
  readonly payload: unknown;
}

export interface JoinOptions extends Partial<Handshake> {
  readonly headers?: Record<string, string>;
  readonly transports?: readonly ('websocket' | 'polling')[];
}

export class Person {
  readonly socket: Socket;
  readonly welcome: Welcome;
  /** Everything heard and not yet waited for. */
  readonly heard: Heard[];
  readonly #wake: Set<() => void>;

  private constructor(parts: { socket: Socket; welcome: Welcome; heard: Heard[]; wake: Set<() => void> }) {
    this.socket = parts.socket;
    this.welcome = parts.welcome;
    this.heard = parts.heard;
    this.#wake = parts.wake;
  }

  /** @throws AppError with the code of a refused handshake */
  static async join(url: string, name: string, options: JoinOptions = {}): Promise<Person> {
    const { headers = {}, transports = ['websocket'], ...handshake } = options;
    const auth: Handshake = {
      protocol: PROTOCOL_VERSION,
      name,
      tab: ulid() as TabId, // a ULID is what the pattern asks for
      status: 'available',
      accepted: [],
      blocked: [],
      ...handshake,
    };
    const socket = io(url, {
      auth,
      transports: [...transports],
      extraHeaders: headers,
      forceNew: true,
      reconnection: false,
      rejectUnauthorized: false,
    });
    const heard: Heard[] = [];
    const wake = new Set<() => void>();
    socket.onAny((noticed: NoticeName, payload: unknown, ack?: (received: true) => void) => {
      heard.push({ name: noticed, payload });
      ack?.(true);
      for (const check of [...wake]) check();
    });
    const welcome = await new Promise<Welcome>((resolve, reject) => {
      socket.on('welcome', resolve);
      socket.on('connect_error', (error: Error & { data?: WireError }) => {
        socket.close();
        reject(error.data === undefined ? error : new AppError(error.data.code, error.data.detail));
      });
    });
    return new Person({ socket, welcome, heard, wake });
  }

  get id(): UserId {
    return this.welcome.me.id;
  }

  /** @throws AppError with the code of the answer */
  async request<K extends RequestName>(name: K, payload: Payload<K>): Promise<ReplyValue<K>> {
    const reply = (await this.raw(name, payload)) as Reply<ReplyValue<K>>; // what the protocol promises
    if (!reply.ok) throw new AppError(reply.error.code, reply.error.detail);
    return reply.value;
  }

  /** For what the types forbid. */
  async raw(name: string, ...args: unknown[]): Promise<unknown> {
    return await this.socket.timeout(TIMEOUT_MS).emitWithAck(name, ...args);
  }

  /** The next notice of this name, whether it has come or will. */
  next<K extends NoticeName>(
    name: K,
    fits: (payload: Notices[K]) => boolean = () => true,
  ): Promise<Notices[K]> {
    return new Promise((resolve, reject) => {
      const check = () => {
        // A notice of a name carries the payload of that name.
        const found = this.heard.findIndex((one) => one.name === name && fits(one.payload as Notices[K]));
        if (found < 0) return;
        const [notice] = this.heard.splice(found, 1);
        clearTimeout(timer);
        this.#wake.delete(check);
        resolve(notice?.payload as Notices[K]);
      };
      const timer = setTimeout(() => {
        this.#wake.delete(check);
        reject(new Error(`no ${name}; heard ${this.heard.map((one) => one.name).join(', ') || 'nothing'}`));
      }, TIMEOUT_MS);
      this.#wake.add(check);
      check();
    });
  }

  /** Waits until this person has been told that the other has the status. */
  async sees(other: Person, status: PresenceStatus): Promise<void> {
    await this.next('online_users_changed', ({ joined, updated }) =>
      [...joined, ...updated].some((one) => one.id === other.id && one.status === status),
    );
  }

  /** Names of what was heard and not waited for, once everything said until now has arrived. */
  async unheeded(): Promise<string[]> {
    // Of a call that there is not: answered behind all that, and counted by no limit.
    await this.raw('call_ringing', { callId: '0'.repeat(26) });
    return this.heard.map((one) => one.name);
  }

  leave(): void {
    this.socket.close();
  }
}

/** Two people who accepted each other. */
export async function acquainted(
  url: string,
  one = 'Ana',
  other = 'Bea',
): Promise<readonly [Person, Person]> {
  const [ana, bea] = [await Person.join(url, one), await Person.join(url, other)];
  await ana.request('send_chat_request', { to: bea.id, note: '' });
  const { requestId } = await bea.next('incoming_chat_request');
  await bea.request('respond_chat_request', { from: ana.id, requestId, answer: 'accept' });
  await Promise.all([ana.next('chat_request_accepted'), bea.next('chat_request_accepted')]);
  return [ana, bea];
}
