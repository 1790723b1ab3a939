/** The buttons of a call. What cannot be done is not there. */
import { LitElement, html, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { msg } from '@lit/localize';
import {
  type IconNode,
  MessageCircle,
  Mic,
  MicOff,
  PhoneOff,
  ScreenShare,
  ScreenShareOff,
  SlidersHorizontal,
  Video,
  VideoOff,
} from 'lucide';
import type { CallView } from '../../calls/call-view.ts';
import type { LiveCall } from '../home/live-call.ts';
import { baseStyles } from '../ui/base.styles.ts';
import { icon } from '../ui/icon.ts';
import { callControlsStyles } from './call-controls.styles.ts';
import { ChatToggled, DevicesWanted } from './call-events.ts';

interface ControlLook {
  /** Full name; holds the words under the button, so that people who speak to their device can use them. */
  readonly name: string;
  readonly words: string;
  readonly shapes: IconNode;
  readonly look: '' | 'off' | 'busy' | 'end';
  /** Marks the button for push-to-talk. */
  readonly microphone?: true;
}

type Active = Extract<CallView, { phase: 'active' }>;

@customElement('ear-call-controls')
export class CallControls extends LitElement {
  static override styles = [baseStyles, callControlsStyles];

  @property({ attribute: false }) call!: LiveCall;
  @property({ type: Boolean, attribute: 'chat-shown' }) chatShown = false;

  override render() {
    const { call } = this;
    return html`<div class="bar">
      ${call.phase === 'active' ? this.#active(call) : this.#control(cancelLook(), call.cancel)}
    </div>`;
  }

  #active(call: Active) {
    const { local } = call;
    return html`${this.#control(microphoneLook(local.microphone === 'on'), call.toggleMicrophone)}
    ${this.#control(cameraLook(local.camera === 'on'), call.toggleCamera)}
    ${this.#control(screenLook(local.sharing), call.toggleScreen)}
    ${this.#control(chatLook(this.chatShown), () => this.dispatchEvent(new ChatToggled()))}
    ${this.#control(devicesLook(), call.tools && (() => this.dispatchEvent(new DevicesWanted())))}
    ${this.#control(endLook(), call.end)}`;
  }

  #control({ name, words, shapes, look, microphone }: ControlLook, act: (() => void) | null) {
    if (act === null) return nothing;
    return html`<button
      class="control ${look}"
      type="button"
      aria-label=${name}
      ?data-microphone=${microphone}
      @click=${act}
    >
      <span class="disc">${icon(shapes)}</span>${words}
    </button>`;
  }
}

function microphoneLook(on: boolean): ControlLook {
  return on
    ? { name: msg('Mute microphone'), words: msg('Mute'), shapes: Mic, look: '', microphone: true }
    : { name: msg('Unmute microphone'), words: msg('Unmute'), shapes: MicOff, look: 'off', microphone: true };
}

function cameraLook(on: boolean): ControlLook {
  return on
    ? { name: msg('Turn camera off'), words: msg('Camera off'), shapes: Video, look: '' }
    : { name: msg('Turn camera on'), words: msg('Camera on'), shapes: VideoOff, look: 'off' };
}

function screenLook(sharing: boolean): ControlLook {
  return sharing
    ? { name: msg('Stop sharing'), words: msg('Stop sharing'), shapes: ScreenShareOff, look: 'busy' }
    : { name: msg('Share screen'), words: msg('Share screen'), shapes: ScreenShare, look: '' };
}

function chatLook(shown: boolean): ControlLook {
  return shown
    ? { name: msg('Hide chat'), words: msg('Hide chat'), shapes: MessageCircle, look: '' }
    : { name: msg('Show chat'), words: msg('Show chat'), shapes: MessageCircle, look: '' };
}

function devicesLook(): ControlLook {
  return { name: msg('Devices'), words: msg('Devices'), shapes: SlidersHorizontal, look: '' };
}

function endLook(): ControlLook {
  return { name: msg('End call'), words: msg('End call'), shapes: PhoneOff, look: 'end' };
}

function cancelLook(): ControlLook {
  return { name: msg('Cancel call'), words: msg('Cancel call'), shapes: PhoneOff, look: 'end' };
}

declare global {
  interface HTMLElementTagNameMap {
    'ear-call-controls': CallControls;
  }
}
