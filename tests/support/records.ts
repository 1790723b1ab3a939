/** Records and ids for the tests of the rules, each made from a short word. */
import type { UserRecord } from '../../server/domain/records.ts';
import type { CallId, ChatRequestId, LinkId, MessageId, RoomId, TabId, UserId } from '../../protocol/ids.ts';

/** A valid id that shows the word it was made from, upper-cased; letters outside Crockford base 32 become near ones. */
export function id<T extends UserId | TabId | CallId | ChatRequestId | LinkId | MessageId | RoomId>(
  word: string,
): T {
  const letters = word.toUpperCase().replace(/[IL]/g, '1').replace(/O/g, '0').replace(/U/g, 'V');
  // The pattern of ids is kept by construction.
  return letters.padStart(26, '0') as T;
}

export const userId = (word: string): UserId => id<UserId>(word);
export const tabId = (word: string): TabId => id<TabId>(word);

export function userRecord(word: string, change: Partial<UserRecord> = {}): UserRecord {
  return {
    id: userId(word),
    name: word,
    foldedName: word.toLowerCase(),
    chosen: 'available',
    bot: false,
    tabs: [{ id: tabId(`${word}1`), idle: false }],
    call: null,
    asked: [],
    askedBy: [],
    heardRings: [],
    resuming: null,
    expiresAt: null,
    ...change,
  };
}
