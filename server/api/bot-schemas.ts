/** What a bot says and is told by HTTP, where the socket has no schema for it. */
import * as v from 'valibot';
import type { BotEvent, Received } from '../../protocol/api.ts';
import { ABOUT_KINDS } from '../../protocol/chat.ts';
import type { ChatRequestId, MessageId, RoomId, UserId } from '../../protocol/ids.ts';
import { LIMITS } from '../../protocol/limits.ts';
import { MEETING_MEDIA, PARTNER_ENDS } from '../../protocol/meetings.ts';
import { CHOSEN_STATUSES } from '../../protocol/presence.ts';
import { id } from '../../protocol/schemas.ts';
import { person } from './answer-schemas.ts';

/** Longer than this, and something on the way takes the connection for dead. */
const MOST_WAIT_SECONDS = 60;

const about = <S extends v.GenericSchema>(schema: S, words: string) => v.pipe(schema, v.description(words));
const people = v.pipe(v.array(id<UserId>()), v.maxLength(LIMITS.statedPeople));
const count = v.pipe(v.number(), v.safeInteger(), v.minValue(0));
const aboutMessage = v.strictObject({ kind: v.picklist(ABOUT_KINDS), message: id<MessageId>() });

export const appearing = v.strictObject({
  status: v.exactOptional(v.picklist(CHOSEN_STATUSES)),
  accepted: v.exactOptional(
    about(people, 'Whom this bot accepted before, which the server forgets when it stops.'),
  ),
  blocked: v.exactOptional(people),
  webhook: v.exactOptional(
    v.strictObject({
      url: about(v.pipe(v.string(), v.maxLength(500)), 'http or https, at an address of this network.'),
      secret: about(v.pipe(v.string(), v.minLength(16), v.maxLength(200)), 'What is told is signed with it.'),
    }),
  ),
});

export const outgoing = v.strictObject({
  to: id<UserId>(),
  text: v.pipe(v.string(), v.maxLength(LIMITS.messageCharacters)),
  messageId: v.exactOptional(
    about(id<MessageId>(), 'A ULID. What is sent again under the same is shown once.'),
  ),
  about: v.exactOptional(aboutMessage),
});

export const receiving = v.strictObject({
  after: v.exactOptional(
    about(v.pipe(v.string(), v.maxLength(64)), 'The `next` of the last answer: all before it was taken.'),
  ),
  waitSeconds: v.exactOptional(
    about(
      v.pipe(count, v.maxValue(MOST_WAIT_SECONDS)),
      'How long to wait for something; 25 where not given.',
    ),
  ),
});

const media = v.picklist(MEETING_MEDIA);

const message = v.object({
  from: id<UserId>(),
  to: id<UserId>(),
  messageId: id<MessageId>(),
  clock: count,
  sentAt: count,
  text: v.string(),
  about: v.exactOptional(aboutMessage),
});

const event = <N extends string, P extends v.GenericSchema>(name: N, payload: P) =>
  v.object({ event: v.literal(name), payload });

const botEvent: v.GenericSchema<unknown, BotEvent> = v.union([
  event(
    'incoming_chat_request',
    v.object({ requestId: id<ChatRequestId>(), from: person, note: v.string(), expiresInMs: count }),
  ),
  event('chat_request_accepted', v.object({ peer: person })),
  event('chat_request_rejected', v.object({ peer: id<UserId>(), retryInMs: count })),
  event(
    'chat_request_ended',
    v.object({
      requestId: id<ChatRequestId>(),
      peer: id<UserId>(),
      reason: v.picklist(['withdrawn', 'expired', 'answered_elsewhere', 'left']),
    }),
  ),
  event('receive_private_message', message),
  event(
    'message_status',
    v.object({
      peer: id<UserId>(),
      messageIds: v.array(id<MessageId>()),
      status: v.picklist(['delivered', 'read']),
    }),
  ),
  event('waiting_for_partner', v.object({ media, expiresInMs: count })),
  event(
    'partner_found',
    v.object({
      ...{ roomId: id<RoomId>(), peer: person, media },
      occasion: v.exactOptional(v.literal('coffee')),
      expiresInMs: about(
        v.nullable(count),
        'Until when a meeting to see each other waits for its first call.',
      ),
    }),
  ),
  event(
    'partner_left',
    v.object({ roomId: id<RoomId>(), peer: id<UserId>(), reason: v.picklist(PARTNER_ENDS) }),
  ),
  event('partner_disconnected', v.object({ roomId: id<RoomId>(), peer: id<UserId>() })),
  event('meeting_ended', v.object({ reason: v.picklist(['left', 'waited_too_long', 'no_coffee']) })),
]);

export const received: v.GenericSchema<unknown, Received> = v.object({
  events: v.array(botEvent),
  next: about(v.string(), 'To be said as `after` the next time.'),
});
