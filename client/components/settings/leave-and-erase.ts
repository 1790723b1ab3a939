/** Leaving for good: the server forgets this browser, and the browser forgets Earshot. */
import { LitElement, css, html, nothing } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import { consume } from '@lit/context';
import { msg } from '@lit/localize';
import { LogOut } from 'lucide';
import { SESSION_PATH } from '../../../protocol/device-link.ts';
import { accountsContext, alertsContext } from '../../controllers/contexts.ts';
import { eraseBrowser } from '../../storage/erase-browser.ts';
import type { AccountEntry } from '../../stores/account-entry.ts';
import type { Alerts } from '../../stores/alerts.ts';
import { baseStyles } from '../ui/base.styles.ts';
import { buttonStyles } from '../ui/button.styles.ts';
import '../ui/dialog.ts';
import { icon } from '../ui/icon.ts';

@customElement('ear-leave-and-erase')
export class LeaveAndErase extends LitElement {
  static override styles = [
    baseStyles,
    buttonStyles,
    css`
      :host {
        display: block;
      }
      /* Its words stand under the others. */
      :host > .button {
        margin-inline-start: calc(-1 * var(--space-4));
      }
      .question {
        display: grid;
        gap: var(--space-3);
      }
      p {
        text-wrap: pretty;
      }
      .choices {
        display: flex;
        gap: var(--space-2);
        justify-self: end;
        margin-top: var(--space-2);
      }
    `,
  ];

  @consume({ context: alertsContext }) private _alerts!: Alerts;
  @consume({ context: accountsContext }) private _accounts?: AccountEntry;
  @state() private _asking = false;
  @state() private _busy = false;

  override render() {
    return html`<button class="button quiet warns" type="button" @click=${() => (this._asking = true)}>
        ${icon(LogOut)}${msg('Leave and erase')}
      </button>
      ${this._asking ? this.#question() : nothing}`;
  }

  #question() {
    return html`<ear-dialog label=${msg('Leave and erase?')} @ear-dialog-closed=${this._close}>
      <div class="question">
        <p>
          ${msg('This browser forgets you: your name, your conversations, whom you accepted and blocked, and your settings. The server no longer knows it either. Who comes here next is somebody new.')}
        </p>
        <p>
          ${this._accounts ? this.#withAccount() : msg('Your other devices stay as they are, and what you wrote stays with those you wrote to. What was not delivered yet is not sent any more.')}
        </p>
        <div class="choices">
          <button class="button" type="button" @click=${this._close}>${msg('Cancel')}</button>
          <button class="button danger" type="button" @click=${this._leave}>
            ${this._busy ? msg('Erasing…') : msg('Leave and erase')}
          </button>
        </div>
      </div>
    </ear-dialog>`;
  }

  #withAccount(): string {
    return msg(
      'Your account on this server is deleted, on all your devices, and others may take your name. What you wrote stays with those you wrote to. What was not delivered yet is not sent any more.',
    );
  }

  private _close(): void {
    this._asking = false;
  }

  private async _leave(): Promise<void> {
    if (this._busy) return;
    this._busy = true;
    const problem = await leaveForGood();
    if (problem === null) return location.replace('/');
    this._alerts.show(problem, 'problem');
    this._busy = false;
    this._asking = false;
  }
}

/** Null where it is done, else what to say. */
async function leaveForGood(): Promise<string | null> {
  try {
    // First, because only the server can take the cookie away.
    const { ok } = await fetch(SESSION_PATH, { method: 'DELETE' });
    if (!ok) throw new Error('the server has not ended the session');
  } catch {
    return msg('The server did not answer, so nothing was erased. Try again when you are connected.');
  }
  try {
    await eraseBrowser();
    return null;
  } catch {
    return msg(
      'The server has forgotten you, but this browser did not erase everything: delete the data of this site in its settings.',
    );
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'ear-leave-and-erase': LeaveAndErase;
  }
}
