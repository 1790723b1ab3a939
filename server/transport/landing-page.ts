/**
 * The host's own page in front of joining: whose server this is, and their words. It stands at the address itself until it has been seen in a
 * browser, which a cookie without any content remembers, and stays at a path of its own. Needs no script; the form sends to the address it was
 * opened at, so that what a link carries behind its hash goes on to the app.
 */
import { Router, type Request, type Response } from 'express';
import type { Log } from '../log.ts';
import { lastingCookie, readCookie } from './cookies.ts';
import { LandingText } from './landing-text.ts';
import { pageAssets } from './page-assets.ts';

/** Where the page is found after it has been seen. */
export const LANDING_PATH = '/about';
const COOKIE = '__Host-earshot-landing';
const SEEN_COOKIE = lastingCookie(COOKIE, 'seen');
/** For whoever leaves for good. */
export const NO_LANDING_COOKIE = lastingCookie(COOKIE, '').replace(/Max-Age=\d+/, 'Max-Age=0');

interface LandingOptions {
  readonly file: string;
  /** Holds landing.html and landing.css. */
  readonly templatesFolder: string;
  readonly serverName: string;
  readonly log: Pick<Log, 'warn'>;
}

/** @throws StartError where the file cannot be shown */
export async function openLanding({
  file,
  templatesFolder,
  serverName,
  log,
}: LandingOptions): Promise<Router> {
  const text = await LandingText.open(file, log);
  const assets = pageAssets(templatesFolder, 'landing');
  const router = Router();

  async function show(response: Response, way: 'join' | 'back'): Promise<void> {
    const { template, style } = assets();
    const words = await text.html();
    const page = template.page({ serverName, style: style.html, words, way: template.block(way) });
    response.setHeader('Content-Security-Policy', policy(style.source));
    // Under no-referrer, browsers send the form without an origin, which the guard wants to know (Fetch, 3.2).
    response.setHeader('Referrer-Policy', 'same-origin');
    response.setHeader('Cache-Control', 'no-store');
    response.type('html').send(page.toString());
  }

  router.get(['/', '/index.html'], (request, response, next) => {
    if (readCookie(request.headers.cookie, COOKIE) !== null) return next();
    return show(response, 'join');
  });
  router.post('/', (request, response) => {
    response.setHeader('Set-Cookie', SEEN_COOKIE).setHeader('Cache-Control', 'no-store');
    response.redirect(303, `/${queryOf(request)}`);
  });
  router.get(LANDING_PATH, (_request, response) => {
    response.setHeader('Set-Cookie', SEEN_COOKIE);
    return show(response, 'back');
  });
  return router;
}

function queryOf({ url }: Request): string {
  const at = url.indexOf('?');
  return at < 0 ? '' : url.slice(at);
}

const policy = (style: string): string =>
  [
    "default-src 'none'",
    `style-src ${style}`,
    'img-src data:',
    "form-action 'self'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
    "require-trusted-types-for 'script'",
    "trusted-types 'none'",
  ].join('; ');
