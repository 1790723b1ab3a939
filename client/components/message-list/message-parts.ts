/** What a message has beside its text: what it answers, reactions, the bar of actions. Comes with the first messages, not with the page. */
import { html, nothing } from 'lit';
import { msg, str } from '@lit/localize';
import { Ban, Ellipsis, Reply, type IconNode } from 'lucide';
import { withoutMarks } from '../../text/marks.ts';
import type { MessageView, Quote, ReactionView } from '../../stores/message-view.ts';
import { icon } from '../ui/icon.ts';
import { deliveryWords, momentWords, type Waiting } from '../words/delivery-words.ts';
import { MessageTaskWanted, QuotePicked, ReactionChosen } from './message-events.ts';
import '../composer/composer-task.ts';
import './delete-message.ts';
import './message-menu.ts';

export { messagePartsStyles } from './message-parts.styles.ts';
export { parseText } from '../../text/parse-text.ts';

const fire = (event: Event, wanted: Event) => event.currentTarget?.dispatchEvent(wanted);

/** `reach`: -1 where the keyboard is on another message, so that a long conversation is not a thousand stops. */
export function quoteLine({ said }: Quote, name: string, reach: number) {
  if (said === undefined)
    return html`<span class="quote gone">${msg('This message is not here any more.')}</span>`;
  const who = said.mine ? msg('You') : name;
  const text = withoutMarks(said.text);
  return html`<button
    class="quote"
    type="button"
    tabindex=${reach}
    aria-label=${msg(str`Answer to ${who}: ${text}. Show that message`)}
    @click=${(event: Event) => fire(event, new QuotePicked(said.position))}
  >
    <b>${who}</b><span>${text}</span>
  </button>`;
}

export function reactionChips(message: MessageView, name: string, reach: number) {
  const { reactions = [] } = message;
  const chip = ({ emoji, mine, theirs }: ReactionView) =>
    html`<button
      class="chip"
      type="button"
      tabindex=${reach}
      aria-pressed=${mine ? 'true' : 'false'}
      aria-label=${chipWords(emoji, mine, theirs ? name : null)}
      @click=${(event: Event) => fire(event, new ReactionChosen(message, mine ? '' : emoji))}
    >
      ${emoji}${mine && theirs ? html`<span class="count">2</span>` : nothing}
    </button>`;
  return reactions.length === 0 ? nothing : html`<div class="chips">${reactions.map(chip)}</div>`;
}

function chipWords(emoji: string, mine: boolean, name: string | null): string {
  if (name === null) return msg(str`${emoji}, your reaction`);
  return mine
    ? msg(str`${emoji}, the reaction of ${name} and you`)
    : msg(str`${emoji}, the reaction of ${name}`);
}

export const deletedLine = (mine: boolean, name: string) =>
  html`${icon(Ban)}${mine ? msg('You deleted this message') : msg(str`${name} deleted this message`)}`;

export const editedMark = (at: number) =>
  html`<span title=${msg(str`Edited: ${momentWords(at, Date.now())}`)}>${msg('edited')}</span>`;

export const deliveryTitle = (message: MessageView, name: string, waiting: Waiting): string =>
  deliveryWords(message, { name, waiting, now: Date.now() });

/** Beside the message that the pointer or the keyboard is on. */
export function messageBar(message: MessageView, writable: boolean, more: (at: DOMRect) => void) {
  const button = (shape: IconNode, label: string, act: (event: Event) => void) =>
    html`<button class="act" type="button" tabindex="-1" aria-label=${label} title=${label} @click=${act}>
      ${icon(shape)}
    </button>`;
  return html`<div class="bar">
    ${
      writable
        ? button(Reply, msg('Reply'), (event) => fire(event, new MessageTaskWanted('reply', message)))
        : nothing
    }
    ${button(Ellipsis, msg('Message actions'), ({ currentTarget }) => currentTarget instanceof Element && more(currentTarget.getBoundingClientRect()))}
  </div>`;
}
