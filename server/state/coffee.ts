/** Who wants a coffee today, when it is time, and who had it with whom: in memory, and of each person only while they are here. */
import { randomInt } from 'node:crypto';
import type { RoomId, UserId } from '../../protocol/ids.ts';
import type { Clock } from '../clock.ts';
import {
  canHaveCoffee,
  chooseCoffees,
  coffeeDay,
  meetForCoffee,
  noCoffeeNotice,
  type CoffeeHour,
} from '../domain/coffee.ts';
import { MOST_MET, pairKey } from '../domain/meeting-pairs.ts';
import type { Notice } from '../domain/rule.ts';
import type { ConsentBook } from './consent-book.ts';
import { MEETINGS_KEY, userKey } from './record-keys.ts';
import type { RuleRunner } from './rule-runner.ts';

interface CoffeeOptions {
  /** Null where the host has set none. */
  readonly hour: CoffeeHour | null;
  readonly rules: RuleRunner;
  readonly consents: ConsentBook;
  readonly clock: Pick<Clock, 'now'>;
  readonly newId: () => RoomId;
  readonly send: (notice: Notice) => void;
}

export class Coffee {
  readonly #options: CoffeeOptions;
  readonly #since: number;
  readonly #wants = new Set<UserId>();
  readonly #had = new Map<string, number>();
  #last: string | null = null;

  constructor(options: CoffeeOptions) {
    this.#options = options;
    this.#since = options.clock.now();
  }

  want(user: UserId, wants: boolean): void {
    if (wants && this.#options.hour !== null) this.#wants.add(user);
    else this.#wants.delete(user);
  }

  /** They are not here any more. */
  gone(user: UserId): void {
    this.#wants.delete(user);
  }

  /** Brings them together, if it is time. */
  async serve(): Promise<void> {
    const { hour, clock } = this.#options;
    const day = hour && coffeeDay(hour, clock.now(), { since: this.#since, last: this.#last });
    if (!day) return;
    this.#last = day;
    const people = await this.#thoseWhoCan();
    const had = (one: UserId, other: UserId) => this.#had.get(pairKey(one, other));
    const { pairs, left } = chooseCoffees(shuffled(people), { mayMeet: this.#mayMeet, had });
    for (const pair of pairs) await this.#meet(pair);
    for (const user of left) this.#options.send(noCoffeeNotice(user));
  }

  async #thoseWhoCan(): Promise<UserId[]> {
    const { rules } = this.#options;
    const meetings = await rules.read(MEETINGS_KEY);
    const people: UserId[] = [];
    for (const user of this.#wants)
      if (canHaveCoffee(meetings, await rules.read(userKey(user)))) people.push(user);
    return people;
  }

  async #meet([one, other]: readonly [UserId, UserId]): Promise<void> {
    const { rules, consents, newId, clock, send } = this.#options;
    const keys = { meetings: MEETINGS_KEY, one: userKey(one), other: userKey(other) };
    const command = { id: newId(), mayMeet: this.#mayMeet(one, other) };
    const room = await rules.run(keys, (records, now) => meetForCoffee(records, command, now));
    if (room === null) {
      // One of the two was taken meanwhile; whoever can still be asked is told.
      for (const user of [one, other]) {
        const meetings = await rules.read(MEETINGS_KEY);
        if (canHaveCoffee(meetings, await rules.read(userKey(user)))) send(noCoffeeNotice(user));
      }
      return;
    }
    consents.meet(one, other, room.media);
    const key = pairKey(one, other);
    this.#had.delete(key);
    this.#had.set(key, clock.now());
    for (const oldest of this.#had.keys()) {
      if (this.#had.size <= MOST_MET) break;
      this.#had.delete(oldest);
    }
  }

  readonly #mayMeet = (one: UserId, other: UserId): boolean => {
    const { consents } = this.#options;
    return !consents.blocks(one, other) && !consents.blocks(other, one);
  };
}

/** So that nobody's coffee depends on who came first this morning (Fisher and Yates). */
function shuffled<T>(all: readonly T[]): T[] {
  const mixed = [...all];
  for (let at = mixed.length - 1; at > 0; at -= 1) {
    const other = randomInt(at + 1);
    // Both are within the array.
    [mixed[at], mixed[other]] = [mixed[other] as T, mixed[at] as T];
  }
  return mixed;
}
