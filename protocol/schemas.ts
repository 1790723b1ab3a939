/** What the server accepts from the wire. A payload is parsed here once; handlers receive typed values. */
import * as v from 'valibot';
import { CALL_MEDIA, CALL_ROLES } from './calls.ts';
import { ABOUT_KINDS, CHAT_ANSWERS, CONSENTS, type MessageDraft } from './chat.ts';
import type { DeviceHandshake } from './device-link.ts';
import type { Handshake, Payload, RequestName } from './events.ts';
import {
  ID_PATTERN,
  type CallId,
  type ChatRequestId,
  type LinkId,
  type MessageId,
  type RoomId,
  type TabId,
  type UserId,
} from './ids.ts';
import { LIMITS } from './limits.ts';
import { MEETING_MEDIA } from './meetings.ts';
import { fitsAbout } from './message-text.ts';
import { CHOSEN_STATUSES } from './presence.ts';

/** The pattern is all that makes a string an id, so the cast tells the compiler no more than was checked. */
export const id = <T extends string>() =>
  v.pipe(
    v.string(),
    v.regex(ID_PATTERN),
    v.transform((text) => text as T),
  );
const userId = id<UserId>();
const callId = id<CallId>();
const linkId = id<LinkId>();
const text = (max: number) => v.pipe(v.string(), v.maxLength(max));
const count = v.pipe(v.number(), v.safeInteger(), v.minValue(0));
const ids = <T extends string>(max: number) => v.pipe(v.array(id<T>()), v.maxLength(max));
const receipt = v.strictObject({
  from: userId,
  messageIds: v.pipe(ids<MessageId>(LIMITS.messagesPerReceipt), v.minLength(1)),
});
const description = v.strictObject({ callId, seq: count, sdp: text(LIMITS.sdpCharacters) });

const messageDraft: v.GenericSchema<unknown, MessageDraft> = v.pipe(
  v.strictObject({
    to: userId,
    messageId: id<MessageId>(),
    clock: v.pipe(count, v.maxValue(LIMITS.clock)),
    sentAt: v.pipe(count, v.maxValue(LIMITS.sentAt)),
    text: text(LIMITS.messageCharacters),
    about: v.exactOptional(v.strictObject({ kind: v.picklist(ABOUT_KINDS), message: id<MessageId>() })),
  }),
  v.check((draft) => fitsAbout(draft)),
);

export const handshakeSchema = v.object({
  protocol: count,
  name: text(LIMITS.nameCharacters),
  tab: id<TabId>(),
  status: v.picklist(CHOSEN_STATUSES),
  accepted: ids<UserId>(LIMITS.statedPeople),
  blocked: ids<UserId>(LIMITS.statedPeople),
  token: v.exactOptional(text(512)),
}) satisfies v.GenericSchema<unknown, Handshake>;

export const deviceHandshakeSchema = v.object({
  protocol: count,
  tab: id<TabId>(),
  secret: text(LIMITS.secretCharacters),
}) satisfies v.GenericSchema<unknown, DeviceHandshake>;

export const requestSchemas = {
  get_online_users: v.strictObject({
    search: v.exactOptional(text(LIMITS.searchCharacters)),
    after: v.exactOptional(text(512)),
  }),
  set_profile: v.strictObject({
    name: v.exactOptional(text(LIMITS.nameCharacters)),
    status: v.exactOptional(v.picklist(CHOSEN_STATUSES)),
    idle: v.exactOptional(v.boolean()),
  }),
  leave: v.strictObject({}),
  set_consent: v.strictObject({ peer: userId, consent: v.picklist(CONSENTS) }),
  send_chat_request: v.strictObject({ to: userId, note: text(LIMITS.noteCharacters) }),
  cancel_chat_request: v.strictObject({ to: userId }),
  respond_chat_request: v.strictObject({
    from: userId,
    requestId: id<ChatRequestId>(),
    answer: v.picklist(CHAT_ANSWERS),
  }),
  send_private_message: messageDraft,
  message_received: receipt,
  message_read: receipt,
  typing: v.strictObject({ to: userId, typing: v.boolean() }),
  start_call: v.strictObject({ to: userId, media: v.picklist(CALL_MEDIA) }),
  accept_call: v.strictObject({ callId, media: v.picklist(CALL_MEDIA) }),
  reject_call: v.strictObject({ callId }),
  end_call: v.strictObject({ callId, reason: v.picklist(['hung_up', 'failed']) }),
  resume_call: v.strictObject({
    callId,
    peer: userId,
    role: v.picklist(CALL_ROLES),
    media: v.picklist(CALL_MEDIA),
    tab: id<TabId>(),
    run: v.pipe(v.string(), v.regex(ID_PATTERN)),
  }),
  call_ringing: v.strictObject({ callId, audible: v.boolean() }),
  ask_relay: v.strictObject({ callId: v.nullable(callId) }),
  webrtc_offer: description,
  webrtc_answer: description,
  webrtc_ice_candidate: v.strictObject({
    callId,
    seq: count,
    candidate: v.nullable(
      v.strictObject({
        candidate: text(LIMITS.candidateCharacters),
        sdpMid: v.nullable(text(64)),
        sdpMLineIndex: v.nullable(count),
        usernameFragment: v.nullable(text(256)),
      }),
    ),
  }),
  offer_device_link: v.strictObject({}),
  answer_device_link: v.strictObject({ linkId, allow: v.boolean() }),
  end_device_link: v.strictObject({ linkId }),
  find_partner: v.strictObject({ media: v.picklist(MEETING_MEDIA) }),
  next_partner: v.strictObject({ roomId: id<RoomId>() }),
  leave_room: v.strictObject({}),
  want_coffee: v.strictObject({ wants: v.boolean() }),
} satisfies { readonly [K in RequestName]: v.GenericSchema<unknown, Payload<K>> };
