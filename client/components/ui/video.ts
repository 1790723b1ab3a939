/** Plays a stream. Its srcObject is set only when the stream changes, and playing is tried again at the next tap where the browser wants one. */
import { LitElement, css, html } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';

/** More than this part of a picture is not cut away to fill its frame. */
const MOST_CUT = 0.42;

@customElement('ear-video')
export class Video extends LitElement {
  static override styles = css`
    :host {
      display: block;
      overflow: hidden;
    }
    video {
      display: block;
      width: 100%;
      height: 100%;
      object-fit: cover;
    }
    .whole {
      object-fit: contain;
    }
    .mirrored {
      transform: scaleX(-1);
    }
  `;

  @property({ attribute: false }) stream: MediaStream | null = null;
  @property() label = '';
  /** Own pictures are silent. */
  @property({ type: Boolean }) muted = false;
  @property({ type: Boolean }) mirrored = false;
  /** Nothing may be cut away: a shared screen. */
  @property({ type: Boolean }) whole = false;
  @state() private _cuts = false;
  @query('video') private _video!: HTMLVideoElement;
  readonly #resized = new ResizeObserver(() => this.#fit());

  override connectedCallback(): void {
    super.connectedCallback();
    this.#resized.observe(this);
    this.requestUpdate();
  }

  override updated(): void {
    this._video.muted = this.muted;
    if (this._video.srcObject === this.stream) return;
    this._video.srcObject = this.stream;
    if (this.stream !== null) void this.#play();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#resized.disconnect();
    this.#forgetTap();
    if (this.hasUpdated) this._video.srcObject = null;
  }

  override render() {
    const classes = `${this.whole || this._cuts ? 'whole' : ''} ${this.mirrored ? 'mirrored' : ''}`;
    return html`<video
      class=${classes}
      playsinline
      autoplay
      aria-label=${this.label}
      @resize=${this.#fit}
      @loadedmetadata=${this.#fit}
    ></video>`;
  }

  readonly #play = async (): Promise<void> => {
    this.#forgetTap();
    try {
      await this._video.play();
    } catch (error) {
      // Anything else (a newer stream, no picture yet) is followed by another try or by autoplay.
      if (!(error instanceof DOMException) || error.name !== 'NotAllowedError') return;
      window.addEventListener('pointerdown', this.#onTap);
      window.addEventListener('keydown', this.#onTap);
    }
  };

  readonly #onTap = (): void => void this.#play();

  #forgetTap(): void {
    window.removeEventListener('pointerdown', this.#onTap);
    window.removeEventListener('keydown', this.#onTap);
  }

  readonly #fit = (): void => {
    const { clientHeight, clientWidth, videoHeight, videoWidth } = this._video;
    if (clientHeight === 0 || videoHeight === 0) return;
    const ratio = videoWidth / videoHeight / (clientWidth / clientHeight);
    this._cuts = 1 - Math.min(ratio, 1 / ratio) > MOST_CUT;
  };
}

declare global {
  interface HTMLElementTagNameMap {
    'ear-video': Video;
  }
}
