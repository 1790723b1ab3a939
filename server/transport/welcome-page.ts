/**
 * What plain HTTP serves: one page that leads on to HTTPS and tells how to trust this server, and the certificate for
 * that. Never the app, whose calls a browser allows on HTTPS only.
 */
import express, { type Express, type Request, type RequestHandler } from 'express';
import helmet from 'helmet';
import { hostUrl, withScheme } from '../host-url.ts';
import { canBeProven } from '../permitted-hosts.ts';
import { pageAssets } from './page-assets.ts';
import { Html, type PageTemplate, type Values } from './page-template.ts';
import { type Device, DEVICES, guessVisitor } from './visitor-device.ts';

export interface OtherServer {
  readonly name: string;
  readonly url: string;
}

export interface WelcomeInput {
  readonly template: PageTemplate;
  readonly style: Html;
  /** Takes a passcode along; nothing where there is none to take. */
  readonly script: Html;
  readonly serverName: string;
  /** As the visitor wrote it: `Host`, checked before. */
  readonly host: string;
  readonly userAgent: string;
  /** Null where the certificate is the operator's own, and there is nothing to trust first. */
  readonly fingerprint: string | null;
  readonly others: readonly OtherServer[];
  /** Under which the app is reached, on HTTPS, the most reliable first. */
  readonly urls: readonly string[];
}

interface Common {
  readonly host: string;
  readonly secureUrl: string;
  readonly serverName: string;
  readonly [name: string]: string;
}

export const CERTIFICATE_PATH = '/earshot-ca.crt';

/** @throws where `host` is none */
export function renderWelcome(input: WelcomeInput): string {
  const { template, style, script, serverName, host, fingerprint, others } = input;
  const secureUrl = withScheme(`http://${host}`, 'https');
  const common = { host: new URL(secureUrl).hostname, secureUrl, serverName };
  const trusting =
    fingerprint === null
      ? { warning: Html.nothing, trust: Html.nothing, questions: Html.nothing }
      : trustPieces(input, fingerprint, common);
  const more = { ...trusting, others: otherServers(template, others) };
  const page = {
    ...common,
    style,
    script,
    frame: fingerprint === null ? 'frame alone' : 'frame',
    warning: trusting.warning,
    more: fingerprint === null && others.length === 0 ? Html.nothing : template.block('more', more),
  };
  return template.page(page).toString();
}

/** What there is to say where the certificate is ours, and the browser does not know us yet. */
function trustPieces({ template, userAgent, urls }: WelcomeInput, fingerprint: string, common: Common) {
  const { device, browser } = guessVisitor(userAgent);
  const provable = canBeProven(common.host);
  const steps = { ...common, download: template.block('download', { certificatePath: CERTIFICATE_PATH }) };
  return {
    warning: template.block('warning', {
      ways: template.block(`warning_${browser ?? 'any'}`, common),
      remedy: template.block(provable ? 'remedy' : 'remedy_elsewhere'),
    }),
    trust: provable
      ? template.block('trust', {
          fingerprint: fingerprintRows(template, fingerprint),
          devices: Html.join(devicesFor(device).map((each) => deviceSteps(template, each, device, steps))),
        })
      : template.block('elsewhere', { ...common, elsewhere: betterAddress(template, urls) }),
    questions: template.block('questions'),
  };
}

/** A certificate of ours can name neither bare host names nor public addresses; trusting it would change nothing there. */
function betterAddress(template: PageTemplate, urls: readonly string[]): Html {
  const better = urls.find((url) => canBeProven(new URL(url).hostname));
  if (better === undefined) return template.block('elsewhere_none');
  return template.block('elsewhere_known', { url: withScheme(better, 'http') });
}

const devicesFor = (first: Device | null): readonly Device[] =>
  first === null ? DEVICES : [first, ...DEVICES.filter((device) => device !== first)];

const deviceSteps = (template: PageTemplate, device: Device, own: Device | null, common: Values): Html =>
  template.block(device === own ? 'own_device' : 'device', {
    device,
    kind: device === 'firefox' ? 'browser' : 'device',
    title: template.block(`title_${device}`),
    steps: template.block(`steps_${device}`, common),
  });

