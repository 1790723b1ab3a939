/** The realtime half of the server put together: records, rules, requests and sockets. */
import { randomInt } from 'node:crypto';
import type { Server as HttpsServer } from 'node:https';
import { ulid } from 'ulid';
import type { Config } from '../../config/schema.ts';
import type { LinkId, RoomId, UserId } from '../../protocol/ids.ts';
import type { Clock } from '../clock.ts';
import { toTab, type Notice } from '../domain/rule.ts';
import type { Log, LogControl } from '../log.ts';
import { noCounts } from '../state/counts.ts';
import { readFigures, readRooms, type Figures, type RoomFacts } from '../state/figures.ts';
import { ConsentBook } from '../state/consent-book.ts';
import { DeviceLinks } from '../state/device-links.ts';
import { Directory } from '../state/directory.ts';
import { Mailbox } from '../state/mailbox.ts';
import { Coffee } from '../state/coffee.ts';
import { Meetings } from '../state/meetings.ts';
import { MemoryStateStore } from '../state/memory-state-store.ts';
import { nameKey } from '../state/record-keys.ts';
import { PresenceFeed } from '../state/presence-feed.ts';
import { RuleRunner } from '../state/rule-runner.ts';
import { Sweep } from '../state/sweep.ts';
import { nobodyOwns, type AccountDoor } from './account-door.ts';
import { CallLog } from './call-log.ts';
import { createHttpDoor, type HttpDoor } from './http-door.ts';
import { openDeviceGateway } from './device-gateway.ts';
import { createFrontDoor, type ServerFacts } from './front-door.ts';
import type { HostGuard } from './host-guard.ts';
import { RequestLimits, requestRates } from './request-limits.ts';
import { callRequests } from './requests/calls.ts';
import { deviceLinkRequests } from './requests/device-link.ts';
import { chatRequestHandlers } from './requests/chat.ts';
import { meetingRequests } from './requests/meetings.ts';
import { presenceRequests } from './requests/presence.ts';
import { seatOf, type HandlerContext, type PathHelp } from './request-handlers.ts';
import type { SessionTokens } from './session-token.ts';
import { openGateway } from './socket-gateway.ts';
import { Sockets, type EarshotSocket } from './sockets.ts';
import { Switchboard } from './switchboard.ts';

interface RealtimeOptions {
  readonly server: HttpsServer;
  /** Who may connect at all. */
  readonly guard: Pick<HostGuard, 'allows'>;
  readonly tokens: SessionTokens;
  /** Null where nobody has to log in. */
  readonly accounts: AccountDoor | null;
  readonly config: Config;
  readonly facts: () => ServerFacts;
  readonly paths: PathHelp;
  /** This computer's own on the network. */
  readonly ownAddresses: () => readonly string[];
  readonly clock: Clock;
  readonly log: Log;
  readonly logControl: Readonly<LogControl>;
}

export interface Realtime {
  readonly connections: () => number;
  readonly figures: () => Promise<Figures>;
  readonly rooms: () => Promise<readonly RoomFacts[]>;
  /** Ends at once whatever is due. @returns how many records were ended by that */
  readonly cleanUp: () => Promise<number>;
  /** For programs. */
  readonly door: HttpDoor;
  /** Tells all tabs of everybody. */
  readonly tellEveryone: (name: 'server_addresses', payload: { readonly urls: readonly string[] }) => void;
  /** Tells each tab anew by which servers it finds a path. */
  readonly tellPaths: () => void;
  /** The person whose session the holder of this ticket was promised, once. */
  readonly redeem: (ticket: string) => UserId | null;
  /** Whoever is connected with this token leaves, and their connections end. */
  readonly endSession: (token: string) => Promise<void>;
  /** The same for whoever is connected in a session of an account that is not open any more. */
  readonly endSessions: (isOpen: (session: string) => boolean) => Promise<void>;
  /** Who is here under a name like this one. */
  readonly holderOf: (folded: string) => Promise<UserId | null>;
  start(): void;
  /** Tells everybody, ends all connections and takes no more. */
  stop(): void;
}

// Node's pooled generator, as good and much faster than the library's, which asks the system for each letter. The library's own format is
// the pattern of our ids, which is what the cast says.
export const newId = <T extends string>(): T => ulid(undefined, () => randomInt(32) / 32) as T;

