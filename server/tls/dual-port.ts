/**
 * One TCP port for HTTP and HTTPS: the first byte of a connection tells which of two servers it is handed to, since a
 * TLS handshake begins with 0x16 and a request with a letter. Owns every connection until it is closed.
 */
import { createServer as createPlain, type Server as PlainServer, type ServerResponse } from 'node:http';
import { createServer as createSecure, type Server as SecureServer } from 'node:https';
import { createServer, type Server, type Socket } from 'node:net';
import type { Clock } from '../clock.ts';
import { StartError } from '../start-error.ts';

export interface DualPortOptions {
  readonly clock: Clock;
  /** How long a connection may take to say anything, to finish the TLS handshake, and to send a request's head. */
  readonly silenceMs?: number;
  /** Asked about each address that connects; gives what to call when that connection is gone, or null where it is one too many. */
  readonly admit?: (address: string) => (() => void) | null;
  /** The system could not accept a connection (too many open files, for one); listening goes on. */
  readonly onProblem: (error: unknown) => void;
}

const TLS_HANDSHAKE = 0x16;
const SILENCE_MS = 10_000;

export class DualPort {
  /** Attach handlers to both before `listen`; the certificate comes by `secure.setSecureContext`. */
  readonly plain: PlainServer;
  readonly secure: SecureServer;
  readonly #front: Server;
  readonly #clock: Clock;
  readonly #silenceMs: number;
  readonly #admit: NonNullable<DualPortOptions['admit']>;
  /** Every open connection; true while it has not shown what it is. */
  readonly #sockets = new Map<Socket, boolean>();
  /** Connections that speak HTTP, with the number of requests not answered yet. */
  readonly #unanswered = new Map<Socket, number>();
  #closed: Promise<void> | null = null;

  constructor({ clock, silenceMs = SILENCE_MS, admit = () => () => undefined, onProblem }: DualPortOptions) {
    this.#admit = admit;
    this.#clock = clock;
    this.#silenceMs = silenceMs;
    const limits = { headersTimeout: silenceMs, connectionsCheckingInterval: Math.ceil(silenceMs / 2) };
    this.plain = createPlain(limits);
    this.secure = createSecure({ ...limits, handshakeTimeout: silenceMs });
    this.plain.on('connection', (socket) => this.#count(socket));
    this.secure.on('secureConnection', (socket) => this.#count(socket));
    for (const server of [this.plain, this.secure]) {
      server.on('request', (request, response) => this.#await(request.socket, response));
    }
    this.#front = createServer({ noDelay: true }, (socket) => this.#accept(socket));
    this.#front.on('error', (error) => {
      if (this.#front.listening) onProblem(error);
    });
  }

  /** @throws StartError that names the port and what to do */
  async listen({ host, port }: { host: string; port: number }): Promise<{ port: number }> {
    await new Promise<void>((resolve, reject) => {
      const refuse = (error: Error) => reject(startErrorFor(error, host, port));
      this.#front.once('error', refuse);
      this.#front.listen({ host, port }, () => {
        this.#front.off('error', refuse);
        resolve();
      });
    });
    // The two servers never listen themselves, and Node starts their header deadlines only when they seem to.
    this.plain.emit('listening');
    this.secure.emit('listening');
    const address = this.#front.address();
    return { port: typeof address === 'object' && address !== null ? address.port : port };
  }

  /**
   * Takes no more connections, ends those that wait for nothing at once, the others as soon as they are answered, and
   * whatever is left after `graceMs`. Resolves when all are gone. May be called twice.
   */
  close({ graceMs }: { graceMs: number }): Promise<void> {
    this.#closed ??= this.#close(graceMs);
    return this.#closed;
  }

  async #close(graceMs: number): Promise<void> {
    const gone = new Promise<void>((resolve) => this.#front.close(() => resolve()));
    for (const [socket, silent] of this.#sockets) if (silent) socket.destroy();
    for (const [socket, requests] of this.#unanswered) if (requests === 0) socket.end();
    const cancel = this.#clock.after(graceMs, () => {
      for (const socket of this.#sockets.keys()) socket.destroy();
    });
    await gone;
    cancel();
    this.plain.close();
    this.secure.close();
  }

  #accept(socket: Socket): void {
    socket.on('error', () => undefined); // 'close' follows; without a listener a reset would end the process
    const release = this.#admit(socket.remoteAddress ?? '');
    if (release === null) {
      // Not an orderly end, which would leave the waiting to us.
      socket.resetAndDestroy();
      return;
    }
    this.#sockets.set(socket, true);
    socket.on('close', () => {
      this.#sockets.delete(socket);
      release();
    });
    const cancel = this.#clock.after(this.#silenceMs, () => socket.destroy());
    socket.once('close', cancel);
    socket.once('data', (chunk: Buffer) => {
      cancel();
      socket.off('close', cancel);
      this.#sockets.set(socket, false);
      this.#handOver(socket, chunk);
    });
  }

  #handOver(socket: Socket, firstBytes: Buffer): void {
    socket.pause();
    socket.unshift(firstBytes);
    if (firstBytes[0] === TLS_HANDSHAKE) {
      this.secure.emit('connection', socket); // reads what was put back by itself
    } else {
      this.plain.emit('connection', socket);
      socket.resume();
    }
  }

  #count(socket: Socket): void {
    this.#unanswered.set(socket, 0);
    socket.once('close', () => this.#unanswered.delete(socket));
    if (this.#closed !== null) socket.end();
  }

  #await(socket: Socket, response: ServerResponse): void {
    this.#unanswered.set(socket, (this.#unanswered.get(socket) ?? 0) + 1);
    response.once('close', () => {
      const left = (this.#unanswered.get(socket) ?? 1) - 1;
      if (!this.#unanswered.has(socket)) return;
      this.#unanswered.set(socket, left);
      if (left === 0 && this.#closed !== null) socket.end();
    });
  }
}

function startErrorFor(error: Error, host: string, port: number): StartError {
  const code = 'code' in error ? String(error.code) : error.message;
  const sentence = (() => {
    switch (code) {
      case 'EADDRINUSE':
        return `Port ${port} is in use by another program on this computer; choose another with --port, for example --port ${nextPort(port)}.`;
      case 'EACCES':
      case 'EPERM':
        return `Port ${port} may not be opened by this user; choose another with --port, for example --port 5443.`;
      case 'EADDRNOTAVAIL':
      case 'ENOTFOUND':
      case 'EAI_AGAIN':
      case 'EINVAL':
        return `${host} is not an address of this computer, so port ${port} cannot be opened there; choose another with --host, or leave it out.`;
      default:
        return `Port ${port} cannot be opened (${code}); choose another with --port.`;
    }
  })();
  return new StartError(sentence, { cause: error });
}

const nextPort = (port: number): number => (port < 65_535 ? port + 1 : 5443);
