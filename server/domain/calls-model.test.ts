/**
 * The call machine of the server in whatever order things are asked of it: three people with two tabs each, ids of calls that are
 * over, lost connections, pages that are loaded anew, restarts, and time. `npm run models` tries 100,000 orders instead of some thousands.
 */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import {
  CallMachine,
  CALL_GRACE_MS,
  pairOf,
  PEOPLE,
  RING_MS,
  tabOf,
  type Said,
} from '../../tests/support/call-machine.ts';
import { modelRuns } from '../../tests/support/model-runs.ts';
import { id } from '../../tests/support/records.ts';
import type { CallId } from '../../protocol/ids.ts';

const { numRuns, timeout } = modelRuns(2_000);

const who = fc.constantFrom(...PEOPLE);
const tab = fc.nat(1);
type Step = (machine: CallMachine) => void;
const SAID = ['accept', 'reject', 'ring', 'end', 'signal'] as const satisfies readonly Said[];

const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.tuple(who, tab, who).map(([from, nth, to]): Step => (machine) => {
      if (from !== to) machine.start(from, nth, to);
    }),
  },
  {
    weight: 8,
    arbitrary: fc.tuple(fc.constantFrom(...SAID), who, tab, fc.nat(2)).map(
      ([said, by, nth, back]): Step =>
        (machine) =>
          say(machine, said, by, nth, back),
    ),
  },
  {
    weight: 2,
    arbitrary: fc.tuple(who, tab).map(
      ([by, nth]): Step =>
        (machine) =>
          machine.lose(by, nth),
    ),
  },
  {
    weight: 2,
    arbitrary: fc.tuple(who, tab).map(
      ([by, nth]): Step =>
        (machine) =>
          machine.comeBack(by, nth),
    ),
  },
  who.map(
    (by): Step =>
      (machine) =>
        machine.leave(by),
  ),
  {
    weight: 3,
    arbitrary: fc.tuple(who, tab, tab, fc.nat(2)).map(([by, nth, heldBy, back]): Step => (machine) => {
      const call = machine.ids.at(-1 - back);
      if (call !== undefined) machine.resume(by, nth, heldBy, call);
    }),
  },
  fc.constant((machine: CallMachine) => machine.restart()),
  {
    weight: 2,
    arbitrary: fc.constantFrom(500, 9_000, RING_MS, CALL_GRACE_MS).map(
      (ms): Step =>
        (machine) =>
          machine.wait(ms),
    ),
  },
);

function say(machine: CallMachine, said: Said, by: (typeof PEOPLE)[number], nth: number, back: number): void {
  const call = machine.ids.at(-1 - back);
  if (call === undefined) return;
  const record = [...machine.calls.values()].find((each) => each.id === call);
  const refusal = machine.say(said, by, nth, call);
  // What is over stays over, whoever speaks of it and whatever they say.
  if (record === undefined) expect(refusal).toBe('call_ended');
  if (said !== 'signal' || refusal !== null) return;
  // No signal, and so no media, but between the two tabs of a call that both people wanted.
  expect(record?.phase).toBe('active');
  const tabs = [record?.caller, record?.callee].map((party) => party?.tab);
  expect(tabs).toContain(tabOf(by, nth));
  expect(begun(machine, call)).toBeGreaterThan(0);
}

const begun = ({ heard }: CallMachine, call: CallId): number =>
  heard.filter(
    ({ callId, notice }) =>
      callId === call && notice.name === 'call_started' && notice.payload.role === 'caller',
  ).length;

