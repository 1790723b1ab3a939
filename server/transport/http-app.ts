/** What HTTPS serves: the app, made once by the build and never assembled here, and the session cookie that goes with its page. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import express, { type Express, type RequestHandler, type Router } from 'express';
import helmet from 'helmet';
import sirv from 'sirv';
import { SESSION_PATH, TICKET_HEADER } from '../../protocol/device-link.ts';
import type { UserId } from '../../protocol/ids.ts';
import type { AccountDoor } from './account-door.ts';
import { NO_LANDING_COOKIE } from './landing-page.ts';
import { inlineSources } from './page-assets.ts';
import { NO_SESSION_COOKIE, readSessionCookie, sessionCookie, type SessionTokens } from './session-token.ts';

interface HttpAppOptions {
  readonly guard: RequestHandler;
  /** The HTTP interface; passes on what is not for it. */
  readonly api: RequestHandler;
  /** The client as built: index.html, assets/ with hashed names, each with .br and .gz beside it. */
  readonly clientFolder: string;
  readonly tokens: SessionTokens;
  readonly newUserId: () => UserId;
  /** The person of a new device's ticket. */
  readonly redeem: (ticket: string) => UserId | null;
  /** Ends what goes on in the browser with this token. */
  readonly endSession: (token: string) => Promise<void>;
  /** Stands before everything that is about people; null where no passcode is set. */
  readonly passcodeGate: Router | null;
  /** The host's own page in front of joining; null where there is none. */
  readonly landing: Router | null;
  /** Null where nobody has to log in. */
  readonly accounts: AccountDoor | null;
}

export function createHttpApp({
  guard,
  api,
  clientFolder,
  tokens,
  newUserId,
  redeem,
  endSession,
  passcodeGate,
  landing,
  accounts,
}: HttpAppOptions): Express {
  const app = express();
  app.disable('x-powered-by');
  app.disable('etag');
  app.use(securityHeaders(readFileSync(join(clientFolder, 'index.html'), 'utf8')), guard);
  app.use(api);
  if (passcodeGate !== null) app.use(passcodeGate);
  if (landing !== null) app.use(landing);
  if (accounts !== null) app.use(accounts.handler);
  // A header of our own keeps other pages out: their browsers would ask first, and are not answered.
  app.post(SESSION_PATH, async (request, response) => {
    const user = redeem(request.get(TICKET_HEADER) ?? '');
    const login =
      user === null || accounts === null ? [] : await accounts.letIn(user, request.headers.cookie);
    if (user === null || login === null)
      response.status(403).type('text/plain').send('This ticket is not valid.\n');
    else
      response
        .setHeader('Set-Cookie', [sessionCookie(tokens.issue(user)), ...login])
        .status(204)
        .end();
  });
  // Whoever leaves for good: a copy of their cookie is of no use any more, and their browser is told to forget all it has of this page.
  app.delete(SESSION_PATH, (request, response, next) => {
    const token = readSessionCookie(request.headers.cookie) ?? '';
    const erased = accounts?.erase(request.headers.cookie) ?? Promise.resolve([]);
    erased
      .then(async (login) => {
        await tokens.revoke(token);
        await endSession(token);
        return login;
      })
      .then((login) =>
        response
          .setHeader('Set-Cookie', [
            NO_SESSION_COOKIE,
            ...login,
            ...(landing === null ? [] : [NO_LANDING_COOKIE]),
          ])
          .setHeader('Clear-Site-Data', '"storage"')
          .status(204)
          .end(),
      )
      .catch(next);
  });
  app.use((request, response, next) => {
    if (request.method === 'GET' || request.method === 'HEAD') next();
    else
      response
        .status(405)
        .setHeader('Allow', 'GET, HEAD')
        .type('text/plain')
        .send('Only GET is allowed here.\n');
  });
  app.get(['/', '/index.html'], (request, response, next) => {
    // Being known by a cookie from the first page on needs nothing stored here: the token is the signed id itself.
    const token = readSessionCookie(request.headers.cookie) ?? '';
    const given = tokens.verify(token) === null ? tokens.issue(newUserId()) : tokens.renew(token);
    if (given !== null) response.setHeader('Set-Cookie', sessionCookie(given));
    next();
  });
  if (accounts !== null) app.use(accounts.page);
  app.use(
    sirv(clientFolder, {
      brotli: true,
      gzip: true,
      etag: true,
      setHeaders: (response, path) => {
        const forGood = path.startsWith('/assets/');
        response.setHeader('Cache-Control', forGood ? 'public, max-age=31536000, immutable' : 'no-cache');
      },
    }),
  );
  app.use((_request, response) => {
    response.status(404).type('text/plain').send('There is nothing here. Open / instead.\n');
  });
  return app;
}

/** Helmet with a policy of our own, and without the two of its defaults that lock people out of a LAN host (HSTS, upgrades). */
function securityHeaders(page: string): RequestHandler {
  const own = ["'self'"];
  const none = ["'none'"];
  const headers = helmet({
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: none,
        scriptSrc: [...own, ...inlineSources(page, 'script')],
        styleSrc: [...own, ...inlineSources(page, 'style')],
        imgSrc: [...own, 'blob:', 'data:'],
        mediaSrc: [...own, 'blob:'],
        connectSrc: own,
        manifestSrc: own,
        workerSrc: own,
        baseUri: none,
        formAction: none,
        frameAncestors: none,
        requireTrustedTypesFor: ["'script'"],
        trustedTypes: ['lit-html'],
      },
    },
    strictTransportSecurity: false,
    xFrameOptions: { action: 'deny' },
    referrerPolicy: { policy: 'no-referrer' },
    crossOriginEmbedderPolicy: false,
  });
  return (request, response, next) => {
    response.setHeader(
      'Permissions-Policy',
      'camera=(self), microphone=(self), display-capture=(self), autoplay=(self), fullscreen=(self), geolocation=(), payment=(), usb=()',
    );
    headers(request, response, next);
  };
}
