/**
 * The journal of one person in a chaos run: tells the runner what is stored and what leaves the outbox. Here are also the two
 * switches of the controls, which take away what the delivery relies on; the product has no such thing.
 */
import { ulid } from 'ulid';
import { isLater, type Advance, type StoredMessage, type StoredState } from '../../client/storage/records.ts';
import type { MessageId, UserId } from '../../protocol/ids.ts';
import { JournalArchive } from './journal-archive.ts';
import type { Happening, Switch } from './orders.ts';

interface PersonArchiveOptions {
  readonly path: string;
  readonly without: Switch | null;
  readonly report: (happening: Happening) => void;
}

export class PersonArchive extends JournalArchive {
  readonly #without: Switch | null;
  readonly #report: (happening: Happening) => void;
  readonly #pending = new Set<MessageId>();

  constructor({ path, without, report }: PersonArchiveOptions) {
    super(path);
    this.#without = without;
    this.#report = report;
  }

  /** Also tells what a former life has left in the outbox. */
  override async load(): Promise<void> {
    await super.load();
    const outbox = (await this.outbox()).map(({ peer, id }) => ({ peer, id }));
    for (const { id } of outbox) this.#pending.add(id);
    this.#report({ what: 'opened', outbox });
  }

  override async addMessage(message: StoredMessage): Promise<boolean> {
    const { peer, id, from } = message;
    const theirs = from === peer;
    const renamed = theirs && this.#without === 'dedupe' ? { ...message, id: ulid() as MessageId } : message; // a ULID is what ids are
    const isNew = await super.addMessage(renamed);
    if (!isNew) this.#report({ what: 'came again' });
    else if (!theirs) {
      this.#pending.add(id);
      this.#report({ what: 'stored', peer, id });
    }
    return isNew;
  }

  override async advance(
    ids: readonly MessageId[],
    state: StoredState,
    change: Advance = {},
  ): Promise<readonly StoredMessage[]> {
    const changed = await super.advance(ids, state, change);
    const left = changed.filter((message) => !this.#waits(message) && this.#pending.delete(message.id));
    if (left.length > 0) this.#report({ what: 'left the outbox', ids: left.map(({ id }) => id) });
    return changed;
  }

  override async outbox(peer?: UserId): Promise<readonly StoredMessage[]> {
    return (await super.outbox(peer)).filter((message) => this.#waits(message));
  }

  #waits({ state }: StoredMessage): boolean {
    return this.#without === 'outbox' ? state === 'waiting' : !isLater(state, 'sent');
  }
}
