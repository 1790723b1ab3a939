/** On a phone, away from a call that is going on: the way back to it. */
import { LitElement, css, html, nothing } from 'lit';
import { customElement } from 'lit/decorators.js';
import { consume } from '@lit/context';
import { msg, str } from '@lit/localize';
import { Phone } from 'lucide';
import type { CallControl } from '../../calls/call-view.ts';
import { callControlContext } from '../../controllers/contexts.ts';
import { StoreController } from '../../controllers/store-controller.ts';
import { baseStyles } from '../ui/base.styles.ts';
import { icon } from '../ui/icon.ts';
import { liveCall } from './live-call.ts';

export class ReturnWanted extends Event {
  constructor() {
    super('ear-return-wanted');
  }
}

@customElement('ear-return-bar')
export class ReturnBar extends LitElement {
  static override styles = [
    baseStyles,
    css`
      button {
        display: flex;
        align-items: center;
        justify-content: center;
        gap: var(--space-3);
        width: 100%;
        min-height: var(--touch);
        padding: 0 var(--space-4);
        border: 0;
        background: #0f766e;
        color: #fff;
        font: 600 var(--text-m) var(--font);
        cursor: pointer;
      }
      button:focus-visible {
        outline-color: #fff;
        outline-offset: -4px;
      }
    `,
  ];

  @consume({ context: callControlContext }) private _calls!: CallControl;
  private readonly _name = new StoreController(
    this,
    () => this._calls.view,
    (view) => liveCall(view)?.peer.name ?? null,
  );

  override render() {
    const name = this._name.value;
    if (name === null) return nothing;
    return html`<button type="button" @click=${() => this.dispatchEvent(new ReturnWanted())}>
      ${icon(Phone)}${msg(str`Return to call with ${name}`)}
    </button>`;
  }
}

declare global {
  interface HTMLElementEventMap {
    'ear-return-wanted': ReturnWanted;
  }
  interface HTMLElementTagNameMap {
    'ear-return-bar': ReturnBar;
  }
}
