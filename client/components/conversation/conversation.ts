/** One conversation: with whom, what was said, and the box to write in (or the step that is missing before one can). */
import { LitElement, html, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { keyed } from 'lit/directives/keyed.js';
import { consume } from '@lit/context';
import { msg, str } from '@lit/localize';
import type { UserId } from '../../../protocol/ids.ts';
import {
  alertsContext,
  conversationsContext,
  keepingsContext,
  sessionContext,
} from '../../controllers/contexts.ts';
import { StoreController } from '../../controllers/store-controller.ts';
import type { Alerts } from '../../stores/alerts.ts';
import type { Conversations, ConversationView } from '../../stores/conversations.ts';
import { keepOf, type Keepings } from '../../stores/keeping-choices.ts';
import '../composer/composer.ts';
import type { DraftChanged, MessageWritten } from '../composer/composer.ts';
import type { ExportFormat } from '../history-tools/export-conversation.ts';
import { loadExport, loadSearch } from '../history-tools/load-history-tools.ts';
import { loadKeepDialog } from '../keeping/load-keep-dialog.ts';
import '../message-list/message-list.ts';
import '../relation-panel/relation-panel.ts';
import '../ui/dialog.ts';
import { buttonStyles } from '../ui/button.styles.ts';
import type { Session } from '../../stores/session.ts';
import { baseStyles } from '../ui/base.styles.ts';
import './conversation-header.ts';
import { conversationStyles } from './conversation.styles.ts';

@customElement('ear-conversation')
export class Conversation extends LitElement {
  static override styles = [baseStyles, buttonStyles, conversationStyles];

  @property({ type: Boolean }) callable = false;
  @consume({ context: conversationsContext }) private _conversations!: Conversations;
  @consume({ context: alertsContext }) private _alerts!: Alerts;
  @consume({ context: sessionContext }) private _session!: Session;
  /** In whose conversation the search is open. */
  @state() private _searching: UserId | null = null;
  /** Whose conversation is about to be deleted. */
  @state() private _deleting: UserId | null = null;
  /** For whose conversation it is being chosen how long it is kept. */
  @state() private _keeping: UserId | null = null;
  @consume({ context: keepingsContext }) private _keepings!: Keepings;
  private readonly _view = new StoreController(
    this,
    () => this._conversations.current,
    (view) => view,
  );
  private readonly _kept = new StoreController(
    this,
    () => this._conversations.kept,
    (kept) => kept,
  );
  private readonly _keeps = new StoreController(
    this,
    () => this._keepings.state,
    (state) => state,
  );
  private readonly _requests = new StoreController(
    this,
    () => this._conversations.requests,
    (requests) => requests,
  );

  override render() {
    const view = this._view.value;
    if (view === null) return nothing;
    return html`<ear-conversation-header
        .person=${view.person}
        .block=${view.block}
        .search=${view.readAll && (() => this.#search(view.person.id))}
        .saveAs=${view.readAll && ((format: ExportFormat) => void this.#save(view, format))}
        .forget=${view.remove && (() => (this._deleting = view.person.id))}
        keep=${keepOf(this._keeps.value, view.person.id)}
        .changeKeep=${view.send || view.readAll ? () => void this.#chooseKeep(view.person.id) : null}
        ?callable=${this.callable}
      ></ear-conversation-header>
      ${
        this._searching === view.person.id
          ? html`<ear-conversation-search
              .peer=${view.person.id}
              @ear-search-closed=${this._closeSearch}
            ></ear-conversation-search>`
          : nothing
      }
      ${
        this._keeping === view.person.id
          ? html`<ear-keep-dialog
              .person=${view.person}
              @ear-keep-dialog-closed=${this._closeKeep}
            ></ear-keep-dialog>`
          : nothing
      }
      ${this._deleting === view.person.id && view.remove ? this.#deletion(view, view.remove) : nothing}
      ${keyed(view.person.id, this.#body(view))}`;
  }

  #body(view: ConversationView) {
    const { messages, person, send } = view;
    if (send === null && messages.length === 0) return html`<div class="centre">${this.#panel(view)}</div>`;
    return html`<ear-message-list
        name=${person.name}
        .messages=${messages}
        .earlier=${view.earlier}
        .later=${view.later}
        .latest=${view.latest}
        .firstUnread=${view.firstUnread}
        .sought=${view.sought}
        notice=${this._kept.value ? '' : msg('Private window: these messages are gone when you close it.')}
      ></ear-message-list>
      ${send === null ? html`<div class="below">${this.#panel(view)}</div>` : this.#writing(view, send)}`;
  }

  #panel(view: ConversationView) {
    const requests = this._requests.value;
    const at = requests.findIndex(({ from }) => from === view.person.id);
    return html`<ear-relation-panel
      .view=${view}
      note=${requests[at]?.note ?? ''}
      ?shown-above=${at === 0}
    ></ear-relation-panel>`;
  }

  #writing({ draft, person, put, typing }: ConversationView, send: (text: string) => void) {
    return html`<div class="typing" role="status">
        ${
          typing
            ? html`<span class="dots" aria-hidden="true"><i></i><i></i><i></i></span
                >${msg(str`${person.name} is typing`)}`
            : person.status === 'offline'
              ? msg(str`${person.name} is not here; they get this when they are back.`)
              : nothing
        }
      </div>
      <ear-composer
        .draft=${draft}
        .put=${put}
        @ear-message-written=${(event: MessageWritten) => send(event.text)}
        @ear-draft-changed=${(event: DraftChanged) => this._conversations.drafted(event.text)}
      ></ear-composer>`;
  }

  #deletion({ messages, person }: ConversationView, remove: () => void) {
    const waits = messages.some(({ state }) => state === 'waiting' || state === 'sent');
    return html`<ear-dialog
      label=${msg('Delete this conversation?')}
      @ear-dialog-closed=${this._closeDeletion}
    >
      <div class="deletion">
        <p>
          ${msg(str`All messages are removed from this browser for good. ${person.name} keeps their copy.`)}
        </p>
        ${waits ? html`<p>${msg('What was not delivered yet is not sent any more.')}</p>` : nothing}
        <div class="choices">
          <button class="button" type="button" @click=${this._closeDeletion}>${msg('Cancel')}</button>
          <button
            class="button danger"
            type="button"
            @click=${() => {
              this._closeDeletion();
              remove();
            }}
          >
            ${msg('Delete')}
          </button>
        </div>
      </div>
    </ear-dialog>`;
  }

  private _closeDeletion(): void {
    this._deleting = null;
    this.focus({ preventScroll: true });
  }

  async #chooseKeep(peer: UserId): Promise<void> {
    try {
      await loadKeepDialog();
      this._keeping = peer;
    } catch {
      this._alerts.show(msg('This could not be loaded. Try again when the server is back.'), 'problem');
    }
  }

  private _closeKeep(): void {
    this._keeping = null;
    this.focus({ preventScroll: true });
  }

  #search(peer: UserId): void {
    loadSearch();
    this._searching = peer;
  }

  private _closeSearch(): void {
    this._searching = null;
    this.focus({ preventScroll: true });
  }

  async #save({ person, readAll }: ConversationView, format: ExportFormat): Promise<void> {
    const session = this._session.state.get();
    if (readAll === null || session.phase !== 'joined') return;
    try {
      const [{ exportConversation }, messages] = await Promise.all([loadExport(), readAll()]);
      const { name } = person;
      exportConversation({ name, me: session.me.name, messages, now: Date.now() }, format);
    } catch {
      this._alerts.show(msg('The file could not be made. Try again when the server is back.'), 'problem');
    }
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'ear-conversation': Conversation;
  }
}
