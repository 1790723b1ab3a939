/**
 * Only requests that were addressed to this server by one of its own names or addresses, and only from pages it served itself,
 * get any further: the defence against DNS rebinding and cross-site sockets. Comparing Origin with Host would not be one.
 */
import type { IncomingMessage } from 'node:http';
import type { RequestHandler } from 'express';

export class HostGuard {
  #hosts: ReadonlySet<string> = new Set();

  /** Names without port and addresses without brackets, in any case. */
  setHosts(hosts: Iterable<string>): void {
    this.#hosts = new Set([...hosts].map((host) => host.toLowerCase()));
  }

  knowsHost(header: string | undefined): boolean {
    const host = header === undefined ? null : hostOf(`https://${header}`);
    return host !== null && this.#hosts.has(host);
  }

  /** A client that is not a browser sends no Origin; a browser always does where it matters. */
  knowsOrigin(header: string | undefined): boolean {
    if (header === undefined) return true;
    const host = header.startsWith('https://') ? hostOf(header) : null;
    return host !== null && this.#hosts.has(host);
  }

  allowsSocket(request: IncomingMessage): boolean {
    return this.knowsHost(request.headers.host) && this.knowsOrigin(request.headers.origin);
  }

  get handler(): RequestHandler {
    return (request, response, next) => {
      if (this.knowsHost(request.headers.host) && this.knowsOrigin(request.headers.origin)) next();
      else {
        response
          .status(421)
          .type('text/plain')
          .send(
            'This Earshot server does not know itself by that name. Open the address shown on its own screen.\n',
          );
      }
    };
  }
}

function hostOf(url: string): string | null {
  try {
    return new URL(url).hostname
      .replace(/^\[|\]$/g, '')
      .replace(/\.$/, '')
      .toLowerCase();
  } catch {
    return null;
  }
}
