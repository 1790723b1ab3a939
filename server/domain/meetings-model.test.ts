/**
 * Meeting by chance in whatever order things happen: five people who wait, move on, leave, are cut off, come back, are busy, block, and
 * let time pass. `npm run models` tries 100,000 orders instead of some thousands.
 */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { UserId } from '../../protocol/ids.ts';
import { MeetingMachine, PEOPLE, type Who } from '../../tests/support/meeting-machine.ts';
import { modelRuns } from '../../tests/support/model-runs.ts';
import { userId } from '../../tests/support/records.ts';
import { TODAY_MS } from './meeting-pairs.ts';
import { WAIT_MS } from './meetings.ts';

const { numRuns, timeout } = modelRuns(1_000);

type Step = (machine: MeetingMachine) => void;
const who = fc.constantFrom(...PEOPLE);
const pairs = fc.tuple(who, who).filter(([one, other]) => one !== other);
const media = fc.constantFrom('text' as const, 'video' as const);

const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 8,
    arbitrary: fc.tuple(who, media).map(
      ([one, kind]): Step =>
        (machine) =>
          machine.search(one, kind),
    ),
  },
  {
    weight: 5,
    arbitrary: fc.tuple(who, fc.nat(2)).map(
      ([one, back]): Step =>
        (machine) =>
          sayNext(machine, one, back),
    ),
  },
  {
    weight: 2,
    arbitrary: who.map(
      (one): Step =>
        (machine) =>
          machine.leave(one),
    ),
  },
  {
    weight: 2,
    arbitrary: who.map(
      (one): Step =>
        (machine) =>
          machine.lose(one),
    ),
  },
  {
    weight: 3,
    arbitrary: who.map(
      (one): Step =>
        (machine) =>
          machine.comeBack(one),
    ),
  },
  {
    weight: 1,
    arbitrary: who.map(
      (one): Step =>
        (machine) =>
          machine.goAway(one),
    ),
  },
  {
    weight: 3,
    arbitrary: fc.tuple(who, fc.constantFrom('disturb', 'idle', 'busy'), fc.boolean()).map(
      ([one, what, is]): Step =>
        (machine) =>
          machine.set(one, { [what]: is }),
    ),
  },
  {
    weight: 1,
    arbitrary: pairs.map(
      ([one, other]): Step =>
        (machine) =>
          machine.block(one, other),
    ),
  },
  {
    weight: 1,
    arbitrary: pairs.map(
      ([one, other]): Step =>
        (machine) =>
          machine.unblock(one, other),
    ),
  },
  {
    weight: 1,
    arbitrary: who.map(
      (one): Step =>
        (machine) =>
          machine.call(one),
    ),
  },
  {
    weight: 2,
    arbitrary: fc.shuffledSubarray([...PEOPLE]).map(
      (order): Step =>
        (machine) =>
          haveCoffee(machine, order),
    ),
  },
  {
    weight: 2,
    arbitrary: fc.constantFrom(500, WAIT_MS / 2, WAIT_MS, TODAY_MS).map(
      (ms): Step =>
        (machine) =>
          machine.wait(ms),
    ),
  },
);

function sayNext(machine: MeetingMachine, one: Who, back: number): void {
  const said = machine.rooms.at(-1 - back);
  const isTheirs =
    said?.occasion !== 'coffee' &&
    said?.people.includes(userId(one)) &&
    machine.meetings.rooms.some(({ id }) => id === said.id);
  // What is over, or is not theirs, they cannot move on from.
  expect(machine.next(one, back)).toBe(isTheirs ? null : 'room_ended');
}

function haveCoffee(machine: MeetingMachine, order: readonly Who[]): void {
  const rooms = machine.meetings.rooms.length;
  const left = machine.coffee(order);
  for (const room of machine.meetings.rooms.slice(rooms)) {
    expect([room.occasion, room.until]).toEqual(['coffee', machine.now + WAIT_MS]);
    expect(order.map((one) => userId(one))).toEqual(expect.arrayContaining([...room.people]));
    for (const user of room.people)
      expect(machine.isFree(user), 'nobody is asked who is not free').toBe(true);
  }
  for (const one of left) {
    const others = left.filter((other) => other !== one && machine.mayMeet(one, other));
    expect(others, 'nobody is left while somebody else is').toEqual([]);
  }
}

