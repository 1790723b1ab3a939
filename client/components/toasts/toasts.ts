/** Short sentences at the edge of the screen, read out by screen readers when they come. */
import { LitElement, css, html } from 'lit';
import { customElement } from 'lit/decorators.js';
import { repeat } from 'lit/directives/repeat.js';
import { consume } from '@lit/context';
import { msg } from '@lit/localize';
import { Info, TriangleAlert, X } from 'lucide';
import { alertsContext } from '../../controllers/contexts.ts';
import { StoreController } from '../../controllers/store-controller.ts';
import type { Alerts } from '../../stores/alerts.ts';
import { baseStyles } from '../ui/base.styles.ts';
import { buttonStyles } from '../ui/button.styles.ts';
import { icon } from '../ui/icon.ts';

@customElement('ear-toasts')
export class Toasts extends LitElement {
  static override styles = [
    baseStyles,
    buttonStyles,
    css`
      .toasts {
        position: fixed;
        bottom: calc(var(--space-4) + env(safe-area-inset-bottom));
        left: var(--space-3);
        z-index: 4;
        display: grid;
        gap: var(--space-2);
        width: calc(var(--people) - 2 * var(--space-3));
        pointer-events: none;
      }
      .toast {
        display: flex;
        align-items: center;
        gap: var(--space-3);
        padding: var(--space-1) var(--space-1) var(--space-1) var(--space-4);
        border-radius: var(--radius);
        background: var(--text);
        box-shadow: var(--shadow);
        color: var(--ground);
        animation: rise var(--calm) var(--ease);
        pointer-events: auto;
      }
      .toast p {
        flex: 1;
        padding: var(--space-2) 0;
        line-height: var(--line-tight);
      }
      .button:hover {
        background: rgb(128 128 128 / 30%);
      }
      .button {
        color: inherit;
      }
      @keyframes rise {
        from {
          opacity: 0;
          transform: translateY(8px);
        }
      }
      @media (max-width: 49.99rem), (max-width: 60rem) and (max-height: 29.99rem) {
        /* Clear of the box one writes in and of the buttons of a call. */
        .toasts {
          top: calc(var(--header) + var(--space-2) + env(safe-area-inset-top));
          bottom: auto;
          width: calc(100vw - 2 * var(--space-3));
        }
      }
    `,
  ];

  @consume({ context: alertsContext }) private _alerts!: Alerts;
  private readonly _toasts = new StoreController(
    this,
    () => this._alerts.toasts,
    (toasts) => toasts,
  );

  override render() {
    return html`<div class="toasts" role="status" aria-live="polite">
      ${repeat(
        this._toasts.value,
        ({ id }) => id,
        ({ id, text, tone }) =>
          html`<div class="toast">
            ${icon(tone === 'problem' ? TriangleAlert : Info)}
            <p>${text}</p>
            <button
              class="button quiet round"
              type="button"
              aria-label=${msg('Close')}
              @click=${() => this._alerts.dismiss(id)}
            >
              ${icon(X)}
            </button>
          </div>`,
      )}
    </div>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'ear-toasts': Toasts;
  }
}
