/** A link that was just made: shown now and never again, with what it is good for and a way to copy it. */
import { LitElement, html, type PropertyValues } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { msg } from '@lit/localize';
import { Check, Copy } from 'lucide';
import { baseStyles } from '../ui/base.styles.ts';
import { buttonStyles } from '../ui/button.styles.ts';
import { icon } from '../ui/icon.ts';
import { accountStyles } from './account.styles.ts';

@customElement('ear-made-link')
export class MadeLinkBox extends LitElement {
  static override styles = [baseStyles, buttonStyles, accountStyles];

  @property({ attribute: false }) url = '';
  @property({ attribute: false }) words = '';
  @state() private _copied = false;

  override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has('url')) this._copied = false;
  }

  override render() {
    return html`<div class="link">
      <p role="status">${this.words}</p>
      <span class="address">${this.url}</span>
      <button class="button soft" type="button" @click=${() => void this._copy()}>
        ${icon(this._copied ? Check : Copy)}${this._copied ? msg('Copied') : msg('Copy link')}
      </button>
    </div>`;
  }

  private async _copy(): Promise<void> {
    try {
      await navigator.clipboard.writeText(this.url);
      this._copied = true;
    } catch {
      // The browser said no. The link is on screen and one tap selects it.
      this._copied = false;
    }
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'ear-made-link': MadeLinkBox;
  }
}
