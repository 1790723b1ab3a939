/** The picture of the other one over the whole screen, or in a small window above everything else. What a browser cannot do is not there. */
import { LitElement, css, html, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { msg } from '@lit/localize';
import { type IconNode, Maximize2, Minimize2, PictureInPicture2 } from 'lucide';
import { baseStyles } from '../ui/base.styles.ts';
import { icon } from '../ui/icon.ts';

@customElement('ear-picture-tools')
export class PictureTools extends LitElement {
  static override styles = [
    baseStyles,
    css`
      :host {
        display: inline-flex;
        gap: var(--space-1);
      }
      button {
        display: inline-grid;
        width: 1.75rem;
        height: 1.75rem;
        margin: -0.25rem 0;
        padding: 0;
        border: 0;
        border-radius: var(--radius-full);
        background: rgb(14 18 21 / 55%);
        color: inherit;
        font-size: 0.8rem;
        place-items: center;
        cursor: pointer;
      }
      button:hover {
        background: var(--stage-raised);
      }
      @media (pointer: coarse) {
        button {
          width: 2.25rem;
          height: 2.25rem;
        }
      }
    `,
  ];

  /** What is to fill the screen. */
  @property({ attribute: false }) frame!: () => Element | null;
  /** What is to float; null where nothing of theirs is seen. */
  @property({ attribute: false }) picture!: () => HTMLVideoElement | null;
  @state() private _isFull = false;
  #floating: HTMLVideoElement | null = null;

  override connectedCallback(): void {
    super.connectedCallback();
    document.addEventListener('fullscreenchange', this.#changed);
    this.#changed();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    document.removeEventListener('fullscreenchange', this.#changed);
    // A window of a call that is over would stand there empty.
    if (this.#floating !== null && document.pictureInPictureElement !== null)
      void document.exitPictureInPicture();
  }

  override render() {
    const full = this._isFull
      ? this.#button(msg('Leave full screen'), Minimize2, () => void document.exitFullscreen())
      : this.#button(msg('Full screen'), Maximize2, () => void this._fill());
    // Neither is there in every browser, whatever the compiler believes.
    return html`${document.fullscreenEnabled ? full : nothing}
    ${
      document.pictureInPictureEnabled
        ? this.#button(msg('Picture in picture'), PictureInPicture2, () => void this._float())
        : nothing
    }`;
  }

  #button(name: string, shapes: IconNode, act: () => void) {
    return html`<button type="button" aria-label=${name} title=${name} @click=${act}>
      ${icon(shapes)}
    </button>`;
  }

  /** Refused where a browser has its own reasons: then all stays as it is. */
  private async _fill(): Promise<void> {
    await this.frame()
      ?.requestFullscreen()
      .catch(() => undefined);
  }

  private async _float(): Promise<void> {
    if (document.pictureInPictureElement !== null) return document.exitPictureInPicture();
    this.#floating = this.picture();
    await this.#floating?.requestPictureInPicture().catch(() => undefined);
  }

  readonly #changed = (): void => {
    this._isFull = document.fullscreenElement !== null;
  };
}

declare global {
  interface HTMLElementTagNameMap {
    'ear-picture-tools': PictureTools;
  }
}
