import { describe, expect, it } from 'vitest';
import { contact, person, welcome } from '../../tests/support/client-records.ts';
import { ManualClock } from '../../tests/support/manual-clock.ts';
import { id, userId } from '../../tests/support/records.ts';
import { refusing, ScriptedSignaling } from '../../tests/support/scripted-signaling.ts';
import { settled } from '../../tests/support/settled.ts';
import type { ChatRequestEnd } from '../../protocol/chat.ts';
import { AppError, type ErrorCode } from '../../protocol/errors.ts';
import type { ChatRequestId } from '../../protocol/ids.ts';
import { MemoryArchive } from '../storage/memory-archive.ts';
import { ChatRequests } from './chat-requests.ts';
import { Contacts } from './contacts.ts';

const [ana, bea] = [userId('ana'), userId('bea')];
const r1 = id<ChatRequestId>('r1');

function requests() {
  const clock = new ManualClock();
  const signaling = new ScriptedSignaling();
  const archive = new MemoryArchive();
  const contacts = new Contacts(archive);
  const complaints: string[] = [];
  const store = new ChatRequests({
    signaling,
    contacts,
    clock,
    complain: (error) => complaints.push(error instanceof AppError ? error.code : String(error)),
  });
  signaling.answers.send_chat_request = () => ({ requestId: r1, expiresInMs: 300_000 });
  signaling.answers.cancel_chat_request = () => ({});
  signaling.answers.respond_chat_request = () => ({});
  signaling.answers.set_consent = () => ({});
  return {
    clock,
    signaling,
    archive,
    contacts,
    complaints,
    store,
    outgoing: () => Object.fromEntries(store.state.get().outgoing),
    incoming: () => store.state.get().incoming.map(({ requestId, name, note }) => [requestId, name, note]),
    askAgainAt: () => Object.fromEntries(store.state.get().askAgainAt),
    isAsked: (word = 'ana', requestId = r1, note = 'Hi') =>
      signaling.notices.emit('incoming_chat_request', {
        requestId,
        from: person(word),
        note,
        expiresInMs: 300_000,
      }),
    ends: (reason: ChatRequestEnd, peer = ana, requestId = r1) =>
      signaling.notices.emit('chat_request_ended', { requestId, peer, reason }),
    reconnect: async () => {
      signaling.state.set({ phase: 'connected' });
      signaling.notices.emit('welcome', welcome(person('me')));
      await settled();
    },
  };
}

describe('asking', () => {
  it('[CHAT-1] counts as asked at once, with the note', async () => {
    const { signaling, store, outgoing } = requests();
    const asked = store.ask(ana, 'Lunch?');
    expect(outgoing()).toEqual({ [ana]: 'Lunch?' });
    await asked;
    expect(signaling.asked).toEqual([['send_chat_request', { to: ana, note: 'Lunch?' }]]);
    expect(outgoing()).toEqual({ [ana]: 'Lunch?' });
  });

  it('[CHAT-3] ends with the acceptance, which both sides keep', async () => {
    const { signaling, archive, store, outgoing } = requests();
    await store.ask(ana, '');
    signaling.notices.emit('chat_request_accepted', { peer: person('ana') });
    await settled();
    expect(outgoing()).toEqual({});
    expect(await archive.contacts()).toEqual([contact('ana')]);
  });

  it.each(['expired', 'left', 'withdrawn'] as const)('[CHAT-4] ends when it has %s', async (reason) => {
    const { store, outgoing, ends } = requests();
    await store.ask(ana, '');
    await store.ask(bea, '');
    ends(reason);
    expect(outgoing()).toEqual({ [bea]: '' });
  });

  it('is withdrawn at once, and the server is told', async () => {
    const { signaling, store, outgoing } = requests();
    await store.ask(ana, '');
    const withdrawn = store.withdraw(ana);
    expect(outgoing()).toEqual({});
    await withdrawn;
    expect(signaling.asked.at(-1)).toEqual(['cancel_chat_request', { to: ana }]);
  });

  it('says so where the withdrawal did not reach the server', async () => {
    const { signaling, store, complaints } = requests();
    await store.ask(ana, '');
    signaling.lose();
    await store.withdraw(ana);
    expect(complaints).toEqual(['no_answer_from_server']);
  });
});

