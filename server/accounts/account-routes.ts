/** Accounts by HTTP: what comes in is looked at here once, and tokens leave only as cookies. */
import express, { Router, type ErrorRequestHandler, type Request, type Response } from 'express';
import * as v from 'valibot';
import type { OwnAccount } from '../../protocol/accounts.ts';
import { AppError } from '../../protocol/errors.ts';
import type { UserId } from '../../protocol/ids.ts';
import { LIMITS } from '../../protocol/limits.ts';
import { id } from '../../protocol/schemas.ts';
import type { Log } from '../log.ts';
import { readSessionCookie, sessionCookie, type SessionTokens } from '../transport/session-token.ts';
import type { AccessTokens } from './access-token.ts';
import { loginCookies, NO_LOGIN_COOKIES, readAccess, readRefresh } from './account-cookies.ts';
import { AccountError } from './account-error.ts';
import type { LoggedIn, Visitor } from './account-parts.ts';
import type { Account } from './account-store.ts';
import type { Accounts } from './accounts.ts';
import { sessionBefore, sessionIn } from './session-in.ts';

interface AccountRoutesOptions {
  readonly accounts: Accounts;
  readonly access: AccessTokens;
  readonly tokens: SessionTokens;
  readonly log: Log;
}

const text = (most: number) => v.pipe(v.string(), v.maxLength(most));
/** More than the longest that is allowed, so that its own words can say that it is too long. */
const password = text(1_000);
const name = text(LIMITS.nameCharacters);
const link = text(100);
const BODY_BYTES = 8_192;

const bodies = {
  register: v.strictObject({ name, password, link: v.exactOptional(link) }),
  login: v.strictObject({ name, password }),
  password: v.strictObject({ old: password, password }),
  link: v.strictObject({ link }),
  reset: v.strictObject({ link, password }),
  person: v.strictObject({ user: id<UserId>() }),
  taken: v.strictObject({ id: text(20) }),
};

const STATUS: Partial<Record<string, number>> = {
  login_wrong: 401,
  login_required: 401,
  account_disabled: 403,
  not_administrator: 403,
  last_administrator: 409,
  registration_closed: 403,
  account_unknown: 404,
  link_invalid: 404,
  link_gone: 404,
  links_full: 409,
  name_taken: 409,
  rate_limited: 429,
  internal: 500,
};

