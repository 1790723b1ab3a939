/** One conversation: with whom, what was said, and the box to write in (or the step that is missing before one can). */
import { LitElement, html, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { keyed } from 'lit/directives/keyed.js';
import { consume } from '@lit/context';
import { msg, str } from '@lit/localize';
import { conversationsContext } from '../../controllers/contexts.ts';
import { StoreController } from '../../controllers/store-controller.ts';
import { type Conversations, type ConversationView } from '../../stores/conversations.ts';
import '../composer/composer.ts';
import { type DraftChanged, type MessageWritten } from '../composer/composer.ts';
import '../message-list/message-list.ts';
import '../relation-panel/relation-panel.ts';
import { baseStyles } from '../ui/base.styles.ts';
import './conversation-header.ts';
import { conversationStyles } from './conversation.styles.ts';

@customElement('ear-conversation')
export class Conversation extends LitElement {
  static override styles = [baseStyles, conversationStyles];

  @property({ type: Boolean }) callable = false;
  @consume({ context: conversationsContext }) private _conversations!: Conversations;
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
        ?callable=${this.callable}
      ></ear-conversation-header>
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

  #writing({ draft, person, typing }: ConversationView, send: (text: string) => void) {
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
        @ear-message-written=${(event: MessageWritten) => send(event.text)}
        @ear-draft-changed=${(event: DraftChanged) => this._conversations.drafted(event.text)}
      ></ear-composer>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'ear-conversation': Conversation;
  }
}
