/** What a person says of themselves and of others, and what that ends. */
import { beforeEach, describe, expect, it } from 'vitest';
import type { UserId } from '../../../protocol/ids.ts';
import { LIMITS } from '../../../protocol/limits.ts';
import { lobby, tabOf } from '../../../tests/support/lobby.ts';
import { userId } from '../../../tests/support/records.ts';
import { toUser } from '../../domain/rule.ts';
import { callKey, chatRequestKey, nameKey, userKey } from '../../state/record-keys.ts';
import { freeName, nameChangeKeys, suggestingName } from './presence.ts';

const [ana, bea, cem] = [userId('ana'), userId('bea'), userId('cem')];
const [anaTab, beaTab] = [tabOf('ana'), tabOf('bea')];

let place: ReturnType<typeof lobby>;
beforeEach(() => {
  place = lobby();
});
const consent = (to: UserId, is: 'accepted' | 'blocked' | 'none', from = anaTab) =>
  Promise.resolve(place.requests.set_consent(from, { peer: to, consent: is }));
const profile = (change: object) => Promise.resolve(place.requests.set_profile(anaTab, change));
const me = async (user = ana) => await place.rules.read(userKey(user));

describe('the list of people', () => {
  it('[PRES-9] comes in pages, from where the last one ended, or of those who are looked for', async () => {
    const joined = Array.from({ length: LIMITS.peoplePerPage + 1 }, (_, at) => ({
      id: userId(`p${at}`),
      name: `p${String(at).padStart(3, '0')}`,
      status: 'available' as const,
    }));
    place.directory.apply({ joined, updated: [], left: [] });
    const first = await place.requests.get_online_users(anaTab, {});
    expect(first.people).toHaveLength(LIMITS.peoplePerPage);
    const rest = await place.requests.get_online_users(anaTab, { after: first.next ?? '' });
    expect(rest.people).toEqual(joined.slice(-1));
    const found = await place.requests.get_online_users(anaTab, { search: 'p007' });
    expect(found.people).toEqual(joined.slice(7, 8));
  });
});

describe('the profile', () => {
  beforeEach(async () => {
    await place.come(anaTab, 'Ana');
    await place.come(beaTab, 'Bea');
    place.news();
  });

  it('[PRES-5] has a name in the form in which it is shown', async () => {
    expect(await profile({ name: '  Zoe \u200B ' })).toEqual({
      me: { id: ana, name: 'Zoe', status: 'available' },
    });
    expect(place.news()).toHaveLength(1);
    await expect(profile({ name: ' ' })).rejects.toMatchObject({ code: 'name_invalid' });
  });

  it('[PRES-6] with another name leaves the old one to others', async () => {
    await profile({ name: 'Zoe' });
    expect(await place.rules.read(nameKey('zoe'))).toMatchObject({ owner: ana });
    expect(await place.rules.read(nameKey('ana'))).toBeNull();
    await place.requests.set_profile(beaTab, { name: 'Ana' });
    expect(await place.rules.read(nameKey('ana'))).toMatchObject({ owner: bea });
  });

  it('[PRES-7] with the name of somebody else is refused with a free one', async () => {
    await expect(profile({ name: 'bea' })).rejects.toMatchObject({ code: 'name_taken', detail: 'bea 2' });
    expect(await me()).toMatchObject({ name: 'Ana' });
  });

  it('[PRES-4] has a status, and tabs of which this one is used or not', async () => {
    expect(await profile({ status: 'do_not_disturb' })).toMatchObject({ me: { status: 'do_not_disturb' } });
    expect(await profile({ status: 'available', idle: true })).toMatchObject({ me: { status: 'away' } });
    expect(await me()).toMatchObject({ name: 'Ana', chosen: 'available' });
    expect(await place.rules.read(nameKey('ana'))).toMatchObject({ owner: ana });
  });

  it('[PRES-2] ends at once where the tab is left on purpose', async () => {
    await place.requests.leave(anaTab, {});
    expect(await me()).toMatchObject({ tabs: [], expiresAt: place.clock.now() });
  });

  it('cannot be changed by somebody who is not here', async () => {
    await expect(
      Promise.resolve(place.requests.set_profile(tabOf('cem'), { idle: true })),
    ).rejects.toMatchObject({ code: 'session_invalid' });
  });
});

