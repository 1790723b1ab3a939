/** A new device at the other end of a real socket: comes with a secret, claims, and waits for the answer. */
import { request } from 'node:https';
import { io, type Socket } from 'socket.io-client';
import { ulid } from 'ulid';
import {
  DEVICE_NAMESPACE,
  SESSION_PATH,
  TICKET_HEADER,
  type DeviceNotices,
} from '../../protocol/device-link.ts';
import { AppError, type Reply, type WireError } from '../../protocol/errors.ts';
import type { TabId } from '../../protocol/ids.ts';
import { PROTOCOL_VERSION } from '../../protocol/version.ts';

const TIMEOUT_MS = 5_000;

interface DeviceOptions {
  readonly tab?: TabId;
  readonly headers?: Record<string, string>;
}

export class NewDevice {
  readonly socket: Socket;
  readonly tab: TabId;
  readonly offered: DeviceNotices['device_link_offered'];
  readonly #ended: Promise<DeviceNotices['device_link_ended']>;
  readonly #allowed: Promise<DeviceNotices['device_link_allowed']>;

  private constructor(socket: Socket, tab: TabId, offered: DeviceNotices['device_link_offered']) {
    this.socket = socket;
    this.tab = tab;
    this.offered = offered;
    this.#ended = new Promise((resolve) => socket.once('device_link_ended', resolve));
    this.#allowed = new Promise((resolve) => socket.once('device_link_allowed', resolve));
  }

  /** @throws AppError with the code of a refused handshake */
  static async come(url: string, secret: string, options: DeviceOptions = {}): Promise<NewDevice> {
    const tab = options.tab ?? (ulid() as TabId); // a ULID is what the pattern asks for
    const auth = { protocol: PROTOCOL_VERSION, tab, secret };
    const socket = io(`${url}${DEVICE_NAMESPACE}`, {
      auth,
      transports: ['websocket'],
      extraHeaders: options.headers ?? {},
      forceNew: true,
      reconnection: false,
      rejectUnauthorized: false,
    });
    const offered = await new Promise<DeviceNotices['device_link_offered']>((resolve, reject) => {
      socket.once('device_link_offered', resolve);
      socket.once('connect_error', (error: Error & { data?: WireError }) => {
        socket.close();
        reject(error.data === undefined ? error : new AppError(error.data.code, error.data.detail));
      });
    });
    return new NewDevice(socket, tab, offered);
  }

  /** @returns the number. @throws AppError with the code of the answer */
  async claim(): Promise<string> {
    // What the protocol promises.
    const reply = (await this.socket.timeout(TIMEOUT_MS).emitWithAck('claim_device_link', {})) as Reply<{
      number: string;
    }>;
    if (!reply.ok) throw new AppError(reply.error.code, reply.error.detail);
    return reply.value.number;
  }

  allowed(): Promise<DeviceNotices['device_link_allowed']> {
    return this.#allowed;
  }

  async ended(): Promise<string> {
    return (await this.#ended).reason;
  }

  leave(): void {
    this.socket.close();
  }
}

/** Exchanges a ticket. @returns the token in the cookie, or the status where there is none */
export function fetchToken(
  url: string,
  ticket: string,
  headers: Record<string, string> = {},
): Promise<string | number> {
  return new Promise((resolve, reject) => {
    const options = {
      method: 'POST',
      headers: { [TICKET_HEADER]: ticket, ...headers },
      rejectUnauthorized: false,
    };
    request(`${url}${SESSION_PATH}`, options, (response) => {
      response.resume();
      const [cookie = ''] = response.headers['set-cookie'] ?? [];
      const token = /^__Host-earshot=([^;]+); Path=\/; Max-Age=\d+; Secure; HttpOnly; SameSite=Lax$/.exec(
        cookie,
      );
      resolve(token?.[1] ?? response.statusCode ?? 0);
    })
      .on('error', reject)
      .end();
  });
}
