import { expect, it } from 'vitest';
import { ManualClock } from '../../tests/support/manual-clock.ts';
import { settled } from '../../tests/support/settled.ts';
import { Emitter } from '../base/emitter.ts';
import { Store } from '../base/store.ts';
import type { ConnectionState, Signaling } from '../connection/signaling.ts';
import { AppError, type ErrorCode } from '../../protocol/errors.ts';
import type { CallId } from '../../protocol/ids.ts';
import { RESEND_MS, insist } from './insist.ts';

function insisting() {
  const clock = new ManualClock();
  const state = new Store<ConnectionState>({ phase: 'connected' });
  const tries: { done(): void; fail(code: ErrorCode): void }[] = [];
  const signaling: Signaling = {
    state,
    notices: new Emitter(),
    open: () => {},
    close: () => {},
    reopen: () => {},
    request: () =>
      new Promise((resolve, reject) => {
        // Any reply will do: nobody reads it.
        tries.push({ done: () => resolve({}), fail: (code) => reject(new AppError(code)) });
      }),
  };
  const decided: (ErrorCode | null)[] = [];
  const stop = insist({
    signaling,
    clock,
    name: 'end_call',
    payload: { callId: 'x' as CallId, reason: 'hung_up' },
    decided: (refusal) => decided.push(refusal),
  });
  const reconnect = () => {
    state.set({ phase: 'reconnecting', since: 0 });
    state.set({ phase: 'connected' });
  };
  return { clock, tries, decided, stop, reconnect };
}

it('tries once where the server answers, and says how it decided', async () => {
  const { clock, tries, decided } = insisting();
  tries[0]?.done();
  await settled();
  clock.advance(60_000);
  expect([tries.length, decided]).toEqual([1, [null]]);
});

it('takes a refusal that another try cannot change as the decision', async () => {
  const { clock, tries, decided } = insisting();
  tries[0]?.fail('call_ended');
  await settled();
  clock.advance(60_000);
  expect([tries.length, decided]).toEqual([1, ['call_ended']]);
});

it('tries again after every doubt', async () => {
  const { clock, tries, decided } = insisting();
  for (const code of ['no_answer_from_server', 'internal', 'peer_unreachable'] as const) {
    tries.at(-1)?.fail(code);
    await settled();
    clock.advance(RESEND_MS);
  }
  expect([tries.length, decided]).toEqual([4, []]);
});

it('decides once, though an older try is answered too', async () => {
  const { clock, tries, decided, reconnect } = insisting();
  reconnect();
  expect(tries).toHaveLength(2);
  tries[1]?.done();
  tries[0]?.done();
  await settled();
  reconnect();
  clock.advance(60_000);
  expect([tries.length, decided]).toEqual([2, [null]]);
});

it('keeps one timer, though several tries fail', async () => {
  const { clock, tries, reconnect } = insisting();
  reconnect();
  tries.forEach((attempt) => attempt.fail('no_answer_from_server'));
  await settled();
  expect(clock.waiting).toBe(1);
});

it('that is stopped says nothing and tries no more', async () => {
  const { clock, tries, decided, stop, reconnect } = insisting();
  stop();
  tries[0]?.fail('internal');
  await settled();
  reconnect();
  clock.advance(60_000);
  expect([tries.length, decided, clock.waiting]).toEqual([1, [], 0]);
});
