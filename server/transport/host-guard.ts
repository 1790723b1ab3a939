/**
 * Only requests that were addressed to this server by one of its own names or addresses, and only from pages it served itself,
 * get any further: the defence against DNS rebinding and cross-site sockets. Comparing Origin with Host would not be one.
 */
import type { IncomingMessage } from 'node:http';
import type { RequestHandler } from 'express';

export class HostGuard {
  #hosts: ReadonlySet<string> = new Set();
  #proxied: ReadonlySet<string> = new Set();

  /**
   * Names without port and addresses without brackets, in any case. Under the `proxied` ones a page may come from another port than
   * the request is addressed to, because something in front of this server has changed it.
   */
  setHosts(hosts: Iterable<string>, proxied: Iterable<string> = []): void {
    this.#hosts = new Set([...hosts].map((host) => host.toLowerCase()));
    this.#proxied = new Set([...proxied].map((host) => host.toLowerCase()));
  }

  knowsHost(header: string | undefined): boolean {
    // The URL parser would read a name and a path out of more than a host and a port.
    const host = header === undefined || /[^\w.:[\]-]/.test(header) ? null : hostOf(`https://${header}`);
    return host !== null && this.#hosts.has(host);
  }

  /**
   * A client that is not a browser sends no Origin; a browser always does where it matters. Another service on another port of this
   * computer is another origin, although it shares our cookies.
   */
  knowsOrigin(origin: string | undefined, hostHeader: string | undefined): boolean {
    if (origin === undefined) return true;
    const host = origin.startsWith('https://') ? hostOf(origin) : null;
    if (host === null || !this.#hosts.has(host)) return false;
    return this.#proxied.has(host) || portOf(origin) === portOf(`https://${hostHeader ?? ''}`);
  }

  allows({ headers }: Pick<IncomingMessage, 'headers'>): boolean {
    return (
      this.knowsHost(headers.host) &&
      this.knowsOrigin(headers.origin, headers.host) &&
      !isForeignUse(headers['sec-fetch-site'], headers['sec-fetch-mode'])
    );
  }

  get handler(): RequestHandler {
    return (request, response, next) => {
      if (this.allows(request)) next();
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

/**
 * An image or a script of a foreign page comes without an Origin, and from another service of this computer even with our cookies;
 * what the browser itself says of it tells (W3C Fetch Metadata). A link may lead here from anywhere.
 */
function isForeignUse(site: string | string[] | undefined, mode: string | string[] | undefined): boolean {
  return (site === 'cross-site' || site === 'same-site') && mode !== 'navigate';
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

function portOf(url: string): string | null {
  try {
    return new URL(url).port;
  } catch {
    return null;
  }
}
