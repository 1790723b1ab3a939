/** Whoever comes in, whoever is told of it, and what waits for them. */
import { beforeEach, describe, expect, it } from 'vitest';
import type { MessageId, UserId } from '../../protocol/ids.ts';
import { LIMITS } from '../../protocol/limits.ts';
import { FACTS, lobby, tabOf, WAITS } from '../../tests/support/lobby.ts';
import { id, tabId, userId, userRecord } from '../../tests/support/records.ts';
import type { CallRecord, UserRecord } from '../domain/records.ts';
import { toTab, toUser } from '../domain/rule.ts';
import { callKey, userKey } from '../state/record-keys.ts';
import type { Caller } from './request-handlers.ts';

const [ana, bea, cem] = [userId('ana'), userId('bea'), userId('cem')];
const anaHere = { id: ana, name: 'ana', status: 'available' } as const;

let place: ReturnType<typeof lobby>;
beforeEach(() => {
  place = lobby();
});

const greeted = async (who: Caller, token: string | null = null) => {
  const notices = await place.door.greet(who, token);
  return notices.map(({ to, name }) => ({ to, name }));
};
/** What comes after the welcome and the list of people. */
const waiting = async (who: Caller) => (await place.door.greet(who, null)).slice(2);

describe('arriving', () => {
  it('[PRES-5] gives the name its shown form, and everyone the news', async () => {
    await place.come(tabOf('ana'), '  Ana \u200B Maria ', { status: 'away' });
    const person = { id: ana, name: 'Ana Maria', status: 'away' };
    expect(place.sent).toEqual([
      {
        to: { kind: 'everyone' },
        name: 'online_users_changed',
        payload: { joined: [person], updated: [], left: [] },
      },
    ]);
  });

  it('[PRES-7] under a name that is taken is refused with one that is free', async () => {
    await place.come(tabOf('ana'), 'Ana');
    await expect(place.come(tabOf('bea'), 'аna')).rejects.toMatchObject({
      code: 'name_taken',
      detail: 'аna 2',
    });
  });

  it('[PRES-6] under another name frees the one that was held', async () => {
    await place.come(tabOf('ana'), 'Ana');
    await place.come(tabOf('ana'), 'Zoe');
    await place.come(tabOf('bea'), 'Ana');
    await expect(place.come(tabOf('cem'), 'Zoe')).rejects.toMatchObject({ code: 'name_taken' });
  });

  it('[CHAT-8] states whom one accepted and blocked', async () => {
    await place.come(tabOf('ana'), 'ana', { accepted: [bea], blocked: [cem] });
    const { consents } = place;
    expect([consents.accepts(ana, bea), consents.blocks(ana, cem)]).toEqual([true, true]);
  });

  it('[LINK-7] finds an open link of this tab again', async () => {
    await place.come(tabOf('ana'), 'ana');
    const { linkId, secret } = place.links.offer(tabOf('ana'));
    const port = { allowed: () => {}, ended: () => {} };
    const device = { browser: null, system: null, address: '', addresses: [], known: false };
    place.links.claim(secret, { ...device, tab: tabId('ana2'), port });
    place.links.answer(tabOf('ana'), linkId, true);
    await place.come(tabOf('ana', 2), 'ana');
    place.clock.advance(60_000);
    place.links.expire(place.clock.now());
    expect(place.links.signalTarget(tabOf('ana'), linkId)).toEqual(tabOf('ana', 2));
  });
});

