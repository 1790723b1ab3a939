/**
 * A button that opens a panel: beside it on wide screens, at the bottom on phones. The focus goes in, and comes back to the
 * button. The browser's popover closes it on Escape or a tap outside, and a click on something marked `data-closes` does.
 */
import { LitElement, html } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import { baseStyles } from './base.styles.ts';
import { buttonStyles } from './button.styles.ts';
import type * as MenuKeys from './menu-keys.ts';
import { menuStyles } from './menu.styles.ts';

const GAP = 6;
const EDGE = 8;

/** Come with the first menu that is opened. */
let keys: typeof MenuKeys | null = null;

@customElement('ear-menu')
export class Menu extends LitElement {
  static override styles = [baseStyles, buttonStyles, menuStyles];

  @property() label = '';
  @state() private _open = false;
  @query('.trigger') private _trigger!: HTMLElement;
  @query('.panel') private _panel!: HTMLElement;

  constructor() {
    super();
    // On the host and not in the template: the panel itself is nothing to press.
    this.addEventListener('click', (event) => this.#onClick(event));
  }

  close(): void {
    this._panel.hidePopover();
  }

  override render() {
    return html`<button
        class="button quiet trigger"
        type="button"
        aria-label=${this.label}
        aria-expanded=${this._open ? 'true' : 'false'}
        popovertarget="panel"
      >
        <slot name="trigger"></slot>
      </button>
      <div
        id="panel"
        class="panel"
        popover
        role="group"
        aria-label=${this.label}
        @beforetoggle=${this._onBeforeToggle}
        @toggle=${this._onToggle}
        @keydown=${(event: KeyboardEvent) => keys?.onMenuKey(event, this.#items, () => this.close())}
      >
        <slot></slot>
      </div>`;
  }

  get #items(): readonly HTMLElement[] {
    return [...this.querySelectorAll<HTMLElement>('button, input, a')];
  }

  /** The browser does this only for what is not in a slot. */
  private _onBeforeToggle({ newState }: ToggleEvent): void {
    if (newState === 'closed' && this.matches(':focus-within')) this._trigger.focus();
  }

  private async _onToggle(event: ToggleEvent): Promise<void> {
    this._open = event.newState === 'open';
    if (!this._open) return;
    this._place();
    keys ??= await import('./menu-keys.ts').catch(() => null);
    this.#items[0]?.focus();
  }

  #onClick(event: Event): void {
    if (event.composedPath().some((node) => node instanceof Element && node.hasAttribute('data-closes'))) {
      this.close();
    }
  }

  private _place(): void {
    const trigger = this._trigger.getBoundingClientRect();
    const width = this._panel.offsetWidth;
    const wanted = trigger.left + width + EDGE > innerWidth ? trigger.right - width : trigger.left;
    this._panel.style.setProperty('--menu-top', `${trigger.bottom + GAP}px`);
    this._panel.style.setProperty('--menu-left', `${Math.max(EDGE, wanted)}px`);
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'ear-menu': Menu;
  }
}
