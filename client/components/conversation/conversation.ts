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
import type { ComposerTask, DraftChanged, MessageWritten } from '../composer/composer-events.ts';
import type { ExportFormat } from '../history-tools/export-conversation.ts';
import { loadExport, loadSearch } from '../history-tools/load-history-tools.ts';
import { loadKeepDialog } from '../keeping/load-keep-dialog.ts';
import type { DeletionAnswered } from '../message-list/delete-message.ts';
import type { MessageTaskWanted, QuotePicked, ReactionChosen } from '../message-list/message-events.ts';
import '../message-list/message-list.ts';
import '../relation-panel/relation-panel.ts';
import '../ui/dialog.ts';
import { buttonStyles } from '../ui/button.styles.ts';
import type { MessageView } from '../../stores/message-view.ts';
import type { Session } from '../../stores/session.ts';
import { baseStyles } from '../ui/base.styles.ts';
import type { Waiting } from '../words/delivery-words.ts';
import './conversation-header.ts';
import { conversationStyles } from './conversation.styles.ts';

type Send = NonNullable<ConversationView['send']>;

@customElement('ear-conversation')
export class Conversation extends LitElement {
  static override styles = [baseStyles, buttonStyles, conversationStyles];

  @property({ type: Boolean }) callable = false;
  @consume({ context: conversationsContext }) private _conversations!: Conversations;
  @consume({ context: alertsContext }) private _alerts!: Alerts;
  @consume({ context: sessionContext }) private _session!: Session;
  /** In whose conversation the search is open. */
  @state() private _searching: { readonly peer: UserId; readonly from: 'words' | 'date' } | null = null;
  /** Whose conversation is about to be deleted. */
  @state() private _deleting: UserId | null = null;
  /** For whose conversation it is being chosen how long it is kept. */
  @state() private _keeping: UserId | null = null;
  /** What the next message is about, and with whom. */
  @state() private _task: (ComposerTask & { readonly peer: UserId }) | null = null;
  /** Which message is about to be deleted. */
  @state() private _removing: MessageView | null = null;
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
  private readonly _reconnecting = new StoreController(
    this,
    () => this._session.state,
    (state) => state.phase === 'joined' && state.reconnectingSince !== null,
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
        .search=${view.readAll && ((from: 'words' | 'date') => this.#search(view.person.id, from))}
        .saveAs=${view.readAll && ((format: ExportFormat) => void this.#save(view, format))}
        .forget=${view.remove && (() => (this._deleting = view.person.id))}
        keep=${keepOf(this._keeps.value, view.person.id)}
        .changeKeep=${view.send || view.readAll ? () => void this.#chooseKeep(view.person.id) : null}
        ?callable=${this.callable}
      ></ear-conversation-header>
      ${
        this._searching?.peer === view.person.id
          ? html`<ear-conversation-search
              .peer=${view.person.id}
              from=${this._searching.from}
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
        waiting=${this.#waiting(view)}
        @keydown=${this._onListKey}
        ?writable=${send !== null}
        .callable=${this.callable && send !== null && person.status !== 'offline' ? person : null}
        @ear-message-task=${(event: MessageTaskWanted) => this.#onTask(event, person.id)}
        @ear-reaction-chosen=${({ emoji, message }: ReactionChosen) =>
          send?.(emoji, { kind: 'reaction', message: message.id })}
        @ear-quote-picked=${(event: QuotePicked) => this._conversations.open(person.id, event.position)}
        notice=${this.#notice(view)}
      ></ear-message-list>
      ${this._removing && send ? this.#messageDeletion(this._removing, person.name, send) : nothing}
      ${send === null ? html`<div class="below">${this.#panel(view)}</div>` : this.#writing(view, send)}`;
  }

  #notice({ messages, person, send }: ConversationView): string {
    if (!this._kept.value) return msg('Private window: these messages are gone when you close it.');
    const begins = send !== null && messages.length === 0 && person.last === null;
    return begins ? msg(str`You and ${person.name} can write to each other.`) : '';
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

  #writing({ draft, messages, person, put, typing }: ConversationView, send: Send) {
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
        .task=${this._task?.peer === person.id ? this._task : null}
        name=${person.name}
        @ear-message-written=${(event: MessageWritten) => send(event.text, event.about)}
        @ear-task-ended=${() => (this._task = null)}
        @ear-edit-last=${() => this.#editLast(messages, person.id)}
        @ear-draft-changed=${(event: DraftChanged) => this._conversations.drafted(event.text)}
      ></ear-composer>`;
  }

  #waiting({ person }: ConversationView): Waiting {
    if (this._reconnecting.value) return 'no_connection';
    if (person.relation !== 'accepted') return 'not_accepted';
    return person.status === 'offline' ? 'not_here' : 'soon';
  }

  #onTask({ message, task }: MessageTaskWanted, peer: UserId): void {
    if (task === 'delete') this._removing = message;
    else if (task === 'copy') void this.#copy(message.text);
    else this._task = { kind: task, message, peer };
  }

  /** The last of mine that is shown. */
  #editLast(messages: readonly MessageView[], peer: UserId): void {
    const message = messages.findLast(({ call, deleted, mine }) => mine && !call && !deleted);
    if (message) this._task = { kind: 'edit', message, peer };
  }

  async #copy(text: string): Promise<void> {
    try {
      await navigator.clipboard.writeText(text);
      this._alerts.show(msg('Copied.'));
    } catch {
      this._alerts.show(msg('This browser does not allow copying.'), 'problem');
    }
  }

  #messageDeletion(message: MessageView, name: string, send: Send) {
    return html`<ear-delete-message
      .message=${message}
      name=${name}
      @ear-deletion-answered=${({ confirmed }: DeletionAnswered) => {
        this._removing = null;
        if (confirmed) send('', { kind: 'delete', message: message.id });
      }}
    ></ear-delete-message>`;
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
  }

  #search(peer: UserId, from: 'words' | 'date'): void {
    loadSearch();
    this._searching = { peer, from };
  }

  private _closeSearch(): void {
    this._searching = null;
  }

  private _onListKey(event: KeyboardEvent): void {
    const [target] = event.composedPath();
    // What is open above a message closes first.
    if (event.key === 'Escape' && target instanceof Element && target.matches('.message, .log')) {
      this._closeSearch();
    }
  }

  async #save({ person, readAll }: ConversationView, format: ExportFormat): Promise<void> {
    const session = this._session.state.get();
    if (readAll === null || session.phase !== 'joined') return;
    try {
      const [{ exportConversation }, messages] = await Promise.all([loadExport(), readAll()]);
      const { name } = person;
      exportConversation({ name, me: session.me.name, messages, now: Date.now() }, format);
      this._alerts.show(msg('The file is made. Your browser saves it.'));
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
