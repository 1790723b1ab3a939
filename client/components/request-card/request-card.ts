/**
 * Somebody asks to chat. A dialog that does not take the focus: asking is no emergency, and a person who is typing must
 * not accept somebody by an Enter that was meant for a message.
 */
import { LitElement, html, nothing } from 'lit';
import { customElement } from 'lit/decorators.js';
import { consume } from '@lit/context';
import { msg, str } from '@lit/localize';
import { conversationsContext } from '../../controllers/contexts.ts';
import { StoreController } from '../../controllers/store-controller.ts';
import type { Conversations, IncomingRequestView } from '../../stores/conversations.ts';
import { PersonPicked } from '../person-row/person-events.ts';
import '../identity-notice/identity-notice.ts';
import '../ui/avatar.ts';
import { baseStyles } from '../ui/base.styles.ts';
import { buttonStyles } from '../ui/button.styles.ts';
import { dialogStyles } from '../ui/dialog.styles.ts';
import { requestCardStyles } from './request-card.styles.ts';

@customElement('ear-request-card')
export class RequestCard extends LitElement {
  static override styles = [baseStyles, buttonStyles, dialogStyles, requestCardStyles];

  @consume({ context: conversationsContext }) private _conversations!: Conversations;
  private readonly _requests = new StoreController(
    this,
    () => this._conversations.requests,
    (requests) => requests,
  );

  override render() {
    const [request, ...others] = this._requests.value;
    return html`<span class="said" role="status">${request ? this.#title(request) : ''}</span>
      ${request ? this.#card(request, others.length) : nothing}`;
  }

  #title({ name }: IncomingRequestView): string {
    return msg(str`${name} wants to chat`);
  }

  #card(request: IncomingRequestView, others: number) {
    const answer = (how: 'accept' | 'decline' | 'block') => () => this._answer(request, how);
    return html`<dialog open aria-label=${this.#title(request)}>
      <div>
        <div class="who">
          <ear-avatar .person=${{ id: request.from, name: request.name }}></ear-avatar>
          <div>
            <h2>${this.#title(request)}</h2>
            ${
              others === 0
                ? nothing
                : html`<p class="more">
                    ${others === 1 ? msg('1 more is waiting') : msg(str`${others} more are waiting`)}
                  </p>`
            }
          </div>
        </div>
        <ear-identity-notice .person=${{ id: request.from, name: request.name }}></ear-identity-notice>
      </div>
      ${request.note === '' ? nothing : html`<blockquote>${request.note}</blockquote>`}
      <div class="actions">
        <button class="button primary" type="button" @click=${answer('accept')}>${msg('Accept')}</button>
        <button class="button" type="button" @click=${answer('decline')}>${msg('Decline')}</button>
        <button class="button quiet warns" type="button" @click=${answer('block')}>${msg('Block')}</button>
      </div>
    </dialog>`;
  }

  private _answer(request: IncomingRequestView, answer: 'accept' | 'decline' | 'block'): void {
    this._conversations.respond(request.requestId, answer);
    if (answer === 'accept') this.dispatchEvent(new PersonPicked(request.from));
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'ear-request-card': RequestCard;
  }
}
