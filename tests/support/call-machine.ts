/** The rules about calls with as little around them as there can be: records, a time that is turned by hand, and who was told what. */
import { AppError } from '../../protocol/errors.ts';
import type { CallRole } from '../../protocol/calls.ts';
import type { CallId, UserId } from '../../protocol/ids.ts';
import { abandon, expire, partyBack, partyLost } from '../../server/domain/call-expiry.ts';
import { resume } from '../../server/domain/call-resume.ts';
import {
  accept,
  end,
  reject,
  ring,
  signalTarget,
  start,
  type CallRecords,
} from '../../server/domain/calls.ts';
import type { CallRecord, UserRecord } from '../../server/domain/records.ts';
import type { Notice, Outcome } from '../../server/domain/rule.ts';
import { id, tabId, userId, userRecord } from './records.ts';

export const RING_MS = 40_000;
export const GRACE_MS = 8_000;
export const CALL_GRACE_MS = 45_000;
export const PEOPLE = ['ana', 'bea', 'cem'] as const;
export type Who = (typeof PEOPLE)[number];

/** What one tab says of one call. */
export type Said = 'accept' | 'reject' | 'ring' | 'end' | 'signal';

const NOTHING = { changes: {}, notices: [], value: undefined } as const;

export const tabOf = (who: Who, nth: number) => tabId(`${who}${nth}`);

export class CallMachine {
  now = 1_000;
  readonly users = new Map<UserId, UserRecord>(
    PEOPLE.map((who) => {
      const tabs = [0, 1].map((nth) => ({ id: tabOf(who, nth), idle: false }));
      return [userId(who), userRecord(who, { tabs })];
    }),
  );
  readonly calls = new Map<string, CallRecord>();
  /** In the order in which they were asked for, whatever became of them. */
  readonly ids: CallId[] = [];
  /** Who called whom, and the run of the server that knew it, of every call that was asked for. */
  readonly #asked = new Map<
    CallId,
    { readonly caller: UserId; readonly callee: UserId; readonly run: number }
  >();
  /** Who has said since the last restart that they hold a call. */
  readonly claims = new Map<CallId, Set<UserId>>();
  /** The calls that stand again though the server had forgotten them, by the id they had. */
  readonly rebuilt: { readonly call: CallId; readonly parties: readonly UserId[] }[] = [];
  #run = 0;
  /** Everything that was said since the last restart, in order, each with the call it is about. */
  readonly heard: { readonly callId: CallId; readonly notice: Notice }[] = [];