export function createAccountRoutes({ accounts, access, tokens, log }: AccountRoutesOptions): Router {
  const { logins, registering, passwordChanges, administering } = accounts;
  const router = Router();
  router.use('/account', express.json({ limit: BODY_BYTES, type: 'application/json' }));
  router.use('/account', (_request, response, next) => {
    response.setHeader('Cache-Control', 'no-store');
    next();
  });

  const browserOf = ({ headers }: Request) => tokens.verify(readSessionCookie(headers.cookie) ?? '');
  const visitorOf = async (request: Request): Promise<Visitor> => ({
    address: request.socket.remoteAddress ?? '',
    browser: browserOf(request),
    session: await sessionBefore(request.headers.cookie, { logins, access }),
  });
  const ownOf = (request: Request, { id: user, name, administrator }: Account): OwnAccount => ({
    user,
    name,
    administrator,
    same: browserOf(request) === user,
  });

  async function welcome(request: Request, response: Response, entered: LoggedIn): Promise<void> {
    const { account, open, ended } = entered;
    if (ended) response.once('close', () => logins.endConnections());
    const token = await access.issue({ user: account.id, session: open.session });
    response.setHeader('Set-Cookie', loginCookies(token, open.refresh)).json(ownOf(request, account));
  }

  async function sessionOf({ headers }: Request): Promise<string> {
    const read = await access.read(readAccess(headers.cookie) ?? '');
    if (read === null) throw new AccountError('login_required');
    logins.of(read.session);
    return read.session;
  }

  router.post('/account/register', async (request, response) => {
    const wanted = bodyOf(bodies.register, request);
    await welcome(request, response, await registering.register(wanted, await visitorOf(request)));
    log.info('account made');
  });
  router.post('/account/login', async (request, response) => {
    const given = bodyOf(bodies.login, request);
    await welcome(request, response, await logins.login(given, await visitorOf(request)));
  });
  router.post('/account/refresh', async (request, response) => {
    const token = readRefresh(request.headers.cookie);
    if (token === null) throw new AccountError('login_required');
    await welcome(request, response, logins.refresh(token));
  });
  router.post('/account/link', (request, response) => {
    response.json(registering.linkOf(bodyOf(bodies.link, request).link));
  });
  router.post('/account/reset', async (request, response) => {
    const given = bodyOf(bodies.reset, request);
    const { session } = await visitorOf(request);
    await welcome(request, response, await passwordChanges.reset(given, session));
  });
  router.post('/account/logout', async (request, response) => {
    const session = await sessionIn(request.headers.cookie, { logins, access });
    if (session !== null) logins.logout(session);
    response.setHeader('Set-Cookie', NO_LOGIN_COOKIES).status(204).end();
  });
  router.post('/account/logout-everywhere', async (request, response) => {
    logins.logoutEverywhere(await sessionOf(request));
    response.setHeader('Set-Cookie', NO_LOGIN_COOKIES).status(204).end();
  });
  router.post('/account/password', async (request, response) => {
    const session = await sessionOf(request);
    const given = bodyOf(bodies.password, request);
    await passwordChanges.change(session, given, request.socket.remoteAddress ?? '');
    response.status(204).end();
  });
  // The page has seen to it that nothing of anybody else is left in this browser: from now on it is theirs.
  router.post('/account/here', async (request, response) => {
    const { id: user } = logins.of(await sessionOf(request));
    if (browserOf(request) !== user) response.setHeader('Set-Cookie', sessionCookie(tokens.issue(user)));
    response.status(204).end();
  });
  router.get('/account/me', async (request, response) => {
    response.json(ownOf(request, logins.of(await sessionOf(request))));
  });

  router.get('/account/people', async (request, response) => {
    response.json(administering.list(await sessionOf(request)));
  });
  router.post('/account/invite', async (request, response) => {
    response.json(administering.invite(await sessionOf(request)));
  });
  router.post('/account/reset-link', async (request, response) => {
    const session = await sessionOf(request);
    response.json(administering.reset(session, bodyOf(bodies.person, request).user));
  });
  router.get('/account/links', async (request, response) => {
    response.json(administering.links(await sessionOf(request)));
  });
  router.post('/account/take-back', async (request, response) => {
    const session = await sessionOf(request);
    administering.takeBack(session, bodyOf(bodies.taken, request).id);
    response.status(204).end();
  });
  for (const action of ['disable', 'enable'] as const)
    router.post(`/account/${action}`, async (request, response) => {
      const session = await sessionOf(request);
      administering.setDisabled(session, bodyOf(bodies.person, request).user, action === 'disable');
      response.status(204).end();
    });

  for (const action of ['promote', 'demote'] as const)
    router.post(`/account/${action}`, async (request, response) => {
      const session = await sessionOf(request);
      administering.appoint(session, bodyOf(bodies.person, request).user, action === 'promote');
      response.status(204).end();
    });

  const refuse: ErrorRequestHandler = (error: unknown, _request, response, next) => {
    if (response.headersSent) return next(error);
    const { code, detail } = told(error);
    if (code === 'internal') log.error('account request failed', error);
    if (code === 'rate_limited') response.setHeader('Retry-After', detail);
    // Whoever is not logged in any more needs no cookies that say so. One that has ended may have made room for another that is on its way here.
    if (code === 'login_required' && detail !== '' && detail !== 'ended')
      response.setHeader('Set-Cookie', NO_LOGIN_COOKIES);
    response.status(STATUS[code] ?? 400).json({ error: { code, detail } });
  };
  router.use('/account', refuse);
  return router;
}

function bodyOf<S extends v.GenericSchema>(schema: S, request: Request): v.InferOutput<S> {
  const parsed = v.safeParse(schema, request.body);
  if (!parsed.success) throw new AccountError('bad_payload', v.getDotPath(parsed.issues[0]) ?? '');
  return parsed.output;
}

/** A code for whatever went wrong; of what was sent, nothing is repeated. */
function told(error: unknown): { readonly code: string; readonly detail: string } {
  if (error instanceof AccountError) return error;
  if (error instanceof AppError && error.code === 'name_invalid') return error;
  // Of express's parser: no JSON, or too much of it.
  const status = error instanceof Error && 'status' in error ? Number(error.status) : 500;
  return status < 500 ? { code: 'bad_payload', detail: '' } : { code: 'internal', detail: '' };
}
