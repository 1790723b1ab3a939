/** People and conversations to fill the gallery with. */
import type { ConversationView } from '../../../client/stores/conversations.ts';
import type { MessageView } from '../../../client/stores/message-view.ts';
import type { PeopleState, PersonEntry } from '../../../client/stores/people.ts';
import type { Contact } from '../../../client/storage/records.ts';
import type { ChatRequestId, MessageId, UserId } from '../../../protocol/ids.ts';

/** What the page's clock is set to in the gallery, where the time zone is UTC: a Friday afternoon. */
export const NOW = Date.UTC(2026, 10, 20, 14, 32);
const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

// The wire's schemas brand ids; samples are written as plain text.
export const userId = (end: string) => `01JD6Q3V9TKX4M2B8RZN5H${end}` as UserId;
export const requestId = (end: string) => `01JD6Q3V9TKX4M2B8RZN5K${end}` as ChatRequestId;
const messageId = (index: number) => `01${String(index).padStart(24, '0')}` as MessageId;

const person = (
  end: string,
  name: string,
  rest: Partial<Omit<PersonEntry, 'id' | 'name'>> = {},
): PersonEntry => ({
  id: userId(end),
  name,
  status: 'available',
  relation: 'accepted',
  unread: 0,
  last: null,
  ...rest,
});

export const maya = person('MG7A', 'Maya Lindqvist', {
  last: { text: 'Perfect. See you at the table then', mine: false, at: NOW - 4 * MINUTE },
});
export const people: readonly PersonEntry[] = [
  maya,
  person('TC7A', 'Tomás Rivera', {
    status: 'in_call',
    unread: 2,
    last: { text: 'Can you print the boarding passes?', mine: false, at: NOW - 26 * MINUTE },
  }),
  person('AX7A', 'Grandpa Joe', {
    status: 'away',
    last: { text: 'The printer is the grey box next to the window', mine: true, at: NOW - 3 * 60 * MINUTE },
  }),
  person('AJ7A', 'Aiko Tanaka', { relation: 'stranger' }),
  person('AR7A', 'Priya Nair', { status: 'do_not_disturb', relation: 'asked' }),
  person('MN7A', 'Noor', { relation: 'stranger', status: 'away' }),
  person('A07A', 'Samuel Oyelaran-Whitfield', { relation: 'stranger' }),
  person('Y97A', 'Émile', {
    status: 'offline',
    last: { text: 'Thanks!', mine: false, at: NOW - 2 * DAY },
  }),
];

/** Those of the list that are known, and more who are away: so many that they have a search. */
export const contacts: readonly Contact[] = [
  ...people.flatMap(({ id, name, relation }) =>
    relation === 'accepted'
      ? [{ peer: id, name, mine: 'accepted' as const, theirs: name !== 'Grandpa Joe' }]
      : [],
  ),
  ...['Bartholomew Featherstonehaugh', 'Ida', 'Jun', 'Wiebke'].map((name, index) => ({
    peer: userId(`B${index}7A`),
    name,
    mine: 'accepted' as const,
    theirs: true,
  })),
  { peer: userId('XX7A'), name: 'Totally Free Phones', mine: 'blocked', theirs: false },
];

export const peopleState = (rest: Partial<PeopleState> = {}): PeopleState => ({
  loading: false,
  search: '',
  entries: people,
  online: 7,
  ...rest,
});

const lines: readonly (readonly [mine: boolean, text: string, minutesAgo: number])[] = [
  [false, 'Did you find the photos from the trip?', 26 * 60],
  [true, 'Yes, all of them. They are on the old laptop, I will bring it tomorrow.', 26 * 60 - 4],
  [false, 'Lovely 😊', 26 * 60 - 5],
  [false, 'Are you upstairs?', 21],
  [true, 'In the study. What do you need?', 19],
  [
    false,
    'Nothing urgent. Dinner is at seven, and Joe would like to see the pictures on the big screen afterwards. Could you bring the long cable?',
    18,
  ],
  [true, 'Sure', 9],
  [true, 'I will also bring the laptop and put them in order before', 8],
  [false, 'Perfect. See you at the table then', 4],
];

export const messages: readonly MessageView[] = lines.map(([mine, text, minutesAgo], index) => ({
  id: messageId(index),
  mine,
  text,
  at: NOW - minutesAgo * MINUTE,
  state: mine ? 'read' : null,
}));

export const unsettled: readonly MessageView[] = [
  ...messages,
  { id: messageId(90), mine: true, text: 'On my way', at: NOW - 2 * MINUTE, state: 'delivered' },
  {
    id: messageId(91),
    mine: true,
    text: 'The cable is two metres, is that enough?',
    at: NOW - MINUTE,
    state: 'sent',
  },
  { id: messageId(92), mine: true, text: 'Or I ask Tomás for his', at: NOW, state: 'waiting' },
];

export const longTalk: readonly MessageView[] = Array.from({ length: 420 }, (_, index) => {
  const [mine, text] = lines[index % lines.length] ?? [false, '', 0];
  return {
    id: messageId(1000 + index),
    mine,
    text: index === 417 ? `A word that does not end: ${'ha'.repeat(140)}` : text,
    at: NOW - (420 - index) * 37 * MINUTE,
    state: mine ? ('delivered' as const) : null,
  };
});

const nothingPossible = {
  earlier: null,
  later: null,
  latest: null,
  firstUnread: null,
  sought: null,
  draft: '',
  put: null,
  typing: false,
  askAgainAt: null,
  ask: null,
  withdraw: null,
  respond: null,
  send: null,
  block: null,
  unblock: null,
  readAll: null,
  remove: null,
} as const;

export function conversation(
  entry: PersonEntry,
  rest: Partial<Omit<ConversationView, 'person'>> = {},
): ConversationView {
  return { person: entry, messages: [], ...nothingPossible, ...rest };
}
