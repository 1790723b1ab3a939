/** Presence as a mark that differs by shape as well as by colour, with its word for screen readers. */
import { LitElement, css, html, svg } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { PersonEntry } from '../../stores/people.ts';
import { presenceWords } from '../words/presence-words.ts';
import { baseStyles } from './base.styles.ts';

const shapes: Record<PersonEntry['status'], ReturnType<typeof svg>> = {
  available: svg`<circle cx="8" cy="8" r="6"/>`,
  away: svg`<path d="M8 2a6 6 0 1 0 6 6 4.6 4.6 0 0 1-6-6z"/>`,
  do_not_disturb: svg`<path fill-rule="evenodd" d="M8 2a6 6 0 1 0 0 12A6 6 0 0 0 8 2zM4.8 7h6.4v2H4.8z"/>`,
  in_call: svg`<path d="M8 1.6 14.4 8 8 14.4 1.6 8z"/>`,
  offline: svg`<circle cx="8" cy="8" r="4.8" fill="none" stroke="currentColor" stroke-width="2"/>`,
};

@customElement('ear-presence')
export class Presence extends LitElement {
  static override styles = [
    baseStyles,
    css`
      :host {
        display: inline-block;
        position: relative;
        flex: none;
        width: 1rem;
        height: 1rem;
      }
      svg {
        display: block;
        width: 100%;
        height: 100%;
        fill: currentColor;
      }
      .available {
        color: var(--available);
      }
      .away {
        color: var(--away);
      }
      .do_not_disturb {
        color: var(--do-not-disturb);
      }
      .in_call {
        color: var(--in-call);
      }
      .offline {
        color: var(--offline);
      }
    `,
  ];

  @property({ attribute: false }) status: PersonEntry['status'] = 'offline';
  /** Where the word stands beside the mark anyway. */
  @property({ type: Boolean }) mute = false;

  override render() {
    return html`<svg class=${this.status} viewBox="0 0 16 16" aria-hidden="true">${shapes[this.status]}</svg
      >${this.mute ? '' : html`<span class="said">${presenceWords(this.status)}</span>`}`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'ear-presence': Presence;
  }
}
