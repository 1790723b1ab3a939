/** How much this browser keeps, and deleting all of it. */
import { LitElement, css, html, nothing } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import { consume } from '@lit/context';
import { msg } from '@lit/localize';
import { Trash2 } from 'lucide';
import { alertsContext, browserDataContext, keepingsContext } from '../../controllers/contexts.ts';
import { StoreController } from '../../controllers/store-controller.ts';
import { KEEPS, type Keep } from '../../storage/retention.ts';
import type { Alerts } from '../../stores/alerts.ts';
import type { BrowserData, KeptSize } from '../../stores/browser-data.ts';
import type { Keepings } from '../../stores/keeping-choices.ts';
import { keepWords } from '../keeping/keep-words.ts';
import { baseStyles } from '../ui/base.styles.ts';
import { buttonStyles } from '../ui/button.styles.ts';
import '../ui/dialog.ts';
import { icon } from '../ui/icon.ts';
import { keptWords } from './kept-words.ts';

@customElement('ear-browser-data')
export class BrowserDataSection extends LitElement {
  static override styles = [
    baseStyles,
    buttonStyles,
    css`
      section,
      .deletion {
        display: grid;
        gap: var(--space-3);
        justify-items: start;
      }
      h3 {
        font-size: var(--text-s);
        font-weight: 600;
      }
      .size {
        min-height: calc(1em * var(--line-body));
        color: var(--muted);
      }
      .size,
      .deletion p,
      li {
        text-wrap: pretty;
      }
      .fresh {
        display: flex;
        align-items: center;
        gap: var(--space-3);
        width: 100%;
      }
      .fresh span {
        flex: 1;
        font-weight: 600;
      }
      small {
        display: block;
        color: var(--muted);
        font-size: var(--text-s);
        font-weight: 400;
      }
      .select {
        flex: none;
        min-height: var(--touch);
        padding: 0 var(--space-3);
        border: 1px solid var(--line-strong);
        border-radius: var(--radius);
        background: var(--surface);
        color: var(--text);
        font: 1rem var(--font);
      }
      /* Its words stand under the others. */
      section > .button {
        margin-inline-start: calc(-1 * var(--space-4));
      }
      .choices {
        display: flex;
        gap: var(--space-2);
        justify-self: end;
        margin-top: var(--space-2);
      }
    `,
  ];

  @consume({ context: browserDataContext }) private _data!: BrowserData;
  @consume({ context: alertsContext }) private _alerts!: Alerts;
  @consume({ context: keepingsContext }) private _keepings!: Keepings;
  private readonly _fresh = new StoreController(
    this,
    () => this._keepings.state,
    ({ fresh }) => fresh,
  );
  /** Null while it is being counted, and where that failed. */
  @state() private _size: KeptSize | null = null;
  @state() private _asking = false;
  @state() private _busy = false;

  override connectedCallback(): void {
    super.connectedCallback();
    void this.#count();
  }

  override render() {
    return html`<section aria-labelledby="title">
        <h3 id="title">${msg('What this browser keeps')}</h3>
        <p class="size" role="status">${this._size === null ? '' : keptWords(this._size)}</p>
        <label class="fresh">
          <span>
            ${msg('New conversations')}<small
              >${msg('How long their messages are kept. Each conversation has its own choice in its menu.')}</small
            >
          </span>
          <select class="select" @change=${this._onFresh}>
            ${KEEPS.map(
              (keep) =>
                html`<option value=${keep} ?selected=${keep === this._fresh.value}>
                  ${keepWords(keep)}
                </option>`,
            )}
          </select>
        </label>
        <button class="button quiet warns" type="button" @click=${() => (this._asking = true)}>
          ${icon(Trash2)}${msg('Delete everything')}
        </button>
      </section>
      ${this._asking ? this.#question() : nothing}`;
  }

  #question() {
    return html`<ear-dialog label=${msg('Delete everything?')} @ear-dialog-closed=${this._close}>
      <div class="deletion">
        <p>
          ${msg('All conversations, and what you have begun to write, are removed from this browser for good. What was not delivered yet is not sent any more. The others keep their copies.')}
        </p>
        <p>
          ${msg('Your name, your settings, whom you accepted and whom you blocked stay. The numbers of deleted messages stay too, without their words, so that none comes back when it is sent again.')}
        </p>
        <div class="choices">
          <button class="button" type="button" @click=${this._close}>${msg('Cancel')}</button>
          <button class="button danger" type="button" @click=${this._delete}>
            ${this._busy ? msg('Deleting…') : msg('Delete everything')}
          </button>
        </div>
      </div>
    </ear-dialog>`;
  }

  private _onFresh({ target }: Event): void {
    const keep = KEEPS.find((each) => target instanceof HTMLSelectElement && each === target.value);
    if (keep !== undefined) void this.#chooseFresh(keep);
  }

  async #chooseFresh(keep: Keep): Promise<void> {
    try {
      await this._keepings.chooseFresh(keep);
    } catch {
      this._alerts.show(msg('This browser could not store your choice. Nothing has changed.'), 'problem');
      this.requestUpdate();
    }
  }

  async #count(): Promise<void> {
    this._size = await this._data.size().catch(() => null);
  }

  private _close(): void {
    this._asking = false;
  }

  private async _delete(): Promise<void> {
    if (this._busy) return;
    this._busy = true;
    try {
      await this._data.deleteEverything();
      this._alerts.show(msg('Everything was deleted.'));
    } catch {
      this._alerts.show(msg('This browser could not delete it. Reload the page and try again.'), 'problem');
    }
    this._busy = false;
    this._asking = false;
    await this.#count();
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'ear-browser-data': BrowserDataSection;
  }
}
