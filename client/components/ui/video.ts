/** Plays a stream. Its srcObject is set only when the stream changes, and playing is tried again at the next tap where the browser wants one. */
import { LitElement, css, html } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';

/** It has its first picture. */
export class PictureSeen extends Event {
  constructor() {
    super('ear-picture-seen');
  }
}

/** More than this part of a picture is not cut away to fill its frame. */
const MOST_CUT = 0.47;

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
  /** The speaker for its sound; empty for the usual one. */
  @property() speaker = '';
  /** `whole`: nothing may be cut away (a shared screen). `filled`: no bars, whatever is cut away. */
  @property() fit: 'best' | 'whole' | 'filled' = 'best';
  @state() private _cuts = false;
  @query('video') private _video!: HTMLVideoElement;
  /** The browser makes no sound before the first tap on the page. */
  #waitsForTap = false;
  #speaker = '';
  readonly #resized = new ResizeObserver(() => this.#compare());

  /** For what only the browser's own element can do. */
  get element(): HTMLVideoElement {
    return this._video;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.#resized.observe(this);
    this.requestUpdate();
  }

  override updated(): void {
    this._video.muted = this.muted || this.#waitsForTap;
    if (this.speaker !== this.#speaker) void this.#moveSound();
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
    const classes = `${this.#isWhole() ? 'whole' : ''} ${this.mirrored ? 'mirrored' : ''}`;
    return html`<video
      class=${classes}
      playsinline
      autoplay
      aria-label=${this.label}
      @resize=${this.#compare}
      @loadedmetadata=${this.#compare}
    ></video>`;
  }

  #isWhole(): boolean {
    return this.fit === 'best' ? this._cuts : this.fit === 'whole';
  }

  /** One that is gone leaves the sound where it was. */
  async #moveSound(): Promise<void> {
    this.#speaker = this.speaker;
    if ('setSinkId' in this._video) await this._video.setSinkId(this.speaker).catch(() => undefined);
  }

  async #play(): Promise<void> {
    try {
      await this._video.play();
    } catch (error) {
      // Anything else (a newer stream, no picture yet) is followed by another try or by autoplay.
      if (!(error instanceof DOMException) || error.name !== 'NotAllowedError' || this.#waitsForTap) return;
      this.#waitsForTap = true;
      window.addEventListener('pointerdown', this.#onTap);
      window.addEventListener('keydown', this.#onTap);
      // The picture at least is allowed.
      this._video.muted = true;
      await this.#play();
    }
  }

  readonly #onTap = (): void => {
    this.#forgetTap();
    this._video.muted = this.muted;
    void this.#play();
  };

  #forgetTap(): void {
    this.#waitsForTap = false;
    window.removeEventListener('pointerdown', this.#onTap);
    window.removeEventListener('keydown', this.#onTap);
  }

  readonly #compare = (): void => {
    const { clientHeight, clientWidth, videoHeight, videoWidth } = this._video;
    if (videoHeight > 0) this.dispatchEvent(new PictureSeen());
    if (clientHeight === 0 || videoHeight === 0) return;
    const ratio = videoWidth / videoHeight / (clientWidth / clientHeight);
    this._cuts = 1 - Math.min(ratio, 1 / ratio) > MOST_CUT;
  };
}

declare global {
  interface HTMLElementEventMap {
    'ear-picture-seen': PictureSeen;
  }
  interface HTMLElementTagNameMap {
    'ear-video': Video;
  }
}