export function createRealtime({
  server,
  guard,
  tokens,
  accounts,
  config,
  facts,
  paths,
  ownAddresses,
  clock,
  log,
  logControl,
}: RealtimeOptions): Realtime {
  const sockets = new Sockets(server, guard, ownAddresses);
  const switchboard = new Switchboard(sockets);
  const counts = noCounts();
  const store = new MemoryStateStore();
  const consents = new ConsentBook();
  const directory = new Directory();
  const mailbox = new Mailbox({
    perPerson: config.mailboxMessages,
    total: config.mailboxTotal,
    keepMs: config.mailboxHours * 3_600_000,
  });
  const everyone = { kind: 'everyone' } as const;
  const feed = new PresenceFeed({
    directory,
    clock,
    announce: (payload) => switchboard.send({ to: everyone, name: 'online_users_changed', payload }),
  });
  const callLog = new CallLog(log, clock);
  const send = (notice: Notice) => {
    callLog.hear(notice);
    if (notice.name === 'online_users_changed') feed.add(notice.payload);
    else switchboard.send(notice);
  };
  const rules = new RuleRunner({ store, clock, send });
  const links = new DeviceLinks({
    ...{ clock, send },
    newId: () => newId<LinkId>(),
    sessionOf: (by) => sockets.sessionOf(by),
  });
  const meetings = new Meetings({ rules, consents, clock, newId: () => newId<RoomId>() });
  const coffee = new Coffee({
    hour: config.coffee ?? null,
    ...{ rules, consents, clock, send },
    newId: () => newId<RoomId>(),
  });
  const context: HandlerContext = {
    rules,
    consents,
    directory,
    mailbox,
    links,
    meetings,
    coffee,
    names: accounts?.names ?? nobodyOwns,
    clock,
    relay: switchboard,
    counts,
    paths,
    newId,
    run: newId(),
    waits: {
      graceMs: config.graceSeconds * 1_000,
      requestMs: config.requestSeconds * 1_000,
      cooldownMs: config.cooldownSeconds * 1_000,
      ringMs: config.ringSeconds * 1_000,
      callGraceMs: config.callGraceSeconds * 1_000,
    },
  };
  const handlers = {
    ...presenceRequests(context),
    ...chatRequestHandlers(context),
    ...callRequests(context),
    ...deviceLinkRequests(context),
    ...meetingRequests(context),
  };
  const doorway = createFrontDoor({ ...context, facts });
  const limits = new RequestLimits({ rates: requestRates(config), clock });
  openGateway({
    sockets,
    send: (notice) => switchboard.send(notice),
    counts,
    logControl,
    tokens,
    doorway,
    handlers,
    newUserId: () => newId<UserId>(),
    accounts,
    limits,
    packets: { perSecond: config.packetsPerSecond, burst: config.packetsBurst },
    clock,
    log,
  });
  openDeviceGateway({ sockets, tokens, links, rules, ownAddresses, log });
  const sweep = new Sweep({ store, rules, consents, mailbox, links, meetings, coffee, clock, log });
  const end = async (ended: readonly EarshotSocket[]) => {
    log.info('session ended', { connections: ended.length });
    for (const socket of ended) {
      await handlers.leave(socket.data.caller, {});
      socket.disconnect(true);
    }
    // At once: whoever comes from this browser next is somebody new, and may want the same name.
    await sweep.run();
  };
  return {
    connections: () => sockets.count,
    figures: () => readFigures({ store, mailbox, counts, connections: sockets.count }),
    rooms: () => readRooms(store, clock.now()),
    cleanUp: async () => {
      const before = await store.size();
      await sweep.run();
      return Math.max(0, before - (await store.size()));
    },
    door: createHttpDoor({ switchboard, doorway, handlers, limits, clock, log }),
    tellEveryone: (name, payload) => sockets.send({ to: everyone, name, payload }),
    tellPaths: () => {
      for (const tab of sockets.tabs()) {
        const iceServers = paths.standing(seatOf(sockets, tab));
        sockets.send({ to: toTab(tab.user, tab.tab), name: 'ice_servers', payload: { iceServers } });
      }
    },
    redeem: (ticket) => links.redeem(ticket),
    endSession: (token) => end(sockets.withToken(token)),
    endSessions: async (isOpen) => {
      links.sessionsEnded(isOpen);
      const ended = sockets.notIn(isOpen);
      if (ended.length > 0) await end(ended);
    },
    holderOf: async (folded) => (await store.read(nameKey(folded)))?.owner ?? null,
    start: () => sweep.start(),
    stop: () => {
      sweep.stop();
      sockets.stop();
    },
  };
}
