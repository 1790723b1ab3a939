/** The wire as one map of requests (client to server) and notices (server to client). Every other type of an event is derived from it. */
import type {
  CallMedia,
  CallRole,
  CandidateSignal,
  DescriptionSignal,
  EndReason,
  IceServer,
  IncomingCall,
  RelayedCandidate,
  RingSilence,
  StartedCall,
  WaitingCall,
} from './calls.ts';
import type {
  ChatAnswer,
  ChatRequestEnd,
  Consent,
  IncomingChatRequest,
  MessageDraft,
  MessageReceipt,
  PrivateMessage,
} from './chat.ts';
import type { AskingDevice, LinkEnd } from './device-link.ts';
import type { Reply } from './errors.ts';
import type { CallId, ChatRequestId, LinkId, MessageId, RoomId, TabId, UserId } from './ids.ts';
import type { Limits } from './limits.ts';
import type {
  CurrentMeeting,
  FoundPartner,
  LeftPartner,
  MeetingEnd,
  MeetingMedia,
  WaitingForPartner,
} from './meetings.ts';
import type { ChosenStatus, PeoplePage, Person, PresenceChanges } from './presence.ts';

type Nothing = Readonly<Record<string, never>>;

/** `auth` of the socket's handshake. */
export interface Handshake {
  readonly protocol: number;
  readonly name: string;
  readonly tab: TabId;
  readonly status: ChosenStatus;
  /** Whom this person accepted and blocked, as their browser keeps it. */
  readonly accepted: readonly UserId[];
  readonly blocked: readonly UserId[];
  /** Only for clients that are not browsers; a browser's token is in an HttpOnly cookie. */
  readonly token?: string;
}

export interface Requests {
  get_online_users: {
    payload: { readonly search?: string; readonly after?: string };
    reply: PeoplePage;
  };
  set_profile: {
    /** `idle` speaks for this tab only; a person is idle when all their tabs are. */
    payload: { readonly name?: string; readonly status?: ChosenStatus; readonly idle?: boolean };
    reply: { readonly me: Person };
  };
  /** This tab is being left on purpose: no grace is needed. */
  leave: { payload: Nothing; reply: Nothing };
  set_consent: { payload: { readonly peer: UserId; readonly consent: Consent }; reply: Nothing };
  send_chat_request: {
    payload: { readonly to: UserId; readonly note: string };
    reply: { readonly requestId: ChatRequestId; readonly expiresInMs: number };
  };
  cancel_chat_request: { payload: { readonly to: UserId }; reply: Nothing };
  respond_chat_request: {
    payload: { readonly from: UserId; readonly requestId: ChatRequestId; readonly answer: ChatAnswer };
    reply: Nothing;
  };
  send_private_message: { payload: MessageDraft; reply: { readonly status: 'sent' } };
  message_received: {
    payload: { readonly from: UserId; readonly messageIds: readonly MessageId[] };
    /** False where the sender was not here to be told; tell again when they are. */
    reply: { readonly told: boolean };
  };
  message_read: {
    payload: { readonly from: UserId; readonly messageIds: readonly MessageId[] };
    reply: { readonly told: boolean };
  };
  typing: { payload: { readonly to: UserId; readonly typing: boolean }; reply: Nothing };
  /** `answered` where the other person was already calling: the two calls are one, and this side is its callee. */
  start_call: {
    payload: { readonly to: UserId; readonly media: CallMedia };
    reply: { readonly callId: CallId; readonly answered: boolean };
  };
  accept_call: { payload: { readonly callId: CallId; readonly media: CallMedia }; reply: Nothing };
  reject_call: { payload: { readonly callId: CallId }; reply: Nothing };
  end_call: { payload: { readonly callId: CallId; readonly reason: 'hung_up' | 'failed' }; reply: Nothing };
  /**
   * This side holds a call that the server may have forgotten, or held it under another tab before a reload. `call_started` follows:
   * at once where the server knows it, else when the other side has said the same.
   */
  resume_call: {
    payload: {
      readonly callId: CallId;
      readonly peer: UserId;
      readonly role: CallRole;
      readonly media: CallMedia;
      /** That held the call. */
      readonly tab: TabId;
      /** As `call_started` said it. */
      readonly run: string;
    };
    reply: Nothing;
  };
  /** `audible`: that device makes a sound of it. Said again where that changes. */
  call_ringing: { payload: { readonly callId: CallId; readonly audible: boolean }; reply: Nothing };
  /**
   * No direct path was found: servers by which there may be one. Empty where there are none. Without a call it is to find out what
   * gets through to them.
   */
  ask_relay: {
    payload: { readonly callId: CallId | null };
    reply: { readonly iceServers: readonly IceServer[] };
  };
  /** A signal's reply comes only after the other browser has acknowledged it. */
  webrtc_offer: { payload: DescriptionSignal; reply: Nothing };
  webrtc_answer: { payload: DescriptionSignal; reply: Nothing };
  webrtc_ice_candidate: { payload: CandidateSignal; reply: Nothing };
  /** Makes a link with which one other device becomes this person's too. A person has one at a time. */
  offer_device_link: {
    payload: Nothing;
    reply: { readonly linkId: LinkId; readonly secret: string; readonly expiresInMs: number };
  };
  answer_device_link: { payload: { readonly linkId: LinkId; readonly allow: boolean }; reply: Nothing };
  end_device_link: { payload: { readonly linkId: LinkId }; reply: Nothing };
  /** From now on this person waits for somebody who waits for the same; whomever they have met is left. What comes of it is told by notices. */
  find_partner: { payload: { readonly media: MeetingMedia }; reply: Nothing };
  /** Both of this room wait again, and not for each other. */
  next_partner: { payload: { readonly roomId: RoomId }; reply: Nothing };
  /** Waits no more and meets nobody. */
  leave_room: { payload: Nothing; reply: Nothing };
  /** Whether to be brought together with somebody at the host's hour, for as long as this person is here. */
  want_coffee: { payload: { readonly wants: boolean }; reply: Nothing };
}
export type RequestName = keyof Requests;
export type Payload<K extends RequestName> = Requests[K]['payload'];
export type ReplyValue<K extends RequestName> = Requests[K]['reply'];

