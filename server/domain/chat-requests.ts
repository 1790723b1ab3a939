/** Asking to chat: one pending request per direction of a pair, with an answer, a withdrawal, an expiry and a cool-down. */
import type { ChatAnswer, ChatRequestEnd } from '../../protocol/chat.ts';
import { AppError } from '../../protocol/errors.ts';
import type { ChatRequestId, TabId, UserId } from '../../protocol/ids.ts';
import { personOf } from './presence.ts';
import type { ChatRequestRecord, UserRecord } from './records.ts';
import { NOTHING_CHANGES, toUser, type Notice, type Outcome } from './rule.ts';

/** How many unanswered requests one person may have sent, and may be shown. */
export const MOST_PENDING_REQUESTS = 30;

interface Pair {
  readonly asker: UserRecord | null;
  readonly asked: UserRecord | null;
  readonly request: ChatRequestRecord | null;
}

const without = (people: readonly UserId[], id: UserId) => people.filter((other) => other !== id);
const withPerson = (people: readonly UserId[], id: UserId) => [...without(people, id), id];

/** The lists of those of the two who are still here, with the request taken off them. */
function unlinked({ asker, asked }: Pair, { from, to }: ChatRequestRecord) {
  return {
    ...(asker ? { asker: { ...asker, asked: without(asker.asked, to) } } : {}),
    ...(asked ? { asked: { ...asked, askedBy: without(asked.askedBy, from) } } : {}),
  };
}

/**
 * Asks for a chat. `blocked`: the other has blocked the asker, who is not told: the request waits and expires unseen.
 * @throws AppError `user_offline`, `request_pending`, `request_cooldown` (detail: seconds), `rate_limited`
 */
export function ask(
  { asker, asked, request }: Pair,
  command: {
    readonly id: ChatRequestId;
    readonly note: string;
    readonly blocked: boolean;
    readonly lastsMs: number;
  },
  now: number,
): Outcome<Pair> {
  if (asker === null) throw new AppError('session_invalid');
  if (asked === null) throw new AppError('user_offline');
  if (request !== null && request.expiresAt > now) {
    if (request.phase !== 'declined') throw new AppError('request_pending');
    throw new AppError('request_cooldown', String(Math.ceil((request.expiresAt - now) / 1000)));
  }
  if (asker.asked.length >= MOST_PENDING_REQUESTS || asked.askedBy.length >= MOST_PENDING_REQUESTS) {
    throw new AppError('rate_limited');
  }
  const { id, note, blocked, lastsMs } = command;
  const made: ChatRequestRecord = {
    id,
    from: asker.id,
    to: asked.id,
    note,
    phase: blocked ? 'hidden' : 'pending',
    expiresAt: now + lastsMs,
  };
  return {
    changes: {
      request: made,
      asker: { ...asker, asked: withPerson(asker.asked, asked.id) },
      // Also where it is never shown, so that it ends like any other when they leave.
      asked: { ...asked, askedBy: withPerson(asked.askedBy, asker.id) },
    },
    notices: blocked ? [] : [shown(made, asker, now)],
    value: undefined,
  };
}

/** The notice that shows a pending request, when it is made and again to a tab that connects later. */
export function shown(request: ChatRequestRecord, asker: UserRecord, now: number): Notice {
  return {
    to: toUser(request.to),
    name: 'incoming_chat_request',
    payload: {
      requestId: request.id,
      from: personOf(asker),
      note: request.note,
      expiresInMs: Math.max(0, request.expiresAt - now),
    },
  };
}

const ended = (
  request: ChatRequestRecord,
  told: UserId,
  reason: ChatRequestEnd,
  exceptTab?: TabId,
): Notice => ({
  to: toUser(told, exceptTab),
  name: 'chat_request_ended',
  payload: { requestId: request.id, peer: told === request.to ? request.from : request.to, reason },
});

/**
 * Accepts, declines, or declines and blocks. What the consent book learns is the caller's matter.
 * @throws AppError `request_ended` where it was withdrawn, has expired, was answered, or is another one by now
 */
export function respond(
  records: Pair,
  command: {
    readonly id: ChatRequestId;
    readonly tab: TabId;
    readonly answer: ChatAnswer;
    readonly cooldownMs: number;
  },
  now: number,
): Outcome<Pair> {
  const { asker, asked, request } = records;
  const { answer } = command;
  if (
    request?.id !== command.id ||
    request.phase !== 'pending' ||
    request.expiresAt <= now ||
    asked === null
  ) {
    throw new AppError('request_ended');
  }
  const elsewhere = ended(request, request.to, 'answered_elsewhere', command.tab);
  if (answer === 'accept') {
    return {
      changes: { request: null, ...unlinked(records, request) },
      notices: [elsewhere, ...acceptedNotices(asker, asked)],
      value: undefined,
    };
  }
  const { cooldownMs } = command;
  return {
    changes: {
      request: { ...request, phase: 'declined', expiresAt: now + cooldownMs },
      ...unlinked(records, request),
    },
    notices: [
      elsewhere,
      {
        to: toUser(request.from),
        name: 'chat_request_rejected',
        payload: { peer: request.to, retryInMs: cooldownMs },
      },
    ],
    value: undefined,
  };
}

/** Tells both people, on all their tabs, that they may write to each other. */
export function acceptedNotices(one: UserRecord | null, other: UserRecord | null): Notice[] {
  const tell = (whom: UserRecord, about: UserRecord): Notice => ({
    to: toUser(whom.id),
    name: 'chat_request_accepted',
    payload: { peer: personOf(about) },
  });
  return one === null || other === null ? [] : [tell(one, other), tell(other, one)];
}

/** The one who was asked has blocked the asker, who is not told: the request goes on waiting, out of sight. */
export function hide(records: Pair): Outcome<Pair> {
  const { request } = records;
  if (request?.phase !== 'pending') return NOTHING_CHANGES;
  return {
    changes: { request: { ...request, phase: 'hidden' } },
    notices: [ended(request, request.to, 'answered_elsewhere')],
    value: undefined,
  };
}

/** Ends a pending request that nobody will answer: withdrawn, expired, or one of the two has left. A cool-down just runs out. */
export function end(
  records: Pair,
  command: { readonly reason: 'withdrawn' | 'expired' | 'left' },
  now: number,
): Outcome<Pair> {
  const { request } = records;
  const { reason } = command;
  if (request === null || (reason === 'expired' && request.expiresAt > now)) return NOTHING_CHANGES;
  // Withdrawing must not wash a decline away.
  if (request.phase === 'declined') {
    return reason === 'expired' ? { ...NOTHING_CHANGES, changes: { request: null } } : NOTHING_CHANGES;
  }
  return {
    changes: { request: null, ...unlinked(records, request) },
    notices: [
      ...(request.phase === 'pending' ? [ended(request, request.to, reason)] : []),
      ended(request, request.from, reason),
    ],
    value: undefined,
  };
}
