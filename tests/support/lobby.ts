/** The server's real rules, state, handlers and front door without its sockets: what was sent is kept, and who is connected is set by hand. */
import type { IceServer } from '../../protocol/calls.ts';
import type { Handshake } from '../../protocol/events.ts';
import type { CallId, ChatRequestId, LinkId, RoomId, UserId } from '../../protocol/ids.ts';
import { PROTOCOL_VERSION } from '../../protocol/version.ts';
import type { Notice } from '../../server/domain/rule.ts';
import { ConsentBook } from '../../server/state/consent-book.ts';
import { noCounts } from '../../server/state/counts.ts';
import { DeviceLinks } from '../../server/state/device-links.ts';
import { Directory } from '../../server/state/directory.ts';
import { Mailbox } from '../../server/state/mailbox.ts';
import { Meetings } from '../../server/state/meetings.ts';
import { MemoryStateStore } from '../../server/state/memory-state-store.ts';
import { RuleRunner } from '../../server/state/rule-runner.ts';
import { createFrontDoor } from '../../server/transport/front-door.ts';
import { nobodyOwns } from '../../server/transport/account-door.ts';
import type { Caller, HandlerContext, SignalNotice } from '../../server/transport/request-handlers.ts';
import { callRequests } from '../../server/transport/requests/calls.ts';
import { chatRequestHandlers } from '../../server/transport/requests/chat.ts';
import { meetingRequests } from '../../server/transport/requests/meetings.ts';
import { presenceRequests } from '../../server/transport/requests/presence.ts';
import { ManualClock } from './manual-clock.ts';
import { id, tabId, userId } from './records.ts';

export const WAITS = {
  graceMs: 8_000,
  requestMs: 300_000,
  cooldownMs: 60_000,
  ringMs: 40_000,
  callGraceMs: 45_000,
};
export const FACTS = {
  idleMinutes: 7,
  serverName: 'kitchen',
  serverVersion: '1',
  urls: ['https://kitchen.local'],
};

/** A tab of the person that `records.ts` makes from the same word. */
export const tabOf = (word: string, nth = 1): Caller => ({
  user: userId(word),
  tab: tabId(`${word}${nth}`),
});

export function lobby() {
  const clock = new ManualClock();
  const sent: Notice[] = [];
  const delivered: { readonly to: Caller; readonly signal: SignalNotice }[] = [];
  const relays: IceServer[] = [{ urls: 'turn:here' }];
  /** How many tabs of a person are connected. */
  const open = new Map<UserId, number>();
  const send = (notice: Notice) => void sent.push(notice);
  let made = 0;
  const rules = new RuleRunner({ store: new MemoryStateStore(), clock, send });
  const consents = new ConsentBook();
  const newRoomId = () => id<RoomId>(`room${(made += 1)}`);
  const context: HandlerContext = {
    rules,
    consents,
    meetings: new Meetings({ rules, consents, clock, newId: newRoomId }),
    coffee: { want: () => {} },
    names: nobodyOwns,
    directory: new Directory(),
    mailbox: new Mailbox({ perPerson: 2, total: 100, keepMs: 1_000 }),
    links: new DeviceLinks({ clock, send, newId: () => id<LinkId>('link') }),
    clock,
    relay: {
      tabsOf: (user) => open.get(user) ?? 0,
      addressesOf: ({ tab }) => [`address of ${tab}`],
      serverAddressOf: ({ tab }) => `server of ${tab}`,
      send,
      deliver: (to, signal) => {
        delivered.push({ to, signal });
        return Promise.resolve();
      },
    },
    paths: {
      standing: ({ user, addresses, serverAddress }) => [
        { urls: [user, ...addresses, serverAddress ?? 'none'] },
      ],
      asked: ({ user }, peer) => Promise.resolve([...relays, { urls: [user, ...peer] }]),
    },
    waits: WAITS,
    counts: noCounts(),
    newId: <T extends ChatRequestId | CallId>() => id<T>(`made${(made += 1)}`),
    run: 'run',
  };
  const door = createFrontDoor({ ...context, facts: () => FACTS });

  /** A tab connects; what is sent meanwhile is of no interest to whoever waits for something else. */
  const come = async (who: Caller, name: string, stated: Partial<Handshake> = {}) => {
    open.set(who.user, (open.get(who.user) ?? 0) + 1);
    await door.arrive(who, {
      protocol: PROTOCOL_VERSION,
      name,
      tab: who.tab,
      status: 'available',
      accepted: [],
      blocked: [],
      ...stated,
    });
  };
  /** Two who accept each other, by these words. */
  const friends = async (one = 'ana', other = 'bea') => {
    await come(tabOf(one), one, { accepted: [userId(other)] });
    await come(tabOf(other), other, { accepted: [userId(one)] });
  };
  /** What was sent since the last time. */
  const news = () => sent.splice(0);
  const requests = {
    ...callRequests(context),
    ...chatRequestHandlers(context),
    ...meetingRequests(context),
    ...presenceRequests(context),
  };
  return { ...context, clock, sent, news, delivered, open, door, come, friends, requests };
}
