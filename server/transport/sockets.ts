/** socket.io as the rest of the server needs it: notices to people and tabs, signals with an acknowledgement, and an end. */
import type { Server as HttpsServer } from 'node:https';
import { Server, type Socket } from 'socket.io';
import { AppError } from '../../protocol/errors.ts';
import type { ClientToServerEvents, ServerToClientEvents } from '../../protocol/events.ts';
import type { UserId } from '../../protocol/ids.ts';
import { LIMITS } from '../../protocol/limits.ts';
import type { Address, Notice } from '../domain/rule.ts';
import { plainAddress } from '../permitted-hosts.ts';
import { gatherWrites } from './gathered-writes.ts';
import type { HostGuard } from './host-guard.ts';
import type { Caller, Relay, SignalNotice } from './request-handlers.ts';
import { seenAddresses } from './seen-addresses.ts';
import { readSessionCookie } from './session-token.ts';

interface SocketData {
  caller: Caller;
  /** Null for a browser, whose token is in a cookie that no script can read. */
  newToken: string | null;
  /** Of somebody who is logged in. */
  session: string | null;
  /** Which address of this computer it came to. Of a closed connection nothing says so any more. */
  serverAddress: string | null;
}
export type EarshotSocket = Socket<
  ClientToServerEvents,
  ServerToClientEvents,
  Record<string, never>,
  SocketData
>;
type Io = Server<ClientToServerEvents, ServerToClientEvents, Record<string, never>, SocketData>;

/** How long the other browser has to acknowledge a signal before its sender is told to send it again. */
const SIGNAL_ACK_MS = 3_000;

/** How an event of the main namespace begins (socket.io protocol, version 5). */
const EVENT_PACKET = 2;

const userRoom = (user: UserId) => `user:${user}`;
const tabRoom = ({ user, tab }: Caller) => `tab:${user}:${tab}`;

export class Sockets implements Relay {
  readonly io: Io;
  /** The socket that speaks for a tab now; an older one of the same tab is dead and only does not know it yet. */
  readonly #current = new Map<string, EarshotSocket>();

  /** Signals that wait for an acknowledgement of a tab, told when it comes by another connection. */
  readonly #awaiting = new Map<string, Set<(socket: EarshotSocket) => void>>();
  readonly #ownAddresses: () => readonly string[];
  /** What was told to one and will be told to others as it is. */
  readonly #encodings = new WeakMap<object, string>();

  /** `ownAddresses` are this computer's on the network. */
  constructor(server: HttpsServer, guard: Pick<HostGuard, 'allows'>, ownAddresses: () => readonly string[]) {
    this.#ownAddresses = ownAddresses;
    this.io = new Server(server, {
      serveClient: false,
      allowRequest: (request, decide) => {
        const isAllowed = guard.allows(request);
        // A refusal is written and the connection closed at once.
        if (isAllowed) gatherWrites(request.socket);
        decide(null, isAllowed);
      },
      maxHttpBufferSize: LIMITS.frameBytes,
      // Messages are small, and compressing them would cost more than it saves.
      perMessageDeflate: false,
      httpCompression: false,
      pingInterval: 10_000,
      pingTimeout: 8_000,
      connectTimeout: 10_000,
    });
  }

  get count(): number {
    return this.#current.size;
  }

  tabsOf(user: UserId): number {
    return this.io.sockets.adapter.rooms.get(userRoom(user))?.size ?? 0;
  }

  /** From now on this socket speaks for the tab; the one that did is cut. */
  take(caller: Caller, socket: EarshotSocket): void {
    const older = this.#current.get(tabRoom(caller));
    this.#current.set(tabRoom(caller), socket);
    socket.data.serverAddress = plainAddress(socket.request.socket.localAddress ?? '') || null;
    older?.disconnect(true);
  }

  /** False where another socket speaks for the tab by now. */
  release(caller: Caller, socket: EarshotSocket): boolean {
    return this.speaksFor(caller, socket) && this.#current.delete(tabRoom(caller));
  }

  speaksFor(caller: Caller, socket: EarshotSocket): boolean {
    return this.#current.get(tabRoom(caller)) === socket;
  }

