/**
 * Meetings as the rest of the server asks for them: the rules over their one record, the people whom they need to know, and what a
 * room permits while it stands. When a room is closed, a call of its two people ends with it.
 */
import type { CallId, RoomId, UserId } from '../../protocol/ids.ts';
import type { CurrentMeeting, MeetingMedia } from '../../protocol/meetings.ts';
import * as calls from '../domain/calls.ts';
import { currentMeeting, partnerOf, roomOf } from '../domain/meeting-notices.ts';
import { choosePair, isFree, pair } from '../domain/meeting-pairs.ts';
import * as rules from '../domain/meetings.ts';
import type { RoomRecord } from '../domain/records.ts';
import type { Outcome } from '../domain/rule.ts';
import type { Clock } from '../clock.ts';
import type { ConsentBook } from './consent-book.ts';
import { callKey, MEETINGS_KEY, userKey } from './record-keys.ts';
import type { RuleRunner } from './rule-runner.ts';

const KEYS = { meetings: MEETINGS_KEY };

interface MeetingsOptions {
  readonly rules: RuleRunner;
  readonly consents: ConsentBook;
  readonly clock: Pick<Clock, 'now'>;
  readonly newId: () => RoomId;
}

export class Meetings {
  readonly #options: MeetingsOptions;

  constructor(options: MeetingsOptions) {
    this.#options = options;
  }

  /** @throws AppError `rate_limited` */
  async search(user: UserId, media: MeetingMedia): Promise<void> {
    await this.#run(user, (records, now) => rules.search(records, { user, media }, now));
    await this.match();
  }

  /** @throws AppError `room_ended` */
  async next(user: UserId, roomId: RoomId): Promise<void> {
    await this.#run(user, (records, now) => rules.next(records, { user, roomId }, now));
    await this.match();
  }

  async leave(user: UserId): Promise<void> {
    await this.#run(user, (records) => rules.leave(records, { user, here: true }));
  }

  /** They are not here any more. Whatever call they were in has ended before. */
  async gone(user: UserId): Promise<void> {
    await this.#run(user, (records) => rules.leave(records, { user, here: false }));
  }

  /** Somebody has blocked, now or while they had no connection: they leave whom they do not want. */
  async leaveBlocked(user: UserId): Promise<void> {
    const partner = await this.#partnerOf(user);
    if (partner !== null && this.#options.consents.blocks(user, partner)) await this.leave(user);
  }

  /** A call of the two stands. */
  async called(one: UserId, other: UserId): Promise<void> {
    // Whoever may call without a room has none whose time is counted.
    if (!this.#options.consents.haveMet(one, other)) return;
    await this.#options.rules.run(KEYS, (records) => rules.called(records, [one, other]));
  }

  async expire(): Promise<void> {
    await this.#run(null, rules.expire);
  }

  /** Pairs whoever can be paired now. Somebody who waits may become free by many things, so it is also done again and again. */
  async match(): Promise<void> {
    const { rules: runner, consents, clock, newId } = this.#options;
    for (;;) {
      const meetings = await runner.read(MEETINGS_KEY);
      if (meetings === null || meetings.waiting.length < 2) return;
      const free = new Set<UserId>();
      for (const { user } of meetings.waiting) {
        const record = await runner.read(userKey(user));
        if (record !== null && isFree(record)) free.add(user);
      }
      const mayMeet = (one: UserId, other: UserId) =>
        !consents.blocks(one, other) && !consents.blocks(other, one);
      const chosen = choosePair(meetings, { isFree: (user) => free.has(user), mayMeet }, clock.now());
      if (chosen === null) return;
      const [one, other] = chosen;
      const keys = { ...KEYS, one: userKey(one), other: userKey(other) };
      const command = { id: newId(), mayMeet: mayMeet(one, other) };
      const room = await runner.run(keys, (records, now) => pair(records, command, now));
      // Not so any more; the next time finds out what is.
      if (room === null) return;
      // In the same turn in which they are told, so before anything that they say of it can come in.
      consents.meet(one, other, room.media);
    }
  }

  /** What a tab of this person finds going on. */
  async current(user: UserId): Promise<CurrentMeeting | null> {
    const { rules: runner, clock } = this.#options;
    const partner = await this.#partnerOf(user);
    const peer = partner === null ? null : await runner.read(userKey(partner));
    const meetings = await runner.read(MEETINGS_KEY);
    return meetings && currentMeeting(meetings, user, peer, clock.now());
  }

  async #partnerOf(user: UserId): Promise<UserId | null> {
    const meetings = await this.#options.rules.read(MEETINGS_KEY);
    const room = meetings === null ? undefined : roomOf(meetings, user);
    return room === undefined ? null : partnerOf(room, user);
  }

  async #run(
    by: UserId | null,
    rule: (records: rules.Meetings, now: number) => Outcome<rules.Meetings, readonly RoomRecord[]>,
  ): Promise<void> {
    const { rules: runner, consents } = this.#options;
    const closed = await runner.run(KEYS, rule);
    for (const { people } of closed) consents.part(...people);
    for (const { people } of closed) await this.#endCall(people, by ?? people[0]);
  }

  async #endCall([one, other]: RoomRecord['people'], by: UserId): Promise<void> {
    const { rules: runner } = this.#options;
    const call = await runner.read(callKey(one, other));
    if (call === null) return;
    const keys = {
      caller: userKey(call.caller.user),
      callee: userKey(call.callee.user),
      call: callKey(one, other),
    };
    const command: { user: UserId; id: CallId; reason: 'hung_up' } = {
      user: by,
      id: call.id,
      reason: 'hung_up',
    };
    await runner.run(keys, (records) => calls.end(records, command));
  }
}
