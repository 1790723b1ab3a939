/** A message as the screen shows it. Pure. */
import { isDeleted } from '../storage/annotations.ts';
import type { Position, StoredCall, StoredMessage } from '../storage/records.ts';
import type { MessageId, UserId } from '../../protocol/ids.ts';

/** `waiting`: still only here. `sent`: the server passed it on. */
export type MessageState = 'waiting' | 'sent' | 'delivered' | 'read';

export interface MessageView {
  readonly id: MessageId;
  readonly mine: boolean;
  /** Empty where it was deleted. */
  readonly text: string;
  readonly at: number;
  /** Null for the other person's messages. */
  readonly state: MessageState | null;
  readonly deleted?: boolean;
  /** What it answers. */
  readonly quote?: Quote;
  readonly editedAt?: number;
  readonly reactions?: readonly ReactionView[];
  /** Where its receipts came to this browser. */
  readonly deliveredAt?: number;
  readonly readAt?: number;
  /** Not a message but a call; mine where I called. */
  readonly call?: StoredCall;
}

/** Of the message that is answered; the rest is missing where that is not here any more. */
export interface Quote {
  readonly id: MessageId;
  readonly said?: { readonly mine: boolean; readonly text: string; readonly position: Position };
}

export interface ReactionView {
  readonly emoji: string;
  readonly mine: boolean;
  readonly theirs: boolean;
}

/** What a search found, and where to open its conversation. */
export interface FoundMessage {
  readonly peer: UserId;
  /** Of the other person. */
  readonly name: string;
  readonly position: Position;
  readonly message: MessageView;
}

/** `find`: a message of the same conversation, where it is here. */
export function messageView(
  message: StoredMessage,
  find: (id: MessageId) => StoredMessage | undefined = () => undefined,
): MessageView {
  const { about, call, deliveredAt, editedAt, from, id, peer, readAt, sentAt, state, text } = message;
  const mine = from !== peer;
  return {
    id,
    mine,
    text,
    at: sentAt,
    state: mine && !call && !isDeleted(message) ? state : null,
    ...(isDeleted(message) && { deleted: true }),
    ...(about?.kind === 'reply' && { quote: quote(about.message, find(about.message)) }),
    ...(editedAt !== undefined && { editedAt }),
    ...(message.reactions && { reactions: reactionViews(message) }),
    ...(deliveredAt !== undefined && { deliveredAt }),
    ...(readAt !== undefined && { readAt }),
    ...(call && { call }),
  };
}

function quote(id: MessageId, message: StoredMessage | undefined): Quote {
  if (message === undefined || isDeleted(message)) return { id };
  const { clock, from, peer, text } = message;
  return { id, said: { mine: from !== peer, text, position: { clock, from, id } } };
}

function reactionViews({ peer, reactions = [] }: StoredMessage): readonly ReactionView[] {
  const emojis = [...new Set(reactions.map(({ emoji }) => emoji))];
  return emojis.map((emoji) => {
    const of = (mine: boolean) =>
      reactions.some((each) => each.emoji === emoji && (each.from !== peer) === mine);
    return { emoji, mine: of(true), theirs: of(false) };
  });
}
