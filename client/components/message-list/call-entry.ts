/** A call among the messages: how it went, who called and when; and the way back where it was missed. */
import { css, html, nothing } from 'lit';
import { msg, str } from '@lit/localize';
import { Phone, PhoneIncoming, PhoneMissed, PhoneOutgoing, Video } from 'lucide';
import { isMissed, type StoredCall } from '../../storage/records.ts';
import type { MessageView } from '../../stores/message-view.ts';
import { icon } from '../ui/icon.ts';
import { callEntryWords, callerWords } from '../words/call-entry-words.ts';
import { timeWords } from '../words/time-words.ts';

export const callEntryStyles = css`
  .call {
    display: flex;
    align-self: center;
    align-items: center;
    gap: var(--space-3);
    max-width: min(34rem, 92%);
    margin-top: var(--space-3);
    padding: var(--space-2) var(--space-4);
    border: 1px solid var(--line);
    border-radius: var(--radius);
    background: var(--surface);
    overflow-wrap: anywhere;
  }
  .call > .icon {
    flex: none;
    color: var(--muted);
  }
  .call.missed > .icon,
  .call.missed b {
    color: var(--danger-text);
  }
  .call p {
    min-width: 0;
    line-height: var(--line-tight);
  }
  .call b {
    display: block;
    font-size: var(--text-s);
    font-weight: 600;
  }
  .call .button {
    flex: none;
  }
  .call small {
    color: var(--muted);
    font-size: var(--text-xs);
  }
`;

/** The last call, where it was missed: only that one is called back, because whoever rang three times wants one answer. */
export function callToReturn(messages: readonly MessageView[]): MessageView | null {
  const last = messages.findLast(({ call }) => call);
  return last?.call && isMissed(last.call, last.mine) ? last : null;
}

interface CallEntryOptions {
  /** Of the other person. */
  readonly name: string;
  readonly isSought: boolean;
  /** Null where this is not the call to return, or nobody can be called. */
  readonly callBack: (() => void) | null;
}

export function callEntry(
  { at, id, mine }: MessageView,
  call: StoredCall,
  { callBack, isSought, name }: CallEntryOptions,
) {
  const missed = isMissed(call, mine);
  const direction = missed ? PhoneMissed : mine ? PhoneOutgoing : PhoneIncoming;
  return html`<div
    class="call ${missed ? 'missed' : ''} ${isSought ? 'sought' : ''}"
    role="article"
    data-id=${id}
    tabindex="-1"
  >
    ${icon(direction)}
    <p>
      <b>${callEntryWords(call, { mine, name })}</b>
      <small>
        ${callerWords({ mine, name })}, <time datetime=${new Date(at).toISOString()}>${timeWords(at)}</time>
      </small>
    </p>
    ${
      callBack === null
        ? nothing
        : html`<button
            class="button soft"
            type="button"
            aria-label=${msg(str`Call back ${name}`)}
            @click=${callBack}
          >
            ${icon(call.media === 'video' ? Video : Phone)}${msg('Call back')}
          </button>`
    }
  </div>`;
}
