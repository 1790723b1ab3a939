/** What is going on in the server, in numbers only. */
import type { Counts } from './counts.ts';
import type { Mailbox } from './mailbox.ts';
import { CALLS, CHAT_REQUESTS, USERS } from './record-keys.ts';
import type { StateStore } from './state-store.ts';

export interface Figures {
  /** People and bots who are here, those within their grace among them. */
  readonly people: number;
  readonly bots: number;
  /** Open connections of tabs. */
  readonly connections: number;
  /** Requests to chat that wait for an answer. */
  readonly requests: number;
  /** Calls that ring, and calls that were answered. */
  readonly callsRinging: number;
  readonly calls: number;
  /** Messages in memory for people who are away. */
  readonly messagesWaiting: number;
  readonly since: Readonly<Counts>;
}

export async function readFigures(sources: {
  readonly store: StateStore;
  readonly mailbox: Mailbox;
  readonly counts: Counts;
  readonly connections: number;
}): Promise<Figures> {
  const { store, mailbox, counts, connections } = sources;
  return {
    people: await store.count(USERS, ({ bot }) => !bot),
    bots: await store.count(USERS, ({ bot }) => bot),
    connections,
    requests: await store.count(CHAT_REQUESTS, ({ phase }) => phase !== 'declined'),
    callsRinging: await store.count(CALLS, ({ phase }) => phase === 'ringing'),
    calls: await store.count(CALLS, ({ phase }) => phase === 'active'),
    messagesWaiting: mailbox.count,
    since: { ...counts },
  };
}
