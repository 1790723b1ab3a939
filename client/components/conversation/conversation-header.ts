/** Who one is talking to, and what can be done about it. */
import { LitElement, html, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { msg, str } from '@lit/localize';
import {
  ArrowLeft,
  Ban,
  Braces,
  CalendarDays,
  EllipsisVertical,
  FileText,
  Hourglass,
  Phone,
  Search,
  Trash2,
  Video,
  type IconNode,
} from 'lucide';
import type { CallMedia } from '../../../protocol/calls.ts';
import type { PersonEntry } from '../../stores/people.ts';
import type { ExportFormat } from '../history-tools/export-conversation.ts';
import type { Keep } from '../../storage/retention.ts';
import { keepWords, keptWords } from '../keeping/keep-words.ts';
import { CallWanted } from '../person-row/person-events.ts';
import '../identity-notice/identity-notice.ts';
import '../ui/avatar.ts';
import { BackWanted } from '../ui/back-wanted.ts';
import { baseStyles } from '../ui/base.styles.ts';
import { botMark } from '../ui/bot-mark.ts';
import { buttonStyles } from '../ui/button.styles.ts';
import { icon } from '../ui/icon.ts';
import '../ui/menu.ts';
import '../ui/presence.ts';
import { presenceWords } from '../words/presence-words.ts';
import { conversationStyles } from './conversation.styles.ts';

@customElement('ear-conversation-header')
export class ConversationHeader extends LitElement {
  static override styles = [baseStyles, buttonStyles, conversationStyles];

  @property({ attribute: false }) person!: PersonEntry;
  @property({ attribute: false }) block: (() => void) | null = null;
  @property({ attribute: false }) search: ((from: 'words' | 'date') => void) | null = null;
  @property({ attribute: false }) saveAs: ((format: ExportFormat) => void) | null = null;
  @property({ attribute: false }) forget: (() => void) | null = null;
  @property() keep: Keep = 'always';
  @property({ attribute: false }) changeKeep: (() => void) | null = null;
  @property({ type: Boolean }) callable = false;

  override render() {
    const { person } = this;
    const callable =
      this.callable && person.status !== 'offline' && !person.bot && person.relation !== 'blocked';
    return html`<header>
        <button
          class="button quiet round back"
          type="button"
          aria-label=${msg('Back')}
          @click=${() => this.dispatchEvent(new BackWanted())}
        >
          ${icon(ArrowLeft)}
        </button>
        <ear-avatar .person=${person}></ear-avatar>
        <div class="who">
          <h2>${person.name}</h2>
          <p class="presence">
            ${botMark(person)}
            <ear-presence mute .status=${person.status}></ear-presence>${presenceWords(person.status)}
          </p>
          <ear-identity-notice only="former" .person=${person}></ear-identity-notice>
          ${this.keep === 'always' ? nothing : html`<p class="keep">${icon(Hourglass)}${keptWords(this.keep)}</p>`}
        </div>
        <div class="actions">
          ${
            callable
              ? html`<button
                    class="button quiet round"
                    type="button"
                    aria-label=${msg('Start audio call')}
                    @click=${() => this._call('audio')}
                  >
                    ${icon(Phone)}
                  </button>
                  <button
                    class="button quiet round"
                    type="button"
                    aria-label=${msg('Start video call')}
                    @click=${() => this._call('video')}
                  >
                    ${icon(Video)}
                  </button>`
              : nothing
          }
          ${this.#menu()}
        </div>
      </header>
      <ear-identity-notice only="warning" .person=${person}></ear-identity-notice>`;
  }

  #menu() {
    const { block, changeKeep, forget, keep, person, saveAs, search } = this;
    if (!block && !changeKeep && !forget && !saveAs && !search) return nothing;
    const item = (shape: IconNode, words: string, act: () => void, look = '') =>
      html`<button class="button quiet wide menu-item ${look}" type="button" data-closes @click=${act}>
        ${icon(shape)}${words}
      </button>`;
    return html`<ear-menu label=${msg(str`More about ${person.name}`)}>
      <span slot="trigger">${icon(EllipsisVertical)}</span>
      ${
        search
          ? [
              item(Search, msg('Search in this conversation'), () => search('words')),
              item(CalendarDays, msg('Go to a date'), () => search('date')),
            ]
          : nothing
      }
      ${
        saveAs
          ? [
              item(FileText, msg('Export as text'), () => saveAs('text')),
              item(Braces, msg('Export as JSON'), () => saveAs('json')),
            ]
          : nothing
      }
      ${changeKeep ? item(Hourglass, msg(str`Keep messages: ${keepWords(keep)}`), changeKeep) : nothing}
      ${forget ? item(Trash2, msg('Delete conversation'), forget, 'warns') : nothing}
      ${block ? item(Ban, msg(str`Block ${person.name}`), block, 'warns') : nothing}
    </ear-menu>`;
  }

  private _call(media: CallMedia): void {
    const { id, name } = this.person;
    this.dispatchEvent(new CallWanted({ id, name }, media));
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'ear-conversation-header': ConversationHeader;
  }
}
