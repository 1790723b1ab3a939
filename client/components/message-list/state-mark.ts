/** How far a message of mine got, in one mark. Each has a shape of its own, because colours are not seen by everybody. */
import { html, nothing } from 'lit';
import { Check, CheckCheck, Clock, Eye } from 'lucide';
import type { MessageState } from '../../stores/message-view.ts';
import { icon } from '../ui/icon.ts';
import { messageStateWords } from '../words/message-words.ts';

const SHAPES = { waiting: Clock, sent: Check, delivered: CheckCheck, read: Eye };

export const stateMark = (state: MessageState, title: string | undefined) =>
  html`<span class=${state} title=${title ?? nothing}>${icon(SHAPES[state])}</span
    ><span class="said">${messageStateWords(state)}</span>`;
