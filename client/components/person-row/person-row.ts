/** One person in the list: who, whether they are here, the last message, and the ways to reach them. */
import { LitElement, html, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { msg, str } from '@lit/localize';
import { Phone, Video } from 'lucide';
import type { CallMedia } from '../../../protocol/calls.ts';
import { isMissed, type StoredCall } from '../../storage/records.ts';
import type { PersonEntry } from '../../stores/people.ts';
import { withoutMarks } from '../../text/marks.ts';
import '../identity-notice/identity-notice.ts';
import '../ui/avatar.ts';
import { baseStyles } from '../ui/base.styles.ts';
import { botMark } from '../ui/bot-mark.ts';
import { buttonStyles } from '../ui/button.styles.ts';
import { icon } from '../ui/icon.ts';
import '../ui/presence.ts';
import { presenceWords } from '../words/presence-words.ts';
import { rowTimeWords } from '../words/time-words.ts';
import { CallWanted, PersonPicked } from './person-events.ts';
import { personRowStyles } from './person-row.styles.ts';

@customElement('ear-person-row')
export class PersonRow extends LitElement {
  static override styles = [baseStyles, buttonStyles, personRowStyles];

  @property({ attribute: false }) person!: PersonEntry;
  @property({ type: Boolean }) selected = false;
  /** False while a call is going on: there is room for one. */
  @property({ type: Boolean }) callable = false;

  override render() {
    const { person } = this;
    const unread = person.unread > 0;
    const callable = this.callable && person.status !== 'offline' && !person.bot;
    const look = `${this.selected ? 'selected' : ''} ${unread ? 'unread' : ''} ${callable ? 'callable' : ''}`;
    return html`<div class="row ${look}">
      <div class="face ${person.status === 'offline' ? 'absent' : ''}">
        <ear-avatar .person=${person}></ear-avatar>
        <ear-presence .status=${person.status}></ear-presence>
      </div>
      <div class="text">
        <div class="line">
          <span class="name">${person.name}</span>
          ${botMark(person)}
          ${person.last === null ? nothing : html`<time>${rowTimeWords(person.last.at, Date.now())}</time>`}
        </div>
        <div class="line">
          <span class="preview">${this.#secondLine()}</span>
          ${unread ? html`<span class="count">${person.unread}<span class="said"> ${msg('unread')}</span></span>` : nothing}
        </div>
        <ear-identity-notice only="brief" .person=${person}></ear-identity-notice>
      </div>
      <button
        class="chat"
        type="button"
        aria-label=${msg(str`Chat with ${person.name}`)}
        aria-current=${this.selected ? 'true' : 'false'}
        @click=${() => this.dispatchEvent(new PersonPicked(person.id))}
      ></button>
      ${callable ? this.#callButtons() : nothing}
    </div>`;
  }

  #callButtons() {
    const { name } = this.person;
    return html`<div class="calls">
      <button
        class="button quiet round"
        type="button"
        aria-label=${msg(str`Audio call ${name}`)}
        @click=${() => this._call('audio')}
      >
        ${icon(Phone)}
      </button>
      <button
        class="button quiet round"
        type="button"
        aria-label=${msg(str`Video call ${name}`)}
        @click=${() => this._call('video')}
      >
        ${icon(Video)}
      </button>
    </div>`;
  }

  #secondLine() {
    const { last, name, relation, status } = this.person;
    if (relation === 'asking') return html`<span class="calls-you">${msg('Wants to chat')}</span>`;
    if (relation === 'asked') return msg('Waiting for an answer');
    if (relation === 'blocked') return msg('Blocked');
    if (last === null) return presenceWords(status);
    if (last.call) return callWords(last.call, last.mine);
    const { mine } = last;
    // Nobody writes nothing.
    if (last.text === '')
      return mine ? msg('You deleted this message') : msg(str`${name} deleted this message`);
    const text = withoutMarks(last.text);
    return mine ? msg(str`You: ${text}`) : text;
  }

  private _call(media: CallMedia): void {
    const { id, name } = this.person;
    this.dispatchEvent(new CallWanted({ id, name }, media));
  }
}

function callWords(call: StoredCall, mine: boolean): string {
  if (isMissed(call, mine)) return msg('Missed call');
  return call.media === 'video' ? msg('Video call') : msg('Audio call');
}

declare global {
  interface HTMLElementTagNameMap {
    'ear-person-row': PersonRow;
  }
}
