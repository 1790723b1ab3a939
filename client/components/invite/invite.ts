/** How others get here: the address as a QR code to scan and as text to type or send. */
import { LitElement, css, html, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { msg } from '@lit/localize';
import { Check, Copy } from 'lucide';
import { baseStyles } from '../ui/base.styles.ts';
import { buttonStyles } from '../ui/button.styles.ts';
import { icon } from '../ui/icon.ts';

@customElement('ear-invite')
export class Invite extends LitElement {
  static override styles = [
    baseStyles,
    buttonStyles,
    css`
      .invite {
        display: grid;
        justify-items: center;
        gap: var(--space-3);
        text-align: center;
      }
      ear-qr-code {
        width: min(13.5rem, 60vw);
        aspect-ratio: 1;
        border-radius: var(--radius);
        background: #fff;
        box-shadow: var(--shadow-s);
      }
      p {
        max-width: 22rem;
        color: var(--muted);
      }
      .address {
        color: var(--text);
        font-size: var(--text-l);
        font-weight: 600;
        overflow-wrap: anywhere;
        user-select: all;
      }
      .other {
        color: var(--muted);
        font-size: var(--text-s);
        user-select: all;
      }
    `,
  ];

  /** The most reliable address first. */
  @property({ attribute: false }) urls: readonly string[] = [];
  @state() private _copied = false;

  override firstUpdated(): void {
    // Not part of the first load: few people look at it, and it has its place until it is there.
    // Where the server is away just then, the address below says the same.
    import('../ui/qr-code.ts').catch(() => undefined);
  }

  override render() {
    const [first, ...others] = this.urls;
    if (first === undefined) return nothing;
    return html`<div class="invite">
      <ear-qr-code .text=${first}></ear-qr-code>
      <p>${msg('Scan this with a phone on the same Wi-Fi, or open this address:')}</p>
      <span class="address">${first}</span>
      ${others.map((url) => html`<span class="other">${url}</span>`)}
      <button class="button soft" type="button" @click=${() => void this._copy(first)}>
        ${icon(this._copied ? Check : Copy)}${this._copied ? msg('Copied') : msg('Copy link')}
      </button>
      <span class="said" role="status">${this._copied ? msg('The link was copied.') : ''}</span>
    </div>`;
  }

  private async _copy(url: string): Promise<void> {
    try {
      await navigator.clipboard.writeText(url);
      this._copied = true;
    } catch {
      // The browser said no. The address is on screen and one tap selects it.
      this._copied = false;
    }
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'ear-invite': Invite;
  }
}
