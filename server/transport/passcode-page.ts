/**
 * What stands before the app on HTTPS where a passcode is set: a page that asks for it, the answer to what it sends, and a no for
 * everything else but what says nothing about anybody. Needs no script; with one, the page takes the passcode out of a scanned link.
 */
import { Router, urlencoded, type Request, type Response } from 'express';
import type { Log } from '../log.ts';
import { Html } from './page-template.ts';
import { pageAssets } from './page-assets.ts';
import type { Passcode } from './passcode.ts';

const PASSCODE_PATH = '/api/passcode';

/** The same for everybody and on every server: code, style, pictures. */
const OPEN = /^\/(assets\/|icons\/|favicon\.svg$|manifest\.webmanifest$)/;

/** More than the longest passcode, each of its characters written out. */
const FORM_BYTES = 4_096;

type Problem = { readonly kind: 'empty' | 'wrong' } | { readonly kind: 'wait'; readonly waitMs: number };

interface PasscodeGateOptions {
  readonly passcode: Passcode;
  /** Holds passcode.html, passcode.css and passcode.js. */
  readonly templatesFolder: string;
  readonly serverName: string;
  readonly log: Pick<Log, 'warn'>;
}

export function createPasscodeGate({
  passcode,
  templatesFolder,
  serverName,
  log,
}: PasscodeGateOptions): Router {
  const router = Router();
  const assets = pageAssets(templatesFolder, 'passcode');
  const readForm = urlencoded({ extended: false, limit: FORM_BYTES, parameterLimit: 4 });

  function show(response: Response, status: number, problem: Problem | null): void {
    const { template, style, script } = assets();
    const page = template.page({
      serverName,
      style: style.html,
      script: script.html,
      state: problem === null ? Html.nothing : template.block('state'),
      problem: problem === null ? Html.nothing : template.block('problem', { words: wordsOf(problem) }),
    });
    response.setHeader('Content-Security-Policy', policy(style.source, script.source));
    // Under no-referrer, browsers send the form without an origin, which the guard wants to know (Fetch, 3.2).
    response.setHeader('Referrer-Policy', 'same-origin');
    response.setHeader('Cache-Control', 'no-store');
    response.status(status).type('html').send(page.toString());
  }

  function wordsOf(problem: Problem): Html {
    const { template } = assets();
    if (problem.kind !== 'wait') return template.block(problem.kind);
    const minutes = Math.ceil(problem.waitMs / 60_000);
    return template.block(minutes === 1 ? 'wait_one' : 'wait', { minutes: String(minutes) });
  }

  function answer(request: Request, response: Response): void {
    const given = givenIn(request.body);
    if (given === '') return show(response, 400, { kind: 'empty' });
    const address = request.socket.remoteAddress ?? '';
    const attempt = passcode.attempt(given, address);
    if (attempt.kind === 'right') {
      response.setHeader('Set-Cookie', attempt.cookie).setHeader('Cache-Control', 'no-store');
      response.redirect(303, '/');
      return;
    }
    if (attempt.kind === 'wrong' && attempt.waitMs === 0) return show(response, 403, { kind: 'wrong' });
    if (attempt.kind === 'wrong') log.warn('too many wrong passcodes', { address });
    response.setHeader('Retry-After', Math.ceil(attempt.waitMs / 1_000));
    show(response, attempt.kind === 'wrong' ? 403 : 429, { kind: 'wait', waitMs: attempt.waitMs });
  }

  router.post(PASSCODE_PATH, (request, response) => {
    readForm(request, response, (fault?: unknown) => {
      // What cannot be read as a form holds no passcode.
      if (fault === undefined) answer(request, response);
      else show(response, 400, { kind: 'empty' });
    });
  });
  router.get(PASSCODE_PATH, (_request, response) => response.redirect(303, '/'));
  router.use((request, response, next) => {
    if (OPEN.test(request.path) || passcode.admits(request)) return next();
    const reads = request.method === 'GET' || request.method === 'HEAD';
    if (reads && wantsPage(request)) return show(response, 403, null);
    response.setHeader('Cache-Control', 'no-store');
    response
      .status(403)
      .type('text/plain')
      .send('This server has a passcode. Open / in a browser to give it.\n');
  });
  return router;
}

const wantsPage = ({ path, headers }: Request): boolean =>
  path === '/' || (headers.accept ?? '').includes('text/html');

function givenIn(body: unknown): string {
  const given = typeof body === 'object' && body !== null && 'passcode' in body ? body.passcode : '';
  return typeof given === 'string' ? given.trim() : '';
}

const policy = (style: string, script: string): string =>
  [
    "default-src 'none'",
    `style-src ${style}`,
    `script-src ${script}`,
    'img-src data:',
    "form-action 'self'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
    "require-trusted-types-for 'script'",
    "trusted-types 'none'",
  ].join('; ');
