/** A conversation with calls among what was said, and the list of people as it is then. */
import type { StoredCall } from '../../../client/storage/records.ts';
import type { MessageView } from '../../../client/stores/message-view.ts';
import type { MessageId } from '../../../protocol/ids.ts';
import { maya, messages, people, peopleState } from './sample-people.ts';

const missed: StoredCall = { media: 'audio', outcome: 'busy' };

/** After which message, who called, and how it went. */
const calls: readonly (readonly [after: number, mine: boolean, call: StoredCall])[] = [
  [3, false, { media: 'video', outcome: 'no_answer' }],
  [4, true, { media: 'video', outcome: 'answered', seconds: 754 }],
  [6, true, { media: 'audio', outcome: 'declined' }],
  [8, false, missed],
];

export const callHistory: readonly MessageView[] = messages.flatMap((message, index) => [
  message,
  ...calls
    .filter(([after]) => after === index)
    .map(([, mine, call]) => ({
      // Any text of the right form does for an id here.
      id: `02${String(index).padStart(24, '0')}` as MessageId,
      mine,
      text: '',
      at: message.at,
      state: null,
      call,
    })),
]);

export const afterMissedCall = peopleState({
  entries: people.map((each) =>
    each.id === maya.id
      ? { ...each, unread: 1, last: { text: '', mine: false, at: callHistory.at(-1)?.at ?? 0, call: missed } }
      : each,
  ),
});
