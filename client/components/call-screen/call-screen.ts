/** A call being made or going on. Loaded when the first call is near, not with the page. */
import { LitElement, html, nothing } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import { consume } from '@lit/context';
import { msg, str } from '@lit/localize';
import { ArrowLeft, FlaskConical, Mic, MicOff, ScreenShare, VideoOff } from 'lucide';
import { systemClock } from '../../base/clock.ts';
import type { CallTools } from '../../calls/call-tools.ts';
import type { CallControl, CallView } from '../../calls/call-view.ts';
import type { DeviceTools } from '../../media/device-view.ts';
import type { MediaProblem } from '../../media/media-error.ts';
import { callControlContext } from '../../controllers/contexts.ts';
import { FollowController } from '../../controllers/follow-controller.ts';
import { StoreController } from '../../controllers/store-controller.ts';
import { PushToTalk, deepFocus } from '../../controllers/push-to-talk.ts';
import { TickController } from '../../controllers/tick-controller.ts';
import { BackWanted } from '../ui/back-wanted.ts';
import '../ui/dialog.ts';
import { type LiveCall, liveCall } from '../home/live-call.ts';
import { baseStyles } from '../ui/base.styles.ts';
import { buttonStyles } from '../ui/button.styles.ts';
import { icon } from '../ui/icon.ts';
import { linkWords, progressWords } from '../words/call-words.ts';
import { deviceNoteWords, syntheticWords, useSyntheticWords } from '../words/device-words.ts';
import { warningWords } from '../words/quality-words.ts';
import { mediaProblemWords } from '../words/media-words.ts';
import { elapsedWords } from '../words/duration-words.ts';
import '../call-devices/device-settings.ts';
import '../call-quality/call-quality.ts';
import './call-controls.ts';
import { callStrip } from './call-strip.ts';
import { callScreenStyles } from './call-screen.styles.ts';
import type { CallStage } from './call-stage.ts';
import './call-stage.ts';
import './picture-tools.ts';
import './camera-invitation.ts';

type Active = Extract<CallView, { phase: 'active' }>;

/** For a device that is not there, one can be made. */
function syntheticAct({ device, kind }: MediaProblem, devices: DeviceTools) {
  if (device === 'screen' || kind !== 'not_found') return null;
  return [useSyntheticWords(device), () => devices.useSynthetic(device)] as const;
}

const key = ({ device, kind }: MediaProblem): string => `${device} ${kind}`;

@customElement('ear-call-screen')
export class CallScreen extends LitElement {
  static override styles = [baseStyles, buttonStyles, callScreenStyles];

  @property({ type: Boolean, attribute: 'chat-shown' }) chatShown = false;
  @consume({ context: callControlContext }) private _calls!: CallControl;
  /** Problems whose sentence was closed. */
  @state() private _closed: readonly string[] = [];
  @state() private _showsDevices = false;
  @query('section') private _frame!: HTMLElement | null;
  @query('ear-call-stage') private _stage!: CallStage | null;
  private readonly _live = new StoreController(this, () => this._calls.view, liveCall);

