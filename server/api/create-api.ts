/** The HTTP interface put together: keys, routes and the two sides on which they are served. */
import type { RequestHandler } from 'express';
import type { LoadedConfig } from '../../config/load.ts';
import type { Clock } from '../clock.ts';
import type { Log, LogControl } from '../log.ts';
import { newId, type Realtime } from '../transport/realtime.ts';
import { SERVER_VERSION } from '../version.ts';
import { ApiKeys } from './api-keys.ts';
import { withDocument } from './document-routes.ts';
import { botRoutes } from './bot-routes.ts';
import { BotSessions } from './bot-sessions.ts';
import { logRoutes } from './log-routes.ts';
import { meetingRoutes } from './meeting-routes.ts';
import { KeyGate } from './key-gate.ts';
import { roomRoutes } from './room-routes.ts';
import { serveRoutes } from './serve-routes.ts';
import { serverRoutes } from './server-routes.ts';

interface ApiOptions {
  readonly config: LoadedConfig;
  readonly clock: Clock;
  readonly log: Log;
  readonly logControl: LogControl;
  /** Made after this, because its sockets take their path from what is there. */
  readonly realtime: () => Pick<Realtime, 'connections' | 'figures' | 'rooms' | 'cleanUp' | 'door'>;
  readonly startedAt: number;
  /** Whether everybody may know how many connections there are. */
  readonly telling: boolean;
}

export interface Api {
  /** For HTTPS, and for plain HTTP, where nothing that needs a key is served. */
  readonly secure: RequestHandler;
  readonly plain: RequestHandler;
  /** Nobody waits any more. */
  stop(): void;
}

export function createApi({ config, clock, log, logControl, realtime, startedAt, telling }: ApiOptions): Api {
  const keys = new ApiKeys(config.dataDir);
  const pace = { perSecond: config.packetsPerSecond, burst: config.packetsBurst };
  const gate = new KeyGate({ keys, clock, pace, log });
  const bots = new BotSessions({ door: () => realtime().door, keys, newId: () => newId(), clock, log });
  const about = serverRoutes({
    health: () => ({
      status: 'ok',
      version: SERVER_VERSION,
      uptimeSeconds: Math.round((clock.now() - startedAt) / 1_000),
      ...(telling ? { connections: realtime().connections() } : {}),
    }),
    figures: () => realtime().figures(),
    process: () => ({
      startedAt,
      residentBytes: process.memoryUsage.rss(),
      cpuSeconds: process.cpuUsage().user / 1e6 + process.cpuUsage().system / 1e6,
    }),
  });
  const routes = withDocument(
    [...about, ...roomRoutes(realtime), ...logRoutes(logControl), ...botRoutes(bots), ...meetingRoutes(bots)],
    SERVER_VERSION,
  );
  const served = { routes, gate, log, clock, control: logControl };
  return {
    secure: serveRoutes({ ...served, secure: true }),
    plain: serveRoutes({ ...served, secure: false }),
    stop: () => bots.stop(),
  };
}
