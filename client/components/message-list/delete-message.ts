/** Asks before a message is deleted for both, and says what that can do and what it cannot. */
import { LitElement, css, html } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { msg, str } from '@lit/localize';
import type { MessageView } from '../../stores/message-view.ts';
import { baseStyles } from '../ui/base.styles.ts';
import { buttonStyles } from '../ui/button.styles.ts';
import '../ui/dialog.ts';

/** The question is answered. */
export class DeletionAnswered extends Event {
  readonly confirmed: boolean;
  constructor(confirmed: boolean) {
    super('ear-deletion-answered');
    this.confirmed = confirmed;
  }
}

@customElement('ear-delete-message')
export class DeleteMessage extends LitElement {
  static override styles = [
    baseStyles,
    buttonStyles,
    css`
      .deletion {
        display: grid;
        gap: var(--space-3);
      }
      blockquote {
        display: -webkit-box;
        margin: 0;
        padding-inline-start: var(--space-3);
        overflow: hidden;
        border-inline-start: 3px solid var(--line-strong);
        color: var(--muted);
        overflow-wrap: anywhere;
        -webkit-box-orient: vertical;
        -webkit-line-clamp: 3;
      }
      .choices {
        display: flex;
        justify-content: flex-end;
        gap: var(--space-2);
        margin-top: var(--space-2);
      }
    `,
  ];

  @property({ attribute: false }) message!: MessageView;
  /** Of the other person. */
  @property() name = '';

  override render() {
    const { message, name } = this;
    return html`<ear-dialog
      label=${msg('Delete this message for both?')}
      @ear-dialog-closed=${() => this.#answer(false)}
    >
      <div class="deletion">
        <blockquote>${message.text}</blockquote>
        <p>
          ${
            message.state === 'waiting'
              ? msg(str`It is removed here, and in the browser of ${name} if it has come there.`)
              : msg(
                  str`It is removed here and in the browser of ${name}. ${name} may have read it or kept a copy.`,
                )
          }
        </p>
        <p>
          ${msg('A device that is away removes it when it connects again. Both of you see that a message was deleted.')}
        </p>
        <div class="choices">
          <button class="button" type="button" @click=${() => this.#answer(false)}>${msg('Cancel')}</button>
          <button class="button danger" type="button" @click=${() => this.#answer(true)}>
            ${msg('Delete for both')}
          </button>
        </div>
      </div>
    </ear-dialog>`;
  }

  #answer(confirmed: boolean): void {
    this.dispatchEvent(new DeletionAnswered(confirmed));
  }
}

declare global {
  interface HTMLElementEventMap {
    'ear-deletion-answered': DeletionAnswered;
  }
  interface HTMLElementTagNameMap {
    'ear-delete-message': DeleteMessage;
  }
}
