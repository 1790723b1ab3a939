import { describe, expect, it } from 'vitest';
import { id, tabId, userId, userRecord } from '../../tests/support/records.ts';
import type { CallId } from '../../protocol/ids.ts';
import { resume, type ResumeCommand } from './call-resume.ts';
import type { CallRecords } from './calls.ts';
import type { CallRecord, UserRecord } from './records.ts';
import type { Outcome } from './rule.ts';

const NOW = 10_000;
const [OLD, NEW] = [id<CallId>('old'), id<CallId>('new')];

const talksTo = (peer: string) => ({ call: { peer: userId(peer), active: true } });
const standing = (change: Partial<CallRecord> = {}): CallRecord => ({
  id: OLD,
  was: [],
  run: 'this',
  media: 'video',
  caller: { user: userId('ana'), tab: tabId('ana1') },
  callee: { user: userId('bea'), tab: tabId('bea1') },
  phase: 'active',
  tooOften: false,
  ringEndsAt: 0,
  lost: [],
  expiresAt: null,
  ...change,
});
const known = (call = standing()): CallRecords => ({
  caller: userRecord('ana', talksTo('bea')),
  callee: userRecord('bea', talksTo('ana')),
  call,
});
const forgotten = (): CallRecords => ({ caller: userRecord('ana'), callee: userRecord('bea'), call: null });

const command = (who: 'ana' | 'bea', change: Partial<ResumeCommand> = {}): ResumeCommand => ({
  user: userId(who),
  peer: userId(who === 'ana' ? 'bea' : 'ana'),
  tab: tabId(`${who}1`),
  heldBy: tabId(`${who}1`),
  id: OLD,
  role: who === 'ana' ? 'caller' : 'callee',
  media: 'video',
  accepted: true,
  knownTo: 'this',
  run: 'this',
  newId: NEW,
  graceMs: 45_000,
  ...change,
});
const RESTARTED = { knownTo: 'before' } as const;
const RELOADED = { tab: tabId('bea2') } as const;

const after = (records: CallRecords, { changes }: Outcome<CallRecords>): CallRecords => ({
  ...records,
  ...changes,
});
const told = ({ notices }: Outcome<CallRecords>) =>
  notices.flatMap(({ to, name, payload }) =>
    name === 'call_started' && 'tab' in to ? [{ tab: to.tab, id: payload.callId, was: payload.was }] : [],
  );

describe('a server that knows the call', () => {
  it('tells the tab that holds it again, and changes nothing', () => {
    const outcome = resume(known(), command('bea'), NOW);
    expect(outcome.changes).toEqual({});
    expect(told(outcome)).toEqual([{ tab: tabId('bea1'), id: OLD, was: [] }]);
  });

  it('gives it to the page that was loaded anew, under another id, and tells both tabs [CALL-21]', () => {
    const lost = standing({ lost: [userId('bea')], expiresAt: NOW + 1 });
    const outcome = resume(known(lost), command('bea', RELOADED), NOW);
    expect(outcome.changes.call).toMatchObject({
      id: NEW,
      was: [OLD],
      callee: { user: userId('bea'), tab: tabId('bea2') },
      lost: [],
      expiresAt: null,
    });
    expect(told(outcome)).toEqual([
      { tab: tabId('ana1'), id: NEW, was: [OLD] },
      { tab: tabId('bea2'), id: NEW, was: [OLD] },
    ]);
  });

  it('goes on with the grace of the other side', () => {
    const lost = standing({ lost: [userId('ana'), userId('bea')], expiresAt: NOW + 1 });
    const { changes } = resume(known(lost), command('bea', RELOADED), NOW);
    expect(changes.call).toMatchObject({ lost: [userId('ana')], expiresAt: NOW + 1 });
  });

  it('knows it by a former id too, where both pages were loaded anew', () => {
    const records = known(standing({ id: id('later'), was: [OLD] }));
    const outcome = resume(records, command('bea', RELOADED), NOW);
    expect(told(outcome)[1]).toEqual({ tab: tabId('bea2'), id: NEW, was: [OLD, id('later')] });
  });

  it('knows it by its last five former ids', () => {
    const was = [1, 2, 3, 4, 5].map((nth) => id<CallId>(`f${nth}`));
    const records = known(standing({ was }));
    const { changes } = resume(records, command('bea', { ...RELOADED, id: OLD }), NOW);
    expect(changes.call?.was).toEqual([...was.slice(1), OLD]);
  });

  it('gives it to the caller who was loaded anew just as well', () => {
    const outcome = resume(known(), command('ana', { tab: tabId('ana2') }), NOW);
    expect(outcome.changes.call).toMatchObject({ caller: { user: userId('ana'), tab: tabId('ana2') } });
    expect(told(outcome).map(({ tab }) => tab)).toEqual([tabId('ana2'), tabId('bea1')]);
  });

  it('gives it to nobody who does not know the tab that held it', () => {
    const guess = { tab: tabId('bea2'), heldBy: tabId('bea3') };
    expect(() => resume(known(), command('bea', guess), NOW)).toThrow('answered_elsewhere');
  });

  it.each([
    ['has another id', known(standing({ id: id('other') })), command('bea')],
    ['rings', known(standing({ phase: 'ringing' })), command('bea')],
    ['is held in the other role', known(), command('bea', { role: 'caller' })],
    ['has ended', forgotten(), command('bea')],
    ['is of others', known(), { ...command('bea'), user: userId('cem') }],
    ['is of a caller who has left', { ...known(), caller: null }, command('bea')],
    ['is of a callee who has left', { ...known(), callee: null }, command('ana')],
  ])('has ended it for whoever speaks of one that %s', (_, records, said) => {
    expect(() => resume(records, said, NOW)).toThrow('call_ended');
  });
});

