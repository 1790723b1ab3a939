/** The server's real rules for people and calls without its sockets: tabs are objects, and a connection is lost when a test says so. */
import type { IceServer } from '../../protocol/calls.ts';
import { AppError } from '../../protocol/errors.ts';
import type { NoticeName, Notices, Payload, ReplyValue, RequestName } from '../../protocol/events.ts';
import type { CallId, ChatRequestId, LinkId, RoomId, UserId } from '../../protocol/ids.ts';
import { PROTOCOL_VERSION } from '../../protocol/version.ts';
import type { Clock } from '../../server/clock.ts';
import type { Notice } from '../../server/domain/rule.ts';
import { ConsentBook } from '../../server/state/consent-book.ts';
import { noCounts } from '../../server/state/counts.ts';
import { DeviceLinks } from '../../server/state/device-links.ts';
import { Directory } from '../../server/state/directory.ts';
import { Mailbox } from '../../server/state/mailbox.ts';
import { Meetings } from '../../server/state/meetings.ts';
import { MemoryStateStore } from '../../server/state/memory-state-store.ts';
import { RuleRunner } from '../../server/state/rule-runner.ts';
import { Sweep } from '../../server/state/sweep.ts';
import { createFrontDoor } from '../../server/transport/front-door.ts';
import { nobodyOwns } from '../../server/transport/account-door.ts';
import type { Caller, HandlerContext } from '../../server/transport/request-handlers.ts';
import { callRequests } from '../../server/transport/requests/calls.ts';
import { presenceRequests } from '../../server/transport/requests/presence.ts';

/** A connected page as the server sees it. */
export interface TabPort {
  notice<K extends NoticeName>(name: K, payload: Notices[K]): void;
  /** Resolves once the page has the signal. */
  signal<K extends NoticeName>(name: K, payload: Notices[K]): Promise<void>;
}
type Handlers = ReturnType<typeof callRequests> & ReturnType<typeof presenceRequests>;
type Handler = (caller: Caller, payload: unknown) => Promise<unknown>;

const WAITS = { graceMs: 8_000, requestMs: 300_000, cooldownMs: 60_000, ringMs: 40_000, callGraceMs: 45_000 };
const ID_DIGITS = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/** An id in the form the wire wants, from a name that a test can read. */
export function testId<T extends string>(name: string): T {
  const digits = [...name.toUpperCase()].map((c) => (ID_DIGITS.includes(c) ? c : '0')).join('');
  return digits.padStart(26, '0').slice(-26) as T;
}

export class CallServer {
  readonly #clock: Clock;
  readonly #tabs = new Map<
    string,
    { readonly caller: Caller; readonly name: string; readonly port: TabPort }
  >();
  /** Everybody accepts everybody else, except those named here. */
  readonly #strangers = new Set<UserId>();
  #parts: ReturnType<CallServer['build']>;
  #calls = 0;
  #runs = 0;
  /** From where the server would see people connected. */
  readonly addresses = new Map<UserId, readonly string[]>();
  /** What `ask_relay` is answered with. */
  relays: readonly IceServer[] = [];
  /** Every signal that was relayed, in order, so that a test can count offers. */
  readonly relayed: { readonly name: NoticeName; readonly to: UserId }[] = [];

  constructor(clock: Clock) {
    this.#clock = clock;
    this.#parts = this.build();
  }

  strangers(...users: UserId[]): void {
    for (const user of users) this.#strangers.add(user);
  }

