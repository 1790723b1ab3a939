/** The composition root: every part of the server is made here and handed what it needs, started in order and stopped in order. */
import { randomUUID } from 'node:crypto';
import { hostname, type NetworkInterfaceInfo } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { LoadedConfig } from '../config/load.ts';
import type { UserId } from '../protocol/ids.ts';
import { repeat, type Clock } from './clock.ts';
import { createApi } from './api/create-api.ts';
import { NoAdvertiser, type Advertiser } from './discovery/advertiser.ts';
import { LanWatcher } from './discovery/lan-watcher.ts';
import { MdnsAdvertiser } from './discovery/mdns-advertiser.ts';
import type { Neighbour } from './discovery/neighbour.ts';
import { Neighbours } from './discovery/neighbours.ts';
import type { Log, LogControl } from './log.ts';
import { allowedHosts, certifiedHosts, urlsOf } from './own-hosts.ts';
import { LanRelay } from './relay/lan-relay.ts';
import { PathServers, REFRESH_MS } from './relay/path-servers.ts';
import { ConnectionLimits } from './tls/connection-limits.ts';
import { DualPort } from './tls/dual-port.ts';
import { openTls } from './tls/open-tls.ts';
import { HostGuard } from './transport/host-guard.ts';
import { createHttpApp } from './transport/http-app.ts';
import { LANDING_PATH, openLanding } from './transport/landing-page.ts';
import { createPasscodeGate } from './transport/passcode-page.ts';
import { Passcode } from './transport/passcode.ts';
import { createRealtime, newId } from './transport/realtime.ts';
import { openSessionTokens } from './transport/session-token.ts';
import type { OpenAccounts } from './accounts/open-accounts.ts';
import { createWelcomeApp } from './transport/welcome-page.ts';
import { SERVER_VERSION } from './version.ts';

export interface AppOptions {
  readonly config: LoadedConfig;
  readonly clock: Clock;
  readonly log: Log;
  /** How much of it is said; where nobody can change that, what the configuration says. */
  readonly logControl?: LogControl;
  /** `os.networkInterfaces` */
  readonly readInterfaces: () => NodeJS.Dict<NetworkInterfaceInfo[]>;
  /** Where the build put the client, the templates and the bundles of the worker threads. */
  readonly builtFolder: string;
}

/** What there is to show at the terminal once the server listens. */
export interface RunningApp {
  readonly port: number;
  readonly urls: () => readonly string[];
  readonly hostName: () => string | null;
  /** Null with a certificate of the operator's own. */
  readonly authority: { readonly certificateFile: string; readonly fingerprint: string } | null;
  readonly neighbours: () => readonly Neighbour[];
  /** Null where nobody has to log in. */
  readonly accounts: Pick<OpenAccounts, 'hasAdministrator' | 'inviteFirst'> | null;
  /** Told when addresses, the `.local` name or the neighbours have changed. */
  onChange(listener: () => void): () => void;
  /** Tells people, says goodbye on the network, closes. Safe to call twice. */
  stop(): Promise<void>;
}

const CLOSE_GRACE_MS = 1_000;

