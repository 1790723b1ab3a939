/** Which microphone, camera and speaker are used, with a look at and an ear on each; during a call, or in a check before one. */
import { LitElement, html, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { msg, str } from '@lit/localize';
import { AudioLines, Camera, Mic, SwitchCamera, Volume2 } from 'lucide';
import { VOICE_TREATMENTS, type VoiceTreatment } from '../../media/device-choices.ts';
import type { DeviceKind, DevicePick, DeviceTools, DevicesView } from '../../media/device-view.ts';
import type { LocalMediaState } from '../../media/local-media.ts';
import type { MediaProblem } from '../../media/media-error.ts';
import { playTestSound } from '../../media/test-sound.ts';
import { StoreController } from '../../controllers/store-controller.ts';
import { baseStyles } from '../ui/base.styles.ts';
import { buttonStyles } from '../ui/button.styles.ts';
import { fieldStyles } from '../ui/field.styles.ts';
import { icon } from '../ui/icon.ts';
import '../ui/video.ts';
import {
  deviceNoteWords,
  deviceWords,
  treatmentHint,
  treatmentWords,
  useSyntheticWords,
} from '../words/device-words.ts';
import { mediaProblemWords } from '../words/media-words.ts';
import { deviceSettingsStyles } from './device-settings.styles.ts';
import './level-bar.ts';

/** What a check may do and a call does by its own buttons. */
export interface CheckActions {
  readonly openMicrophone: () => void;
  readonly toggleCamera: () => void;
}

@customElement('ear-device-settings')
export class DeviceSettings extends LitElement {
  static override styles = [baseStyles, buttonStyles, fieldStyles, deviceSettingsStyles];

  @property({ attribute: false }) tools!: DeviceTools;
  /** Null during a call. */
  @property({ attribute: false }) check: CheckActions | null = null;
  @state() private _sounds = false;
  @state() private _soundFailed = false;
  private readonly _view = new StoreController(
    this,
    () => this.tools.view,
    (view) => view,
  );
  private readonly _local = new StoreController(
    this,
    () => this.tools.local,
    (local) => local,
  );

  override updated(): void {
    const { microphone, camera, speaker } = this._view.value;
    for (const [kind, pick] of Object.entries({ microphone, camera, speaker })) {
      const select = this.renderRoot.querySelector<HTMLSelectElement>(`#${kind}`);
      // What is in use, also where the wish for another one failed.
      if (select && pick) select.value = pick.picked ?? '';
    }
  }

  override render() {
    const view = this._view.value;
    const local = this._local.value;
    return html`${view.note === null ? nothing : html`<p role="status">${deviceNoteWords(view.note)}</p>`}
    ${this.#microphone(view, local)}${this.#camera(view, local)}${this.#speaker(view.speaker)}${this.#voice(view)}`;
  }

  #microphone(view: DevicesView, local: LocalMediaState) {
    const track = local.tracks.microphone;
    return html`<section>
      <h3>${icon(Mic)}${deviceWords('microphone')}</h3>
      ${this.#select('microphone', view.microphone)}
      ${track === null ? nothing : html`<ear-level-bar .track=${track}></ear-level-bar>`}
      ${this.#microphoneHint(local)}
      ${
        this.check === null || track !== null
          ? nothing
          : html`<div class="row">
              <button class="button" type="button" @click=${this.check.openMicrophone}>
                ${msg('Test microphone')}
              </button>
            </div>`
      }
    </section>`;
  }

  #microphoneHint(local: LocalMediaState) {
    const problem = local.problems.find(({ device }) => device === 'microphone');
    if (problem) return this.#problem(problem);
    if (local.tracks.microphone === null) return nothing;
    if (this.check === null && local.microphone === 'off') {
      return html`<p class="hint">${msg('You are muted. The bar moves, but nothing is sent.')}</p>`;
    }
    return html`<p class="hint">
      ${
        this._view.value.synthetic.includes('microphone')
          ? msg('It plays two soft notes and a pause, again and again.')
          : msg('Say something: the bar should move.')
      }
    </p>`;
  }

  #voice(view: DevicesView) {
    return html`<section>
      <h3>${icon(AudioLines)}${msg('Your voice')}</h3>
      ${VOICE_TREATMENTS.map((treatment) => this.#treatment(treatment, view))}
      <label class="choice">
        <span
          >${msg('Tell me when I speak while muted')}<small
            >${msg(
              'While you are muted this page goes on listening for speech, on this device only. Nothing of it is sent or kept.',
            )}</small
          ></span
        >
        <input
          type="checkbox"
          .checked=${view.mutedWarning}
          @change=${(event: Event) => this.tools.warnWhileMuted(isChecked(event))}
        />
      </label>
    </section>`;
  }

  #treatment(treatment: VoiceTreatment, { voice }: DevicesView) {
    const { wanted, done } = voice[treatment];
    const differs = done !== null && done !== wanted;
    return html`<label class="choice">
      <span
        >${treatmentWords(treatment)}<small
          >${
            differs
              ? done
                ? msg('This browser or microphone does not let it be turned off.')
                : msg('This browser or microphone does not have it.')
              : treatmentHint(treatment)
          }</small
        ></span
      >
      <input
        type="checkbox"
        .checked=${wanted}
        @change=${(event: Event) => this.tools.treatVoice(treatment, isChecked(event))}
      />
    </label>`;
  }

  #camera(view: DevicesView, local: LocalMediaState) {
    const problem = local.problems.find(({ device }) => device === 'camera');
    const { preview } = local;
    return html`<section>
      <h3>${icon(Camera)}${deviceWords('camera')}</h3>
      ${this.#select('camera', view.camera)}
      <div class="picture">
        ${
          preview === null
            ? msg('The camera is off.')
            : html`<ear-video
                fit="whole"
                muted
                ?mirrored=${local.mirrored}
                .stream=${preview}
                label=${msg('Your own picture')}
              ></ear-video>`
        }
      </div>
      ${problem ? this.#problem(problem) : nothing}
      <div class="row">
        ${
          this.check === null
            ? nothing
            : html`<button class="button" type="button" @click=${this.check.toggleCamera}>
                ${preview === null ? msg('Test camera') : msg('Turn camera off')}
              </button>`
        }
        ${
          view.turnCamera === null
            ? nothing
            : html`<button class="button" type="button" @click=${view.turnCamera}>
                ${icon(SwitchCamera)}${msg('Switch camera')}
              </button>`
        }
      </div>
    </section>`;
  }

  #problem(problem: MediaProblem) {
    const { device, kind } = problem;
    return html`<p class="hint warns" role="status">${mediaProblemWords(problem)}</p>
      ${
        device === 'screen' || kind !== 'not_found'
          ? nothing
          : html`<div class="row">
              <button class="button" type="button" @click=${() => this.tools.useSynthetic(device)}>
                ${useSyntheticWords(device)}
              </button>
            </div>`
      }`;
  }

  #speaker(pick: DevicePick | null) {
    return html`<section>
      <h3>${icon(Volume2)}${deviceWords('speaker')}</h3>
      ${pick === null ? nothing : this.#select('speaker', pick)}
      <div class="row">
        <button
          class="button"
          type="button"
          ?disabled=${this._sounds}
          @click=${() => void this._test(pick?.picked ?? null)}
        >
          ${msg('Play a test sound')}
        </button>
      </div>
      ${
        this._soundFailed
          ? html`<p class="hint warns" role="status">
              ${msg('This speaker could not play it. Try another one.')}
            </p>`
          : nothing
      }
    </section>`;
  }

  #select(kind: DeviceKind, { options, inUse, picked }: DevicePick) {
    const automatic = inUse !== null && picked === null ? msg(str`Automatic: ${inUse}`) : msg('Automatic');
    return html`<select
      id=${kind}
      class="box"
      aria-label=${deviceWords(kind)}
      @change=${(event: Event) => {
        // The listener is on the select itself.
        const { value } = event.currentTarget as HTMLSelectElement;
        this.tools.pick(kind, value === '' ? null : value);
      }}
    >
      <option value="">${automatic}</option>
      ${options.map(({ id, label }, at) => html`<option value=${id}>${label || `${deviceWords(kind)} ${at + 1}`}</option>`)}
    </select>`;
  }

  private async _test(speaker: string | null): Promise<void> {
    this._sounds = true;
    this._soundFailed = false;
    try {
      await playTestSound(speaker);
    } catch {
      this._soundFailed = true;
    }
    this._sounds = false;
  }
}

function isChecked(event: Event): boolean {
  // Only checkboxes have this listener.
  return (event.target as HTMLInputElement).checked;
}

declare global {
  interface HTMLElementTagNameMap {
    'ear-device-settings': DeviceSettings;
  }
}