it.each([known(), forgotten()])('nobody who is not here takes up a call', (records) => {
  expect(() => resume({ ...records, callee: null }, command('bea', RESTARTED), NOW)).toThrow(
    'session_invalid',
  );
});

describe('a server that was started anew', () => {
  const claimed = (change: Partial<ResumeCommand> = {}) => {
    const records = forgotten();
    return after(records, resume(records, command('ana', { ...RESTARTED, ...change }), NOW));
  };

  it('makes the call again once both sides have said that they hold it [CALL-20]', () => {
    const first = resume(forgotten(), command('ana', RESTARTED), NOW);
    expect(first.notices).toEqual([]);
    expect(first.changes.call).toBeUndefined();
    const second = resume(claimed(), command('bea', RESTARTED), NOW + 44_999);
    expect(second.changes.call).toEqual(standing());
    expect([second.changes.caller, second.changes.callee]).toMatchObject([
      { ...talksTo('bea'), resuming: null },
      { ...talksTo('ana'), resuming: null },
    ]);
    expect(told(second)).toEqual([
      { tab: tabId('ana1'), id: OLD, was: [] },
      { tab: tabId('bea1'), id: OLD, was: [] },
    ]);
  });

  it('makes it just so where the callee is the first to say it', () => {
    const first = resume(forgotten(), command('bea', RESTARTED), NOW);
    const second = resume(after(forgotten(), first), command('ana', RESTARTED), NOW);
    expect(second.changes.call).toEqual(standing());
    expect(second.changes.caller?.id).toBe(userId('ana'));
    expect(second.changes.callee?.id).toBe(userId('bea'));
  });

  it.each([
    ['a page that has stayed', {}, false],
    ['a page that was loaded anew', { tab: tabId('ana2') }, true],
  ])('remembers what %s says, and for how long', (_, change, fresh) => {
    const { tab } = command('ana', change);
    const resuming = { id: OLD, peer: userId('bea'), role: 'caller', tab, fresh, expiresAt: NOW + 45_000 };
    const alone = { ...forgotten(), callee: null };
    expect(resume(alone, command('ana', { ...RESTARTED, ...change }), NOW)).toEqual({
      changes: { caller: userRecord('ana', { resuming: resuming as UserRecord['resuming'] }) },
      notices: [],
      value: undefined,
    });
  });

  it('says to everyone that both are in a call', () => {
    const { notices } = resume(claimed(), command('bea', RESTARTED), NOW);
    const updated = notices.flatMap(({ name, payload }) =>
      name === 'online_users_changed' ? payload.updated.map(({ status }) => status) : [],
    );
    expect(updated).toEqual(['in_call', 'in_call']);
  });

  it.each([
    ['first', { tab: tabId('ana2') }, {}],
    ['second', {}, RELOADED],
  ])('gives it another id where the %s to say so was loaded anew as well', (_, one, other) => {
    const outcome = resume(claimed(one), command('bea', { ...RESTARTED, ...other }), NOW);
    expect(told(outcome).map(({ id: is, was }) => [is, was])).toEqual([
      [NEW, [OLD]],
      [NEW, [OLD]],
    ]);
  });

  it('makes no call of what only one side says, whoever they name', () => {
    const alone = (records: CallRecords) => resume(records, command('bea', RESTARTED), NOW).changes.call;
    const claims: Partial<NonNullable<UserRecord['resuming']>>[] = [
      { id: id('other') },
      { peer: userId('cem') },
      { role: 'callee' },
      { expiresAt: NOW },
    ];
    for (const change of claims) {
      const { caller, ...rest } = claimed();
      if (!caller?.resuming) throw new Error('nothing was claimed');
      const changed = { ...caller, resuming: { ...caller.resuming, ...change } };
      expect(alone({ ...rest, caller: changed })).toBeUndefined();
    }
  });

  it('makes none of two who do not accept each other any more, or of whom one is in another call', () => {
    const refused = command('bea', { ...RESTARTED, accepted: false });
    expect(() => resume(claimed(), refused, NOW)).toThrow('call_ended');
    const { caller, ...rest } = claimed();
    const busy = { ...rest, caller: caller && { ...caller, ...talksTo('cem') } };
    expect(() => resume(busy, command('bea', RESTARTED), NOW)).toThrow('call_ended');
    const talking = { ...forgotten(), callee: userRecord('bea', talksTo('cem')) };
    expect(() => resume(talking, command('bea', RESTARTED), NOW)).toThrow('call_ended');
  });
});
