/** Ends everything that has waited long enough: graces, requests, rings, calls nobody returns to. And pairs who wait for each other. */
import type { Clock } from '../clock.ts';
import type { Log } from '../log.ts';
import * as callExpiry from '../domain/call-expiry.ts';
import * as chatRequests from '../domain/chat-requests.ts';
import * as presence from '../domain/presence.ts';
import type { UserRecord } from '../domain/records.ts';
import type { UserId } from '../../protocol/ids.ts';
import type { Coffee } from './coffee.ts';
import type { ConsentBook } from './consent-book.ts';
import type { DeviceLinks } from './device-links.ts';
import type { Mailbox } from './mailbox.ts';
import type { Meetings } from './meetings.ts';
import { callKey, chatRequestKey, nameKey, readKey, userKey } from './record-keys.ts';
import type { RuleRunner } from './rule-runner.ts';
import type { StateStore } from './state-store.ts';

const EVERY_MS = 500;
/** While no record has an end, so that a server with nothing to do hardly wakes. */
const IDLE_EVERY_MS = 2_000;

interface SweepOptions {
  readonly store: StateStore;
  readonly rules: RuleRunner;
  readonly consents: ConsentBook;
  readonly mailbox: Mailbox;
  readonly links: DeviceLinks;
  readonly meetings: Meetings;
  readonly coffee: Pick<Coffee, 'gone' | 'serve'>;
  readonly clock: Clock;
  readonly log: Log;
}

export class Sweep {
  readonly #options: SweepOptions;
  #cancel: (() => void) | null = null;
  #isIdle = false;

  constructor(options: SweepOptions) {
    this.#options = options;
  }

  start(): void {
    this.#options.store.whenEnding(() => this.#onEnding());
    this.#wait(EVERY_MS);
  }

  stop(): void {
    this.#cancel?.();
    this.#cancel = null;
  }

  #wait(ms: number): void {
    this.#isIdle = ms === IDLE_EVERY_MS;
    this.#cancel ??= this.#options.clock.after(ms, () => void this.#tick());
  }

  /** Something ends again, and perhaps at once: whoever leaves on purpose has no grace. */
  #onEnding(): void {
    if (!this.#isIdle) return;
    this.stop();
    this.#wait(EVERY_MS);
  }

  async #tick(): Promise<void> {
    this.#isIdle = false;
    let isIdle = false;
    try {
      await this.run();
      isIdle = (await this.#options.store.ending()) === 0;
    } catch (error) {
      this.#options.log.error('sweep failed', error);
    }
    if (this.#cancel === null) return;
    this.#cancel = null;
    this.#wait(isIdle ? IDLE_EVERY_MS : EVERY_MS);
  }

  /** Ends what is due now. */
  async run(): Promise<void> {
    const { store, mailbox, links, meetings, coffee, clock } = this.#options;
    mailbox.expire(clock.now());
    links.expire(clock.now());
    for (const key of await store.due(clock.now())) {
      const { kind, people } = readKey(key);
      const [one, other] = people;
      if (kind === 'user' && one) await this.#leave(one);
      if (kind === 'request' && one && other) await this.#endRequest(one, other, 'expired');
      if (kind === 'call' && one && other) await this.#endCall(one, other, callExpiry.expire);
      if (kind === 'meetings') await meetings.expire();
    }
    await meetings.match();
    await coffee.serve();
  }

  async #leave(id: UserId): Promise<void> {
    const { rules, consents, meetings, coffee } = this.#options;
    const known = await rules.read(userKey(id));
    if (known === null) return;
    const keys = { me: userKey(id), name: nameKey(known.foldedName) };
    const left: UserRecord | null = await rules.run(keys, presence.leave);
    if (left === null) return;
    consents.left(id);
    for (const asked of left.asked) await this.#endRequest(id, asked, 'left');
    for (const asker of left.askedBy) await this.#endRequest(asker, id, 'left');
    if (left.call !== null) {
      await this.#endCall(id, left.call.peer, (records) => callExpiry.abandon(records, { user: id }));
    }
    await meetings.gone(id);
    coffee.gone(id);
  }

  async #endRequest(from: UserId, to: UserId, reason: 'expired' | 'left'): Promise<void> {
    const keys = { asker: userKey(from), asked: userKey(to), request: chatRequestKey(from, to) };
    await this.#options.rules.run(keys, (records, now) => chatRequests.end(records, { reason }, now));
  }

  async #endCall(one: UserId, other: UserId, rule: typeof callExpiry.expire): Promise<void> {
    const { rules } = this.#options;
    const call = await rules.read(callKey(one, other));
    if (call === null) return;
    const { caller, callee } = call;
    const keys = { caller: userKey(caller.user), callee: userKey(callee.user), call: callKey(one, other) };
    await rules.run(keys, rule);
  }
}
