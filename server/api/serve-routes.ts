/** The one gate between HTTP and the routes: method, scheme, key, form, schema, and exactly one answer, which is JSON for a refusal too. */
import express, { type NextFunction, type Request, type RequestHandler, type Response } from 'express';
import * as v from 'valibot';
import { AppError } from '../../protocol/errors.ts';
import { LIMITS } from '../../protocol/limits.ts';
import type { Clock } from '../clock.ts';
import type { Log, LogControl } from '../log.ts';
import { ApiError, refusalOf } from './api-error.ts';
import type { ApiKey } from './api-keys.ts';
import type { KeyGate } from './key-gate.ts';
import type { Route } from './route.ts';

interface ServeOptions {
  readonly routes: readonly Route[];
  readonly gate: Pick<KeyGate, 'admit'>;
  readonly log: Log;
  readonly control: Readonly<LogControl>;
  readonly clock: Pick<Clock, 'now'>;
  /** Whether this is the side with TLS. Keys are asked for, and looked at, nowhere else. */
  readonly secure: boolean;
}

const readJson = express.json({ limit: LIMITS.frameBytes, inflate: false });

/** Passes on what is for none of the routes. */
/** Which HTTP request a line of the log is about; answered with too, in this header. */
const REQUEST_HEADER = 'Earshot-Request';
let requests = 0;

export function serveRoutes({ routes, gate, log, control, clock, secure }: ServeOptions): RequestHandler {
  const paths = new Map<string, Route[]>();
  for (const route of routes) paths.set(route.path, [...(paths.get(route.path) ?? []), route]);

  async function answer(route: Route, request: Request, response: Response): Promise<unknown> {
    if (route.scope !== null && !secure) throw new ApiError('https_only');
    const address = request.socket.remoteAddress ?? '';
    const key: ApiKey | null =
      route.scope === null ? null : await gate.admit(request.headers.authorization, address, route.scope);
    const input =
      route.input === null ? undefined : parsed(route.input, await inputOf(route, request, response));
    const onGone = (run: () => void) => {
      response.once('close', run);
      return () => void response.off('close', run);
    };
    return await route.answer(input, { key, address, onGone });
  }

  return (request: Request, response: Response, next: NextFunction) => {
    const found = paths.get(request.path) ?? paths.get(withoutId(request.path));
    if (found === undefined) return next();
    const id = `http-${(requests += 1)}`;
    const startedAt = clock.now();
    response.setHeader('Cache-Control', 'no-store').setHeader(REQUEST_HEADER, id);
    const method = request.method === 'HEAD' ? 'GET' : request.method;
    const route = found.find((one) => one.method === method);
    const allowed = found.map((one) => (one.method === 'GET' ? 'GET, HEAD' : one.method)).join(', ');
    const answered =
      route === undefined
        ? Promise.reject(new ApiError('method_not_allowed', allowed))
        : answer(route, request, response);
    answered.then(
      (value) => {
        send(response, route?.produces ?? 'application/json', value);
        answeredWith(response, { id, name: `${method} ${request.path}`, startedAt });
      },
      (error: unknown) => {
        refuse(response, error, id);
        answeredWith(response, { id, name: `${method} ${request.path}`, startedAt });
      },
    );
  };

  function answeredWith(response: Response, { id, name, startedAt }: Asked): void {
    if (control.level !== 'debug') return;
    const { statusCode: status } = response;
    log.debug('api request', { request: id, name, status, ms: clock.now() - startedAt });
  }

  function refuse(response: Response, error: unknown, id: string): void {
    const refusal = refusalOf(error);
    if (refusal === null) log.error('api request failed', error, { request: id });
    if (response.headersSent) return;
    const { status, headers, body } = refusal ?? FAULT;
    response.set(headers).status(status).json(body);
  }
}

interface Asked {
  readonly id: string;
  readonly name: string;
  readonly startedAt: number;
}

const FAULT = { status: 500, headers: {}, body: { error: { code: 'internal', detail: '' } } } as const;

function send(response: Response, type: Route['produces'], value: unknown): void {
  if (type === 'application/json') response.json(value ?? {});
  else response.type(type === 'text/html' ? 'html' : 'text/plain; version=0.0.4').send(String(value));
}

/** @throws AppError `bad_payload` with where */
function parsed(schema: v.GenericSchema, raw: unknown): unknown {
  const result = v.safeParse(schema, raw);
  if (result.success) return result.output;
  throw new AppError('bad_payload', v.getDotPath(result.issues[0]) ?? '');
}

const ID = '{id}';
const withoutId = (path: string): string => path.replace(/[^/]+$/, ID);

async function inputOf(route: Route, request: Request, response: Response): Promise<unknown> {
  if (request.method !== 'POST') {
    const query = Object.fromEntries(new URL(request.originalUrl, 'http://x').searchParams);
    return route.path.endsWith(ID)
      ? { ...query, id: request.path.slice(route.path.length - ID.length) }
      : query;
  }
  const type = request.is('application/json');
  // Null where there is no body at all, which says as much as an empty one.
  if (type === false) throw new ApiError('unsupported_type', 'application/json');
  const fault = await new Promise<unknown>((resolve) => readJson(request, response, resolve));
  if (fault !== undefined) throw formFault(fault);
  const body: unknown = request.body ?? {};
  // A list without entries would pass for an object without members.
  if (Array.isArray(body)) throw new AppError('bad_payload', 'json');
  return body;
}

/** express names what was wrong with a body by `type`. */
function formFault(fault: unknown): Error {
  const type = typeof fault === 'object' && fault !== null && 'type' in fault ? String(fault.type) : '';
  if (type === 'entity.too.large') return new ApiError('too_large', String(LIMITS.frameBytes));
  if (/unsupported$/.test(type)) return new ApiError('unsupported_type', 'application/json');
  return new AppError('bad_payload', 'json');
}