function holds(machine: CallMachine): void {
  const { calls, users } = machine;
  for (const [user, { call }] of users) {
    if (call === null) continue;
    const record = calls.get(pairOf(user, call.peer));
    expect([record?.caller.user, record?.callee.user].sort()).toEqual([user, call.peer].sort());
    expect(call.active).toBe(record?.phase === 'active');
  }
  for (const { callee, caller, expiresAt, id, lost, phase, ringEndsAt } of calls.values()) {
    // Each of the two is in this call, so nobody is in two and no pair has two.
    expect(users.get(caller.user)?.call?.peer).toBe(callee.user);
    expect(users.get(callee.user)?.call?.peer).toBe(caller.user);
    expect(callee.tab === null).toBe(phase === 'ringing');
    // Once for each time that a page asked anew.
    if (phase === 'ringing') expect(begun(machine, id)).toBe(0);
    else expect(begun(machine, id)).toBeGreaterThan(0);
    // Whatever waits has an end.
    if (phase === 'ringing') expect(expiresAt ?? Infinity).toBeLessThanOrEqual(ringEndsAt);
    else expect(expiresAt === null).toBe(lost.length === 0);
  }
}

/** Nobody puts anybody into a call that a restart ended by saying alone that there was one. */
function standsAgainByBoth({ claims, rebuilt }: CallMachine): void {
  for (const { call, parties } of rebuilt)
    expect([...(claims.get(call) ?? [])]).toEqual(expect.arrayContaining([...parties]));
}

/** After the end of a call nothing more is said of it; the two ends of one call are said together. */
function endsOnce({ heard }: CallMachine): void {
  const over = new Map<CallId, number>();
  for (const [at, { callId, notice }] of heard.entries()) {
    const isEnd = notice.name === 'call_ended' && notice.payload.reason !== 'answered_elsewhere';
    const since = over.get(callId);
    if (since !== undefined) expect([isEnd, at - since]).toEqual([true, 1]);
    else if (isEnd) over.set(callId, at);
  }
}

it(
  'keeps one call for each pair and person, lets no media pass before the accept, and ends every wait, in any order',
  () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 40, size: 'max' }), (steps) => {
        const machine = new CallMachine();
        for (const one of steps) {
          one(machine);
          holds(machine);
          standsAgainByBoth(machine);
        }
        endsOnce(machine);
        machine.wait(RING_MS);
        expect([...machine.calls.values()].filter(({ phase }) => phase === 'ringing')).toEqual([]);
        // Everybody is gone: no call outlives that.
        for (const person of PEOPLE) for (const nth of [0, 1]) machine.lose(person, nth);
        machine.wait(CALL_GRACE_MS);
        expect([...machine.calls.values()]).toEqual([]);
        expect([...machine.users.values()].filter(({ call }) => call !== null)).toEqual([]);
        holds(machine);
      }),
      { numRuns },
    );
  },
  timeout,
);

/** Those that were made, whatever became of them. */
const nth = ({ ids }: CallMachine, at: number): CallId => ids[at] ?? id('none');
const phases = ({ calls }: CallMachine) => [...calls.values()].map(({ phase }) => phase);

