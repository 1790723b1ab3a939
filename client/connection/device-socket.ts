/** The connection of a device that is nobody yet: it knows one secret, and may ask one thing. */
import { io, type Socket } from 'socket.io-client';
import { Emitter, type Listenable } from '../base/emitter.ts';
import {
  DEVICE_NAMESPACE,
  SESSION_PATH,
  TICKET_HEADER,
  type DeviceHandshake,
  type DeviceNotices,
  type DeviceRequests,
  type DeviceToServerEvents,
  type ServerToDeviceEvents,
} from '../../protocol/device-link.ts';
import { AppError, type Reply, type WireError } from '../../protocol/errors.ts';

const REQUEST_TIMEOUT_MS = 8_000;

interface DeviceEvents extends DeviceNotices {
  refused: WireError;
  /** The connection is gone; a new one would find the link used up. */
  lost: null;
}

/** What the arrival of a device needs of it; a test puts a fake behind it. */
export interface DevicePort {
  readonly events: Listenable<DeviceEvents>;
  /** @returns the number that both screens show. @throws AppError */
  claim(): Promise<string>;
  /** Exchanges a ticket for the cookie of a person. @throws AppError `no_answer_from_server`, `link_ended` */
  exchange(ticket: string): Promise<void>;
  close(): void;
}

export class DeviceSocket implements DevicePort {
  readonly #socket: Socket<ServerToDeviceEvents, DeviceToServerEvents>;
  readonly #events = new Emitter<DeviceEvents>();

  constructor(handshake: DeviceHandshake) {
    const socket: Socket<ServerToDeviceEvents, DeviceToServerEvents> = io(DEVICE_NAMESPACE, {
      auth: { ...handshake },
      // As for the page's own connection, in socket-signaling.ts.
      transports: ['websocket', 'polling'],
      tryAllTransports: true,
      forceNew: true,
      timeout: 6_000,
    });
    this.#socket = socket;
    socket.on('device_link_offered', (offered) => this.#events.emit('device_link_offered', offered));
    socket.on('device_link_allowed', (allowed) => this.#events.emit('device_link_allowed', allowed));
    socket.on('device_link_ended', (ended) => this.#events.emit('device_link_ended', ended));
    socket.on('disconnect', () => this.#events.emit('lost', null));
    socket.on('connect_error', (error: Error & { data?: WireError }) => {
      // Without data the server was not reached, and it is tried again.
      if (error.data !== undefined) this.#events.emit('refused', error.data);
    });
  }

  get events(): Listenable<DeviceEvents> {
    return this.#events;
  }

  async claim(): Promise<string> {
    let reply: Reply<DeviceRequests['claim_device_link']['reply']>;
    try {
      const sender = this.#socket.timeout(REQUEST_TIMEOUT_MS);
      // What the protocol promises; the library's type does not carry it through the time-out.
      reply = (await sender.emitWithAck('claim_device_link', {})) as typeof reply;
    } catch (error) {
      throw new AppError('no_answer_from_server', '', { cause: error });
    }
    if (!reply.ok) throw new AppError(reply.error.code, reply.error.detail);
    return reply.value.number;
  }

  async exchange(ticket: string): Promise<void> {
    let response: Response;
    try {
      response = await fetch(SESSION_PATH, { method: 'POST', headers: { [TICKET_HEADER]: ticket } });
    } catch (error) {
      throw new AppError('no_answer_from_server', '', { cause: error });
    }
    if (!response.ok) throw new AppError('link_ended');
  }

  close(): void {
    this.#socket.removeAllListeners();
    this.#socket.disconnect();
  }
}
