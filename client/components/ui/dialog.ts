/** A modal dialog with a title and a way out. Open for as long as it is on the page. */
import { LitElement, css, html } from 'lit';
import { customElement, property, query } from 'lit/decorators.js';
import { msg } from '@lit/localize';
import { X } from 'lucide';
import { baseStyles } from './base.styles.ts';
import { buttonStyles } from './button.styles.ts';
import { dialogStyles } from './dialog.styles.ts';
import { icon } from './icon.ts';

export class DialogClosed extends Event {
  constructor() {
    super('ear-dialog-closed');
  }
}

@customElement('ear-dialog')
export class Dialog extends LitElement {
  static override styles = [
    baseStyles,
    buttonStyles,
    dialogStyles,
    css`
      header {
        display: flex;
        align-items: center;
        justify-content: space-between;
        margin: calc(-1 * var(--space-2)) calc(-1 * var(--space-2)) var(--space-3) 0;
      }
      h2 {
        font-size: var(--text-l);
        font-weight: 650;
      }
      /* Has the focus only where what had it inside is gone. */
      [tabindex] {
        outline: none;
      }
    `,
  ];

  @property() label = '';
  /** A click beside it does not close it: something would be lost. */
  @property({ type: Boolean }) firm = false;
  @query('dialog') private _dialog!: HTMLDialogElement;

  override firstUpdated(): void {
    this._dialog.showModal();
  }

  override render() {
    return html`<dialog
      closedby=${this.firm ? 'closerequest' : 'any'}
      aria-label=${this.label}
      @close=${() => this.dispatchEvent(new DialogClosed())}
    >
      <header>
        <h2>${this.label}</h2>
        <button class="button quiet round" type="button" aria-label=${msg('Close')} @click=${this._close}>
          ${icon(X)}
        </button>
      </header>
      <div tabindex="-1"><slot></slot></div>
    </dialog>`;
  }

  private _close(): void {
    this._dialog.close();
  }
}

declare global {
  interface HTMLElementEventMap {
    'ear-dialog-closed': DialogClosed;
  }
  interface HTMLElementTagNameMap {
    'ear-dialog': Dialog;
  }
}
