/** The small HTTP interface, the same on both schemes. It changes nothing. */
import { Router } from 'express';

export interface Health {
  readonly status: 'ok';
  readonly version: string;
  readonly uptimeSeconds: number;
  /** Left out where not everybody may know it. */
  readonly connections?: number;
}

export function createApi(health: () => Health): Router {
  const api = Router();
  api.use((_request, response, next) => {
    response.setHeader('Cache-Control', 'no-store');
    next();
  });
  api.get('/health', (_request, response) => void response.json(health()));
  api.get('/my-ip', (request, response) => {
    // A dual-stack socket shows IPv4 clients as ::ffff:a.b.c.d (RFC 4291, 2.5.5.2).
    response.json({ ip: (request.socket.remoteAddress ?? '').replace(/^::ffff:/i, '') });
  });
  return api;
}
