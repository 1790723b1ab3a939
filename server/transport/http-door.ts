/**
 * How a program with a key comes in and asks by HTTP: through the same door, the same gate and the same limits as a page on its
 * socket. Nothing is decided here.
 */
import { AppError, type Reply } from '../../protocol/errors.ts';
import type { Handshake, Payload, ReplyValue, RequestName } from '../../protocol/events.ts';
import type { Clock } from '../clock.ts';
import type { Log } from '../log.ts';
import { answerRequest } from './mount-requests.ts';
import type { Caller, RequestHandlers } from './request-handlers.ts';
import type { RequestLimits } from './request-limits.ts';
import type { Doorway } from './socket-gateway.ts';
import type { Hear, Switchboard } from './switchboard.ts';

export interface HttpDoor {
  /** As a tab connects: `hear` is told `welcome` and what waits, then what comes. @throws AppError */
  come(caller: Caller, handshake: Handshake, hear: Hear): Promise<void>;
  /** The tab is gone; the person, after the grace. */
  go(caller: Caller): Promise<void>;
  /** @throws AppError with the code of the answer */
  ask<K extends RequestName>(caller: Caller, name: K, payload: Payload<K>): Promise<ReplyValue<K>>;
}

interface HttpDoorOptions {
  readonly switchboard: Switchboard;
  readonly doorway: Doorway;
  readonly handlers: RequestHandlers;
  readonly limits: RequestLimits;
  readonly clock: Clock;
  readonly log: Log;
}

/** Whoever is further ahead of their pace is refused, where a connection would be cut. */
const MOST_DEBT_MS = 6_000;

export function createHttpDoor(options: HttpDoorOptions): HttpDoor {
  const { switchboard, doorway, handlers, limits, clock, log } = options;

  return {
    come: async (caller, handshake, hear) => {
      const isNew = switchboard.plug(caller, hear);
      try {
        await doorway.arrive(caller, handshake, true);
        for (const notice of await doorway.greet(caller, null)) switchboard.send(notice);
      } catch (error) {
        if (isNew) switchboard.unplug(caller);
        throw error;
      }
    },

    go: async (caller) => {
      switchboard.unplug(caller);
      await doorway.depart(caller);
    },

    ask: async <K extends RequestName>(caller: Caller, name: K, payload: Payload<K>) => {
      let owedMs = 0;
      const owe = (ms: number) => {
        if (ms > MOST_DEBT_MS) throw new AppError('rate_limited', String(Math.ceil(ms / 1_000)));
        owedMs = ms;
      };
      const admit = (request: RequestName) => limits.admit(caller.user, request, { owe });
      // The gate answers a request with the value of that request.
      const reply = (await answerRequest(name, payload, { caller, handlers, admit, log })) as Reply<
        ReplyValue<K>
      >;
      if (!reply.ok) throw new AppError(reply.error.code, reply.error.detail);
      // There is no connection to stop reading from: the answer comes later instead.
      if (owedMs > 0) await new Promise<void>((resolve) => void clock.after(owedMs, resolve));
      return reply.value;
    },
  };
}
