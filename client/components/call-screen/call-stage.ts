/** The pictures of a call: theirs large, my own small, a shared screen in the main place. */
import { LitElement, html, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { msg, str } from '@lit/localize';
import type { CallPeer, LocalSide, RemoteSide } from '../../calls/call-view.ts';
import '../ui/avatar.ts';
import { baseStyles } from '../ui/base.styles.ts';
import type { Video } from '../ui/video.ts';
import '../ui/video.ts';
import { callStageStyles } from './call-stage.styles.ts';

@customElement('ear-call-stage')
export class CallStage extends LitElement {
  static override styles = [baseStyles, callStageStyles];

  @property({ attribute: false }) peer!: CallPeer;
  @property({ attribute: false }) local!: LocalSide;
  /** Null until they have answered. */
  @property({ attribute: false }) remote: RemoteSide | null = null;
  @property({ type: Boolean }) calling = false;
  /** The speaker their voice comes from; empty for the usual one. */
  @property() speaker = '';
  /** The stream of theirs that has shown a picture. */
  @state() private _shown: MediaStream | null = null;

  /** The shared screen, or else the other one; null where neither is seen. */
  get mainPicture(): HTMLVideoElement | null {
    const isShared = (this.remote?.screen ?? null) !== null;
    if (!isShared && !this.#seen(this.remote)) return null;
    return this.renderRoot.querySelector<Video>('ear-video.main:not(.unseen)')?.element ?? null;
  }

  override render() {
    const { local, peer, remote } = this;
    const screen = remote?.screen ?? null;
    // Below their picture, which lets it through until its first frame is there.
    return html`${screen === null && !(this.#seen(remote) && this._shown === remote?.stream) ? this.#face() : nothing}${
      remote?.stream
        ? html`<ear-video
            class=${this.#cameraPlace(remote)}
            fit=${screen === null ? 'best' : 'filled'}
            .stream=${remote.stream}
            speaker=${this.speaker}
            label=${msg(str`${peer.name}'s video`)}
            @ear-picture-seen=${() => (this._shown = remote.stream)}
          ></ear-video>`
        : nothing
    }
    ${
      screen === null
        ? nothing
        : html`<ear-video
            class="main screen"
            fit="whole"
            ?muted=${screen.getAudioTracks().length === 0}
            .stream=${screen}
            speaker=${this.speaker}
            label=${msg(str`${peer.name}'s screen`)}
          ></ear-video>`
    }
    ${
      local.preview === null
        ? nothing
        : html`<ear-video
            class="tile"
            fit="filled"
            muted
            ?mirrored=${local.mirrored}
            .stream=${local.preview}
            label=${msg('Your own picture')}
          ></ear-video>`
    }`;
  }

  /** One element wherever it is shown: a new one would interrupt picture and sound. */
  #cameraPlace(remote: RemoteSide): string {
    if (!this.#seen(remote) && !remote.opening) return 'main unseen';
    if (remote.screen === null) return 'main';
    return this.local.preview === null ? 'tile' : 'tile second';
  }

  #seen(remote: RemoteSide | null): boolean {
    return remote !== null && remote.camera && remote.stream !== null;
  }

  #face() {
    return html`<div class="face">
      <div class="pulse ${this.calling ? 'calling' : ''}"><ear-avatar .person=${this.peer}></ear-avatar></div>
    </div>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'ear-call-stage': CallStage;
  }
}
