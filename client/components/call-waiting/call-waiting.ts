/** Somebody else called during a call. Says so quietly: it takes no focus, covers nothing, and the call goes on. */
import { LitElement, css, html, nothing } from 'lit';
import { customElement } from 'lit/decorators.js';
import { consume } from '@lit/context';
import { msg, str } from '@lit/localize';
import type { CallControl } from '../../calls/call-view.ts';
import { callControlContext } from '../../controllers/contexts.ts';
import { StoreController } from '../../controllers/store-controller.ts';
import { liveCall } from '../home/live-call.ts';
import { baseStyles } from '../ui/base.styles.ts';
import { buttonStyles } from '../ui/button.styles.ts';
import { waitingWords } from '../words/call-words.ts';

@customElement('ear-call-waiting')
export class CallWaitingNotice extends LitElement {
  static override styles = [
    baseStyles,
    buttonStyles,
    css`
      .strip {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: var(--space-1) var(--space-3);
        /* On a phone nothing else keeps a call clear of the camera itself. */
        padding: calc(var(--space-2) + var(--inset-top, 0px)) var(--space-2) var(--space-2) var(--space-5);
        background: var(--warm-soft);
        color: var(--warm-text);
      }
      p {
        flex: 1 1 14rem;
        font-weight: 600;
        line-height: var(--line-tight);
        overflow-wrap: anywhere;
      }
      .actions {
        display: flex;
        flex-wrap: wrap;
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
  private readonly _waiting = new StoreController(
    this,
    () => this._calls.view,
    (view) => liveCall(view)?.waiting ?? null,
  );

  override render() {
    const waiting = this._waiting.value;
    return html`<div role="status">
      ${
        waiting === null
          ? nothing
          : html`<div class="strip">
              <p>${waitingWords(waiting)}</p>
              <div class="actions">
                <button
                  class="button quiet again"
                  type="button"
                  aria-label=${msg(str`End and call back ${waiting.peer.name}`)}
                  @click=${waiting.endAndCall}
                >
                  ${msg('End and call back')}
                </button>
                <button class="button quiet" type="button" @click=${waiting.dismiss}>
                  ${msg('Dismiss')}
                </button>
              </div>
            </div>`
      }
    </div>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'ear-call-waiting': CallWaitingNotice;
  }
}