describe('the welcome', () => {
  it('[CONN-4] comes first and says everything a page needs, then who is here', async () => {
    await place.come(tabOf('ana'), 'ana');
    place.directory.apply({ joined: [anaHere], updated: [], left: [] });
    const to = toTab(ana, tabId('ana1'));
    expect(await place.door.greet(tabOf('ana'), 'a token')).toEqual([
      {
        to,
        name: 'welcome',
        payload: {
          ...FACTS,
          me: anaHere,
          token: 'a token',
          limits: LIMITS,
          iceServers: [{ urls: [ana, `address of ${tabId('ana1')}`, `server of ${tabId('ana1')}`] }],
          serverTime: place.clock.now(),
        },
      },
      { to, name: 'online_users_list', payload: { people: [anaHere], total: 1, next: null } },
    ]);
  });

  it('[PRES-9] holds no more people than a page does', async () => {
    await place.come(tabOf('ana'), 'ana');
    const joined = Array.from({ length: LIMITS.peoplePerPage + 1 }, (_, at) => ({
      id: userId(`p${at}`),
      name: `p${at}`,
      status: 'available' as const,
    }));
    place.directory.apply({ joined, updated: [], left: [] });
    const [, list] = await place.door.greet(tabOf('ana'), null);
    expect(list?.payload).toMatchObject({ total: joined.length, people: { length: LIMITS.peoplePerPage } });
  });

  it('is not for somebody who is not here', async () => {
    await expect(place.door.greet(tabOf('ana'), null)).rejects.toMatchObject({ code: 'session_invalid' });
  });
});

describe('what waits for somebody', () => {
  it('[MSG-8] are the messages that were held for them, for this tab alone', async () => {
    await place.come(tabOf('ana'), 'ana');
    const message = { messageId: id<MessageId>('m'), clock: 1, sentAt: 1, text: 'hello', from: bea, to: ana };
    place.mailbox.hold(message, 0);
    expect(await waiting(tabOf('ana'))).toEqual([
      { to: toTab(ana, tabId('ana1')), name: 'receive_private_message', payload: message },
    ]);
  });

  it('[CHAT-1] are the requests that nobody has answered, with the time that is left', async () => {
    await place.come(tabOf('ana'), 'ana');
    await place.come(tabOf('bea'), 'bea');
    await place.come(tabOf('cem'), 'cem');
    const { requestId } = await place.requests.send_chat_request(tabOf('ana'), { to: bea, note: 'Lunch?' });
    place.clock.advance(100_000);
    expect(await waiting(tabOf('bea'))).toEqual([
      {
        to: toTab(bea, tabId('bea1')),
        name: 'incoming_chat_request',
        payload: { requestId, from: anaHere, note: 'Lunch?', expiresInMs: 200_000 },
      },
    ]);
    expect(await waiting(tabOf('cem'))).toEqual([]);
  });

  it('[CHAT-6] are none of those whom they have blocked', async () => {
    await place.come(tabOf('ana'), 'ana');
    await place.come(tabOf('bea'), 'bea', { blocked: [ana] });
    await place.requests.send_chat_request(tabOf('ana'), { to: bea, note: '' });
    expect(await waiting(tabOf('bea'))).toEqual([]);
  });

  it('[CALL-1] is the call that rings for them, and for the caller there is nothing', async () => {
    await place.friends();
    const { callId } = await place.requests.start_call(tabOf('ana'), { to: bea, media: 'audio' });
    expect(await waiting(tabOf('bea', 2))).toEqual([
      {
        to: toTab(bea, tabId('bea2')),
        name: 'incoming_call',
        payload: { callId, from: anaHere, media: 'audio', silent: null },
      },
    ]);
    expect(await waiting(tabOf('ana'))).toEqual([]);
  });

  it('is the call that this tab holds, and not one that another tab holds', async () => {
    await place.friends();
    const { callId } = await place.requests.start_call(tabOf('ana'), { to: bea, media: 'audio' });
    await place.requests.accept_call(tabOf('bea'), { callId, media: 'audio' });
    const [started, ...rest] = await waiting(tabOf('ana'));
    expect(started).toMatchObject({ to: toTab(ana, tabId('ana1')), name: 'call_started' });
    expect(started?.payload).toMatchObject({ callId, role: 'caller', peer: { id: bea } });
    expect(rest).toEqual([]);
    expect(await waiting(tabOf('ana', 2))).toEqual([]);
  });
});

