/** Says beside a name that it is a program's. */
import { LitElement, css, html } from 'lit';
import { customElement } from 'lit/decorators.js';
import { msg } from '@lit/localize';

@customElement('ear-bot-badge')
export class BotBadge extends LitElement {
  static override styles = css`
    :host {
      flex: none;
      display: inline-block;
      padding: 0 0.4em;
      border: 1px solid currentcolor;
      border-radius: var(--radius-s);
      color: var(--accent-text);
      font-size: var(--text-xs);
      font-weight: 600;
      line-height: var(--line-tight);
    }
  `;

  override render() {
    return html`<span>${msg('Bot', { desc: 'beside the name of a program' })}</span>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'ear-bot-badge': BotBadge;
  }
}
