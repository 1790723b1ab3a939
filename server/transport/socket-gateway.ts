/** Lets connections in: who they are, whether they may, what they are told first, and what happens when they go. */
import * as v from 'valibot';
import { AppError, type WireError } from '../../protocol/errors.ts';
import type { Handshake, RequestName } from '../../protocol/events.ts';
import type { UserId } from '../../protocol/ids.ts';
import { handshakeSchema } from '../../protocol/schemas.ts';
import { PROTOCOL_VERSION } from '../../protocol/version.ts';
import type { Clock } from '../clock.ts';
import type { Notice } from '../domain/rule.ts';
import type { Log, LogControl } from '../log.ts';
import type { Counts } from '../state/counts.ts';
import type { Rate } from '../token-bucket.ts';
import type { AccountDoor } from './account-door.ts';
import { gatherWrites } from './gathered-writes.ts';
import { ConnectionLog } from './connection-log.ts';
import { mountRequests } from './mount-requests.ts';
import { Pace } from './pace.ts';
import type { Caller, RequestHandlers } from './request-handlers.ts';
import type { RequestLimits } from './request-limits.ts';
import { readSessionCookie, type SessionTokens } from './session-token.ts';
import { boundUnsent } from './unsent-bound.ts';
import type { EarshotSocket, Sockets } from './sockets.ts';

/** What the gateway asks of the rest about connections. */
export interface Doorway {
  /** @throws AppError where this person may not come in */
  arrive(caller: Caller, handshake: Handshake, bot?: boolean): Promise<void>;
  /** What a newly connected tab is told, in order. */
  greet(caller: Caller, newToken: string | null): Promise<readonly Notice[]>;
  depart(caller: Caller): Promise<void>;
}

interface GatewayOptions {
  readonly sockets: Sockets;
  /** To whomever a notice is for, by a socket or not. */
  readonly send: (notice: Notice) => void;
  readonly counts: Pick<Counts, 'connections'>;
  readonly logControl: Readonly<LogControl>;
  readonly tokens: SessionTokens;
  readonly doorway: Doorway;
  readonly handlers: RequestHandlers;
  readonly newUserId: () => UserId;
  /** Null where nobody has to log in. */
  readonly accounts: Pick<AccountDoor, 'admit'> | null;
  readonly limits: RequestLimits;
  /** What one connection may send. */
  readonly packets: Rate;
  readonly clock: Clock;
  readonly log: Log;
}

/** Starts admitting. */
export function openGateway(options: GatewayOptions): void {
  const {
    sockets,
    send,
    counts,
    logControl,
    tokens,
    doorway,
    handlers,
    newUserId,
    accounts,
    limits,
    packets,
    clock,
    log,
  } = options;
  let opened = 0;
  const paces = new WeakMap<EarshotSocket['conn'], Pace>();

  function keepPace(connection: EarshotSocket['conn']): void {
    const address = connection.remoteAddress;
    const onFlood = () => log.warn('flooding connection cut', { address });
    boundUnsent(connection, () => log.warn('connection cut that takes nothing', { address }));
    paces.set(connection, new Pace(connection, { clock, packets, onFlood }));
  }

  async function admit(socket: EarshotSocket): Promise<void> {
    const parsed = v.safeParse(handshakeSchema, socket.handshake.auth);
    if (!parsed.success) throw new AppError('bad_payload', 'handshake');
    const handshake = parsed.output;
    if (handshake.protocol !== PROTOCOL_VERSION) {
      throw new AppError('protocol_outdated', String(PROTOCOL_VERSION));
    }
    const caller = { user: await identify(socket, handshake), tab: handshake.tab };
    socket.data.caller = caller;
    sockets.take(caller, socket);
    // Not the socket's `disconnect`, which never comes for a client that goes away while it is being admitted.
    socket.conn.once('close', () => depart(caller, socket));
    try {
      await doorway.arrive(caller, handshake);
    } catch (error) {
      sockets.release(caller, socket);
      throw error;
    }
    if (!sockets.speaksFor(caller, socket)) await doorway.depart(caller);
    counts.connections += 1;
  }

  async function identify({ data, request }: EarshotSocket, { token = '' }: Handshake): Promise<UserId> {
    const { cookie } = request.headers;
    const admitted = (await accounts?.admit(cookie, token)) ?? null;
    const known =
      admitted?.user ?? tokens.verify(readSessionCookie(cookie) ?? '') ?? tokens.verify(token) ?? null;
    const user = known ?? newUserId();
    data.session = admitted?.session ?? null;
    data.newToken = known === null ? tokens.issue(user) : null;
    return user;
  }

  function depart(caller: Caller, socket: EarshotSocket): void {
    if (!sockets.release(caller, socket)) return;
    doorway.depart(caller).catch((error: unknown) => log.error('departure failed', error));
  }

  async function welcome(socket: EarshotSocket): Promise<void> {
    const { caller, newToken } = socket.data;
    const pace = paces.get(socket.conn);
    const admit = (request: RequestName) => limits.admit(caller.user, request, pace);
    const watch = new ConnectionLog({ connection: (opened += 1), log, control: logControl, clock });
    watch.opened(socket.conn.transport.name);
    socket.conn.once('close', (reason: string) => watch.closed(reason));
    mountRequests(socket, { caller, handlers, admit, log, watch });
    try {
      await sockets.join(caller, socket);
      for (const notice of await doorway.greet(caller, newToken)) send(notice);
    } catch (error) {
      log.error('welcome failed', error);
      socket.disconnect(true);
    }
  }

  function refusal(error: unknown): Error & { data: WireError } {
    if (!(error instanceof AppError)) log.error('admission failed', error);
    const { code, detail } = error instanceof AppError ? error : new AppError('internal');
    return Object.assign(new Error(code), { data: { code, detail } });
  }

  // Before anybody is let in: strangers have to keep to it too.
  sockets.io.engine.on('connection', keepPace);
  sockets.io.use((socket, next) => {
    // What a newcomer is told: that they are in, who they are and who is here.
    gatherWrites(socket.request.socket);
    admit(socket).then(
      () => next(),
      (error: unknown) => next(refusal(error)),
    );
  });
  sockets.io.on('connection', (socket) => void welcome(socket));
}