/** Records are read one after the other, and between the two a rule may have changed what the first one says. */
describe('what is over while it is looked for', () => {
  const put = (records: Partial<{ me: UserRecord; peer: UserRecord; call: CallRecord }>) =>
    place.rules.run({ me: userKey(ana), peer: userKey(bea), call: callKey(ana, bea) }, () => ({
      changes: records,
      notices: [],
      value: undefined,
    }));
  const talking = userRecord('ana', { call: { peer: bea, active: true } });
  const call: CallRecord = {
    id: id('call'),
    was: [],
    run: 'run',
    media: 'audio',
    caller: tabOf('ana'),
    callee: tabOf('bea'),
    phase: 'active',
    tooOften: false,
    ringEndsAt: 0,
    lost: [],
    expiresAt: null,
  };

  it.each([
    ['a call', { me: talking, peer: userRecord('bea') }],
    ['the other side of a call', { me: talking, call }],
    ['a request', { me: userRecord('ana', { askedBy: [bea] }), peer: userRecord('bea') }],
    ['whoever asked', { me: userRecord('ana', { askedBy: [bea] }) }],
  ])('%s is not told', async (_title, records) => {
    await put(records);
    expect(await waiting(tabOf('ana'))).toEqual([]);
  });

  it('a call makes a departure no longer', async () => {
    await put({ me: talking });
    await place.door.depart(tabOf('ana'));
    expect((await place.rules.read(userKey(ana)))?.expiresAt).toBe(place.clock.now() + WAITS.graceMs);
  });

  it('somebody who is not here any more departs without a trace', async () => {
    await place.door.depart(tabOf('ana'));
    expect(await place.rules.read(userKey(ana))).toBeNull();
  });
});

describe('the friends of somebody who connects anew', () => {
  it('[MSG-9] are told, where they are connected, because what was sent to the old connection may be lost', async () => {
    await place.friends();
    place.consents.set(ana, cem, 'accepted');
    expect(await greeted(tabOf('ana'))).not.toContainEqual(
      expect.objectContaining({ name: 'online_users_changed' }),
    );
    place.directory.apply({ joined: [anaHere], updated: [], left: [] });
    const notices = await waiting(tabOf('ana'));
    expect(notices).toEqual([
      {
        to: toUser(bea),
        name: 'online_users_changed',
        payload: { joined: [], updated: [anaHere], left: [] },
      },
    ]);
  });
});

describe('departing', () => {
  const endOf = async (user: UserId) => (await place.rules.read(userKey(user)))?.expiresAt;

  it('[PRES-2] begins the grace', async () => {
    await place.come(tabOf('ana'), 'ana');
    await place.door.depart(tabOf('ana'));
    expect(await endOf(ana)).toBe(place.clock.now() + WAITS.graceMs);
  });

  it('[CALL-9] from a call that rings takes the caller no longer than from none, and the call as long', async () => {
    await place.friends();
    await place.requests.start_call(tabOf('ana'), { to: bea, media: 'audio' });
    await place.door.depart(tabOf('ana'));
    expect(await endOf(ana)).toBe(place.clock.now() + WAITS.graceMs);
    const call = await place.rules.read(callKey(ana, bea));
    expect(call).toMatchObject({ lost: [ana], expiresAt: place.clock.now() + WAITS.graceMs });
  });

  it('[CALL-10] from a call that stands takes as long as the call waits', async () => {
    await place.friends();
    const { callId } = await place.requests.start_call(tabOf('ana'), { to: bea, media: 'audio' });
    await place.requests.accept_call(tabOf('bea'), { callId, media: 'audio' });
    await place.door.depart(tabOf('ana'));
    expect(await endOf(ana)).toBe(place.clock.now() + WAITS.callGraceMs);
  });

  it('[LINK-2] ends a link that the tab shows', async () => {
    await place.come(tabOf('ana'), 'ana');
    const { secret } = place.links.offer(tabOf('ana'));
    await place.door.depart(tabOf('ana'));
    expect(() => place.links.find(secret)).toThrow('link_ended: gone');
  });
});
