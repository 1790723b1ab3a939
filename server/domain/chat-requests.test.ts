import { describe, expect, it } from 'vitest';
import { id, tabId, userRecord } from '../../tests/support/records.ts';
import type { ChatRequestId } from '../../protocol/ids.ts';
import { acceptedNotices, ask, end, hide, MOST_PENDING_REQUESTS, respond, shown } from './chat-requests.ts';
import type { ChatRequestRecord } from './records.ts';
import { toUser } from './rule.ts';

const ana = userRecord('ana');
const bea = userRecord('bea');
const cem = userRecord('cem');
const requestId = id<ChatRequestId>('first');
const request: ChatRequestRecord = {
  id: requestId,
  from: ana.id,
  to: bea.id,
  note: 'Lunch?',
  phase: 'pending',
  expiresAt: 10_000,
};
const nothing = { changes: {}, notices: [], value: undefined };
const asking = { id: requestId, note: 'Lunch?', blocked: false, lastsMs: 9_000 };
const pending = {
  asker: { ...ana, asked: [bea.id] },
  asked: { ...bea, askedBy: [ana.id] },
  request,
};
const answering = { id: requestId, tab: tabId('bea1'), cooldownMs: 60_000 };

describe('asking', () => {
  it('[CHAT-1] shows the request on all tabs of the other', () => {
    const { changes, notices } = ask({ asker: ana, asked: bea, request: null }, asking, 1_000);
    expect(changes).toEqual(pending);
    expect(notices).toEqual([
      {
        to: toUser(bea.id),
        name: 'incoming_chat_request',
        payload: {
          requestId,
          from: { id: ana.id, name: 'ana', status: 'available' },
          note: 'Lunch?',
          expiresInMs: 9_000,
        },
      },
    ]);
  });

  it('[CHAT-2] twice is refused while the first waits', () => {
    expect(() => ask(pending, asking, 1_000)).toThrow('request_pending');
  });

  it('[CHAT-2] again is possible when the first has expired unswept', () => {
    const { changes } = ask(pending, asking, 10_000);
    expect(changes.request?.expiresAt).toBe(19_000);
    expect([changes.asker, changes.asked]).toEqual([pending.asker, pending.asked]);
  });

  it('[CHAT-5] after a decline is refused until the cool-down is over', () => {
    const declined = { ...request, phase: 'declined' as const };
    const records = { asker: ana, asked: bea, request: declined };
    expect(() => ask(records, asking, 8_500)).toThrow('request_cooldown: 2');
    expect(ask(records, asking, 10_000).notices).toHaveLength(1);
  });

  it('[CHAT-6] somebody who blocked the asker is not told, and the asker cannot tell', () => {
    const outcome = ask({ asker: ana, asked: bea, request: null }, { ...asking, blocked: true }, 1_000);
    expect(outcome.notices).toEqual([]);
    expect(outcome.changes).toEqual({ ...pending, request: { ...request, phase: 'hidden' } });
  });

  it('[CHAT-1] somebody who is not here cannot be asked', () => {
    expect(() => ask({ asker: ana, asked: null, request: null }, asking, 0)).toThrow('user_offline');
  });

  it('somebody who has left cannot ask', () => {
    expect(() => ask({ asker: null, asked: bea, request: null }, asking, 0)).toThrow('session_invalid');
  });

  it('[CHAT-1] adds to those who wait already', () => {
    const [asker, asked] = [
      { ...ana, asked: [cem.id] },
      { ...bea, askedBy: [cem.id] },
    ];
    const { changes } = ask({ asker, asked, request: null }, asking, 0);
    expect([changes.asker?.asked, changes.asked?.askedBy]).toEqual([
      [cem.id, bea.id],
      [cem.id, ana.id],
    ]);
  });

  it('[CHAT-1] shown again after its time is up has no time left', () => {
    expect(shown(request, ana, 10_001).payload).toMatchObject({ expiresInMs: 0 });
  });

  it('[CHAT-7] has a bound on either side', () => {
    const many = Array.from({ length: MOST_PENDING_REQUESTS }, (_, n) => userRecord(`p${n}`).id);
    const busy = { asker: { ...ana, asked: many }, asked: bea, request: null };
    expect(() => ask(busy, asking, 0)).toThrow('rate_limited');
    const popular = { asker: ana, asked: { ...bea, askedBy: many }, request: null };
    expect(() => ask(popular, asking, 0)).toThrow('rate_limited');
  });
});

