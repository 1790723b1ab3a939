/**
 * An archive that survives `kill -9`: each change is a line that the kernel has taken before the change is promised, and loading
 * replays them. It is not meant to survive a power cut.
 */
import { closeSync, openSync, readFileSync, truncateSync, writeSync } from 'node:fs';
import { MemoryArchive } from '../../client/storage/memory-archive.ts';
import type { Advance, Contact, StoredMessage, StoredState } from '../../client/storage/records.ts';
import type { MessageId, UserId } from '../../protocol/ids.ts';

type Line =
  | { readonly contact: Contact }
  | { readonly add: StoredMessage }
  | { readonly advance: readonly [ids: readonly MessageId[], state: StoredState, change: Advance] }
  | { readonly remove: UserId };

export class JournalArchive extends MemoryArchive {
  readonly #path: string;
  #file: number | null = null;
  #replaying = true;

  constructor(path: string) {
    super();
    this.#path = path;
  }

  /** Reads what the file holds; a line that was cut off in the middle was never promised and is dropped. */
  async load(): Promise<void> {
    const file = openSync(this.#path, 'a+', 0o600);
    const text = readFileSync(file, 'utf8');
    const whole = text.slice(0, text.lastIndexOf('\n') + 1);
    if (whole.length < text.length) truncateSync(this.#path, Buffer.byteLength(whole));
    for (const line of whole.split('\n')) {
      // Only this class writes the file.
      if (line !== '') await this.#replay(JSON.parse(line) as Line);
    }
    this.#file = file;
    this.#replaying = false;
  }

  override putContact(contact: Contact): Promise<void> {
    this.#write({ contact });
    return super.putContact(contact);
  }

  override addMessage(message: StoredMessage): Promise<boolean> {
    this.#write({ add: message });
    return super.addMessage(message);
  }

  override advance(
    ids: readonly MessageId[],
    state: StoredState,
    change: Advance = {},
  ): Promise<readonly StoredMessage[]> {
    this.#write({ advance: [ids, state, change] });
    return super.advance(ids, state, change);
  }

  /** Also for everything, which is one conversation after the other. */
  override removeConversation(peer: UserId): Promise<void> {
    this.#write({ remove: peer });
    return super.removeConversation(peer);
  }

  close(): void {
    if (this.#file !== null) closeSync(this.#file);
    this.#file = null;
  }

  async #replay(line: Line): Promise<void> {
    if ('contact' in line) await super.putContact(line.contact);
    else if ('add' in line) await super.addMessage(line.add);
    else if ('advance' in line) await super.advance(...line.advance);
    else await super.removeConversation(line.remove);
  }

  #write(line: Line): void {
    if (this.#replaying) return;
    if (this.#file === null) throw new Error('the journal is not open');
    const bytes = Buffer.from(`${JSON.stringify(line)}\n`);
    for (let from = 0; from < bytes.length;) from += writeSync(this.#file, bytes, from);
  }
}
