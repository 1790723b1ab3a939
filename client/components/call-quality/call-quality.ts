/** How good the connection is: a word beside the clock of the call, and all that is known on demand. */
import { LitElement, css, html, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { msg, str } from '@lit/localize';
import { type IconNode, SignalHigh, SignalLow, SignalMedium } from 'lucide';
import type { Quality } from '../../calls/quality/judge-quality.ts';
import { baseStyles } from '../ui/base.styles.ts';
import '../ui/dialog.ts';
import { icon } from '../ui/icon.ts';
import { levelWords, qualityFacts, qualityWords } from '../words/quality-words.ts';

const BARS: Readonly<Record<Quality['level'], IconNode>> = {
  good: SignalHigh,
  fair: SignalMedium,
  poor: SignalLow,
};

@customElement('ear-call-quality')
export class CallQuality extends LitElement {
  static override styles = [
    baseStyles,
    css`
      :host {
        display: inline-block;
      }
      .level {
        display: inline-flex;
        align-items: center;
        gap: 0.3em;
        min-height: 1.75rem;
        margin: -0.25rem 0;
        padding: 0 var(--space-2);
        border: 0;
        border-radius: var(--radius-full);
        background: rgb(14 18 21 / 55%);
        color: inherit;
        font: 500 var(--text-s) var(--font);
        cursor: pointer;
      }
      .level:hover {
        background: var(--stage-raised);
      }
      .fair {
        color: #f7dfae;
      }
      .poor {
        color: #ffb4ab;
      }
      p {
        margin-bottom: var(--space-4);
        font-weight: 600;
        text-wrap: pretty;
      }
      dl {
        display: grid;
        gap: var(--space-3);
        margin: 0;
      }
      dt {
        color: var(--muted);
        font-size: var(--text-s);
      }
      dd {
        margin: 0;
        font-variant-numeric: tabular-nums;
      }
    `,
  ];

  @property({ attribute: false }) quality!: Quality;
  @property() name = '';
  @state() private _shown = false;

  override render() {
    const { level } = this.quality;
    const words = levelWords(level);
    return html`<button
        class="level ${level}"
        type="button"
        aria-label=${msg(str`Connection: ${words}`)}
        @click=${() => (this._shown = true)}
      >
        ${icon(BARS[level])}${words}
      </button>
      ${this._shown ? this.#details() : nothing}`;
  }

  #details() {
    const { name, quality } = this;
    return html`<ear-dialog label=${msg('Connection')} @ear-dialog-closed=${() => (this._shown = false)}>
      <p role="status">${qualityWords(quality, name)}</p>
      <dl>
        ${qualityFacts(quality, name).map(
          ([term, value]) =>
            html`<div>
              <dt>${term}</dt>
              <dd>${value}</dd>
            </div>`,
        )}
      </dl>
    </ear-dialog>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'ear-call-quality': CallQuality;
  }
}
