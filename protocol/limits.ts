/** The bounds that both ends know. The server enforces them; the client keeps within them and says so on screen. */
export const LIMITS = {
  /** Graphemes (what a reader calls characters) in a name. */
  nameGraphemes: 40,
  /** UTF-16 units in a name as it arrives, before it is normalised. */
  nameCharacters: 400,
  noteCharacters: 300,
  messageCharacters: 8_000,
  /** UTF-16 units of an emoji; the longest families and flags have about 20. */
  reactionCharacters: 32,
  /** Of a conversation's Lamport clock; a hostile one cannot leave the other side without a next. */
  clock: 281_474_976_710_656,
  /** Milliseconds since 1970: the year 2100. */
  sentAt: 4_102_444_800_000,
  searchCharacters: 100,
  /** People in one page of the directory. */
  peoplePerPage: 200,
  /** Ids in one receipt. */
  messagesPerReceipt: 200,
  /** People that one browser may state as accepted, and as blocked, when it connects. */
  statedPeople: 1_000,
  sdpCharacters: 32_768,
  candidateCharacters: 1_024,
  /** Of the secret in a device link, as it is read; those that are made are of 43. */
  secretCharacters: 64,
  /** Bytes of one frame on the socket. */
  frameBytes: 65_536,
} as const;
export type Limits = typeof LIMITS;