describe('after a decline', () => {
  it('[CHAT-5] asking again is refused until the cool-down is over, and then is not', async () => {
    const { clock, signaling, store, outgoing, askAgainAt } = requests();
    await store.ask(ana, '');
    signaling.notices.emit('chat_request_rejected', { peer: ana, retryInMs: 60_000 });
    expect(outgoing()).toEqual({});
    expect(askAgainAt()).toEqual({ [ana]: clock.now() + 60_000 });
    clock.advance(59_999);
    expect(askAgainAt()).not.toEqual({});
    clock.advance(1);
    expect(askAgainAt()).toEqual({});
    expect(clock.waiting).toBe(0);
  });

  it('[CHAT-5] a second one counts, not what is left of the first', () => {
    const { clock, signaling, askAgainAt } = requests();
    signaling.notices.emit('chat_request_rejected', { peer: ana, retryInMs: 10_000 });
    clock.advance(5_000);
    signaling.notices.emit('chat_request_rejected', { peer: ana, retryInMs: 10_000 });
    const until = clock.now() + 10_000;
    clock.advance(5_000);
    expect(askAgainAt()).toEqual({ [ana]: until });
    clock.advance(5_000);
    expect(askAgainAt()).toEqual({});
  });
});

describe('being asked', () => {
  it('[CHAT-1] is shown, the oldest first', () => {
    const { incoming, isAsked } = requests();
    isAsked('ana', r1, 'Hi');
    isAsked('bea', id('r2'), 'Ho');
    expect(incoming()).toEqual([
      [r1, 'ana', 'Hi'],
      [id('r2'), 'bea', 'Ho'],
    ]);
  });

  it('[CHAT-2] again by the same person replaces the older request', () => {
    const { incoming, isAsked } = requests();
    isAsked('ana', r1, 'Hi');
    isAsked('ana', id('r2'), 'Hi again');
    expect(incoming()).toEqual([[id('r2'), 'ana', 'Hi again']]);
  });

  it.each(['withdrawn', 'expired', 'left', 'answered_elsewhere'] as const)(
    '[CHAT-4] is over when the request has ended as %s, and only that one',
    (reason) => {
      const { incoming, isAsked, ends } = requests();
      isAsked('ana', r1, 'Hi');
      isAsked('bea', id('r2'), 'Ho');
      ends(reason);
      expect(incoming()).toEqual([[id('r2'), 'bea', 'Ho']]);
    },
  );

  it('an answer in another tab leaves my own request to the same person alone', async () => {
    const { store, outgoing, ends } = requests();
    await store.ask(ana, 'mine');
    ends('answered_elsewhere');
    expect(outgoing()).toEqual({ [ana]: 'mine' });
  });

  it.each(['accept', 'decline'] as const)('is answered with %s, once', async (answer) => {
    const { signaling, store, incoming, isAsked, contacts } = requests();
    isAsked();
    const answered = store.respond(r1, answer);
    expect(incoming()).toEqual([]);
    await answered;
    await store.respond(r1, answer);
    expect(signaling.asked).toEqual([['respond_chat_request', { from: ana, requestId: r1, answer }]]);
    // What an acceptance changes is told by the server, to all tabs.
    expect(contacts.get(ana)).toBeUndefined();
  });

  it('[CHAT-3] and accepting here or in another tab is kept', async () => {
    const { signaling, incoming, isAsked, contacts } = requests();
    isAsked();
    signaling.notices.emit('chat_request_accepted', { peer: person('ana') });
    await settled();
    expect(incoming()).toEqual([]);
    expect(contacts.get(ana)).toEqual(contact('ana'));
  });

  it('[CHAT-8] and blocking is kept even where the server is away', async () => {
    const { signaling, archive, store, isAsked, complaints } = requests();
    isAsked();
    signaling.lose();
    await store.respond(r1, 'block');
    expect(await archive.contacts()).toEqual([contact('ana', { mine: 'blocked', theirs: false })]);
    expect(complaints).toEqual(['no_answer_from_server']);
  });

  it('says so where the request has ended meanwhile', async () => {
    const { signaling, store, isAsked, complaints } = requests();
    signaling.answers.respond_chat_request = refusing('request_ended');
    isAsked();
    await store.respond(r1, 'accept');
    expect(complaints).toEqual(['request_ended']);
  });

  it('[CHAT-6] by somebody whom I blocked while the server was away is not shown when it is back', async () => {
    const { signaling, store, incoming, isAsked, reconnect } = requests();
    isAsked();
    signaling.lose();
    await store.respond(r1, 'block');
    await reconnect();
    isAsked();
    expect(incoming()).toEqual([]);
  });
});

