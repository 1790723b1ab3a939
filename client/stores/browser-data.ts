/** What this browser keeps, as a whole: how much it is, and removing it in all tabs. */
import type { History, HistorySize } from '../storage/history.ts';
import type { Drafts } from './drafts.ts';

export interface KeptSize extends HistorySize {
  /** On the disk, as the browser counts; null where it does not say. */
  readonly bytes: number | null;
}

export interface BrowserData {
  size(): Promise<KeptSize>;
  /** All conversations and drafts, in all tabs. Whom one accepted or blocked stays. */
  deleteEverything(): Promise<void>;
}

interface StoredDataOptions {
  readonly history: History;
  readonly drafts: Drafts;
  /** Bytes on the disk, where the browser says it. */
  readonly usage: () => Promise<number | null>;
  /** It is done; also for the other tabs to know. */
  readonly onDeleted: () => void;
}

export class StoredData implements BrowserData {
  readonly #options: StoredDataOptions;

  constructor(options: StoredDataOptions) {
    this.#options = options;
  }

  async size(): Promise<KeptSize> {
    const { history, usage } = this.#options;
    const [size, bytes] = await Promise.all([history.size(), usage().catch(() => null)]);
    return { ...size, bytes };
  }

  async deleteEverything(): Promise<void> {
    const { drafts, history, onDeleted } = this.#options;
    await history.removeEverything();
    drafts.clear();
    onDeleted();
  }
}
