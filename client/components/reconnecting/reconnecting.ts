/** Says that the connection is being mended. Floats, so that nothing below it moves. */
import { LitElement, css, html, nothing } from 'lit';
import { customElement } from 'lit/decorators.js';
import { consume } from '@lit/context';
import { msg } from '@lit/localize';
import { sessionContext } from '../../controllers/contexts.ts';
import { StoreController } from '../../controllers/store-controller.ts';
import type { Session } from '../../stores/session.ts';
import { baseStyles } from '../ui/base.styles.ts';
import { buttonStyles } from '../ui/button.styles.ts';

@customElement('ear-reconnecting')
export class Reconnecting extends LitElement {
  static override styles = [
    baseStyles,
    buttonStyles,
    css`
      .place {
        position: fixed;
        top: calc(var(--header) + var(--space-2) + env(safe-area-inset-top));
        left: calc(50% + var(--people) / 2);
        z-index: 2;
        width: max-content;
        max-width: calc(100vw - var(--people) - 2rem);
        pointer-events: none;
        translate: -50% 0;
      }
      .pill {
        display: flex;
        align-items: center;
        gap: var(--space-3);
        padding: var(--space-2) var(--space-4);
        border-radius: var(--radius-full);
        background: var(--warm-soft);
        box-shadow: var(--shadow);
        color: var(--warm-text);
        font-size: var(--text-s);
        font-weight: 600;
        line-height: var(--line-tight);
        /* A short break is over before anyone needs to know. */
        animation: appear var(--calm) 400ms backwards;
      }
      .button {
        flex: none;
        pointer-events: auto;
      }
      .turning::before {
        flex: none;
        width: 0.9rem;
        height: 0.9rem;
        border: 2px solid currentColor;
        border-right-color: transparent;
        border-radius: 50%;
        animation: turn 1s linear infinite;
        content: '';
      }
      @keyframes appear {
        from {
          opacity: 0;
        }
      }
      @keyframes turn {
        to {
          rotate: 1turn;
        }
      }
      @media (prefers-reduced-motion: reduce) {
        .turning::before {
          animation: none;
        }
      }
      @media (max-width: 49.99rem), (max-width: 60rem) and (max-height: 29.99rem) {
        .place {
          left: 50%;
          max-width: calc(100vw - 2rem);
        }
      }
    `,
  ];

  @consume({ context: sessionContext }) private _session!: Session;
  private readonly _lost = new StoreController(
    this,
    () => this._session.state,
    (state) => {
      if (state.phase !== 'joined' || state.reconnectingSince === null) return 'not';
      return state.isShutOut === true ? 'shut out' : 'lost';
    },
  );

  override render() {
    return html`<div class="place" role="status">${this.#words()}</div>`;
  }

  #words() {
    switch (this._lost.value) {
      case 'not':
        return nothing;
      case 'lost':
        return html`<div class="pill turning">
          ${msg('Reconnecting… What you write is sent as soon as it works again.')}
        </div>`;
      case 'shut out':
        return html`<div class="pill">
          ${msg('The server has a new passcode or address. What you wrote waits here.')}
          <button class="button" type="button" @click=${() => location.reload()}>${msg('Reload')}</button>
        </div>`;
    }
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'ear-reconnecting': Reconnecting;
  }
}
