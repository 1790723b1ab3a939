/** All emoji to choose one from, by eye, by words or by the arrow keys. Comes when it is first opened. */
import { LitElement, html, nothing } from 'lit';
import { customElement, query, state } from 'lit/decorators.js';
import { msg, str } from '@lit/localize';
import { baseStyles } from '../ui/base.styles.ts';
import { type Emoji, type EmojiGroup, emojisOf, findEmojis, GROUPS } from './emoji-list.ts';
import { emojiPickerStyles } from './emoji-picker.styles.ts';
import { RecentEmojis } from './recent-emojis.ts';

export class EmojiPicked extends Event {
  readonly emoji: string;
  constructor(emoji: string) {
    super('ear-emoji-picked', { bubbles: true, composed: true });
    this.emoji = emoji;
  }
}

@customElement('ear-emoji-picker')
export class EmojiPicker extends LitElement {
  static override styles = [baseStyles, emojiPickerStyles];

  @state() private _search = '';
  @query('input') private _box!: HTMLInputElement;
  readonly #recent = new RecentEmojis(storage());

  /** On the box of the search, with nothing looked for. */
  override focus(): void {
    this._search = '';
    this._box.value = '';
    this._box.focus();
  }

  override render() {
    return html`<input
        type="search"
        aria-label=${msg('Search emoji')}
        placeholder=${msg('Search emoji')}
        autocomplete="off"
        @input=${() => (this._search = this._box.value)}
        @keydown=${this._onBoxKey}
      />
      <div class="all" @keydown=${this._onKeyDown}>
        ${this._search.trim() === '' ? this.#groups() : this.#found(findEmojis(this._search))}
      </div>`;
  }

  #groups() {
    const known = new Map(GROUPS.flatMap(emojisOf).map((each) => [each.emoji, each]));
    const recent = this.#recent.all.flatMap((emoji) => known.get(emoji) ?? []);
    return html`${recent.length > 0 ? this.#group(msg('Used lately'), recent) : nothing}
    ${GROUPS.map((group) => this.#group(groupWords(group), emojisOf(group)))}`;
  }

  #found(emojis: readonly Emoji[]) {
    const words = emojis.length === 1 ? msg('1 emoji found') : msg(str`${emojis.length} emoji found`);
    return html`<span class="said" role="status">${words}</span>
      ${emojis.length === 0 ? html`<p>${msg('No emoji has these words.')}</p>` : this.#group(words, emojis)}`;
  }

  #group(title: string, emojis: readonly Emoji[]) {
    return html`<section aria-label=${title}>
      <h3>${title}</h3>
      <div class="grid">
        ${emojis.map(
          ({ emoji, label }, index) =>
            html`<button
              type="button"
              tabindex=${index === 0 ? 0 : -1}
              aria-label=${label}
              title=${label}
              @click=${() => this.#pick(emoji)}
            >
              ${emoji}
            </button>`,
        )}
      </div>
    </section>`;
  }

  #pick(emoji: string): void {
    this.#recent.use(emoji);
    this.requestUpdate();
    this.dispatchEvent(new EmojiPicked(emoji));
  }

  /** From the words into what they found; Enter takes the first. */
  private _onBoxKey(event: KeyboardEvent): void {
    const first = this.renderRoot.querySelector<HTMLElement>('.grid button');
    if (event.isComposing || first === null) return;
    if (event.key === 'ArrowDown') first.focus();
    else if (event.key === 'Enter' && this._search.trim() !== '') first.click();
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  /** Rows are as long as there is room, so the one above or below is found by where it is. */
  private _onKeyDown(event: KeyboardEvent): void {
    if (!event.key.startsWith('Arrow') || !(event.target instanceof HTMLElement)) return;
    event.preventDefault();
    event.stopPropagation();
    const all = [...this.renderRoot.querySelectorAll<HTMLElement>('.grid button')];
    const at = all.indexOf(event.target);
    if (event.key === 'ArrowLeft') all[at - 1]?.focus();
    else if (event.key === 'ArrowRight') all[at + 1]?.focus();
    else {
      const { left, top } = event.target.getBoundingClientRect();
      const down = event.key === 'ArrowDown';
      const others = down ? all.slice(at + 1) : all.slice(0, Math.max(0, at)).reverse();
      const beyond = others.find((each) => {
        const there = each.getBoundingClientRect();
        return down ? there.top > top && there.left > left - 1 : there.top < top && there.left < left + 1;
      });
      (beyond ?? (down ? null : this._box))?.focus();
    }
  }
}

function groupWords(group: EmojiGroup): string {
  switch (group) {
    case 0:
      return msg('Smileys');
    case 1:
      return msg('People');
    case 3:
      return msg('Animals and nature');
    case 4:
      return msg('Food and drink');
    case 5:
      return msg('Travel and places');
    case 6:
      return msg('Activities');
    case 7:
      return msg('Objects');
    case 8:
      return msg('Symbols');
    case 9:
      return msg('Flags');
  }
}

/** Null where the browser refuses it. */
function storage(): Storage | null {
  try {
    return localStorage;
  } catch {
    return null;
  }
}

declare global {
  interface HTMLElementEventMap {
    'ear-emoji-picked': EmojiPicked;
  }
  interface HTMLElementTagNameMap {
    'ear-emoji-picker': EmojiPicker;
  }
}