/** Four rows of eight pairs, as in the terminal, so that an eye can keep its place. */
const fingerprintRows = (template: PageTemplate, fingerprint: string): Html =>
  Html.join(
    (fingerprint.match(/(..:?){1,8}/g) ?? []).map((row) => template.block('fingerprint_row', { row })),
  );

const otherServers = (template: PageTemplate, others: readonly OtherServer[]): Html =>
  others.length === 0
    ? Html.nothing
    : template.block('others', {
        servers: Html.join(
          others.map(({ name, url }) => template.block('other', { name, url, address: new URL(url).host })),
        ),
      });

interface WelcomeAppOptions {
  /** Refuses requests for hosts that are not ours. */
  readonly guard: RequestHandler;
  readonly api: RequestHandler;
  /** Holds welcome.html, welcome.css and welcome.js. */
  readonly templatesFolder: string;
  readonly serverName: string;
  /** Null where the certificate is the operator's own. */
  readonly authority: { readonly certificateDer: Buffer; readonly fingerprint: string } | null;
  readonly neighbours: () => readonly {
    readonly name: string;
    readonly addresses: readonly string[];
    readonly port: number;
  }[];
  readonly urls: () => readonly string[];
  /** Whether links to this server may carry a passcode. */
  readonly hasPasscode: boolean;
}

export function createWelcomeApp(options: WelcomeAppOptions): Express {
  const { guard, api, serverName, authority, neighbours, urls, hasPasscode } = options;
  const assets = pageAssets(options.templatesFolder, 'welcome');
  const app = express();
  app.disable('x-powered-by');
  app.disable('etag');
  app.set('env', 'production'); // a fault is told on stderr, not to the visitor
  app.use(securityHeaders(), guard);
  app.use(api);
  app.use((request, response, next) => {
    response.setHeader('Cache-Control', 'no-store');
    if (request.method === 'GET' || request.method === 'HEAD') return next();
    response.status(405).setHeader('Allow', 'GET, HEAD');
    response.type('text/plain').send('Only GET is allowed here.\n');
  });
  if (authority !== null) {
    app.get(CERTIFICATE_PATH, (_request, response) => {
      // Inline: iOS and Firefox offer to install what they are shown, and only save what comes as an attachment.
      response.setHeader('Content-Disposition', 'inline; filename="earshot-ca.crt"');
      response.setHeader('Content-Type', 'application/x-x509-ca-cert');
      response.end(authority.certificateDer);
    });
  }
  app.use((request, response) => {
    const host = request.headers.host;
    if (!wantsPage(request) || host === undefined) {
      response.status(404).type('text/plain').send('There is nothing here. Open / instead.\n');
      return;
    }
    const { template, style, script } = assets();
    const page = renderWelcome({
      template,
      style: style.html,
      script: hasPasscode ? script.html : Html.nothing,
      serverName,
      host,
      userAgent: request.headers['user-agent'] ?? '',
      fingerprint: authority?.fingerprint ?? null,
      urls: urls(),
      others: neighbours().flatMap(({ name, addresses, port }) =>
        addresses.slice(0, 1).map((address) => ({ name, url: hostUrl('http', address, port) })),
      ),
    });
    const scripts = hasPasscode ? `; script-src ${script.source}` : '';
    response.setHeader('Content-Security-Policy', `${POLICY}; style-src ${style.source}${scripts}`);
    response.type('html').send(page);
  });
  return app;
}

/** The root in any case; elsewhere what a person opened, not what a page or a program asks for. */
const wantsPage = (request: Request): boolean =>
  request.path === '/' || (request.headers.accept ?? '').includes('text/html');

const POLICY =
  "default-src 'none'; img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/** No HSTS and no upgrades, which would lock visitors out of this very page. */
function securityHeaders(): RequestHandler {
  const headers = helmet({
    contentSecurityPolicy: false,
    strictTransportSecurity: false,
    xFrameOptions: { action: 'deny' },
    referrerPolicy: { policy: 'no-referrer' },
    // Both mean nothing without HTTPS, and browsers complain of them in the console.
    crossOriginOpenerPolicy: false,
    originAgentCluster: false,
  });
  return (request, response, next) => {
    response.setHeader('Content-Security-Policy', POLICY);
    headers(request, response, next);
  };
}
