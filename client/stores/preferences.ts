/** What this browser remembers about its person's choices. Read at once at start, so that the first paint has the right theme and name. */
import { Store, type Readable } from '../base/store.ts';
import { CHOSEN_STATUSES, type ChosenStatus } from '../../protocol/presence.ts';

export interface PreferencesState {
  readonly name: string;
  readonly status: ChosenStatus;
  readonly theme: 'system' | 'light' | 'dark';
  readonly sounds: boolean;
  /** Whether this device says that its person wants the daily coffee. */
  readonly coffee: boolean;
}

export interface Preferences {
  readonly state: Readable<PreferencesState>;
  set(change: Partial<PreferencesState>): void;
}

const KEY = 'earshot-preferences';
const DEFAULTS: PreferencesState = {
  name: '',
  status: 'available',
  theme: 'system',
  sounds: true,
  coffee: false,
};

export class StoredPreferences implements Preferences {
  readonly #state: Store<PreferencesState>;
  readonly #storage: Storage | null;

  /** Null where the browser refuses storage; choices then last as long as the tab. */
  constructor(storage: Storage | null) {
    this.#storage = storage;
    this.#state = new Store(readPreferences(storage));
  }

  get state(): Readable<PreferencesState> {
    return this.#state;
  }

  set(change: Partial<PreferencesState>): void {
    this.#state.set({ ...this.#state.get(), ...change });
    try {
      this.#storage?.setItem(KEY, JSON.stringify(this.#state.get()));
    } catch {
      // A full or forbidden storage costs the memory of a choice, nothing else.
    }
  }

  /** Another tab of this browser has written. */
  reload(): void {
    this.#state.set(readPreferences(this.#storage));
  }
}

/** What the storage holds, where it is of use; of the rest, what holds for whoever has chosen nothing. */
export function readPreferences(storage: Storage | null): PreferencesState {
  try {
    const stored: unknown = JSON.parse(storage?.getItem(KEY) ?? '{}');
    const read = { ...DEFAULTS, ...(typeof stored === 'object' ? stored : {}) };
    return {
      name: typeof read.name === 'string' ? read.name : DEFAULTS.name,
      status: CHOSEN_STATUSES.includes(read.status) ? read.status : DEFAULTS.status,
      theme: ['light', 'dark'].includes(read.theme) ? read.theme : 'system',
      sounds: read.sounds !== false,
      coffee: read.coffee === true,
    };
  } catch {
    return DEFAULTS;
  }
}
