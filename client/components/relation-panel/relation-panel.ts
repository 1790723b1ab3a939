/** Where two people stand who cannot write to each other yet (or any more), and the one next step. */
import { LitElement, html, nothing } from 'lit';
import { customElement, property, query } from 'lit/decorators.js';
import { msg, str } from '@lit/localize';
import { LIMITS } from '../../../protocol/limits.ts';
import { TickController } from '../../controllers/tick-controller.ts';
import type { ConversationView } from '../../stores/conversations.ts';
import '../ui/avatar.ts';
import { baseStyles } from '../ui/base.styles.ts';
import { buttonStyles } from '../ui/button.styles.ts';
import { fieldStyles } from '../ui/field.styles.ts';
import { waitingWords } from '../words/duration-words.ts';
import { relationPanelStyles } from './relation-panel.styles.ts';

@customElement('ear-relation-panel')
export class RelationPanel extends LitElement {
  static override styles = [baseStyles, buttonStyles, fieldStyles, relationPanelStyles];

  @property({ attribute: false }) view!: ConversationView;
  /** What the other wrote when asking. */
  @property() note = '';
  /** The request is on screen as a dialog already, with its buttons. */
  @property({ type: Boolean, attribute: 'shown-above' }) shownAbove = false;
  @query('textarea') private _box!: HTMLTextAreaElement;

  constructor() {
    super();
    new TickController(this, 1000, () => this.view.askAgainAt !== null);
  }

  override render() {
    const { person, messages } = this.view;
    return html`<div class="panel ${messages.length > 0 ? 'small' : ''}" tabindex="-1">
      <ear-avatar .person=${person}></ear-avatar>
      ${this.#content()}
    </div>`;
  }

  #content() {
    const { person, withdraw, unblock } = this.view;
    const { name } = person;
    switch (person.relation) {
      case 'stranger':
      case 'accepted':
        return this.#asking(name);
      case 'asked':
        return html`<h3>${msg(str`Waiting for ${name} to answer`)}</h3>
          <p>${msg('Once they accept, you can write and call each other.')}</p>
          ${withdraw ? html`<button class="button" type="button" @click=${withdraw}>${msg('Withdraw request')}</button>` : nothing}`;
      case 'asking':
        return this.#asked(name);
      case 'blocked':
        return html`<h3>${msg(str`You blocked ${name}`)}</h3>
          <p>${msg('They cannot write to you or call you, and they are not told.')}</p>
          ${unblock ? html`<button class="button" type="button" @click=${unblock}>${msg('Unblock')}</button>` : nothing}`;
    }
  }

  #asking(name: string) {
    const { ask, askAgainAt, person } = this.view;
    if (askAgainAt !== null) {
      const left = waitingWords(askAgainAt - Date.now());
      return html`<h3>${msg(str`${name} said no for now`)}</h3>
        <p>${msg(str`You can ask again in ${left}.`)}</p>`;
    }
    if (ask === null) {
      return html`<h3>${name}</h3>
        <p>
          ${person.status === 'offline' ? msg('They are not here right now. You can ask to chat when they are back.') : msg('You cannot ask just now. Try again in a moment.')}
        </p>`;
    }
    return html`<h3>${msg(str`Say hello to ${name}`)}</h3>
      <p>${msg('They see your name and your note, and decide. Then you can write and call each other.')}</p>
      <form
        @submit=${(event: Event) => {
          event.preventDefault();
          ask(this._box.value.trim());
        }}
      >
        <div class="field">
          <label class="label" for="note">${msg('Note (you may leave it empty)')}</label>
          <textarea id="note" class="box" rows="2" maxlength=${LIMITS.noteCharacters}></textarea>
        </div>
        <button class="button primary wide" type="submit">${msg('Ask to chat')}</button>
      </form>`;
  }

  #asked(name: string) {
    const { respond } = this.view;
    return html`<h3>${msg(str`${name} wants to chat`)}</h3>
      ${this.note === '' || this.shownAbove ? nothing : html`<blockquote>${this.note}</blockquote>`}
      <p>${msg('If you accept, you can write and call each other.')}</p>
      ${respond === null || this.shownAbove ? nothing : this.#answers(name, respond)}`;
  }

  #answers(name: string, respond: NonNullable<ConversationView['respond']>) {
    return html`<div class="actions">
      <button
        class="button primary"
        type="button"
        aria-label=${msg(str`Accept ${name}`)}
        @click=${() => respond('accept')}
      >
        ${msg('Accept')}
      </button>
      <button
        class="button"
        type="button"
        aria-label=${msg(str`Decline ${name}`)}
        @click=${() => respond('decline')}
      >
        ${msg('Decline')}
      </button>
      <button
        class="button quiet warns"
        type="button"
        aria-label=${msg(str`Block ${name}`)}
        @click=${() => respond('block')}
      >
        ${msg('Block')}
      </button>
    </div>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'ear-relation-panel': RelationPanel;
  }
}
