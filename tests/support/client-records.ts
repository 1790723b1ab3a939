/** What a browser knows and keeps, for tests, each made from a short word. */
import type { Contact, StoredMessage } from '../../client/storage/records.ts';
import { LIMITS } from '../../protocol/limits.ts';
import type { Welcome } from '../../protocol/events.ts';
import type { MessageId } from '../../protocol/ids.ts';
import type { Person, PresenceStatus } from '../../protocol/presence.ts';
import { id, userId } from './records.ts';

export const person = (word: string, status: PresenceStatus = 'available'): Person => ({
  id: userId(word),
  name: word,
  status,
});

export const contact = (word: string, change: Partial<Omit<Contact, 'peer'>> = {}): Contact => ({
  peer: userId(word),
  name: word,
  mine: 'accepted',
  theirs: true,
  ...change,
});

/** From Ana, who is the other person of the conversation, and stored here. */
export const storedMessage = (word: string, change: Partial<StoredMessage> = {}): StoredMessage => ({
  id: id<MessageId>(word),
  peer: userId('ana'),
  from: userId('ana'),
  clock: 1,
  sentAt: 1_000,
  text: word,
  state: 'delivered',
  told: false,
  ...change,
});

export const welcome = (me: Person, change: Partial<Welcome> = {}): Welcome => ({
  me,
  token: null,
  limits: LIMITS,
  iceServers: [],
  idleMinutes: 10,
  serverName: 'Office',
  serverVersion: '0.1.0',
  serverTime: 1_000_000,
  urls: ['https://10.0.0.7:5443/'],
  ...change,
});
