/**
 * What the two browsers of one person say to each other while one gives the other all it keeps. The other end is one's own device,
 * and is read as if it were not: sizes are bounded, types are checked, and what is not known is left out.
 */
import * as v from 'valibot';
import { CALL_MEDIA } from '../../protocol/calls.ts';
import { ABOUT_KINDS, CONSENTS } from '../../protocol/chat.ts';
import { ID_PATTERN, type MessageId, type UserId } from '../../protocol/ids.ts';
import { LIMITS } from '../../protocol/limits.ts';
import type { Traces } from '../storage/holdings.ts';
import { CALL_OUTCOMES, type Contact, type StoredMessage } from '../storage/records.ts';
import { KEEPS, type Keep } from '../storage/retention.ts';

/** Of one message on the channel. Every browser takes as much in one piece. */
export const MOST_BYTES = 64_000;
/** Of one batch. */
export const MOST_MESSAGES = 200;
export const MOST_PEOPLE = 10;
export const MOST_REMOVED = 1_000;
/** Raised when a browser could no longer read what an older one gives. */
export const COPY_VERSION = 1;

/** The pattern is all that makes a string an id. */
const id = <T extends string>() =>
  v.pipe(
    v.string(),
    v.regex(ID_PATTERN),
    v.transform((text) => text as T),
  );
const userId = id<UserId>();
const messageId = id<MessageId>();
const text = (max: number) => v.pipe(v.string(), v.maxLength(max));
const count = v.pipe(v.number(), v.safeInteger(), v.minValue(0));
const time = v.pipe(count, v.maxValue(LIMITS.sentAt));
const clock = v.pipe(count, v.maxValue(LIMITS.clock));
const list = <T extends v.GenericSchema>(of: T, max: number) => v.pipe(v.array(of), v.maxLength(max));

const contact = v.object({
  peer: userId,
  name: text(LIMITS.nameCharacters),
  mine: v.picklist(CONSENTS),
  theirs: v.boolean(),
  bot: v.exactOptional(v.literal(true)),
  former: v.exactOptional(v.object({ name: text(LIMITS.nameCharacters), until: time })),
}) satisfies v.GenericSchema<unknown, Contact>;

const message = v.object({
  id: messageId,
  peer: userId,
  from: userId,
  clock,
  sentAt: time,
  text: text(LIMITS.messageCharacters),
  about: v.exactOptional(v.object({ kind: v.picklist(ABOUT_KINDS), message: messageId })),
  state: v.picklist(['waiting', 'sent', 'delivered', 'read']),
  told: v.boolean(),
  deliveredAt: v.exactOptional(time),
  readAt: v.exactOptional(time),
  editedAt: v.exactOptional(time),
  reactions: v.exactOptional(list(v.object({ from: userId, emoji: text(LIMITS.reactionCharacters) }), 2)),
  call: v.exactOptional(
    v.object({
      media: v.picklist(CALL_MEDIA),
      outcome: v.picklist(CALL_OUTCOMES),
      seconds: v.exactOptional(count),
    }),
  ),
}) satisfies v.GenericSchema<unknown, StoredMessage>;

/** One part of what is given. */
export interface Cargo {
  readonly contacts: readonly Contact[];
  readonly keeps: readonly (readonly [UserId, Keep])[];
  readonly clocks: Traces['clocks'];
  readonly removed: Traces['removed'];
  readonly messages: readonly StoredMessage[];
}
interface Totals {
  readonly contacts: number;
  readonly messages: number;
}
/** `start`: how much there is, as far as it is known, and for how long new conversations are kept. `seq`: from 1, and one more for each batch. */
export type FromGiver =
  | ({ readonly type: 'start'; readonly version: typeof COPY_VERSION; readonly fresh: Keep } & Totals)
  | ({ readonly type: 'batch'; readonly seq: number } & Cargo)
  | ({ readonly type: 'end' } & Totals);
/** `ready`: up to which batch it has stored, from earlier channels too. */
export type FromTaker =
  | { readonly type: 'ready'; readonly version: typeof COPY_VERSION; readonly stored: number }
  | { readonly type: 'stored'; readonly seq: number }
  | ({ readonly type: 'done' } & Totals);

const totals = { contacts: count, messages: count };
export const fromGiverSchema: v.GenericSchema<unknown, FromGiver> = v.variant('type', [
  v.object({
    type: v.literal('start'),
    version: v.literal(COPY_VERSION),
    fresh: v.picklist(KEEPS),
    ...totals,
  }),
  v.object({
    type: v.literal('batch'),
    seq: count,
    contacts: list(contact, MOST_PEOPLE),
    keeps: list(v.tuple([userId, v.picklist(KEEPS)]), MOST_PEOPLE),
    clocks: list(v.tuple([userId, clock]), MOST_PEOPLE),
    removed: list(messageId, MOST_REMOVED),
    messages: list(message, MOST_MESSAGES),
  }),
  v.object({ type: v.literal('end'), ...totals }),
]);
export const fromTakerSchema: v.GenericSchema<unknown, FromTaker> = v.variant('type', [
  v.object({ type: v.literal('ready'), version: v.literal(COPY_VERSION), stored: count }),
  v.object({ type: v.literal('stored'), seq: count }),
  v.object({ type: v.literal('done'), ...totals }),
]);

/** @throws CopyError `nonsense` */
export function parseCopy<T>(schema: v.GenericSchema<unknown, T>, data: string): T {
  if (data.length > MOST_BYTES) throw new CopyError('nonsense');
  try {
    return v.parse(schema, JSON.parse(data));
  } catch (error) {
    throw new CopyError('nonsense', { cause: error });
  }
}

/** `lost`: the channel closed. `nonsense`: what came is not what is agreed. `differs`: the two ends counted differently. */
export class CopyError extends Error {
  override readonly name = 'CopyError';
  readonly why: 'lost' | 'nonsense' | 'differs';

  constructor(why: CopyError['why'], options?: ErrorOptions) {
    super(why, options);
    this.why = why;
  }
}
