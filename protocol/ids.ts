/** Ids of everything that crosses the wire. Each is a ULID (https://github.com/ulid/spec): 26 characters of Crockford base 32. */

declare const kind: unique symbol;
type Id<Kind extends string> = string & { readonly [kind]: Kind };

/** One person: all tabs and devices that hold the same session token. */
export type UserId = Id<'user'>;
/** One open page (or program) of a person; made by that page, survives its reconnects, ends with a reload. */
export type TabId = Id<'tab'>;
export type ChatRequestId = Id<'chat request'>;
/** Made by the sender, so that a message sent twice is recognised. */
export type MessageId = Id<'message'>;
export type CallId = Id<'call'>;
/** One use of Earshot on another device, from the link to the end of the copying. */
export type LinkId = Id<'device link'>;
/** Two people who have met by chance, for as long as both stay. */
export type RoomId = Id<'room'>;

export const ID_PATTERN = /^[0-9A-HJKMNP-TV-Z]{26}$/;
