/**
 * Gives all that this browser keeps, batch after batch, and goes on over a new channel where the last one broke: behind the last batch
 * that the other side says it has stored.
 */
import type { Archive } from '../storage/archive.ts';
import type { Holdings } from '../storage/holdings.ts';
import type { StoredMessage } from '../storage/records.ts';
import type { Retention } from '../storage/retention.ts';
import type { CopyChannel } from './copy-channel.ts';
import {
  COPY_VERSION,
  CopyError,
  fromTakerSchema,
  MOST_BYTES,
  MOST_MESSAGES,
  MOST_PEOPLE,
  MOST_REMOVED,
  parseCopy,
  type Cargo,
  type FromGiver,
  type FromTaker,
} from './copy-messages.ts';

export interface CopyProgress {
  readonly messages: number;
  /** Of how many, as far as it is known. */
  readonly of: number;
}
export interface CopyTotals {
  readonly contacts: number;
  readonly messages: number;
}

interface GiveCopyOptions {
  readonly archive: Archive & Retention;
  readonly holdings: Holdings;
  /** Resolves when what has come from the server until now is in the archive. */
  readonly settled: () => Promise<void>;
  readonly onProgress: (progress: CopyProgress) => void;
}

/** Batches under way at once. */
const WINDOW = 8;
const MOST_BACKLOG = 512_000;
/** Left for what is around the messages of a batch. */
const ENVELOPE_BYTES = 2_000;

/** Where the giving stands after a batch. */
interface Mark {
  readonly seq: number;
  /** Of the cargoes that come before the messages. */
  readonly cargoes: number;
  readonly last: StoredMessage | null;
  readonly messages: number;
}
const START: Mark = { seq: 0, cargoes: 0, last: null, messages: 0 };
const EMPTY: Cargo = { contacts: [], keeps: [], clocks: [], removed: [], messages: [] };

export class GiveCopy {
  readonly #options: GiveCopyOptions;
  /** People and traces, read once, so that a second channel finds them as they were counted. */
  #cargoes: readonly Cargo[] | null = null;
  #contacts = 0;
  #of = 0;
  #stored = START;
  /** Sent, and not known to be stored. */
  #underWay: Mark[] = [];

  constructor(options: GiveCopyOptions) {
    this.#options = options;
  }

  /** @returns what both sides have counted. @throws CopyError */
  async give(channel: CopyChannel): Promise<CopyTotals> {
    const replies = new Replies(channel);
    try {
      const ready = await replies.next();
      if (ready.type !== 'ready') throw new CopyError('nonsense');
      await this.#options.settled();
      this.#cargoes ??= await this.#load();
      this.#confirm(ready.stored);
      this.#underWay = [];
      this.#of = Math.max(await this.#options.holdings.count(), this.#stored.messages);
      say(channel, {
        type: 'start',
        version: COPY_VERSION,
        fresh: (await this.#options.archive.keeping()).fresh,
        contacts: this.#contacts,
        messages: this.#of,
      });
      let mark = this.#stored;
      for (let next = await this.#next(mark); next !== null; next = await this.#next(mark)) {
        mark = next.mark;
        say(channel, { type: 'batch', seq: mark.seq, ...next.cargo });
        this.#underWay.push(mark);
        while (this.#underWay.length >= WINDOW) await this.#hear(replies);
        while (channel.backlog > MOST_BACKLOG) await replies.drained();
      }
      while (this.#underWay.length > 0) await this.#hear(replies);
      const counted = { contacts: this.#contacts, messages: mark.messages };
      say(channel, { type: 'end', ...counted });
      const done = await replies.next();
      if (done.type !== 'done') throw new CopyError('nonsense');
      if (done.contacts !== counted.contacts || done.messages !== counted.messages)
        throw new CopyError('differs');
      return counted;
    } finally {
      replies.stop();
    }
  }

  async #hear(replies: Replies): Promise<void> {
    const reply = await replies.next();
    if (reply.type !== 'stored') throw new CopyError('nonsense');
    this.#confirm(reply.seq);
  }

  #confirm(seq: number): void {
    const confirmed = this.#underWay.findLast((mark) => mark.seq <= seq);
    if (confirmed === undefined) return;
    this.#stored = confirmed;
    this.#underWay = this.#underWay.filter((mark) => mark.seq > confirmed.seq);
    this.#options.onProgress({ messages: confirmed.messages, of: Math.max(this.#of, confirmed.messages) });
  }

  /** What comes after a mark; null at the end. */
  async #next({ seq, cargoes, last, messages }: Mark): Promise<{ mark: Mark; cargo: Cargo } | null> {
    const cargo = this.#cargoes?.[cargoes];
    if (cargo !== undefined) return { mark: { seq: seq + 1, cargoes: cargoes + 1, last, messages }, cargo };
    const page = fitting(await this.#options.holdings.after(last, MOST_MESSAGES));
    const end = page.at(-1);
    if (end === undefined) return null;
    const mark = { seq: seq + 1, cargoes, last: end, messages: messages + page.length };
    return { mark, cargo: { ...EMPTY, messages: page } };
  }

  async #load(): Promise<readonly Cargo[]> {
    const { archive, holdings } = this.#options;
    const contacts = await archive.contacts();
    const [{ clocks, removed }, { chosen }] = [await holdings.traces(), await archive.keeping()];
    this.#contacts = contacts.length;
    // What was chosen and removed is there before the first message, which it may concern.
    return [
      ...parts(contacts, MOST_PEOPLE).map((part) => ({ ...EMPTY, contacts: part })),
      ...parts(chosen, MOST_PEOPLE).map((part) => ({ ...EMPTY, keeps: part })),
      ...parts(clocks, MOST_PEOPLE).map((part) => ({ ...EMPTY, clocks: part })),
      ...parts(removed, MOST_REMOVED).map((part) => ({ ...EMPTY, removed: part })),
    ];
  }
}

/** What the other side says, one after the other. */
class Replies {
  readonly #channel: CopyChannel;
  readonly #undo: readonly (() => void)[];
  readonly #heard: string[] = [];
  #wake: () => void = () => undefined;

  constructor(channel: CopyChannel) {
    this.#channel = channel;
    this.#undo = [
      channel.events.on('text', (text) => {
        this.#heard.push(text);
        this.#wake();
      }),
      channel.events.on('drained', () => this.#wake()),
      channel.events.on('closed', () => this.#wake()),
    ];
  }

  async next(): Promise<FromTaker> {
    while (this.#heard.length === 0) await this.drained();
    return parseCopy(fromTakerSchema, this.#heard.shift() ?? '');
  }

  /** Something has happened. @throws CopyError `lost` */
  async drained(): Promise<void> {
    if (this.#channel.closed) throw new CopyError('lost');
    await new Promise<void>((resolve) => (this.#wake = resolve));
  }

  stop(): void {
    for (const undo of this.#undo) undo();
  }
}

const encoder = new TextEncoder();
/** As many of them as fit into one message of the channel; one always does. */
function fitting(page: readonly StoredMessage[]): StoredMessage[] {
  let room = MOST_BYTES - ENVELOPE_BYTES;
  const end = page.findIndex((message) => (room -= encoder.encode(JSON.stringify(message)).length + 1) < 0);
  return page.slice(0, end < 0 ? page.length : Math.max(end, 1));
}

function parts<T>(all: readonly T[], size: number): T[][] {
  const starts = Array.from({ length: Math.ceil(all.length / size) }, (_, index) => index * size);
  return starts.map((start) => all.slice(start, start + size));
}

const say = (channel: CopyChannel, message: FromGiver): void => channel.send(JSON.stringify(message));