  /** @returns the refusal; null where there was none */
  start(who: Who, tab: number, to: Who): string | null {
    const [user, peer] = [userId(who), userId(to)];
    const call = id<CallId>(`c${this.ids.length}`);
    const command = {
      id: call,
      tab: tabOf(who, tab),
      media: 'video',
      accepted: true,
      ringMs: RING_MS,
      run: `run ${this.#run}`,
    } as const;
    this.#note(call, { caller: user, callee: peer });
    return this.#refusal(() => {
      const { value, ...outcome } = start(this.#records(user, peer), command, this.now);
      this.#apply(user, peer, { ...outcome, value: undefined });
      if (value === 'user_busy') throw new AppError(value);
    });
  }

  say(said: Said, who: Who, tab: number, call: CallId): string | null {
    const user = userId(who);
    const by = { user, tab: tabOf(who, tab), id: call };
    return this.#refusal(() =>
      this.#inCall(user, (records): Outcome<Partial<CallRecords>> => {
        switch (said) {
          case 'accept':
            return accept(records, { ...by, media: 'audio' }, this.now);
          case 'reject':
            return reject(records, by);
          case 'ring':
            return ring(records, { ...by, audible: true });
          case 'end':
            return end(records, { ...by, reason: 'hung_up' });
          case 'signal':
            signalTarget(records.call, by);
            return NOTHING;
        }
      }),
    );
  }

  /**
   * A page says that it holds a call, and which tab held it before. Who was never in it says so all the same.
   *
   * @returns as above
   */
  resume(who: Who, tab: number, heldBy: number, call: CallId): string | null {
    const asked = this.#asked.get(call);
    if (asked === undefined) return null;
    const user = userId(who);
    const role: CallRole = asked.callee === user ? 'callee' : 'caller';
    const parties = role === 'callee' ? asked : { caller: user, callee: asked.callee };
    const newId = id<CallId>(`c${this.ids.length}`);
    const command = {
      ...{ user, role, newId, id: call, tab: tabOf(who, tab), heldBy: tabOf(who, heldBy) },
      peer: role === 'caller' ? parties.callee : parties.caller,
      media: 'video',
      accepted: true,
      knownTo: `run ${asked.run}`,
      run: `run ${this.#run}`,
      graceMs: CALL_GRACE_MS,
    } as const;
    return this.#refusal(() => {
      const records = this.#records(parties.caller, parties.callee);
      const outcome = resume(records, command, this.now);
      this.claims.set(call, (this.claims.get(call) ?? new Set()).add(user));
      if (outcome.changes.call?.id === newId) this.#note(newId, parties);
      if (records.call === null && outcome.changes.call) {
        this.rebuilt.push({ call, parties: [parties.caller, parties.callee] });
      }
      this.#apply(parties.caller, parties.callee, outcome);
    });
  }

  /** The server is killed and started again: it remembers nobody's call, and its people are back before it says a word. */
  restart(): void {
    this.#run += 1;
    this.calls.clear();
    this.claims.clear();
    this.rebuilt.length = 0;
    this.heard.length = 0;
    for (const [user, record] of this.users) this.users.set(user, { ...record, call: null, resuming: null });
  }

  lose(who: Who, tab: number): void {
    const party = { user: userId(who), tab: tabOf(who, tab) };
    const waits = { ...party, ringingGraceMs: GRACE_MS, activeGraceMs: CALL_GRACE_MS };
    this.#refusal(() => this.#inCall(party.user, (records) => partyLost(records, waits, this.now)));
  }

  comeBack(who: Who, tab: number): void {
    const party = { user: userId(who), tab: tabOf(who, tab) };
    this.#refusal(() => this.#inCall(party.user, (records) => partyBack(records, party)));
  }

  leave(who: Who): void {
    const user = userId(who);
    this.#refusal(() => this.#inCall(user, (records) => abandon(records, { user })));
  }

  wait(ms: number): void {
    this.now += ms;
    for (const { caller, callee, expiresAt } of [...this.calls.values()]) {
      if (expiresAt === null || expiresAt > this.now) continue;
      const records = this.#records(caller.user, callee.user);
      this.#apply(caller.user, callee.user, expire(records, this.now));
    }
  }

  #note(call: CallId, parties: { readonly caller: UserId; readonly callee: UserId }): void {
    this.ids.push(call);
    this.#asked.set(call, { ...parties, run: this.#run });
  }

  #inCall(user: UserId, rule: (records: CallRecords) => Outcome<Partial<CallRecords>>): void {
    const peer = this.users.get(user)?.call?.peer;
    const call = peer === undefined ? undefined : this.calls.get(pairOf(user, peer));
    if (call === undefined) throw new AppError('call_ended');
    const [caller, callee] = [call.caller.user, call.callee.user];
    this.#apply(caller, callee, rule(this.#records(caller, callee)));
  }

  #records(caller: UserId, callee: UserId): CallRecords {
    return {
      caller: this.users.get(caller) ?? null,
      callee: this.users.get(callee) ?? null,
      call: this.calls.get(pairOf(caller, callee)) ?? null,
    };
  }

  #apply(caller: UserId, callee: UserId, { changes, notices }: Outcome<Partial<CallRecords>>): void {
    if (changes.caller) this.users.set(caller, changes.caller);
    if (changes.callee) this.users.set(callee, changes.callee);
    if (changes.call === null) this.calls.delete(pairOf(caller, callee));
    else if (changes.call !== undefined) this.calls.set(pairOf(caller, callee), changes.call);
    for (const notice of notices) {
      if ('callId' in notice.payload) {
        // Signals are not sent by rules, so every id here is that of a call.
        this.heard.push({ callId: notice.payload.callId as CallId, notice });
      }
    }
  }

  /** A refusal is an answer; anything else that is thrown is a fault. */
  #refusal(step: () => void): string | null {
    try {
      step();
      return null;
    } catch (error) {
      if (error instanceof AppError) return error.code;
      throw error;
    }
  }
}

export const pairOf = (one: UserId, other: UserId): string => [one, other].sort().join(' ');
