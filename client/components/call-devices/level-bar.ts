/** How loud a microphone is, as a bar that moves. It listens by a track of its own, so that it also shows what a muted one would send. */
import { LitElement, css, html } from 'lit';
import { customElement, property, query } from 'lit/decorators.js';
import { msg } from '@lit/localize';
import { earOf } from '../../media/ear.ts';
import { SoundLevel, loudness } from '../../media/sound-level.ts';
import { baseStyles } from '../ui/base.styles.ts';

/** A bar that falls at once only flickers. */
const FALLS = 0.9;

@customElement('ear-level-bar')
export class LevelBar extends LitElement {
  static override styles = [
    baseStyles,
    css`
      div {
        height: 0.5rem;
        overflow: hidden;
        border-radius: var(--radius-full);
        background: var(--line);
      }
      span {
        display: block;
        height: 100%;
        border-radius: inherit;
        background: var(--accent);
        transform: scaleX(0);
        transform-origin: left;
      }
    `,
  ];

  @property({ attribute: false }) track: MediaStreamTrack | null = null;
  @query('div') private _meter!: HTMLElement;
  @query('span') private _bar!: HTMLElement;
  #listening: { readonly to: MediaStreamTrack; readonly end: () => void } | null = null;

  override render() {
    return html`<div
      role="meter"
      aria-label=${msg('Microphone level')}
      aria-valuemin="0"
      aria-valuemax="100"
      aria-valuenow="0"
    >
      <span></span>
    </div>`;
  }

  override updated(): void {
    if (this.track === (this.#listening?.to ?? null)) return;
    this.#end();
    if (this.track !== null) this.#begin(this.track);
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.requestUpdate();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#end();
  }

  #begin(track: MediaStreamTrack): void {
    const ear = earOf(track);
    const level = this.#open(ear);
    let frame = 0;
    let shown = 0;
    const draw = () => {
      const now = level === null ? 0 : loudness(level.read());
      shown = Math.max(now, shown * FALLS);
      this._bar.style.transform = `scaleX(${shown.toFixed(3)})`;
      this._meter.setAttribute('aria-valuenow', String(Math.round(shown * 100)));
      frame = requestAnimationFrame(draw);
    };
    frame = requestAnimationFrame(draw);
    const end = () => {
      cancelAnimationFrame(frame);
      level?.close();
      ear.stop();
    };
    this.#listening = { to: track, end };
  }

  /** Null where the browser cannot measure: the bar then stays empty. */
  #open(track: MediaStreamTrack): SoundLevel | null {
    try {
      return new SoundLevel(track);
    } catch {
      return null;
    }
  }

  #end(): void {
    this.#listening?.end();
    this.#listening = null;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'ear-level-bar': LevelBar;
  }
}
