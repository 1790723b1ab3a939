/** How records are addressed. The only place where a key is made. */
import type {
  CallRecord,
  ChatRequestRecord,
  MeetingsRecord,
  NameRecord,
  UserRecord,
} from '../domain/records.ts';
import type { UserId } from '../../protocol/ids.ts';
import type { Key, Kind } from './state-store.ts';

/** The prefix fixes the kind of record found under the key, which is what the casts say. */
export const userKey = (id: UserId) => `user:${id}` as Key<UserRecord>;
export const nameKey = (folded: string) => `name:${folded}` as Key<NameRecord>;
export const chatRequestKey = (from: UserId, to: UserId) => `request:${from}:${to}` as Key<ChatRequestRecord>;
export const callKey = (one: UserId, other: UserId) =>
  `call:${one < other ? one : other}:${one < other ? other : one}` as Key<CallRecord>;
/** There is one of them. */
export const MEETINGS_KEY = 'meetings' as Key<MeetingsRecord>;

export const USERS = 'user:' as Kind<UserRecord>;
export const CHAT_REQUESTS = 'request:' as Kind<ChatRequestRecord>;
export const CALLS = 'call:' as Kind<CallRecord>;

/** The kind and the people of a key that the sweep found due. */
export function readKey(key: string): { readonly kind: string; readonly people: readonly UserId[] } {
  const [kind = '', ...people] = key.split(':');
  return { kind, people: people as UserId[] };
}