  async connect(caller: Caller, name: string, port: TabPort): Promise<void> {
    const known = [...this.#tabs.values()].map(({ caller: { user } }) => user);
    this.#tabs.set(caller.tab, { caller, name, port });
    for (const other of known) {
      if (!this.#strangers.has(other)) this.#parts.context.consents.set(other, caller.user, 'accepted');
    }
    const accepted = this.#strangers.has(caller.user) ? [] : known;
    const { door } = this.#parts;
    await door.arrive(caller, {
      protocol: PROTOCOL_VERSION,
      name,
      tab: caller.tab,
      status: 'available',
      accepted,
      blocked: [],
    });
    for (const notice of await door.greet(caller, null)) this.#send(notice);
  }

  async disconnect(caller: Caller): Promise<void> {
    this.#tabs.delete(caller.tab);
    await this.#parts.door.depart(caller);
  }

  /** Killed and started again: every connection is lost and nothing is remembered. */
  restart(): void {
    this.#tabs.clear();
    this.#parts = this.build();
  }

  /** Ends what has waited long enough. */
  async sweep(): Promise<void> {
    await this.#parts.sweep.run();
  }

  async request<K extends RequestName>(caller: Caller, name: K, payload: Payload<K>): Promise<ReplyValue<K>> {
    if (!this.#tabs.has(caller.tab)) throw new AppError('no_answer_from_server');
    const handler = this.#parts.handlers[name as keyof Handlers] as unknown as Handler | undefined;
    if (!handler) throw new AppError('bad_payload', name);
    // The handlers are checked against the same map of requests where they are made.
    return (await handler(caller, payload)) as ReplyValue<K>;
  }

  build() {
    const store = new MemoryStateStore();
    const consents = new ConsentBook();
    const clock = this.#clock;
    const mailbox = new Mailbox({ perPerson: 10, total: 100, keepMs: 1_000 });
    const links = new DeviceLinks({
      clock,
      send: (notice) => this.#send(notice),
      newId: () => testId<LinkId>('LINK'),
    });
    const rules = new RuleRunner({ store, clock, send: (notice) => this.#send(notice) });
    const meetings = new Meetings({ rules, consents, clock, newId: () => testId<RoomId>('R00M') });
    const context: HandlerContext = {
      rules,
      consents,
      names: nobodyOwns,
      directory: new Directory(),
      mailbox,
      links,
      meetings,
      coffee: { want: () => {} },
      clock,
      relay: {
        serverAddressOf: () => null,
        addressesOf: ({ user }) => this.addresses.get(user) ?? [],
        tabsOf: (user) => [...this.#tabs.values()].filter(({ caller }) => caller.user === user).length,
        send: (notice) => this.#send(notice),
        deliver: async (to, { name, payload }) => {
          const tab = this.#tabs.get(to.tab);
          if (!tab) throw new AppError('peer_unreachable');
          this.relayed.push({ name, to: to.user });
          await tab.port.signal(name, payload);
        },
      },
      paths: { standing: () => [], asked: () => Promise.resolve(this.relays) },
      waits: WAITS,
      counts: noCounts(),
      newId: <T extends ChatRequestId | CallId>() => testId<T>(`CA${(this.#calls += 1)}`),
      run: testId(`RUN${(this.#runs += 1)}`),
    };
    const facts = () => ({
      idleMinutes: 10,
      serverName: 'test',
      serverVersion: '0',
      urls: [],
    });
    return {
      context,
      handlers: { ...callRequests(context), ...presenceRequests(context) } satisfies Handlers,
      door: createFrontDoor({ ...context, facts }),
      sweep: new Sweep({
        store,
        rules,
        consents,
        mailbox,
        links,
        meetings,
        coffee: { serve: () => Promise.resolve(), gone: () => {} },
        clock,
        log: {
          debug: () => {},
          info: () => {},
          warn: () => {},
          error: (_, error) => {
            throw error;
          },
        },
      }),
    };
  }

  #send({ to, name, payload }: Notice): void {
    for (const { caller, port } of [...this.#tabs.values()]) {
      const isFor =
        to.kind === 'everyone' ||
        (to.kind === 'user' && to.user === caller.user && to.exceptTab !== caller.tab) ||
        (to.kind === 'tab' && to.user === caller.user && to.tab === caller.tab);
      // Name and payload belong together by the type of Notice, which a loop over ports cannot follow.
      if (isFor) port.notice(name, payload);
    }
  }
}
