/** One client of the relay: who it is, the port that it was given, and what passes through that port. */
import { createSocket, type Socket } from 'node:dgram';
import { plainAddress } from '../permitted-hosts.ts';
import type { PeerRules } from './peer-rules.ts';
import { isCurrent, turnPassword } from './turn-credentials.ts';
import { createTurnSession, type TurnPeer, type TurnSession } from './turn-session.ts';

/** What all clients of a relay share. */
export interface RelaySurroundings {
  readonly secret: string;
  readonly rules: PeerRules;
  readonly now: () => number;
  /** Local address that ports are opened on. */
  readonly host: string;
  /** How many ports each person has, by the name in their credentials. */
  readonly portsOf: Map<string, number>;
}

interface TurnClientOptions {
  readonly source: TurnPeer;
  /** Of this computer, as the client reaches it. */
  readonly relayAddress: string;
  readonly send: (data: Uint8Array) => void;
}

/** A path has one for each network card and transport, and two paths may stand side by side. */
export const MOST_PORTS = 32;
const UDP = 17;
const IPV4 = 1;

export class TurnClient {
  readonly #around: RelaySurroundings;
  readonly #session: TurnSession;
  readonly #relayAddress: string;
  #socket: Socket | null = null;
  #port: { readonly number: number; readonly username: string } | null = null;
  #closed = false;

  constructor(around: RelaySurroundings, { source, relayAddress, send }: TurnClientOptions) {
    const { rules, portsOf } = around;
    this.#around = around;
    this.#relayAddress = relayAddress;
    const session = createTurnSession(source);
    this.#session = session;
    session.on('message', send);
    // What cannot be read is dropped; a listener has to be there, or it would be thrown.
    session.on('error', () => undefined);
    session.on('authenticate', (username, _realm, answer) => answer(this.#passwordOf(username)));
    session.on('quota', (username, answer) => answer((portsOf.get(username) ?? 0) < MOST_PORTS));
    session.on('beforeAllocate', (wanted, answer) => {
      const { transport, requestedFamily, evenPort, reservationToken } = wanted;
      const plain = evenPort === null && reservationToken === null;
      answer(plain && transport === UDP && (requestedFamily === null || requestedFamily === IPV4));
    });
    session.on('beforePermission', ({ peer }, answer) => answer(rules.mayReach(peer.ip)));
    session.on('beforeChannelBind', ({ peer }, answer) => answer(rules.mayReach(peer.ip)));
    session.on('beforeRelay', ({ peer }, answer) => answer(rules.mayReachPort(peer.ip, peer.port)));
    session.on('allocate', (allocation) => {
      allocation._confirmed = true;
      this.#open(allocation.username ?? '', (address) => {
        if (address === null) allocation.reject(new Error('no port'));
        else allocation.confirm(address);
      });
    });
    session.on('allocate:expired', () => this.#release());
    session.on('relay', (peer, data) => this.#toPeer(peer, data));
    session.on('data', (peer, data) => this.#toPeer(peer, data));
  }

  /** False for one that only talks. */
  get hasPort(): boolean {
    return this.#session.getAllocation() !== null;
  }

  receive(data: Uint8Array): void {
    if (!this.#closed) this.#session.message(data);
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#session.close();
    this.#release();
  }

  /** Whoever has a port keeps it for the length of their call, also when the time to ask for one has run out. */
  #passwordOf(username: string): string | null {
    const { secret, now } = this.#around;
    const holds = this.#session.getAllocation()?.username === username;
    return holds || isCurrent(username, now()) ? turnPassword(secret, username) : null;
  }

  #open(username: string, done: (address: TurnPeer | null) => void): void {
    const socket = createSocket('udp4');
    this.#socket = socket;
    socket.on('error', () => {
      if (this.#port === null) done(null);
      this.#release();
    });
    socket.bind({ port: 0, address: this.#around.host, exclusive: true }, () => {
      if (this.#socket !== socket) return;
      const { port } = socket.address();
      this.#port = { number: port, username };
      this.#around.rules.opened(port);
      this.#around.portsOf.set(username, (this.#around.portsOf.get(username) ?? 0) + 1);
      done({ ip: this.#relayAddress, port });
    });
    socket.on('message', (data, { address, port }) => this.#fromPeer({ ip: address, port }, data));
  }

  #release(): void {
    this.#socket?.close();
    this.#socket = null;
    if (this.#port === null) return;
    const { number, username } = this.#port;
    this.#port = null;
    this.#around.rules.closed(number);
    const left = (this.#around.portsOf.get(username) ?? 1) - 1;
    if (left > 0) this.#around.portsOf.set(username, left);
    else this.#around.portsOf.delete(username);
  }

  #toPeer({ ip, port }: TurnPeer, data: Uint8Array): void {
    // A peer that is gone is nothing to report: the browsers notice.
    this.#socket?.send(data, port, plainAddress(ip), () => undefined);
  }

  #fromPeer(peer: TurnPeer, data: Uint8Array): void {
    if (!this.#session.hasPermission(peer.ip)) return;
    const channel = this.#session.getChannelByPeer(peer.ip, peer.port);
    if (channel === null) this.#session.sendData(peer, data);
    else this.#session.sendChannelData(channel, data);
  }
}