describe('consent', () => {
  it('[CHAT-8] is kept here first and told to the server', async () => {
    const { signaling, store, contacts } = requests();
    await store.setConsent(ana, 'ana', 'blocked');
    expect(contacts.get(ana)?.mine).toBe('blocked');
    await store.setConsent(ana, 'ana', 'none');
    expect(contacts.get(ana)?.mine).toBe('none');
    expect(signaling.asked).toEqual([
      ['set_consent', { peer: ana, consent: 'blocked' }],
      ['set_consent', { peer: ana, consent: 'none' }],
    ]);
  });

  it('[CHAT-8] is no complaint where the server is away, which hears it with the next handshake', async () => {
    const { signaling, store, contacts, complaints } = requests();
    signaling.lose();
    await store.setConsent(ana, 'ana', 'blocked');
    expect(contacts.stated().blocked).toEqual([ana]);
    expect(complaints).toEqual([]);
  });
});

describe('a new connection', () => {
  it('[CONN-4] forgets who was asking, which the server shows again', async () => {
    const { incoming, isAsked, reconnect } = requests();
    isAsked();
    await reconnect();
    expect(incoming()).toEqual([]);
  });

  it('asks once more for everything that waits, with its note', async () => {
    const { signaling, store, outgoing, reconnect } = requests();
    signaling.lose();
    await store.ask(ana, 'one');
    await store.ask(bea, 'two');
    expect(outgoing()).toEqual({ [ana]: 'one', [bea]: 'two' });
    signaling.asked.length = 0;
    await reconnect();
    expect(signaling.asked).toEqual([
      ['send_chat_request', { to: ana, note: 'one' }],
      ['send_chat_request', { to: bea, note: 'two' }],
    ]);
    expect(outgoing()).toEqual({ [ana]: 'one', [bea]: 'two' });
  });

  /** What the server says of a request that was asked again, and what that means here. */
  it.each<[ErrorCode, string, { waits: boolean; complaints: ErrorCode[] }]>([
    ['request_pending', '', { waits: true, complaints: [] }],
    ['no_answer_from_server', '', { waits: true, complaints: [] }],
    ['already_accepted', '', { waits: false, complaints: [] }],
    ['request_cooldown', '7', { waits: false, complaints: [] }],
    ['user_offline', '', { waits: false, complaints: ['user_offline'] }],
    ['user_unknown', '', { waits: false, complaints: ['user_unknown'] }],
    ['rate_limited', '', { waits: false, complaints: ['rate_limited'] }],
    ['session_invalid', '', { waits: false, complaints: ['session_invalid'] }],
    ['bad_payload', 'note', { waits: false, complaints: ['bad_payload'] }],
    ['internal', '', { waits: false, complaints: ['internal'] }],
  ])('and the answer %s %s', async (code, detail, { waits, complaints }) => {
    const all = requests();
    await all.store.ask(ana, 'Hi');
    all.signaling.lose();
    all.signaling.answers.send_chat_request = refusing(code, detail);
    await all.reconnect();
    expect(all.outgoing()).toEqual(waits ? { [ana]: 'Hi' } : {});
    expect(all.complaints).toEqual(complaints);
    const { mine, theirs } = all.contacts.get(ana) ?? { mine: 'none', theirs: false };
    const accepted = code === 'already_accepted';
    expect([mine, theirs]).toEqual(accepted ? ['accepted', true] : ['none', false]);
    expect(all.askAgainAt()).toEqual(code === 'request_cooldown' ? { [ana]: all.clock.now() + 7_000 } : {});
  });

  it('[CHAT-3] that finds an acceptance answers it with one', async () => {
    const { signaling, store } = requests();
    signaling.answers.send_chat_request = refusing('already_accepted');
    await store.ask(ana, '');
    expect(signaling.asked.at(-1)).toEqual(['set_consent', { peer: ana, consent: 'accepted' }]);
  });
});
