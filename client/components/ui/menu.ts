/**
 * A button that opens a panel: beside it on wide screens, at the bottom on phones. The browser's popover closes it on
 * Escape or a tap outside and gives the focus back. A click on something marked `data-closes` closes it too.
 */
import { LitElement, html } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import { baseStyles } from './base.styles.ts';
import { buttonStyles } from './button.styles.ts';
import { menuStyles } from './menu.styles.ts';

const GAP = 6;
const EDGE = 8;

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
      <div id="panel" class="panel" popover role="group" aria-label=${this.label} @toggle=${this._onToggle}>
        <slot></slot>
      </div>`;
  }

  private _onToggle(event: ToggleEvent): void {
    this._open = event.newState === 'open';
    if (this._open) this._place();
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
