/** The verdict of a chaos run, from nothing but the journals and what the clients had said they stored. */
import type { StoredMessage } from '../../client/storage/records.ts';
import type { MessageId, UserId } from '../../protocol/ids.ts';
import { numberOf, pairOf } from './chaos-text.ts';

export interface Verdict {
  /** Messages in the journals of their senders. */
  readonly sent: number;
  /** Not with the recipient, or not with the sender who had said it is stored. */
  readonly lost: number;
  /** Copies beyond the first, with either. */
  readonly doubled: number;
  /** Places at which the two sides show another order, or a sender another one than that of writing. */
  readonly reordered: number;
  /** With somebody to whom nobody wrote that. */
  readonly unexpected: number;
}

export interface Witness {
  readonly id: UserId;
  readonly name: string;
  /** Everything the journal holds of the conversation with each friend, in the order shown. */
  readonly conversations: ReadonlyMap<UserId, readonly StoredMessage[]>;
  /** Ids of messages that were said to be stored. */
  readonly acknowledged: ReadonlySet<MessageId>;
}

/** Compares each conversation with the same conversation on the other side. */
export function judge(witnesses: readonly Witness[]): Verdict {
  const verdict = { sent: 0, lost: 0, doubled: 0, reordered: 0, unexpected: 0 };
  const byId = new Map(witnesses.map((witness) => [witness.id, witness]));
  for (const one of witnesses) {
    const kept = new Set([...one.conversations.values()].flat().map(({ id }) => id));
    for (const id of one.acknowledged) if (!kept.has(id)) verdict.lost += 1;
    for (const [peer, mine] of one.conversations) {
      const other = byId.get(peer);
      const theirs = other?.conversations.get(one.id) ?? [];
      const sent = textsFrom(mine, one.id);
      const arrived = textsFrom(theirs, one.id);
      const names = `${one.name} > ${other?.name ?? ''}`;
      verdict.sent += sent.length;
      verdict.lost += countMissing(sent, arrived);
      verdict.unexpected += countMissing(arrived, sent);
      verdict.unexpected += sent.filter((text) => pairOf(text) !== names).length;
      verdict.doubled += countCopies(arrived) + countCopies(sent);
      // In the order of writing: what a sender numbered later is nowhere shown earlier.
      verdict.reordered += countFalls(sent.map(numberOf));
      // Each conversation is looked at from both sides; one of them is enough to compare the two.
      if (one.id < peer) verdict.reordered += countDifferences(mine, theirs);
    }
  }
  return verdict;
}

const textsFrom = (messages: readonly StoredMessage[], sender: UserId): string[] =>
  messages.filter(({ from }) => from === sender).map(({ text }) => text);

function countMissing(texts: readonly string[], where: readonly string[]): number {
  const there = new Set(where);
  return texts.filter((text) => !there.has(text)).length;
}

const countCopies = (texts: readonly string[]): number => texts.length - new Set(texts).size;

const countFalls = (numbers: readonly number[]): number =>
  numbers.filter((number, index) => index > 0 && number < numbers[index - 1]!).length;

/** Of the messages that both sides have, how many stand at another place. */
function countDifferences(mine: readonly StoredMessage[], theirs: readonly StoredMessage[]): number {
  const both = new Set(mine.map(({ text }) => text));
  const other = [...new Set(theirs.map(({ text }) => text))].filter((text) => both.has(text));
  const shared = new Set(other);
  const own = [...both].filter((text) => shared.has(text));
  return own.filter((text, index) => text !== other[index]).length;
}