/** Every place where two things meet in one moment, by name. The same on the side of the pages is in client/calls/collisions.test.ts. */
it.each<[string, (machine: CallMachine) => unknown, unknown]>([
  [
    'glare: two people call each other, and the second has answered',
    (machine) => [
      machine.start('ana', 0, 'bea'),
      machine.start('bea', 0, 'ana'),
      machine.calls.size,
      phases(machine),
    ],
    [null, null, 1, ['active']],
  ],
  [
    'glare across three: everybody calls the next, and one call rings',
    (machine) => [
      machine.start('ana', 0, 'bea'),
      machine.start('bea', 0, 'cem'),
      machine.start('cem', 0, 'ana'),
      phases(machine),
    ],
    [null, 'already_in_call', 'user_busy', ['ringing']],
  ],
  [
    'recall: who calls again while it rings has no second call',
    (machine) => [machine.start('ana', 0, 'bea'), machine.start('ana', 1, 'bea'), phases(machine)],
    [null, 'already_in_call', ['ringing']],
  ],
  [
    'recall: who calls right after the end has a new one',
    (machine) => [
      machine.start('ana', 0, 'bea'),
      machine.say('end', 'ana', 0, nth(machine, 0)),
      machine.start('ana', 0, 'bea'),
      machine.say('accept', 'bea', 0, nth(machine, 0)),
      phases(machine),
    ],
    [null, null, null, 'call_ended', ['ringing']],
  ],
  [
    'the accept crosses the cancel: whichever comes first holds',
    (machine) => [
      machine.start('ana', 0, 'bea'),
      machine.say('end', 'ana', 0, nth(machine, 0)),
      machine.say('accept', 'bea', 0, nth(machine, 0)),
      phases(machine),
    ],
    [null, null, 'call_ended', []],
  ],
  [
    'the cancel crosses the accept: it hangs up',
    (machine) => [
      machine.start('ana', 0, 'bea'),
      machine.say('accept', 'bea', 0, nth(machine, 0)),
      machine.say('end', 'ana', 0, nth(machine, 0)),
      machine.heard.at(-1)?.notice.payload,
    ],
    [null, null, null, { callId: id('c0'), reason: 'hung_up' }],
  ],
  [
    'the accept crosses the time-out: it is too late, before the sweep has come by too',
    (machine) => {
      machine.start('ana', 0, 'bea');
      machine.now += RING_MS;
      return [machine.say('accept', 'bea', 0, nth(machine, 0)), phases(machine)];
    },
    ['call_ended', ['ringing']],
  ],
  [
    'two accepts: the first tab has it, and may say it again',
    (machine) => [
      machine.start('ana', 0, 'bea'),
      machine.say('accept', 'bea', 0, nth(machine, 0)),
      machine.say('accept', 'bea', 1, nth(machine, 0)),
      machine.say('accept', 'bea', 0, nth(machine, 0)),
    ],
    [null, null, 'answered_elsewhere', null],
  ],
  [
    'the decline crosses the accept of another tab: the call stands',
    (machine) => [
      machine.start('ana', 0, 'bea'),
      machine.say('accept', 'bea', 0, nth(machine, 0)),
      machine.say('reject', 'bea', 1, nth(machine, 0)),
      phases(machine),
    ],
    [null, null, 'call_ended', ['active']],
  ],
  [
    'the hang-up is lost with its tab: the call ends when the grace is over',
    (machine) => {
      machine.start('ana', 0, 'bea');
      machine.say('accept', 'bea', 0, nth(machine, 0));
      machine.lose('ana', 0);
      machine.wait(CALL_GRACE_MS - 1);
      const before = phases(machine);
      machine.wait(1);
      return [before, phases(machine)];
    },
    [['active'], []],
  ],
  [
    'both hang up: the second is told that it is over',
    (machine) => [
      machine.start('ana', 0, 'bea'),
      machine.say('accept', 'bea', 0, nth(machine, 0)),
      machine.say('end', 'ana', 0, nth(machine, 0)),
      machine.say('end', 'bea', 0, nth(machine, 0)),
    ],
    [null, null, null, 'call_ended'],
  ],
  [
    'a stale id: nothing said of the last call touches this one',
    (machine) => {
      machine.start('ana', 0, 'bea');
      machine.say('end', 'ana', 0, nth(machine, 0));
      machine.start('ana', 0, 'bea');
      return [...SAID.map((said) => machine.say(said, 'bea', 0, nth(machine, 0))), phases(machine)];
    },
    ['call_ended', 'call_ended', 'call_ended', 'call_ended', 'call_ended', ['ringing']],
  ],
  [
    'a wrong sender: nobody else can say anything of a call, and its caller cannot answer it',
    (machine) => {
      machine.start('ana', 0, 'bea');
      const outside = SAID.map((said) => machine.say(said, 'cem', 0, nth(machine, 0)));
      const caller = (['accept', 'reject', 'ring'] as const).map((said) =>
        machine.say(said, 'ana', 0, nth(machine, 0)),
      );
      return [new Set(outside), new Set(caller), phases(machine)];
    },
    [new Set(['call_ended']), new Set(['not_a_party']), ['ringing']],
  ],
])('%s', (_title, act, expected) => {
  expect(act(new CallMachine())).toEqual(expected);
});
