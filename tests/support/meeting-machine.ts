/** The rules about meeting by chance with as little around them as there can be: records, a time that is turned by hand, and what each was told. */
import { AppError } from '../../protocol/errors.ts';
import type { RoomId, UserId } from '../../protocol/ids.ts';
import type { MeetingMedia } from '../../protocol/meetings.ts';
import { canHaveCoffee, chooseCoffees, meetForCoffee, noCoffeeNotice } from '../../server/domain/coffee.ts';
import { roomOf } from '../../server/domain/meeting-notices.ts';
import { choosePair, isFree, pair, pairKey } from '../../server/domain/meeting-pairs.ts';
import { called, expire, leave, next, NOBODY, search, type Meetings } from '../../server/domain/meetings.ts';
import type { MeetingsRecord, RoomRecord, UserRecord } from '../../server/domain/records.ts';
import type { Notice, Outcome } from '../../server/domain/rule.ts';
import { id, tabId, userId, userRecord } from './records.ts';

export const PEOPLE = ['ana', 'bea', 'cem', 'dan', 'eve'] as const;
export type Who = (typeof PEOPLE)[number];

/** What a page knows that listens to the notices and to nothing else. */
export type Belief =
  | { readonly phase: 'none' }
  | { readonly phase: 'waiting'; readonly media: MeetingMedia }
  | { readonly phase: 'found'; readonly room: RoomId; readonly peer: UserId };

const NONE: Belief = { phase: 'none' };

export class MeetingMachine {
  now = 1_000_000_000;
  meetings: MeetingsRecord = NOBODY;
  readonly users = new Map<UserId, UserRecord>(PEOPLE.map((who) => [userId(who), userRecord(who)]));
  readonly beliefs = new Map<UserId, Belief>(PEOPLE.map((who) => [userId(who), NONE]));
  /** Who has blocked whom. */
  readonly blocks = new Set<string>();
  /** When two had coffee last. */
  readonly coffees = new Map<string, number>();
  /** Every room that there was, in order. */
  readonly rooms: RoomRecord[] = [];
  /** Rooms whose people were told what ended it, each once: `room user`. */
  readonly ends: string[] = [];
  /** Whose doing it is; everybody else has to be told that they were left. */
  #by: UserId | null = null;
  /** Called before two are paired, with everything as it is then. */
  readonly onPair: (pair: readonly [UserId, UserId]) => void;

  constructor(onPair: (pair: readonly [UserId, UserId]) => void = () => {}) {
    this.onPair = onPair;
  }

  search(who: Who, media: MeetingMedia): void {
    const user = userId(who);
    if (this.isHere(who)) this.#run((records) => search(records, { user, media }, this.now), user);
  }

  /** Of the room they are in, or of one that was: `back` rooms ago. @returns the refusal; null where there was none */
  next(who: Who, back: number): string | null {
    const user = userId(who);
    const roomId = this.rooms.at(-1 - back)?.id ?? id<RoomId>('none');
    try {
      this.#run((records) => next(records, { user, roomId }, this.now), user);
      return null;
    } catch (error) {
      if (error instanceof AppError) return error.code;
      throw error;
    }
  }

  leave(who: Who): void {
    const user = userId(who);
    if (this.isHere(who)) this.#run((records) => leave(records, { user, here: true }), user);
  }

  /** Their last tab is closed; they count as here for the grace. */
  lose(who: Who): void {
    this.#change(who, { tabs: [] });
  }

  comeBack(who: Who): void {
    if (!this.users.has(userId(who))) this.users.set(userId(who), userRecord(who));
    this.#change(who, { tabs: [{ id: tabId(`${who}1`), idle: false }] });
  }

  /** The grace is over. */
  goAway(who: Who): void {
    this.users.delete(userId(who));
    this.#run((records) => leave(records, { user: userId(who), here: false }));
    this.beliefs.set(userId(who), NONE);
  }

  set(
    who: Who,
    change: { readonly disturb?: boolean; readonly idle?: boolean; readonly busy?: boolean },
  ): void {
    const { disturb, idle, busy } = change;
    if (disturb !== undefined) this.#change(who, { chosen: disturb ? 'available' : 'do_not_disturb' });
    if (busy !== undefined) this.#change(who, { call: busy ? { peer: userId('else'), active: true } : null });
    const { tabs = [] } = this.users.get(userId(who)) ?? {};
    if (idle !== undefined) this.#change(who, { tabs: tabs.map((tab) => ({ ...tab, idle })) });
  }

