/** The Signaling port over socket.io. The only module that knows there is a socket. */
import { io, type Socket } from 'socket.io-client';
import { Emitter, type Listenable } from '../base/emitter.ts';
import { Store, type Readable } from '../base/store.ts';
import { AppError, type Reply, type WireError } from '../../protocol/errors.ts';
import {
  SIGNALS,
  type ClientToServerEvents,
  type Handshake,
  type NoticeName,
  type Notices,
  type Payload,
  type ReplyValue,
  type RequestName,
  type ServerToClientEvents,
} from '../../protocol/events.ts';
import type { ConnectionState, Signaling } from './signaling.ts';

const REQUEST_TIMEOUT_MS = 8_000;
/** On average, after the server itself has ended a connection. */
const SENT_AWAY_MS = 1_000;
/** HTTP's status. */
const FORBIDDEN = 403;

export class SocketSignaling implements Signaling {
  readonly #state = new Store<ConnectionState>({ phase: 'closed' });
  readonly #notices = new Emitter<Notices>();
  readonly #url: string | undefined;
  readonly #now: () => number;
  readonly #requestMs: number;
  /** Counts what has come from the server. */
  #heard = 0;
  #socket: Socket<ServerToClientEvents, ClientToServerEvents> | null = null;

  /** `url` is the page's own origin where not given. */
  constructor(options: { readonly url?: string; readonly now: () => number; readonly requestMs?: number }) {
    this.#url = options.url;
    this.#now = options.now;
    this.#requestMs = options.requestMs ?? REQUEST_TIMEOUT_MS;
  }

  get state(): Readable<ConnectionState> {
    return this.#state;
  }

  get notices(): Listenable<Notices> {
    return this.#notices;
  }

  open(handshake: () => Handshake): void {
    this.close();
    this.#state.set({ phase: 'connecting' });
    const options = {
      // Safari refuses a WebSocket on a certificate it was told to accept once; polling still works there.
      transports: ['websocket', 'polling'],
      tryAllTransports: true,
      auth: (give: (auth: object) => void) => give(handshake()),
      forceNew: true,
      timeout: 6_000,
      // The first waits vary by half, which spreads people out who lost the same server; from then on each stays where it is in
      // a round of a second. Outboxes are to be empty three seconds after the server's return, on a busy machine too.
      reconnectionDelay: 300,
      reconnectionDelayMax: 1_000,
    };
    const socket: Socket<ServerToClientEvents, ClientToServerEvents> =
      this.#url === undefined ? io(options) : io(this.#url, options);
    this.#socket = socket;
    socket.on('connect', () => this.#state.set({ phase: 'connected' }));
    socket.on('disconnect', (reason) => {
      this.#lost();
      // The server ended this one connection; unlike a lost one, socket.io does not try again by itself.
      if (reason === 'io server disconnect') this.#connectLater(socket);
    });
    socket.on('connect_error', (error) => this.#onConnectError(error));
    socket.io.on('ping', () => (this.#heard += 1));
    socket.onAny((name: NoticeName, payload: Notices[NoticeName], ack?: (received: true) => void) => {
      this.#heard += 1;
      this.#notices.emit(name, payload);
      if (ack !== undefined && SIGNALS.some((signal) => signal === name)) ack(true);
    });
  }

  close(): void {
    this.#socket?.removeAllListeners();
    this.#socket?.disconnect();
    this.#socket = null;
    this.#state.set({ phase: 'closed' });
  }

  reopen(): void {
    const socket = this.#socket;
    if (socket === null || this.#state.get().phase === 'refused') return;
    socket.disconnect();
    this.#lost();
    socket.connect();
  }

  async request<K extends RequestName>(name: K, payload: Payload<K>): Promise<ReplyValue<K>> {
    const socket = this.#socket;
    if (socket === null || !socket.connected) throw new AppError('no_answer_from_server');
    const heardBefore = this.#heard;
    // emitWithAck cannot follow a generic event name; this is the one place that says what the map of requests says.
    const sender = socket.timeout(this.#requestMs) as unknown as {
      emitWithAck(name: K, payload: Payload<K>): Promise<Reply<ReplyValue<K>>>;
    };
    let reply: Reply<ReplyValue<K>>;
    try {
      reply = await sender.emitWithAck(name, payload);
    } catch (error) {
      // Neither an answer nor anything else: the connection is dead, and only the time-out of its pings would show it.
      if (socket === this.#socket && socket.connected && heardBefore === this.#heard) this.reopen();
      throw new AppError('no_answer_from_server', '', { cause: error });
    }
    this.#heard += 1;
    if (!reply.ok) throw new AppError(reply.error.code, reply.error.detail);
    return reply.value;
  }

  #lost(): void {
    const { phase } = this.#state.get();
    if (phase === 'connected') this.#state.set({ phase: 'reconnecting', since: this.#now() });
  }

  /** With `data` the server itself said no; without, socket.io goes on trying, whatever was answered or was not. */
  #onConnectError(error: Error & { data?: WireError; description?: unknown }): void {
    if (error.data === undefined) {
      const state = this.#state.get();
      // Of polling, which is tried after every WebSocket that fails, engine.io says the HTTP status.
      const isShutOut = error.description === FORBIDDEN;
      if (state.phase === 'reconnecting') this.#state.set({ ...state, isShutOut });
      return;
    }
    if (error.data.code === 'internal' || error.data.code === 'server_stopping') {
      if (this.#socket !== null) this.#connectLater(this.#socket);
      return;
    }
    this.#socket?.disconnect();
    this.#state.set({ phase: 'refused', error: error.data });
  }

  /** Not at once: a server that sends everybody away would otherwise be asked again by all of them as fast as it can answer. */
  #connectLater(socket: Socket): void {
    const connect = () => {
      if (socket === this.#socket && !socket.active) socket.connect();
    };
    setTimeout(connect, SENT_AWAY_MS * (0.5 + Math.random()));
  }
}
