/** Requests about chats: asking, answering, and the relay of messages, which touches neither disk nor the state store. */
import type { PrivateMessage } from '../../../protocol/chat.ts';
import { AppError } from '../../../protocol/errors.ts';
import type { ChatRequestId, UserId } from '../../../protocol/ids.ts';
import * as chatRequests from '../../domain/chat-requests.ts';
import { toUser } from '../../domain/rule.ts';
import { chatRequestKey, userKey } from '../../state/record-keys.ts';
import type { Caller, HandlerContext, RequestHandlers } from '../request-handlers.ts';

type Handled =
  | 'send_chat_request'
  | 'cancel_chat_request'
  | 'respond_chat_request'
  | 'send_private_message'
  | 'message_received'
  | 'message_read'
  | 'typing';

export function chatRequestHandlers(context: HandlerContext): Pick<RequestHandlers, Handled> {
  const { rules, consents, relay, mailbox, clock, waits, counts, newId } = context;

  const keysOf = (from: UserId, to: UserId) => ({
    asker: userKey(from),
    asked: userKey(to),
    request: chatRequestKey(from, to),
  });

  function requireConsent(from: UserId, to: UserId): void {
    if (consents.mayWrite(from, to)) return;
    // After a restart nobody's word is known before they are back, and a friend's browser must not take that for a no.
    throw new AppError(consents.knows(to) ? 'not_accepted' : 'user_offline');
  }

  function bothAccept(answering: UserId, asker: UserId): void {
    consents.set(answering, asker, 'accepted');
    consents.set(asker, answering, 'accepted');
  }

  /** Receipts go to whoever wrote, between people who accept each other like the messages themselves. */
  function sendReceipt(
    { user }: Caller,
    { from, messageIds }: { from: UserId; messageIds: readonly never[] | readonly string[] },
    status: 'delivered' | 'read',
  ): { told: boolean } {
    requireConsent(user, from);
    const told = relay.tabsOf(from) > 0;
    // The schema has made every one of them a message id; the shared signature of the two receipts widens that away.
    const ids = messageIds as Parameters<RequestHandlers['message_read']>[1]['messageIds'];
    if (told)
      relay.send({
        to: toUser(from),
        name: 'message_status',
        payload: { peer: user, messageIds: ids, status },
      });
    return { told };
  }

  return {
    send_chat_request: async ({ user, tab }, { to, note }) => {
      if (to === user) throw new AppError('user_unknown');
      if (consents.accepts(to, user)) throw new AppError('already_accepted');
      // Asking somebody who is asking oneself is an answer: yes.
      const theirs = await rules.read(chatRequestKey(to, user));
      if (theirs?.phase === 'pending' && !consents.blocks(to, user)) {
        const accept = { id: theirs.id, tab, answer: 'accept', cooldownMs: 0 } as const;
        await rules.run(keysOf(to, user), (records, now) => chatRequests.respond(records, accept, now));
        bothAccept(user, to);
        return { requestId: theirs.id, expiresInMs: 0 };
      }
      const id = newId<ChatRequestId>();
      const blocked = consents.blocks(to, user);
      const asking = { id, note, blocked, lastsMs: waits.requestMs };
      await rules.run(keysOf(user, to), (records, now) => chatRequests.ask(records, asking, now));
      counts.chatRequests += 1;
      return { requestId: id, expiresInMs: waits.requestMs };
    },

    cancel_chat_request: async ({ user }, { to }) => {
      await rules.run(keysOf(user, to), (records, now) =>
        chatRequests.end(records, { reason: 'withdrawn' }, now),
      );
      return {};
    },

    respond_chat_request: async ({ user, tab }, { from, requestId, answer }) => {
      // Blocking takes one's own request back; this is for the answer that was under way.
      if (consents.blocks(from, user)) throw new AppError('request_ended');
      const command = { id: requestId, tab, answer, cooldownMs: waits.cooldownMs };
      await rules.run(keysOf(from, user), (records, now) => chatRequests.respond(records, command, now));
      if (answer === 'accept') bothAccept(user, from);
      if (answer === 'block') consents.set(user, from, 'blocked');
      return {};
    },

    send_private_message: ({ user, tab }, { to, messageId, clock: logical, sentAt, text, about }) => {
      requireConsent(user, to);
      // Written out: objects of one shape are encoded much faster than what a schema has put together.
      const payload: PrivateMessage = { to, messageId, clock: logical, sentAt, text, from: user };
      if (about !== undefined) Object.assign(payload, { about });
      if (relay.tabsOf(to) > 0) {
        relay.send({ to: toUser(to), name: 'receive_private_message', payload });
      } else if (!mailbox.hold(payload, clock.now())) throw new AppError('user_offline');
      counts.messages += 1;
      // The sender's other tabs and devices show it too; most have none, and encoding for nobody costs as much.
      if (relay.tabsOf(user) > 1) {
        relay.send({ to: toUser(user, tab), name: 'receive_private_message', payload });
      }
      return { status: 'sent' };
    },

    message_received: (caller, receipt) => {
      mailbox.confirm(caller.user, receipt.from, receipt.messageIds);
      return sendReceipt(caller, receipt, 'delivered');
    },
    message_read: (caller, receipt) => sendReceipt(caller, receipt, 'read'),

    typing: ({ user }, { to, typing }) => {
      requireConsent(user, to);
      relay.send({ to: toUser(to), name: 'typing', payload: { from: user, typing } });
      return {};
    },
  };
}