  addressesOf(caller: Caller): readonly string[] {
    const socket = this.#current.get(tabRoom(caller));
    return socket === undefined ? [] : seenAddresses(socket.handshake, this.#ownAddresses());
  }

  serverAddressOf(caller: Caller): string | null {
    return this.#current.get(tabRoom(caller))?.data.serverAddress ?? null;
  }

  sessionOf(caller: Caller): string | null {
    return this.#current.get(tabRoom(caller))?.data.session ?? null;
  }

  /** Everybody who is connected. */
  tabs(): readonly Caller[] {
    return [...this.#current.values()].map(({ data }) => data.caller);
  }

  /** Of people whose session is not what it was. */
  notIn(isOpen: (session: string) => boolean): readonly EarshotSocket[] {
    return [...this.#current.values()].filter(({ data }) => data.session !== null && !isOpen(data.session));
  }

  /** Of one browser. */
  withToken(token: string): readonly EarshotSocket[] {
    return [...this.#current.values()].filter(
      ({ request }) => readSessionCookie(request.headers.cookie) === token,
    );
  }

  async join(caller: Caller, socket: EarshotSocket): Promise<void> {
    await socket.join([userRoom(caller.user), tabRoom(caller)]);
    for (const joined of [...(this.#awaiting.get(tabRoom(caller)) ?? [])]) joined(socket);
  }

  send({ to, name, payload }: Notice): void {
    const tab = this.#onlyTabOf(to);
    if (tab !== undefined && name === 'online_users_list') {
      tab.conn.send(this.#encodedOnce(name, payload));
      return;
    }
    // Name and payload of a notice belong together by its type; emit's overloads cannot take a union of such pairs.
    const target = (tab ?? this.#target(to)) as {
      emit(name: string, payload: unknown): unknown;
    };
    target.emit(name, payload);
  }

  /** A tab that changes networks has a dead connection and is about to come by another, over which it is told at once. */
  deliver(to: Caller, { name, payload }: SignalNotice): Promise<void> {
    const room = tabRoom(to);
    return new Promise((resolve, reject) => {
      const finish = (settle: () => void) => {
        clearTimeout(timer);
        const others = this.#awaiting.get(room);
        others?.delete(tell);
        if (others?.size === 0) this.#awaiting.delete(room);
        settle();
      };
      const giveUp = () => finish(() => reject(new AppError('peer_unreachable')));
      let open = 0;
      let timer: NodeJS.Timeout | undefined;
      const tell = (socket: EarshotSocket) => {
        open += 1;
        // As in `send`: a pair that the overloads cannot take as a union.
        const telling = socket.timeout(SIGNAL_ACK_MS) as {
          emit(name: string, payload: unknown, acknowledged: (late: Error | null) => void): unknown;
        };
        telling.emit(name, payload, (late) => {
          open -= 1;
          if (late === null) finish(resolve);
          else if (open === 0) giveUp();
        });
      };
      this.#awaiting.set(room, (this.#awaiting.get(room) ?? new Set()).add(tell));
      const socket = this.#current.get(room);
      if (socket?.rooms.has(room)) tell(socket);
      else timer = setTimeout(giveUp, SIGNAL_ACK_MS);
    });
  }

  /** Tells everybody, then ends all connections and takes no new ones. */
  stop(): void {
    this.io.emit('server_stopping', {});
    this.io.disconnectSockets(true);
    this.io.engine.close();
  }

  /** As socket.io would, which engine.io takes as it is. */
  #encodedOnce(name: Notice['name'], payload: object): string {
    const known = this.#encodings.get(payload);
    if (known !== undefined) return known;
    const encoded = `${EVENT_PACKET}${JSON.stringify([name, payload])}`;
    this.#encodings.set(payload, encoded);
    return encoded;
  }

  /** Most people have one tab, and a broadcast to one costs more than telling it. */
  #onlyTabOf(to: Address): EarshotSocket | undefined {
    if (to.kind === 'tab') {
      const socket = this.#current.get(tabRoom(to));
      return socket?.rooms.has(tabRoom(to)) ? socket : undefined;
    }
    if (to.kind !== 'user' || to.exceptTab !== undefined) return undefined;
    const room = this.io.sockets.adapter.rooms.get(userRoom(to.user));
    if (room?.size !== 1) return undefined;
    const [id] = room;
    return id === undefined ? undefined : this.io.sockets.sockets.get(id);
  }

  #target(to: Address) {
    if (to.kind === 'everyone') return this.io;
    if (to.kind === 'tab') return this.io.to(tabRoom(to));
    const room = this.io.to(userRoom(to.user));
    return to.exceptTab === undefined ? room : room.except(tabRoom({ user: to.user, tab: to.exceptTab }));
  }
}
