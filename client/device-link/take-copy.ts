/** Takes what another browser of this person gives. Each batch is stored before it is confirmed, and what is here already stays one. */
import { TaskQueue } from '../base/task-queue.ts';
import type { Archive } from '../storage/archive.ts';
import type { Holdings } from '../storage/holdings.ts';
import type { Contact, StoredMessage } from '../storage/records.ts';
import type { Keep, Retention } from '../storage/retention.ts';
import type { UserId } from '../../protocol/ids.ts';
import type { CopyChannel } from './copy-channel.ts';
import {
  COPY_VERSION,
  CopyError,
  fromGiverSchema,
  parseCopy,
  type Cargo,
  type FromGiver,
  type FromTaker,
} from './copy-messages.ts';
import type { CopyProgress, CopyTotals } from './give-copy.ts';

interface TakeCopyOptions {
  readonly archive: Archive & Retention;
  readonly holdings: Holdings;
  readonly me: UserId;
  readonly onProgress: (progress: CopyProgress) => void;
  /** Contacts were stored, which the server hears of at the next connection. */
  readonly onContacts: () => Promise<void>;
}

export class TakeCopy {
  readonly #options: TakeCopyOptions;
  /** The last batch that is stored, over all channels. */
  #stored = 0;
  #contacts = 0;
  #messages = 0;
  #of = 0;

  constructor(options: TakeCopyOptions) {
    this.#options = options;
  }

  /** @returns what both sides have counted. @throws CopyError, and what the storage throws */
  take(channel: CopyChannel): Promise<CopyTotals> {
    const inOrder = new TaskQueue();
    const { promise, resolve, reject } = settling<CopyTotals>();
    const undo = [
      channel.events.on('text', (text) => {
        inOrder
          .run(async () => {
            const totals = await this.#on(parseCopy(fromGiverSchema, text), channel);
            if (totals !== null) resolve(totals);
          })
          .catch(reject);
      }),
      // Behind what has come before it, so that nothing of it is lost.
      channel.events.on('closed', () => void inOrder.run(() => reject(new CopyError('lost')))),
    ];
    say(channel, { type: 'ready', version: COPY_VERSION, stored: this.#stored });
    return promise.finally(() => {
      for (const each of undo) each();
    });
  }

  async #on(said: FromGiver, channel: CopyChannel): Promise<CopyTotals | null> {
    switch (said.type) {
      case 'start':
        this.#of = said.messages;
        await this.#keepFresh(said.fresh);
        this.#tell();
        return null;
      case 'batch':
        if (said.seq !== this.#stored + 1) throw new CopyError('nonsense');
        await this.#store(said);
        this.#stored = said.seq;
        say(channel, { type: 'stored', seq: said.seq });
        this.#tell();
        return null;
      case 'end': {
        const counted = { contacts: this.#contacts, messages: this.#messages };
        say(channel, { type: 'done', ...counted });
        if (said.contacts !== counted.contacts || said.messages !== counted.messages) {
          throw new CopyError('differs');
        }
        return counted;
      }
    }
  }

  /** A choice that was made here stays. */
  async #keepFresh(given: Keep): Promise<void> {
    const { archive } = this.#options;
    if (given !== 'always' && (await archive.keeping()).fresh === 'always') await archive.keepFresh(given);
  }

  async #store({ contacts, keeps, clocks, removed, messages }: Cargo): Promise<void> {
    const { archive, holdings, me, onContacts } = this.#options;
    // Nobody but the two of a conversation speaks in it.
    if (messages.some(({ from, peer }) => (from !== peer && from !== me) || peer === me)) {
      throw new CopyError('nonsense');
    }
    if (contacts.length > 0) {
      const known = new Map((await archive.contacts()).map((contact) => [contact.peer, contact]));
      for (const contact of contacts) await archive.putContact(merged(known.get(contact.peer), contact));
      await onContacts();
    }
    for (const [peer, keep] of keeps) await archive.keep(peer, keep);
    if (clocks.length + removed.length > 0) await holdings.addTraces({ clocks, removed });
    const fresh = new Set((await archive.addMessages(messages)).map(({ id }) => id));
    await this.#advance(messages.filter(({ id }) => !fresh.has(id)));
    this.#contacts += contacts.length;
    this.#messages += messages.length;
  }

  /** What is here already may be behind. */
  async #advance(known: readonly StoredMessage[]): Promise<void> {
    for (const { id, state, told } of known) await this.#options.archive.advance([id], state, { told });
  }

  #tell(): void {
    this.#options.onProgress({ messages: this.#messages, of: Math.max(this.#of, this.#messages) });
  }
}

/** What was given to somebody on either device holds on both; a block wins. */
function merged(here: Contact | undefined, given: Contact): Contact {
  if (here === undefined) return given;
  const mine = [here.mine, given.mine];
  const former = here.former ?? given.former;
  return {
    peer: here.peer,
    name: here.name === '' ? given.name : here.name,
    mine: mine.includes('blocked') ? 'blocked' : mine.includes('accepted') ? 'accepted' : 'none',
    theirs: here.theirs || given.theirs,
    ...((here.bot ?? given.bot) && { bot: true }),
    ...(former && { former }),
  };
}

function settling<T>() {
  let resolve: (value: T) => void = () => undefined;
  let reject: (error: unknown) => void = () => undefined;
  const promise = new Promise<T>((give, fail) => {
    resolve = give;
    reject = fail;
  });
  return { promise, resolve, reject };
}

const say = (channel: CopyChannel, message: FromTaker): void => channel.send(JSON.stringify(message));
