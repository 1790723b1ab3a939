/**
 * Notices that somebody speaks who is muted. A track that is turned off is silent, so a second one of the same microphone
 * listens, in this page only, while the first is muted; it ends with the muting, or where the person wants no warning.
 */
import type { Clock } from '../base/clock.ts';
import { Disposables } from '../base/disposables.ts';
import { Store, type Readable } from '../base/store.ts';
import type { KeptChoices } from './device-choices.ts';
import { earOf } from './ear.ts';
import type { LocalMediaState } from './local-media.ts';
import type { SoundLevel } from './sound-level.ts';
import { isSynthetic } from './synthetic.ts';
import { SPEECH_STEP_MS, SpeechDetector } from './speech-detector.ts';

/** The warning stays this long after the last word. */
const STAYS_MS = 3_000;

export interface MutedSpeechOptions {
  readonly local: Readable<LocalMediaState>;
  readonly choices: KeptChoices;
  readonly clock: Clock;
  readonly listen: (track: MediaStreamTrack) => Pick<SoundLevel, 'read' | 'close'>;
}

export class MutedSpeech {
  readonly #options: MutedSpeechOptions;
  readonly #speaks = new Store(false);
  readonly #scope = new Disposables();
  #listening: { readonly to: MediaStreamTrack; readonly end: () => void } | null = null;

  constructor(options: MutedSpeechOptions) {
    this.#options = options;
    const follow = () => this.#follow();
    this.#scope.add(() => this.#end());
    this.#scope.add(options.local.subscribe(follow));
    this.#scope.add(options.choices.state.subscribe(follow));
    follow();
  }

  get speaks(): Readable<boolean> {
    return this.#speaks;
  }

  close(): void {
    this.#scope.dispose();
  }

  #follow(): void {
    const { microphone } = this.#options.local.get().tracks;
    const isMuted =
      microphone !== null && !microphone.enabled && !isSynthetic(microphone.getSettings().deviceId);
    const wanted = isMuted && this.#options.choices.state.get().mutedWarning ? microphone : null;
    if (wanted === (this.#listening?.to ?? null)) return;
    this.#end();
    if (wanted) this.#begin(wanted);
  }

  #begin(microphone: MediaStreamTrack): void {
    const ear = earOf(microphone);
    let level: Pick<SoundLevel, 'read' | 'close'> | null = null;
    try {
      level = this.#options.listen(ear);
    } catch {
      // A browser that cannot measure it warns nobody; the call is not harmed.
    }
    const scope = new Disposables();
    scope.add(() => ear.stop());
    this.#listening = { to: microphone, end: () => scope.dispose() };
    if (level === null) return;
    const open = level;
    scope.add(() => open.close());
    this.#measure(open, scope);
  }

  #measure(level: Pick<SoundLevel, 'read' | 'close'>, scope: Disposables): void {
    const { clock } = this.#options;
    const detector = new SpeechDetector();
    let spoke = Number.NEGATIVE_INFINITY;
    let cancel = () => {};
    const step = () => {
      if (detector.push(level.read())) spoke = clock.now();
      this.#speaks.set(clock.now() - spoke < STAYS_MS);
      cancel = clock.after(SPEECH_STEP_MS, step);
    };
    cancel = clock.after(SPEECH_STEP_MS, step);
    scope.add(() => cancel());
  }

  #end(): void {
    this.#listening?.end();
    this.#listening = null;
    this.#speaks.set(false);
  }
}