/** @throws StartError with one sentence for the person at the terminal */
export async function startApp(options: AppOptions): Promise<RunningApp> {
  const { config, clock, log, readInterfaces, builtFolder } = options;
  const logControl = options.logControl ?? { level: config.logLevel };
  const serverName = config.name ?? hostname();
  const lan = new LanWatcher({ readInterfaces, clock, log });
  const guard = new HostGuard();
  const connections = new ConnectionLimits({
    clock,
    total: config.connections,
    perAddress: config.connectionsPerAddress,
    opening: { perSecond: config.connectionsPerSecond, burst: config.connectionsPerSecond * 10 },
  });
  const port = new DualPort({
    clock,
    admit: (address) => connections.admit(address),
    onProblem: (error) => log.error('connection not accepted', error),
  });
  const tls = await openTls({ config, label: serverName, server: port.secure, clock, log });
  const tokens = await openSessionTokens(config.dataDir, clock);
  const passcode =
    config.passcode === undefined ? null : new Passcode({ passcode: config.passcode, tokens, clock });
  const accounts: OpenAccounts | null = config.accounts
    ? await (
        await import('./accounts/open-accounts.ts')
      ).openAccounts({
        config,
        serverName,
        clientFolder: join(builtFolder, 'client'),
        tokens,
        newUserId: () => newId<UserId>(),
        holderOf: (folded) => realtime.holderOf(folded),
        endSessions: (isOpen) =>
          void realtime.endSessions(isOpen).catch((error: unknown) => log.error('sessions not ended', error)),
        clock,
        log,
      })
    : null;
  const startedAt = clock.now();
  const listeners = new Set<() => void>();
  let boundPort = config.port;
  let advertiser: Advertiser = new NoAdvertiser();
  let neighbours: Neighbours | null = null;

  const sources = () => ({
    computer: hostname(),
    hostName: advertiser.hostName,
    lan: lan.addresses,
    // Asking the system for them is dear, and whoever connects is told only what can be said without.
    get interfaces() {
      return readInterfaces();
    },
    further: config.hosts,
    certified: tls.certifiedNames,
  });
  const ipv6 = config.host.includes(':');
  const workerUrl = (file: string) => pathToFileURL(join(builtFolder, 'server', file));
  const urls = () => urlsOf(sources(), boundPort, ipv6);
  const templatesFolder = join(builtFolder, 'templates');
  const landing =
    config.landing === undefined
      ? null
      : await openLanding({ file: config.landing, templatesFolder, serverName, log });
  const api = createApi({
    config,
    clock,
    log,
    logControl,
    realtime: () => realtime,
    startedAt,
    // Before the passcode, or logging in, nothing is said about people, how many are here included.
    telling: passcode === null && accounts === null,
  });
  port.secure.on(
    'request',
    createHttpApp({
      guard: guard.handler,
      api: api.secure,
      clientFolder: join(builtFolder, 'client'),
      tokens,
      newUserId: () => newId<UserId>(),
      redeem: (ticket) => realtime.redeem(ticket),
      endSession: (token) => realtime.endSession(token),
      accounts,
      passcodeGate:
        passcode === null ? null : createPasscodeGate({ passcode, templatesFolder, serverName, log }),
      landing,
    }),
  );
  port.plain.on(
    'request',
    createWelcomeApp({
      guard: guard.handler,
      api: api.plain,
      templatesFolder,
      serverName,
      authority: tls.authority,
      hasPasscode: passcode !== null,
      neighbours: () => neighbours?.list() ?? [],
      urls,
    }),
  );

  const relay = new LanRelay({
    workerUrl: workerUrl('relay-worker.js'),
    // Browsers are told of IPv4 addresses only; with an IPv6 one there is nothing else to listen on.
    host: config.host.includes(':') ? '0.0.0.0' : config.host,
    port: config.relayPort,
    always: config.relay === 'on',
    clock,
    log,
  });
  const ownAddresses = () => lan.addresses.map(({ address }) => address);
  const paths = new PathServers({
    turnUrls: config.turnUrl,
    turnSecret: config.turnSecret ?? null,
    mode: config.relay,
    relay,
    ownAddresses,
    clock,
  });
  // After the two apps: socket.io takes its own path from the listeners that are there when it comes.
  const realtime = createRealtime({
    server: port.secure,
    guard: {
      allows: (request) => guard.allows(request) && (passcode === null || passcode.admits(request)),
    },
    tokens,
    accounts,
    config,
    clock,
    log,
    logControl,
    ownAddresses,
    paths,
    facts: () => ({
      idleMinutes: config.idleMinutes,
      serverName,
      serverVersion: SERVER_VERSION,
      urls: urls(),
      ...(config.coffee !== undefined && { coffee: config.coffee }),
      ...(landing !== null && { landing: LANDING_PATH }),
    }),
  });

  async function hostsChanged(): Promise<void> {
    guard.setHosts(allowedHosts(sources()), [...config.hosts, ...tls.certifiedNames]);
    await tls.setHosts(certifiedHosts(sources()));
    realtime.tellEveryone('server_addresses', { urls: urls() });
    for (const listener of [...listeners]) listener();
  }
  const onHostsChanged = () => {
    hostsChanged().catch((error: unknown) => log.error('certificate not renewed', error));
  };

  await hostsChanged();
  boundPort = (await port.listen({ host: config.host, port: config.port })).port;
  realtime.start();
  const keepPathsFresh = paths.runOut ? repeat(clock, REFRESH_MS, () => realtime.tellPaths()) : () => {};
  relay.onChange(() => config.relay === 'on' && realtime.tellPaths());
  relay.start();
  lan.onChange(onHostsChanged);
  lan.start();
  if (config.mdns) {
    const discovery = { lan, clock, log };
    const id = randomUUID();
    advertiser = new MdnsAdvertiser({
      ...discovery,
      workerUrl: workerUrl('advertiser-worker.js'),
      port: boundPort,
      id,
      name: serverName,
      ipv6,
    });
    neighbours = new Neighbours({ ...discovery, workerUrl: workerUrl('neighbours-worker.js'), ownId: id });
    advertiser.onChange(onHostsChanged);
    neighbours.onChange(() => listeners.forEach((listener) => listener()));
    neighbours.start();
    await advertiser.start();
  }
  log.info('listening', { port: boundPort });

  async function stop(): Promise<void> {
    log.info('stopping');
    listeners.clear();
    lan.stop();
    tls.stop();
    api.stop();
    realtime.stop();
    keepPathsFresh();
    const closed = port.close({ graceMs: CLOSE_GRACE_MS });
    await Promise.all([closed, advertiser.stop(), neighbours?.stop(), relay.stop()]);
    accounts?.close();
    log.info('stopped');
  }
  let stopping: Promise<void> | null = null;

  return {
    port: boundPort,
    urls,
    hostName: () => advertiser.hostName,
    authority: tls.authority,
    neighbours: () => neighbours?.list() ?? [],
    accounts,
    onChange: (listener) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    stop: () => (stopping ??= stop()),
  };
}