describe('a free name', () => {
  it('[PRES-7] has the lowest number that nobody has', async () => {
    await place.come(anaTab, 'Ana');
    expect(await freeName(place.rules, 'Ana')).toBe('Ana 2');
    await place.come(beaTab, 'ANA 2');
    await place.come(tabOf('cem'), 'Ana 4');
    expect(await freeName(place.rules, 'Ana')).toBe('Ana 3');
  });

  it('is none where there are too many', async () => {
    const everybody = { read: () => Promise.resolve({ owner: ana, expiresAt: null }) };
    // Whatever is asked for is held, and no more of the rules is needed.
    expect(await freeName(everybody as never, 'Ana')).toBe('');
  });

  it('is looked for in no other refusal', async () => {
    const fault = new Error('name_taken');
    await expect(suggestingName(place.rules, 'Ana', () => Promise.reject(fault))).rejects.toBe(fault);
    expect(await suggestingName(place.rules, 'Ana', () => Promise.resolve('done'))).toBe('done');
  });

  it('[PRES-6] is recorded under what it folds to, beside the one that was held', async () => {
    const nobody = { me: userKey(ana), name: nameKey('zoe'), oldName: nameKey('zoe') };
    expect(await nameChangeKeys(place.rules, ana, 'zoe')).toEqual(nobody);
    await place.come(anaTab, 'Ana');
    expect(await nameChangeKeys(place.rules, ana, 'zoe')).toEqual({ ...nobody, oldName: nameKey('ana') });
    const same = { me: userKey(ana), name: nameKey('ana'), oldName: nameKey('ana') };
    expect(await nameChangeKeys(place.rules, ana, null)).toEqual(same);
  });
});

describe('[CHAT-9] a block', () => {
  it('withdraws one’s own request and takes theirs out of sight', async () => {
    await place.come(anaTab, 'ana');
    await place.come(beaTab, 'bea');
    await place.requests.send_chat_request(anaTab, { to: bea, note: '' });
    place.news();
    await consent(bea, 'blocked');
    expect(place.news()).toMatchObject([
      { to: toUser(bea), name: 'chat_request_ended', payload: { reason: 'withdrawn' } },
      { to: toUser(ana), name: 'chat_request_ended', payload: { reason: 'withdrawn' } },
    ]);
    expect(await place.rules.read(chatRequestKey(ana, bea))).toBeNull();
    expect([(await me(ana))?.asked, (await me(bea))?.askedBy]).toEqual([[], []]);
  });

  it('of somebody who asks hides the request, and they are not told', async () => {
    await place.come(anaTab, 'ana');
    await place.come(beaTab, 'bea');
    await place.requests.send_chat_request(beaTab, { to: ana, note: '' });
    place.news();
    await consent(bea, 'blocked');
    expect(place.news()).toMatchObject([{ to: toUser(ana), payload: { reason: 'answered_elsewhere' } }]);
    expect(await place.rules.read(chatRequestKey(bea, ana))).toMatchObject({ phase: 'hidden' });
  });

  it.each([
    ['the caller', anaTab, bea],
    ['the callee', beaTab, ana],
  ])('by %s hangs up the call of the two', async (_title, by, peer) => {
    await place.friends();
    const { callId } = await place.requests.start_call(anaTab, { to: bea, media: 'audio' });
    await place.requests.accept_call(beaTab, { callId, media: 'audio' });
    place.news();
    await consent(peer, 'blocked', by);
    expect(place.news().slice(0, 2)).toMatchObject([
      { name: 'call_ended', payload: { callId, reason: 'hung_up' } },
      { name: 'call_ended', payload: { callId, reason: 'hung_up' } },
    ]);
    expect(await place.rules.read(callKey(ana, bea))).toBeNull();
    expect([(await me(ana))?.call, (await me(bea))?.call]).toEqual([null, null]);
  });

  it('leaves a call with somebody else alone', async () => {
    await place.friends();
    await place.requests.start_call(anaTab, { to: bea, media: 'audio' });
    place.news();
    await consent(cem, 'blocked');
    expect(place.news()).toEqual([]);
    expect(await place.rules.read(callKey(ana, bea))).not.toBeNull();
  });
});

describe('[CHAT-8] consent', () => {
  it('that is given again opens what the other never closed, and both are told, once', async () => {
    await place.friends();
    await consent(bea, 'none');
    place.news();
    await consent(bea, 'accepted');
    expect(place.news()).toMatchObject([
      { to: toUser(ana), name: 'chat_request_accepted', payload: { peer: { id: bea } } },
      { to: toUser(bea), name: 'chat_request_accepted', payload: { peer: { id: ana } } },
    ]);
    await consent(bea, 'accepted');
    expect(place.news()).toEqual([]);
  });

  it('of one of the two opens nothing and tells nobody', async () => {
    await place.come(anaTab, 'ana');
    await place.come(beaTab, 'bea');
    place.news();
    await consent(bea, 'accepted');
    expect(place.news()).toEqual([]);
    expect(place.consents.accepts(ana, bea)).toBe(true);
    await consent(bea, 'none');
    expect(place.consents.accepts(ana, bea)).toBe(false);
  });

  it('that is taken back ends nothing that goes on', async () => {
    await place.friends();
    await place.requests.start_call(anaTab, { to: bea, media: 'audio' });
    place.news();
    await consent(bea, 'none');
    expect(place.news()).toEqual([]);
  });
});
