/** How the last call ended, above the conversation one is back in. */
import { LitElement, css, html, nothing } from 'lit';
import { customElement } from 'lit/decorators.js';
import { consume } from '@lit/context';
import { msg } from '@lit/localize';
import { X } from 'lucide';
import type { CallControl, CallView } from '../../calls/call-view.ts';
import { callControlContext } from '../../controllers/contexts.ts';
import { StoreController } from '../../controllers/store-controller.ts';
import { CallWanted } from '../person-row/person-events.ts';
import { baseStyles } from '../ui/base.styles.ts';
import { buttonStyles } from '../ui/button.styles.ts';
import { icon } from '../ui/icon.ts';
import { endWords, routeWords } from '../words/call-words.ts';

type Ended = Extract<CallView, { phase: 'ended' }>;

/** After these a person may well want to try again at once. */
const CALL_BACK_AFTER: readonly Ended['reason'][] = ['no_answer', 'cancelled', 'failed', 'busy'];

/** It was they who called. */
function isMissed({ reason, by }: Ended): boolean {
  return (reason === 'cancelled' && by === 'them') || (reason === 'no_answer' && by === 'me');
}

@customElement('ear-call-ended')
export class CallEnded extends LitElement {
  static override styles = [
    baseStyles,
    buttonStyles,
    css`
      .strip {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: var(--space-1) var(--space-3);
        padding: var(--space-2) var(--space-2) var(--space-2) var(--space-5);
        background: var(--accent-soft);
        color: var(--accent-text);
      }
      p {
        flex: 1 1 14rem;
        font-weight: 600;
        line-height: var(--line-tight);
      }
      small {
        font-size: var(--text-s);
        font-weight: 400;
      }
      .actions {
        display: flex;
        gap: var(--space-1);
        margin-left: auto;
      }
      .button {
        color: inherit;
      }
      .again {
        text-decoration: underline;
        text-underline-offset: 3px;
      }
    `,
  ];

  @consume({ context: callControlContext }) private _calls!: CallControl;
  private readonly _ended = new StoreController(
    this,
    () => this._calls.view,
    (view) => (view.phase === 'ended' ? view : null),
  );

  override render() {
    const call = this._ended.value;
    const route = call && routeWords(call);
    return html`<div role="status">
      ${
        call === null
          ? nothing
          : html`<div class="strip">
              <p>${endWords(call)}${route === null ? nothing : html` <small>${route}</small>`}</p>
              <div class="actions">
                ${
                  call.reason === 'failed'
                    ? html`<button
                        class="button quiet again"
                        type="button"
                        @click=${() => this.dispatchEvent(new Event('ear-check-wanted', { bubbles: true, composed: true }))}
                      >
                        ${msg("Can't connect?")}
                      </button>`
                    : nothing
                }
                ${
                  CALL_BACK_AFTER.includes(call.reason)
                    ? html`<button
                        class="button quiet again"
                        type="button"
                        @click=${() => this._callBack(call)}
                      >
                        ${isMissed(call) ? msg('Call back') : msg('Call again')}
                      </button>`
                    : nothing
                }
                <button
                  class="button quiet round"
                  type="button"
                  aria-label=${msg('Close')}
                  @click=${() => call.dismiss()}
                >
                  ${icon(X)}
                </button>
              </div>
            </div>`
      }
    </div>`;
  }

  private _callBack(call: Ended): void {
    call.dismiss();
    this.dispatchEvent(new CallWanted(call.peer, call.media));
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'ear-call-ended': CallEnded;
  }
}