  /** As the server does it: whoever blocks the one they have met leaves. What was blocked without a connection is said at the next. */
  block(who: Who, peer: Who): void {
    if (!this.isHere(who)) return;
    this.blocks.add(`${who} ${peer}`);
    const room = roomOf(this.meetings, userId(who));
    if (room?.people.includes(userId(peer))) this.leave(who);
  }

  unblock(who: Who, peer: Who): void {
    this.blocks.delete(`${who} ${peer}`);
  }

  call(who: Who): void {
    const people = roomOf(this.meetings, userId(who))?.people;
    if (people) this.#run((records) => called(records, people));
  }

  /** Everybody wants one, in the order given. @returns who was left */
  coffee(order: readonly Who[]): readonly UserId[] {
    const can = (user: UserId) => canHaveCoffee(this.meetings, this.users.get(user) ?? null);
    const had = (one: UserId, other: UserId) => this.coffees.get(pairKey(one, other));
    const people = order.map((who) => userId(who)).filter(can);
    const { pairs, left } = chooseCoffees(people, { mayMeet: this.mayMeet, had });
    for (const pair of pairs) {
      this.#pair(pair, meetForCoffee);
      this.coffees.set(pairKey(...pair), this.now);
    }
    for (const user of left) this.#hear(noCoffeeNotice(user));
    return left;
  }

  wait(ms: number): void {
    this.now += ms;
    this.sweep();
  }

  sweep(): void {
    this.#run((records) => expire(records, this.now));
    for (;;) {
      const facts = { isFree: this.isFree, mayMeet: this.mayMeet };
      const chosen = choosePair(this.meetings, facts, this.now);
      if (chosen === null) return;
      this.onPair(chosen);
      this.#pair(chosen);
    }
  }

  isHere = (who: Who): boolean => (this.users.get(userId(who))?.tabs.length ?? 0) > 0;

  isFree = (user: UserId): boolean => {
    const record = this.users.get(user);
    return record !== undefined && isFree(record);
  };

  mayMeet = (one: UserId, other: UserId): boolean => {
    const names = [one, other].map((user) => PEOPLE.find((who) => userId(who) === user));
    return !this.blocks.has(names.join(' ')) && !this.blocks.has(names.toReversed().join(' '));
  };

  #pair([one, other]: readonly [UserId, UserId], rule: typeof pair = pair): void {
    const records = {
      meetings: this.meetings,
      one: this.users.get(one) ?? null,
      other: this.users.get(other) ?? null,
    };
    const made = { id: id<RoomId>(`r${this.rooms.length}`), mayMeet: this.mayMeet(one, other) };
    const { changes, notices, value } = rule(records, made, this.now);
    if (value === null) throw new Error('chosen, and not paired');
    this.rooms.push(value);
    this.meetings = changes.meetings ?? this.meetings;
    for (const notice of notices) this.#hear(notice);
  }

  #run(rule: (records: Meetings) => Outcome<Meetings, unknown>, by: UserId | null = null): void {
    this.#by = by;
    const { changes, notices } = rule({ meetings: this.meetings });
    this.meetings = changes.meetings ?? this.meetings;
    for (const notice of notices) this.#hear(notice);
  }

  /** Whoever is not here hears nothing, and is told when they are back. */
  #hear(notice: Notice): void {
    if (notice.to.kind !== 'user') throw new Error(`${notice.name} is for all tabs of a person`);
    const { user } = notice.to;
    const before = this.beliefs.get(user) ?? NONE;
    if (before.phase === 'found') {
      this.ends.push(`${before.room} ${user}`);
      if (!notice.name.startsWith('partner_') && user !== this.#by) throw new Error('they were not told');
    }
    switch (notice.name) {
      case 'waiting_for_partner':
        this.beliefs.set(user, { phase: 'waiting', media: notice.payload.media });
        break;
      case 'partner_found':
        this.beliefs.set(user, {
          phase: 'found',
          room: notice.payload.roomId,
          peer: notice.payload.peer.id,
        });
        break;
      case 'partner_left':
      case 'partner_disconnected':
        if (before.phase !== 'found' || before.room !== notice.payload.roomId) {
          throw new Error(`${notice.name} of a room they do not know`);
        }
        this.beliefs.set(user, NONE);
        break;
      case 'meeting_ended':
        this.beliefs.set(user, NONE);
        break;
      default:
        throw new Error(`${notice.name} says nothing of meetings`);
    }
  }

  #change(who: Who, change: Partial<UserRecord>): void {
    const record = this.users.get(userId(who));
    if (record !== undefined) this.users.set(userId(who), { ...record, ...change });
  }
}