/** Said in other words than the rules say it. */
function possible(machine: MeetingMachine): (readonly [UserId, UserId])[] {
  const { waiting } = machine.meetings;
  const ready = waiting.filter(({ user }) => {
    const record = machine.users.get(user);
    return (
      record?.call === null &&
      record.chosen === 'available' &&
      record.tabs.length > 0 &&
      !record.tabs[0]?.idle
    );
  });
  return ready.flatMap((one) =>
    ready
      .filter((other) => one.user < other.user && one.media === other.media)
      .filter((other) => one.not !== other.user && other.not !== one.user)
      .filter((other) => machine.mayMeet(one.user, other.user))
      .map((other) => [one.user, other.user] as const),
  );
}

const metOf = (machine: MeetingMachine, pair: readonly [UserId, UserId]): number => {
  const at = machine.meetings.met.get([...pair].sort().join(' ')) ?? -Infinity;
  return at > machine.now - TODAY_MS ? at : -Infinity;
};

function holds(machine: MeetingMachine): void {
  const { waiting, rooms, expiresAt } = machine.meetings;
  const everybody = [...waiting.map(({ user }) => user), ...rooms.flatMap(({ people }) => people)];
  expect(new Set(everybody).size, 'nobody waits or meets twice').toBe(everybody.length);
  for (const { people } of rooms) {
    const [one, other] = people;
    expect(machine.mayMeet(one, other), 'no room of people of whom one blocks the other').toBe(true);
  }
  const ends = [...waiting, ...rooms].map(({ until }) => until ?? Infinity);
  expect(expiresAt ?? Infinity, 'whatever waits has an end').toBe(Math.min(...ends));
  for (const { until } of waiting) expect(until).toBeGreaterThan(machine.now);
  // What each was told is what is.
  const told = Object.fromEntries([...machine.beliefs].filter(([, { phase }]) => phase !== 'none'));
  expect(told).toEqual(
    Object.fromEntries([
      ...waiting.map(({ user, media: kind }) => [user, { phase: 'waiting', media: kind }]),
      ...rooms.flatMap(({ id, people: [one, other] }) => [
        [one, { phase: 'found', room: id, peer: other }],
        [other, { phase: 'found', room: id, peer: one }],
      ]),
    ]),
  );
}

/** Each of a room that is over was told so, once; whoever had gone for good could not be. */
function endsAreTold(machine: MeetingMachine, gone: ReadonlySet<string>): void {
  const standing = new Set(machine.meetings.rooms.map(({ id }) => id));
  const due = machine.rooms
    .filter(({ id }) => !standing.has(id))
    .flatMap(({ id, people }) => people.map((user) => `${id} ${user}`));
  expect(machine.ends.toSorted()).toEqual(due.filter((end) => !gone.has(end)).toSorted());
}

it(
  '[MEET-2] [MEET-4] [MEET-7] nobody is in two rooms, nobody waits while there is somebody for them, no room has somebody blocked, and every end is told',
  () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 40, size: 'max' }), (steps) => {
        const machine: MeetingMachine = new MeetingMachine((chosen) => {
          // Whoever has not met today comes first, and then those for whom it is the longest ago.
          const others = possible(machine).map((pair) => metOf(machine, pair));
          expect(metOf(machine, chosen)).toBe(Math.min(...others));
        });
        const gone = new Set<string>();
        const goAway = machine.goAway.bind(machine);
        machine.goAway = (one) => {
          const room = machine.meetings.rooms.find(({ people }) => people.includes(userId(one)));
          if (room) gone.add(`${room.id} ${userId(one)}`);
          goAway(one);
        };
        for (const one of steps) {
          one(machine);
          machine.sweep();
          holds(machine);
          expect(possible(machine)).toEqual([]);
          endsAreTold(machine, gone);
        }
        machine.wait(WAIT_MS);
        expect(machine.meetings.waiting).toEqual([]);
        expect(machine.meetings.expiresAt).toBeNull();
        for (const one of PEOPLE) machine.goAway(one);
        holds(machine);
        expect(machine.meetings.rooms).toEqual([]);
        endsAreTold(machine, gone);
      }),
      { numRuns },
    );
  },
  timeout,
);
