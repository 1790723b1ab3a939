/** The pictures of a call: theirs large, my own small, a shared screen in the main place. */
import { LitElement, html, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { msg, str } from '@lit/localize';
import { MicOff, ScreenShare, VideoOff } from 'lucide';
import { type CallPeer, type LocalSide, type RemoteSide } from '../../calls/call-view.ts';
import '../ui/avatar.ts';
import { baseStyles } from '../ui/base.styles.ts';
import { icon } from '../ui/icon.ts';
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

  override render() {
    const { local, peer, remote } = this;
    const seen = remote?.camera === true && remote.stream !== null;
    return html`<div class="stage ${this.calling ? 'calling' : ''}">
      ${
        remote?.stream
          ? html`<ear-video
              class="main ${seen ? '' : 'unseen'}"
              .stream=${remote.stream}
              label=${msg(str`${peer.name}'s video`)}
            ></ear-video>`
          : nothing
      }
      ${
        seen
          ? nothing
          : html`<div class="face">
              <div class="pulse"><ear-avatar .person=${peer}></ear-avatar></div>
            </div>`
      }
      ${
        remote?.screen
          ? html`<ear-video
              class="main"
              whole
              .stream=${remote.screen}
              label=${msg(str`${peer.name}'s screen`)}
            ></ear-video>`
          : nothing
      }
      <div class="tiles">
        ${
          local.preview
            ? html`<div class="tile">
                <ear-video
                  muted
                  mirrored
                  .stream=${local.preview}
                  label=${msg('Your own picture')}
                ></ear-video>
              </div>`
            : nothing
        }
      </div>
      ${this.#notes(seen)}
    </div>`;
  }

  #notes(seen: boolean) {
    const { local, peer, remote } = this;
    return html`<div class="note" role="status">
      ${remote !== null && !remote.microphone ? html`<span>${icon(MicOff)}${msg(str`${peer.name} is muted`)}</span>` : nothing}
      ${remote?.stream && !seen ? html`<span>${icon(VideoOff)}${msg(str`${peer.name}'s camera is off`)}</span>` : nothing}
      ${local.sharing ? html`<span>${icon(ScreenShare)}${msg('You are sharing your screen')}</span>` : nothing}
    </div>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'ear-call-stage': CallStage;
  }
}
