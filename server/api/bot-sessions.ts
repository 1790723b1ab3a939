/** Which bots are here. A bot comes with its key, and is gone when it says so, when it asks nothing for a while, or when its key is taken back. */
import type { ChosenStatus, Person } from '../../protocol/presence.ts';
import { AppError } from '../../protocol/errors.ts';
import type { MessageId, TabId, UserId } from '../../protocol/ids.ts';
import { PROTOCOL_VERSION } from '../../protocol/version.ts';
import { repeat, type Clock } from '../clock.ts';
import type { Log } from '../log.ts';
import type { HttpDoor } from '../transport/http-door.ts';
import { ApiError } from './api-error.ts';
import type { ApiKey, ApiKeys } from './api-keys.ts';
import { BotSession } from './bot-session.ts';
import { checkTarget, type WebhookTarget } from './webhook.ts';

/** Without a request, and without a webhook. */
export const IDLE_MS = 120_000;
const LOOK_EVERY_MS = 10_000;

export interface Appearing {
  readonly status?: ChosenStatus;
  readonly accepted?: readonly UserId[];
  readonly blocked?: readonly UserId[];
  readonly webhook?: WebhookTarget;
}

interface BotSessionsOptions {
  readonly door: () => HttpDoor;
  readonly keys: Pick<ApiKeys, 'find'>;
  readonly newId: <T extends TabId | MessageId>() => T;
  readonly clock: Clock;
  readonly log: Log;
}

export class BotSessions {
  readonly #options: BotSessionsOptions;
  readonly #here = new Map<UserId, BotSession>();
  /** Null while there is none to look after. */
  #stopLooking: (() => void) | null = null;

  constructor(options: BotSessionsOptions) {
    this.#options = options;
  }

  /** Under the name of its key, or the next free one like it. @throws AppError */
  async appear(
    key: ApiKey,
    { status = 'available', accepted = [], blocked = [], webhook }: Appearing,
  ): Promise<Person> {
    if (webhook !== undefined) await checkTarget(webhook);
    const known = this.#here.get(key.id);
    const session = known ?? this.#open(key);
    const come = (name: string) =>
      session.appear(
        { protocol: PROTOCOL_VERSION, name, tab: session.caller.tab, status, accepted, blocked },
        webhook ?? null,
      );
    try {
      return await come(session.name ?? key.name).catch((error: unknown) => {
        // A person who took the name does not keep the bot out.
        if (!(error instanceof AppError) || error.code !== 'name_taken' || error.detail === '') throw error;
        return come(error.detail);
      });
    } catch (error) {
      if (known === undefined && this.#here.get(key.id) === session) this.#here.delete(key.id);
      throw error;
    }
  }

  /** The one that is here, or that comes now. @throws AppError */
  async enter(key: ApiKey): Promise<BotSession> {
    if (!this.#here.has(key.id)) await this.appear(key, {});
    return this.of(key);
  }

  /** @throws ApiError `not_appeared` */
  of(key: ApiKey): BotSession {
    const session = this.#here.get(key.id);
    if (session === undefined) throw new ApiError('not_appeared');
    return session;
  }

  /** It leaves on purpose: at once, without the grace. */
  async disconnect(id: UserId): Promise<void> {
    const session = this.#here.get(id);
    if (session === undefined) return;
    await session.ask('leave', {});
    await this.#close(session, 'disconnected');
  }

  stop(): void {
    this.#stopLooking?.();
    for (const session of this.#here.values()) session.end();
    this.#here.clear();
  }

  #open(key: ApiKey): BotSession {
    const { door, newId, clock, log } = this.#options;
    const session = new BotSession({
      caller: { user: key.id, tab: newId<TabId>() },
      door: door(),
      run: newId<TabId>(),
      newMessageId: () => newId<MessageId>(),
      clock,
      log,
    });
    this.#here.set(key.id, session);
    log.info('bot comes', { bots: this.#here.size });
    this.#stopLooking ??= repeat(clock, LOOK_EVERY_MS, () => void this.#look());
    return session;
  }

  async #look(): Promise<void> {
    if (this.#here.size === 0) {
      this.#stopLooking?.();
      this.#stopLooking = null;
    }
    for (const [id, session] of [...this.#here]) {
      try {
        if ((await this.#options.keys.find(id)) === null) await this.disconnect(id);
        else if (session.isForsaken(IDLE_MS)) await this.#close(session, 'forsaken');
      } catch (error) {
        this.#options.log.error('looking after a bot failed', error);
      }
    }
  }

  async #close(session: BotSession, reason: string): Promise<void> {
    if (this.#here.get(session.caller.user) === session) this.#here.delete(session.caller.user);
    session.end();
    this.#options.log.info('bot gone', { reason, bots: this.#here.size });
    await this.#options.door().go(session.caller);
  }
}