  readonly #pushToTalk = new PushToTalk(this, {
    call: () => this._calls.view.get(),
    clock: systemClock,
    page: window,
    focused: deepFocus,
  });

  constructor() {
    super();
    new TickController(this, 1000, () => this._live.value?.phase === 'active');
    new FollowController(this, () => {
      const tools = this._live.value?.tools;
      return tools ? [tools.devices.view, tools.speaksMuted, tools.quality] : [];
    });
  }

  override render() {
    const call = this._live.value;
    if (call === null) return nothing;
    const { tools } = call;
    return html`<section aria-label=${msg(str`Call with ${call.peer.name}`)}>
      <ear-call-stage
        .peer=${call.peer}
        .local=${call.local}
        .remote=${call.phase === 'active' ? call.remote : null}
        speaker=${tools?.devices.view.get().speaker?.picked ?? ''}
        ?calling=${call.phase === 'outgoing'}
      ></ear-call-stage>
      <header class=${call.local.preview === null ? '' : 'beside-tile'}>
        <button
          class="button quiet round back"
          type="button"
          aria-label=${msg('Back')}
          @click=${() => this.dispatchEvent(new BackWanted())}
        >
          ${icon(ArrowLeft)}
        </button>
        <div class="who">
          <h2>${call.peer.name}</h2>
          ${this.#stateLine(call)}
          <div class="notes" role="status">${call.phase === 'active' ? this.#notes(call) : nothing}</div>
          ${call.phase === 'active' ? html`<ear-camera-invitation .call=${call}></ear-camera-invitation>` : nothing}
        </div>
      </header>
      <div class="problems" role="status">
        ${call.local.problems.map((problem) => this.#problem(problem, tools))}
        ${tools === null ? nothing : this.#toolNotes(call, tools)}
      </div>
      <ear-call-controls
        .call=${call}
        ?chat-shown=${this.chatShown}
        @ear-devices-wanted=${() => (this._showsDevices = true)}
      ></ear-call-controls>
      ${tools !== null && this._showsDevices ? this.#devices(tools) : nothing}
    </section>`;
  }

  #notes({ local, peer, remote, tools }: Active) {
    const made = tools?.devices.view.get().synthetic ?? [];
    const told = remote.stream !== null && !remote.opening;
    const unseen = told && !remote.camera;
    return html`${
      remote.microphone || !told
        ? nothing
        : html`<span>${icon(MicOff)}${msg(str`${peer.name} is muted`)}</span>`
    }
    ${unseen ? html`<span>${icon(VideoOff)}${msg(str`${peer.name}'s camera is off`)}</span>` : nothing}
    ${this.#pushToTalk.isPossible ? html`<span class="keys">${icon(Mic)}${msg('Hold the space bar to talk')}</span>` : nothing}
    ${made.length === 0 ? nothing : html`<span>${icon(FlaskConical)}${syntheticWords(made)}</span>`}
    ${local.sharing ? html`<span>${icon(ScreenShare)}${local.sharingSound ? msg('You are sharing your screen and its sound') : msg('You are sharing your screen')}</span>` : nothing}`;
  }

  #stateLine(call: LiveCall) {
    if (call.phase === 'outgoing')
      return html`<p class="state" role="status">${progressWords(call.progress, call.peer.name)}</p>`;
    const words = linkWords(call.link);
    const quality = call.tools?.quality.get() ?? null;
    // Only words are read out; a running clock would never let a screen reader rest.
    const clock = call.connectedAt === null ? '' : elapsedWords(Date.now() - call.connectedAt);
    return html`<p class="state">
      <span role="status">${words ?? ''}</span
      >${words === null ? html`<span role="timer">${clock}</span>` : nothing}
      ${
        words === null && quality
          ? html`<ear-call-quality .quality=${quality} name=${call.peer.name}></ear-call-quality>`
          : nothing
      }<ear-picture-tools
        .frame=${() => this._frame}
        .picture=${() => this._stage?.mainPicture ?? null}
      ></ear-picture-tools>
    </p>`;
  }

  #problem(problem: MediaProblem, tools: CallTools | null) {
    if (this._closed.includes(key(problem))) return nothing;
    return callStrip({
      words: mediaProblemWords(problem),
      act: tools && syntheticAct(problem, tools.devices),
      close: () => (this._closed = [...this._closed, key(problem)]),
    });
  }

  #toolNotes(call: LiveCall, { devices, quality, speaksMuted }: CallTools) {
    const { peer } = call;
    const { note } = devices.view.get();
    const known = quality.get();
    // While the path is being mended that is what is said.
    const flows = call.phase === 'active' && call.link === 'connected';
    const warning = flows && known ? warningWords(known, peer.name) : null;
    return html`${warning === null ? nothing : callStrip({ words: warning })}${
      speaksMuted.get()
        ? callStrip({ words: msg(str`You are muted. ${peer.name} cannot hear you.`), shapes: MicOff })
        : nothing
    }${
      // The dialog says it itself.
      note === null || this._showsDevices
        ? nothing
        : callStrip({
            words: deviceNoteWords(note),
            act: note.type === 'found' ? [msg('Use it'), note.use] : null,
            close: devices.closeNote,
          })
    }`;
  }

  #devices({ devices }: CallTools) {
    return html`<ear-dialog
      label=${msg('Microphone, camera and speaker')}
      @ear-dialog-closed=${() => (this._showsDevices = false)}
    >
      <ear-device-settings .tools=${devices}></ear-device-settings>
    </ear-dialog>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'ear-call-screen': CallScreen;
  }
}
