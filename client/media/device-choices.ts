/**
 * Which microphone, camera and speaker the person of this browser chose, and how their voice is treated. Kept apart from the
 * other choices: the names of devices mean nothing in another browser, and none of this is needed before a call.
 */
import * as v from 'valibot';
import { Store, type Readable } from '../base/store.ts';

export const VOICE_TREATMENTS = ['echoCancellation', 'noiseSuppression', 'autoGainControl'] as const;
export type VoiceTreatment = (typeof VOICE_TREATMENTS)[number];

/** The browser's id may change where its data was deleted; the label is for people. */
const chosen = v.fallback(v.nullable(v.object({ id: v.string(), label: v.string() })), null);
const yes = v.fallback(v.boolean(), true);
const choicesSchema = v.object({
  microphone: chosen,
  camera: chosen,
  speaker: chosen,
  echoCancellation: yes,
  noiseSuppression: yes,
  autoGainControl: yes,
  /** Listening on this device only, to say so to who speaks while muted. */
  mutedWarning: yes,
});
/** Null is whatever the browser takes by itself. */
export type DeviceChoices = Readonly<v.InferOutput<typeof choicesSchema>>;

export interface KeptChoices {
  readonly state: Readable<DeviceChoices>;
  set(change: Partial<DeviceChoices>): void;
}

const KEY = 'earshot-devices';
export const USUAL_CHOICES: DeviceChoices = v.parse(choicesSchema, {
  microphone: null,
  camera: null,
  speaker: null,
});

export class StoredChoices implements KeptChoices {
  readonly #state: Store<DeviceChoices>;
  readonly #storage: Storage | null;

  /** Null where the browser refuses storage; choices then last as long as the tab. */
  constructor(storage: Storage | null) {
    this.#storage = storage;
    this.#state = new Store(readStored(storage));
  }

  get state(): Readable<DeviceChoices> {
    return this.#state;
  }

  set(change: Partial<DeviceChoices>): void {
    this.#state.set({ ...this.#state.get(), ...change });
    try {
      this.#storage?.setItem(KEY, JSON.stringify(this.#state.get()));
    } catch {
      // A full or forbidden storage costs the memory of a choice, nothing else.
    }
  }
}

function readStored(storage: Storage | null): DeviceChoices {
  try {
    const stored: unknown = JSON.parse(storage?.getItem(KEY) ?? '{}');
    const read = v.safeParse(choicesSchema, {
      ...USUAL_CHOICES,
      ...(typeof stored === 'object' ? stored : {}),
    });
    return read.success ? read.output : USUAL_CHOICES;
  } catch {
    return USUAL_CHOICES;
  }
}
