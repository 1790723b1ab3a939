/** The one gate between a socket and the handlers: parse, run, and exactly one answer. Nothing a client sends can throw past it. */
import * as v from 'valibot';
import { AppError, type Reply } from '../../protocol/errors.ts';
import type { RequestName } from '../../protocol/events.ts';
import { requestSchemas } from '../../protocol/schemas.ts';
import type { Log } from '../log.ts';
import type { ConnectionLog } from './connection-log.ts';
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

interface MountOptions extends GateOptions {
  readonly watch: Pick<ConnectionLog, 'asked'>;
}

export function mountRequests(socket: PacketSource, options: MountOptions): void {
  socket.onAny((event, ...args) => {
    // What is no request may be called anything, and is not to be repeated in a log.
    const answered = options.watch.asked(isRequest(event) ? event : null);
    const reply = answerRequest(event, args[0], options);
    const ack = args.at(-1);
    const tell = (reply: Reply<unknown>) => {
      answered(reply.ok ? null : reply.error.code);
      // A client that wants no answer sends no function; what it sent instead is part of its payload.
      if (typeof ack === 'function') (ack as (reply: Reply<unknown>) => void)(reply);
    };
    if (reply instanceof Promise) void reply.then(tell);
    else tell(reply);
  });
}

/** At once where the handler answers at once, as the relay of messages does: a promise would be most of what its gate costs. */
export function answerRequest(
  event: string,
  raw: unknown,
  options: GateOptions,
): Reply<unknown> | Promise<Reply<unknown>> {
  try {
    if (!isRequest(event)) throw new AppError('bad_payload', 'no such request');
    options.admit(event);
    const value = dispatch(event, raw, options);
    return value instanceof Promise
      ? value.then(granted, (error: unknown) => refused(error, event, options))
      : granted(value);
  } catch (error) {
    return refused(error, event, options);
  }
}

const granted = (value: unknown): Reply<unknown> => ({ ok: true, value });

function refused(error: unknown, event: string, { log }: GateOptions): Reply<unknown> {
  if (error instanceof AppError) return { ok: false, error: { code: error.code, detail: error.detail } };
  log.error('request failed', error, { request: event });
  return { ok: false, error: { code: 'internal', detail: '' } };
}

function dispatch(name: RequestName, raw: unknown, { caller, handlers }: GateOptions): unknown {
  const parsed = v.safeParse(requestSchemas[name], raw);
  if (!parsed.success) {
    const issue = parsed.issues[0];
    throw new AppError('bad_payload', `${name}${issue.path ? `: ${v.getDotPath(issue) ?? ''}` : ''}`);
  }
  // Schema and handler stand under the same name in maps typed by name; the compiler cannot follow the name through both.
  const handler = handlers[name] as (caller: Caller, payload: unknown) => unknown;
  return handler(caller, parsed.output);
}