export interface Welcome {
  readonly me: Person;
  /** Only for clients that came without a cookie. */
  readonly token: string | null;
  readonly limits: Limits;
  readonly iceServers: readonly IceServer[];
  /** Minutes without a touch after which a page calls itself idle. */
  readonly idleMinutes: number;
  readonly serverName: string;
  readonly serverVersion: string;
  /** Milliseconds since 1970 by the server's clock. */
  readonly serverTime: number;
  /** Addresses to open this server at, the most reliable first. */
  readonly urls: readonly string[];
  /** Path of the page with the host's own words; left out where there is none. */
  readonly landing?: string;
  /** The hour of the daily coffee by the host's clock, such as `15:00`; left out where there is none. */
  readonly coffee?: string;
  /** Left out where this person neither waits for a partner nor has one. */
  readonly meeting?: CurrentMeeting;
}

export interface Notices {
  welcome: Welcome;
  online_users_list: PeoplePage;
  online_users_changed: PresenceChanges;
  incoming_chat_request: IncomingChatRequest;
  /** To both people's tabs; `peer` is the other one. */
  chat_request_accepted: { readonly peer: Person };
  chat_request_rejected: { readonly peer: UserId; readonly retryInMs: number };
  chat_request_ended: {
    readonly requestId: ChatRequestId;
    readonly peer: UserId;
    readonly reason: ChatRequestEnd;
  };
  receive_private_message: PrivateMessage;
  message_status: MessageReceipt;
  typing: { readonly from: UserId; readonly typing: boolean };
  incoming_call: IncomingCall;
  /** To a person in a call: somebody else has called, and is told that they are busy. */
  call_waiting: WaitingCall;
  /** To the caller: a device of the callee shows the call. Null where it can be heard there. */
  call_ringing: { readonly callId: CallId; readonly silent: RingSilence | null };
  /** To the caller: somebody picked up, with this much of their media. */
  call_accepted: { readonly callId: CallId; readonly media: CallMedia };
  /** To the two tabs that now hold the call. */
  call_started: StartedCall;
  call_ended: { readonly callId: CallId; readonly reason: EndReason };
  /** In the place of those of `welcome`, whose credentials run out. */
  ice_servers: { readonly iceServers: readonly IceServer[] };
  webrtc_offer: DescriptionSignal;
  webrtc_answer: DescriptionSignal;
  webrtc_ice_candidate: RelayedCandidate;
  device_link_asked: AskingDevice;
  device_link_ended: { readonly linkId: LinkId; readonly reason: LinkEnd };
  waiting_for_partner: WaitingForPartner;
  partner_found: FoundPartner;
  /** The other person of a room has gone, on purpose or because time was up. */
  partner_left: LeftPartner;
  /** The other person of a room is not here any more. */
  partner_disconnected: { readonly roomId: RoomId; readonly peer: UserId };
  /** One's own waiting or meeting is over: left in one of one's tabs, or waited for too long. */
  meeting_ended: { readonly reason: MeetingEnd };
  server_addresses: { readonly urls: readonly string[] };
  server_stopping: Nothing;
}
export type NoticeName = keyof Notices;

/** Notices that the receiving browser acknowledges; all others are facts that need no answer. */
export const SIGNALS = ['webrtc_offer', 'webrtc_answer', 'webrtc_ice_candidate'] as const;
export type SignalName = (typeof SIGNALS)[number];

export type ClientToServerEvents = {
  [K in RequestName]: (payload: Payload<K>, ack: (reply: Reply<ReplyValue<K>>) => void) => void;
};
export type ServerToClientEvents = {
  [K in NoticeName]: K extends SignalName
    ? (payload: Notices[K], ack: (received: true) => void) => void
    : (payload: Notices[K]) => void;
};
