/**
 * What is used of the TURN library's session: the protocol alone, without its sockets. Its own types leave most members open. The
 * library is not trusted: docs/decisions/0011-a-relay-of-our-own-network.md says what was found in it and what closes it.
 */
import { Session } from 'turn-server';

export interface TurnPeer {
  readonly ip: string;
  readonly port: number;
}

interface Allocation {
  readonly username: string | null;
  /** True while somebody makes the port; without it the session answers at once with one that is not there. */
  _confirmed: boolean;
  confirm(address: TurnPeer): void;
  reject(error: Error): void;
}

type Answer = (allowed: boolean) => void;

interface SessionEvents {
  /** To be sent to the client. */
  message: (data: Uint8Array) => void;
  error: (error: unknown) => void;
  authenticate: (username: string, realm: string, answer: (password: string | null) => void) => void;
  quota: (username: string, answer: Answer) => void;
  beforeAllocate: (
    wanted: {
      readonly transport: number;
      readonly requestedFamily: number | null;
      readonly evenPort: unknown;
      readonly reservationToken: unknown;
    },
    answer: Answer,
  ) => void;
  allocate: (allocation: Allocation) => void;
  'allocate:expired': () => void;
  beforePermission: (wanted: { readonly peer: TurnPeer }, answer: Answer) => void;
  beforeChannelBind: (wanted: { readonly peer: TurnPeer }, answer: Answer) => void;
  beforeRelay: (wanted: { readonly peer: TurnPeer }, answer: Answer) => void;
  /** To be sent to a peer, by an indication or on a channel. */
  relay: (peer: TurnPeer, data: Uint8Array) => void;
  data: (peer: TurnPeer, data: Uint8Array) => void;
}

export interface TurnSession {
  on<K extends keyof SessionEvents>(event: K, listener: SessionEvents[K]): void;
  /** Takes in what the client has sent. */
  message(data: Uint8Array): void;
  getAllocation(): Allocation | null;
  hasPermission(ip: string): boolean;
  getChannelByPeer(ip: string, port: number): number | null;
  sendChannelData(channel: number, data: Uint8Array): void;
  sendData(peer: TurnPeer, data: Uint8Array): void;
  close(): void;
}

const REALM = 'earshot';
/** How long an allocation lives that nobody refreshes. Browsers ask for this and refresh a minute before. */
const LIFETIME_SECONDS = 600;

export function createTurnSession(source: TurnPeer): TurnSession {
  const session = new Session({
    isServer: true,
    authMech: 'long-term',
    realm: REALM,
    source,
    // One without a prototype: of a plain object `__proto__` and `constructor` would be users with a known password.
    credentials: Object.create(null) as Record<string, string>,
    maxAllocateLifetime: LIFETIME_SECONDS,
    defaultAllocateLifetime: LIFETIME_SECONDS,
  });
  // The members above are there at run time; the library's types have them as unknown.
  return session as unknown as TurnSession;
}
