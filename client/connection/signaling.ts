import type { Listenable } from '../base/emitter.ts';
import type { Readable } from '../base/store.ts';
import type { WireError } from '../../protocol/errors.ts';
import type { Handshake, Notices, Payload, ReplyValue, RequestName } from '../../protocol/events.ts';

export type ConnectionState =
  | { readonly phase: 'closed' }
  | { readonly phase: 'connecting' }
  | { readonly phase: 'connected' }
  /**
   * Was connected and is trying by itself; `since` is when the connection was lost. Shut out is who is told that there is a server, and
   * that it lets this page in no more: it has another passcode.
   */
  | { readonly phase: 'reconnecting'; readonly since: number; readonly isShutOut?: boolean }
  /** The server answered and said no: somebody has the name, the page is too old. Nothing is tried until `open` is called again. */
  | { readonly phase: 'refused'; readonly error: WireError };

/** The port between this page and the server: requests that answer, and notices. Everything above it is tested without a socket. */
export interface Signaling {
  readonly state: Readable<ConnectionState>;
  /** Facts from the server. A signal (`webrtc_*`) is acknowledged by the adapter as soon as a listener has been called. */
  readonly notices: Listenable<Notices>;
  /** `handshake` is read again at every reconnect. */
  open(handshake: () => Handshake): void;
  close(): void;
  /** Drops a socket that may be dead and connects anew at once; for network changes and waking up. */
  reopen(): void;
  /** @throws AppError with the server's code; `no_answer_from_server` after the time-out or without a connection */
  request<K extends RequestName>(name: K, payload: Payload<K>): Promise<ReplyValue<K>>;
}
