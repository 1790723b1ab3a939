/**
 * The choice of devices that holds for this page: the remembered one, or, where the address ends in `?mock-media`, synthetic
 * devices for as long as the page lives. What is chosen on such a page is not remembered.
 */
import { Store, type Readable } from '../base/store.ts';
import { StoredChoices, type DeviceChoices, type KeptChoices } from './device-choices.ts';
import { bothSynthetic } from './synthetic.ts';

const QUERY = 'mock-media';

/** One for the page, so that a call, a check and the settings show the same choices. */
let kept: KeptChoices | null = null;
export function keptChoices(): KeptChoices {
  return (kept ??= choicesFor(location.search, safeLocalStorage()));
}

/** Exported for its test. */
export function choicesFor(search: string, storage: Storage | null): KeptChoices {
  const stored = new StoredChoices(storage);
  return new URLSearchParams(search).has(QUERY) ? new MockedChoices(stored) : stored;
}

class MockedChoices implements KeptChoices {
  readonly #stored: KeptChoices;
  readonly #state: Store<DeviceChoices>;

  constructor(stored: KeptChoices) {
    this.#stored = stored;
    this.#state = new Store({ ...stored.state.get(), ...bothSynthetic() });
  }

  get state(): Readable<DeviceChoices> {
    return this.#state;
  }

  set(change: Partial<DeviceChoices>): void {
    const { microphone: _microphone, camera: _camera, ...others } = change;
    if (Object.keys(others).length > 0) this.#stored.set(others);
    this.#state.set({ ...this.#state.get(), ...change });
  }
}

/** Some browsers throw where storage is blocked, instead of leaving it out. */
function safeLocalStorage(): Storage | null {
  try {
    return localStorage;
  } catch {
    return null;
  }
}
