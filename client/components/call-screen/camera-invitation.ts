/** The other has turned the camera on: says so, and how to turn on one's own. It never does that by itself. */
import { LitElement, css, html, nothing, type PropertyValues } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { msg, str } from '@lit/localize';
import { Video, X } from 'lucide';
import type { CallView } from '../../calls/call-view.ts';
import { baseStyles } from '../ui/base.styles.ts';
import { buttonStyles } from '../ui/button.styles.ts';
import { icon } from '../ui/icon.ts';

type Active = Extract<CallView, { phase: 'active' }>;

@customElement('ear-camera-invitation')
export class CameraInvitation extends LitElement {
  static override styles = [
    baseStyles,
    buttonStyles,
    css`
      .invitation {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: var(--space-1) var(--space-2);
        padding: var(--space-1) var(--space-1) var(--space-1) var(--space-4);
        border-radius: var(--radius);
        background: rgb(14 18 21 / 88%);
        font-size: var(--text-s);
      }
      .button {
        font-size: inherit;
      }
      .quiet {
        color: inherit;
      }
      .quiet:hover {
        background: rgb(255 255 255 / 14%);
      }
    `,
  ];

  @property({ attribute: false }) call!: Active;
  @state() private _invited = false;
  /** Null before their devices are known. */
  #theirs: boolean | null = null;

  override willUpdate(changed: PropertyValues<this>): void {
    if (!changed.has('call')) return;
    const { media, remote, local } = this.call;
    const known = !remote.opening;
    const now = known && remote.camera;
    // With which camera they answer a video call is no news; everything later is.
    const isNews = this.#theirs === false || media === 'audio';
    if (!now || local.camera === 'on') this._invited = false;
    else if (now && this.#theirs !== true && isNews) this._invited = true;
    if (known) this.#theirs = now;
  }

  override render() {
    const { peer, toggleCamera } = this.call;
    return html`<div role="status">
      ${
        this._invited
          ? html`<div class="invitation">
              <span>${msg(str`${peer.name} has turned the camera on`)}</span>
              ${
                toggleCamera === null
                  ? nothing
                  : html`<button class="button quiet" type="button" @click=${toggleCamera}>
                      ${icon(Video)}${msg('Turn on mine too')}
                    </button>`
              }
              <button
                class="button quiet round"
                type="button"
                aria-label=${msg('Close')}
                @click=${() => (this._invited = false)}
              >
                ${icon(X)}
              </button>
            </div>`
          : nothing
      }
    </div>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'ear-camera-invitation': CameraInvitation;
  }
}
