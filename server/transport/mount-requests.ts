/** The one gate between a socket and the handlers: parse, run, and exactly one answer. Nothing a client sends can throw past it. */
import * as v from 'valibot';
import { AppError, type Reply } from '../../protocol/errors.ts';
import type { RequestName } from '../../protocol/events.ts';
import { requestSchemas } from '../../protocol/schemas.ts';
import type { Log } from '../log.ts';
import type { Caller, RequestHandlers } from './request-handlers.ts';

/** What is needed of a socket: every packet, whatever its name and arguments claim to be. */
export interface PacketSource {
  onAny(listener: (event: string, ...args: unknown[]) => void): unknown;
}

const isRequest = (event: string): event is RequestName => Object.hasOwn(requestSchemas, event);

interface GateOptions {
  readonly caller: Caller;
  readonly handlers: RequestHandlers;
  /** @throws AppError where the caller asks too much; before anything of the payload is looked at */
  readonly admit: (request: RequestName) => void;
  readonly log: Log;
}

export function mountRequests(socket: PacketSource, options: GateOptions): void {
  socket.onAny((event, ...args) => {
    const ack = args.at(-1);
    void answer(event, args[0], options).then((reply) => {
      // A client that wants no answer sends no function; what it sent instead is part of its payload.
      if (typeof ack === 'function') (ack as (reply: Reply<unknown>) => void)(reply);
    });
  });
}

async function answer(
  event: string,
  raw: unknown,
  { caller, handlers, admit, log }: GateOptions,
): Promise<Reply<unknown>> {
  try {
    if (!isRequest(event)) throw new AppError('bad_payload', 'no such request');
    admit(event);
    return { ok: true, value: await dispatch(event, raw, caller, handlers) };
  } catch (error) {
    if (error instanceof AppError) {
      return { ok: false, error: { code: error.code, detail: error.detail } };
    }
    log.error('request failed', error, { request: event });
    return { ok: false, error: { code: 'internal', detail: '' } };
  }
}

async function dispatch(
  name: RequestName,
  raw: unknown,
  caller: Caller,
  handlers: RequestHandlers,
): Promise<unknown> {
  const parsed = v.safeParse(requestSchemas[name], raw);
  if (!parsed.success) {
    const issue = parsed.issues[0];
    throw new AppError('bad_payload', `${name}${issue.path ? `: ${v.getDotPath(issue) ?? ''}` : ''}`);
  }
  // Schema and handler stand under the same name in maps typed by name; the compiler cannot follow the name through both.
  const handler = handlers[name] as (caller: Caller, payload: unknown) => unknown;
  return await handler(caller, parsed.output);
}