describe('answering', () => {
  it('[CHAT-3] accepting tells both people and stops the dialog on the other tabs', () => {
    const { changes, notices } = respond(pending, { ...answering, answer: 'accept' }, 2_000);
    expect(changes).toEqual({ request: null, asker: ana, asked: bea });
    expect(notices.map(({ to, name }) => ({ to, name }))).toEqual([
      { to: toUser(bea.id, tabId('bea1')), name: 'chat_request_ended' },
      { to: toUser(ana.id), name: 'chat_request_accepted' },
      { to: toUser(bea.id), name: 'chat_request_accepted' },
    ]);
    expect(notices.map(({ payload }) => payload)).toEqual([
      { requestId, peer: ana.id, reason: 'answered_elsewhere' },
      { peer: { id: bea.id, name: 'bea', status: 'available' } },
      { peer: { id: ana.id, name: 'ana', status: 'available' } },
    ]);
  });

  it('[CHAT-4] of somebody who has left is told to nobody but the other tabs', () => {
    const { changes, notices } = respond(
      { ...pending, asker: null },
      { ...answering, answer: 'accept' },
      2_000,
    );
    expect(changes).toEqual({ request: null, asked: bea });
    expect(notices.map(({ name }) => name)).toEqual(['chat_request_ended']);
  });

  it('[CHAT-3] nobody is told of somebody who is not here', () => {
    expect(acceptedNotices(null, bea)).toEqual([]);
    expect(acceptedNotices(ana, null)).toEqual([]);
  });

  it('[CHAT-4] takes this request off the lists and no other', () => {
    const records = {
      asker: { ...ana, asked: [cem.id, bea.id] },
      asked: { ...bea, askedBy: [ana.id, cem.id] },
      request,
    };
    const { changes } = respond(records, { ...answering, answer: 'decline' }, 2_000);
    expect([changes.asker?.asked, changes.asked?.askedBy]).toEqual([[cem.id], [cem.id]]);
  });

  it.each(['decline', 'block'] as const)(
    '[CHAT-5] %s starts the cool-down and looks the same to the asker',
    (answer) => {
      const { changes, notices } = respond(pending, { ...answering, answer }, 2_000);
      expect(changes).toEqual({
        request: { ...request, phase: 'declined', expiresAt: 62_000 },
        asker: ana,
        asked: bea,
      });
      expect(notices.at(-1)).toEqual({
        to: toUser(ana.id),
        name: 'chat_request_rejected',
        payload: { peer: bea.id, retryInMs: 60_000 },
      });
    },
  );

  it.each([
    ['was withdrawn', { ...pending, request: null }, 2_000],
    ['has expired', pending, 10_000],
    ['was made to somebody who has left', { ...pending, asked: null }, 2_000],
    [
      'is another one by now',
      { ...pending, request: { ...request, id: id<ChatRequestId>('second') } },
      2_000,
    ],
    ['was declined before', { ...pending, request: { ...request, phase: 'declined' as const } }, 2_000],
    ['is hidden', { ...pending, request: { ...request, phase: 'hidden' as const } }, 2_000],
  ])('[CHAT-4] a request that %s cannot be answered', (_title, records, now) => {
    expect(() => respond(records, { ...answering, answer: 'accept' }, now)).toThrow('request_ended');
  });
});

describe('blocking somebody who asks', () => {
  it('[CHAT-6] takes the request out of sight, and the asker is not told', () => {
    const { changes, notices } = hide(pending);
    expect(changes).toEqual({ request: { ...request, phase: 'hidden' } });
    expect(notices).toEqual([
      {
        to: toUser(bea.id),
        name: 'chat_request_ended',
        payload: { requestId, peer: ana.id, reason: 'answered_elsewhere' },
      },
    ]);
    for (const other of [null, { ...request, phase: 'declined' as const }]) {
      expect(hide({ ...pending, request: other })).toEqual(nothing);
    }
  });
});

describe('ending without an answer', () => {
  it.each(['withdrawn', 'left'] as const)('[CHAT-4] a request that is %s disappears for both', (reason) => {
    const { changes, notices } = end(pending, { reason }, 2_000);
    expect(changes).toEqual({ request: null, asker: ana, asked: bea });
    expect(notices).toEqual([
      { to: toUser(bea.id), name: 'chat_request_ended', payload: { requestId, peer: ana.id, reason } },
      { to: toUser(ana.id), name: 'chat_request_ended', payload: { requestId, peer: bea.id, reason } },
    ]);
  });

  it('[CHAT-4] of what there is not changes nothing', () => {
    expect(end({ ...pending, request: null }, { reason: 'left' }, 2_000)).toEqual(nothing);
  });

  it('[CHAT-4] expires only when its time is up', () => {
    expect(end(pending, { reason: 'expired' }, 9_999).changes).toEqual({});
    expect(end(pending, { reason: 'expired' }, 10_000).changes.request).toBeNull();
  });

  it('[CHAT-5] withdrawing does not wash a decline away', () => {
    const declined = { asker: ana, asked: bea, request: { ...request, phase: 'declined' as const } };
    expect(end(declined, { reason: 'withdrawn' }, 2_000)).toEqual(nothing);
    const gone = { ...nothing, changes: { request: null } };
    expect(end(declined, { reason: 'expired' }, 10_000)).toEqual(gone);
  });

  it('[CHAT-6] a hidden request expires without a word to the one who blocked', () => {
    const hidden = { asker: pending.asker, asked: bea, request: { ...request, phase: 'hidden' as const } };
    const { notices } = end(hidden, { reason: 'expired' }, 10_000);
    expect(notices.map((notice) => notice.to)).toEqual([toUser(ana.id)]);
  });

  it('[CHAT-4] takes the request off the list of the one who is still here', () => {
    const { changes } = end({ ...pending, asker: null }, { reason: 'left' }, 2_000);
    expect(changes).toEqual({ request: null, asked: bea });
  });
});
