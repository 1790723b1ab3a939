/** What is going on in the server, in numbers only. */
import type { RoomId } from '../../protocol/ids.ts';
import type { MeetingMedia } from '../../protocol/meetings.ts';
import type { Counts } from './counts.ts';
import type { Mailbox } from './mailbox.ts';
import { CALLS, CHAT_REQUESTS, MEETINGS_KEY, USERS } from './record-keys.ts';
import type { StateStore } from './state-store.ts';

export interface Figures {
  /** People and bots who are here, those within their grace among them. */
  readonly people: number;
  readonly bots: number;
  /** Open connections of tabs. */
  readonly connections: number;
  /** Requests to chat that wait for an answer. */
  readonly requests: number;
  /** People who wait to meet somebody, and pairs who have met. */
  readonly waiting: number;
  readonly rooms: number;
  /** Calls that ring, and calls that were answered. */
  readonly callsRinging: number;
  readonly calls: number;
  /** Messages in memory for people who are away. */
  readonly messagesWaiting: number;
  readonly since: Readonly<Counts>;
}

/** A pair who have met by chance: neither who they are nor what they write. */
export interface RoomFacts {
  readonly id: RoomId;
  readonly media: MeetingMedia;
  readonly seconds: number;
}

export async function readRooms(store: Pick<StateStore, 'read'>, now: number): Promise<readonly RoomFacts[]> {
  const { rooms = [] } = (await store.read(MEETINGS_KEY)) ?? {};
  return rooms.map(({ id, media, since }) => ({
    id,
    media,
    seconds: Math.max(0, Math.round((now - since) / 1_000)),
  }));
}

export async function readFigures(sources: {
  readonly store: StateStore;
  readonly mailbox: Mailbox;
  readonly counts: Counts;
  readonly connections: number;
}): Promise<Figures> {
  const { store, mailbox, counts, connections } = sources;
  const meetings = await store.read(MEETINGS_KEY);
  return {
    people: await store.count(USERS, ({ bot }) => !bot),
    bots: await store.count(USERS, ({ bot }) => bot),
    connections,
    requests: await store.count(CHAT_REQUESTS, ({ phase }) => phase !== 'declined'),
    waiting: meetings?.waiting.length ?? 0,
    rooms: meetings?.rooms.length ?? 0,
    callsRinging: await store.count(CALLS, ({ phase }) => phase === 'ringing'),
    calls: await store.count(CALLS, ({ phase }) => phase === 'active'),
    messagesWaiting: mailbox.count,
    since: { ...counts },
  };
}
