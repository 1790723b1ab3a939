/** What a conversation looks like from top to bottom: days, and messages that belong together. Pure. */
import type { MessageId } from '../../../protocol/ids.ts';
import type { MessageView } from '../../stores/message-view.ts';
import { startOfDay } from '../words/time-words.ts';

export type MessageRow =
  | { readonly kind: 'day'; readonly key: string; readonly at: number }
  /** Above the first message that was unread. */
  | { readonly kind: 'new'; readonly key: string }
  | {
      readonly kind: 'message';
      readonly key: string;
      readonly message: MessageView;
      /** First of a run by one person. */
      readonly starts: boolean;
    };

/** Messages of one person that follow within this time stand close together. */
const RUN_MS = 5 * 60_000;

export function messageRows(
  messages: readonly MessageView[],
  firstUnread: MessageId | null = null,
): MessageRow[] {
  const rows: MessageRow[] = [];
  let previous: MessageView | null = null;
  for (const message of messages) {
    // Order is by logical clock, so a wrong wall clock may put an earlier day after a later one: then that is what is shown.
    const newDay = previous === null || startOfDay(previous.at) !== startOfDay(message.at);
    if (newDay) rows.push({ kind: 'day', key: `day before ${message.id}`, at: message.at });
    const isNew = message.id === firstUnread;
    if (isNew) rows.push({ kind: 'new', key: 'new' });
    const starts =
      newDay ||
      isNew ||
      previous === null ||
      previous.mine !== message.mine ||
      previous.call !== undefined ||
      Math.abs(message.at - previous.at) > RUN_MS;
    rows.push({ kind: 'message', key: message.id, message, starts });
    previous = message;
  }
  return rows;
}
