/** Routes about the server itself: whether it lives, what goes on in it in numbers, and what there is to ask. */
import * as v from 'valibot';
import type { Figures } from '../state/figures.ts';
import { apiKey, health, stats } from './answer-schemas.ts';
import { metricsText, type ProcessFigures } from './metrics.ts';
import { keyRoute, openRoute, type Route } from './route.ts';

export interface Health {
  readonly status: 'ok';
  readonly version: string;
  readonly uptimeSeconds: number;
  /** Left out where not everybody may know it. */
  readonly connections?: number;
}

interface ServerRoutesOptions {
  readonly health: () => Health;
  readonly figures: () => Promise<Figures>;
  readonly process: () => ProcessFigures;
}

export function serverRoutes(server: ServerRoutesOptions): readonly Route[] {
  return [
    openRoute({
      method: 'GET',
      path: '/api/health',
      summary: 'Whether the server lives',
      about: 'For a watchdog. Says nothing about anybody.',
      output: health,
      answer: server.health,
    }),
    openRoute({
      method: 'GET',
      path: '/api/my-ip',
      summary: 'The address one comes from',
      about: 'As the server sees it.',
      output: v.object({ ip: v.string() }),
      // A dual-stack socket shows IPv4 clients as ::ffff:a.b.c.d (RFC 4291, 2.5.5.2).
      answer: (_input, { address }) => ({ ip: address.replace(/^::ffff:/i, '') }),
    }),
    keyRoute({
      method: 'GET',
      path: '/api/key',
      scope: 'any',
      summary: 'What a key is for',
      about: 'The name and the scopes of the key that is used, to try it.',
      output: apiKey,
      answer: (_input, { key }) => ({ name: key.name, scopes: [...key.scopes] }),
    }),
    keyRoute({
      method: 'GET',
      path: '/api/stats',
      scope: 'stats',
      summary: 'What goes on, in numbers',
      about: 'Numbers only: nothing of who, and nothing of what.',
      output: stats,
      answer: async () => {
        const { since, ...figures } = await server.figures();
        return { uptimeSeconds: server.health().uptimeSeconds, ...figures, since: { ...since } };
      },
    }),
    keyRoute({
      method: 'GET',
      path: '/metrics',
      scope: 'stats',
      summary: 'The same for Prometheus',
      about: 'In its text format, with memory and processor time of the process.',
      output: v.string(),
      produces: 'text/plain',
      answer: async () => metricsText(await server.figures(), server.process()),
    }),
  ];
}
