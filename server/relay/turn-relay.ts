/**
 * The relay itself: one port for UDP and TCP, and a client for each that speaks to it. Runs in a thread of its own (relay-worker.ts),
 * because a library that reads strangers' packets may hang or die of one.
 */
import { createSocket, type Socket as DatagramSocket } from 'node:dgram';
import { once } from 'node:events';
import { BlockList, createServer, isIPv4, type Server, type Socket } from 'node:net';
import { networkInterfaces } from 'node:os';
import { plainAddress } from '../permitted-hosts.ts';
import { PeerRules } from './peer-rules.ts';
import { paddedFrame, StreamFrames } from './stream-frames.ts';
import { TurnClient, type RelaySurroundings } from './turn-client.ts';
import type { TurnPeer } from './turn-session.ts';

export interface TurnRelayOptions {
  readonly host: string;
  /** 0 picks a free one. */
  readonly port: number;
  readonly secret: string;
  /** Who may be reached at first. */
  readonly peers: readonly string[];
  readonly now: () => number;
  readonly rules?: PeerRules;
}

/** Those who only talk count too, until they are sent away. */
const MOST_CLIENTS = 1_000;
const MOST_CLIENTS_OF_ADDRESS = 100;
/** How long somebody may talk without having a port. */
const TALK_MS = 10_000;
const MOST_TRIES = 20;
/** What waits for a client by TCP that does not read; more is dropped, as a network would. */
const MOST_UNSENT = 256 * 1_024;

interface Guest {
  readonly client: TurnClient;
  readonly address: string;
  readonly since: number;
  readonly leave: () => void;
}

export class TurnRelay {
  readonly #options: TurnRelayOptions;
  readonly #rules: PeerRules;
  readonly #around: RelaySurroundings;
  readonly #guests = new Map<string, Guest>();
  readonly #ofAddress = new Map<string, number>();
  #udp: DatagramSocket | null = null;
  #tcp: Server | null = null;

  constructor(options: TurnRelayOptions) {
    const { secret, host, now, peers, rules = new PeerRules() } = options;
    this.#options = options;
    this.#rules = rules;
    rules.permit(peers);
    this.#around = { secret, rules, now, host, portsOf: new Map() };
  }

  /** Resolves to the port. @throws where it cannot be had */
  async listen(): Promise<number> {
    const { port } = this.#options;
    // A number that the system finds free for UDP may be taken for TCP; of one that was asked for there is no other.
    for (let tries = port === 0 ? MOST_TRIES : 1; ; tries -= 1) {
      try {
        return await this.#listenOn(port);
      } catch (error) {
        await this.close();
        if (tries === 1) throw error;
      }
    }
  }

  async #listenOn(port: number): Promise<number> {
    const { host } = this.#options;
    const udp = createSocket('udp4');
    this.#udp = udp;
    udp.bind({ address: host, port, exclusive: true });
    await once(udp, 'listening');
    udp.on('error', () => undefined);
    udp.on('message', (data, { address, port: from }) => this.#heard(data, { ip: address, port: from }));
    const tcp = createServer((socket) => this.#connected(socket));
    this.#tcp = tcp;
    tcp.listen({ host, port: udp.address().port });
    await once(tcp, 'listening');
    tcp.on('error', () => undefined);
    return udp.address().port;
  }

  permit(addresses: readonly string[]): void {
    this.#rules.permit(addresses);
  }

  /** How many ports are in use. */
  get ports(): number {
    return [...this.#around.portsOf.values()].reduce((sum, count) => sum + count, 0);
  }

  /** To be called now and then: sends away who only talks. */
  sweep(): void {
    const before = this.#options.now() - TALK_MS;
    for (const { client, since, leave } of [...this.#guests.values()]) {
      if (since <= before && !client.hasPort) leave();
    }
  }

  async close(): Promise<void> {
    for (const { leave } of [...this.#guests.values()]) leave();
    this.#udp?.close();
    this.#udp = null;
    const tcp = this.#tcp;
    this.#tcp = null;
    if (tcp !== null) await new Promise((closed) => tcp.close(closed));
  }

  #heard(data: Buffer, source: TurnPeer): void {
    const key = `udp ${source.ip} ${source.port}`;
    const known = this.#guests.get(key);
    if (known !== undefined) {
      known.client.receive(data);
      return;
    }
    const udp = this.#udp;
    const guest = this.#welcome(key, source, {
      relayAddress: ownAddressToward(source.ip),
      send: (answer) => udp?.send(answer, source.port, source.ip, () => undefined),
      leave: () => undefined,
    });
    guest?.client.receive(data);
  }

  #connected(socket: Socket): void {
    const source = { ip: plainAddress(socket.remoteAddress ?? ''), port: socket.remotePort ?? 0 };
    socket.on('error', () => undefined);
    socket.setNoDelay(true);
    const guest = this.#welcome(`tcp ${source.ip} ${source.port}`, source, {
      relayAddress: plainAddress(socket.localAddress ?? ''),
      send: (answer) => {
        if (socket.writableLength < MOST_UNSENT) socket.write(paddedFrame(answer));
      },
      leave: () => socket.destroy(),
    });
    if (guest === null) {
      socket.destroy();
      return;
    }
    const frames = new StreamFrames();
    socket.on('close', () => guest.leave());
    socket.on('data', (chunk) => {
      const whole = frames.add(chunk);
      if (whole === null) guest.leave();
      else for (const frame of whole) guest.client.receive(frame);
    });
  }

  /** Null where there are too many. */
  #welcome(
    key: string,
    source: TurnPeer,
    {
      relayAddress,
      send,
      leave,
    }: { relayAddress: string; send: (data: Uint8Array) => void; leave: () => void },
  ): Guest | null {
    const others = this.#ofAddress.get(source.ip) ?? 0;
    if (this.#guests.size >= MOST_CLIENTS || others >= MOST_CLIENTS_OF_ADDRESS) return null;
    const client = new TurnClient(this.#around, { source, relayAddress, send });
    const guest: Guest = {
      client,
      address: source.ip,
      since: this.#options.now(),
      leave: () => {
        if (this.#guests.get(key) !== guest) return;
        this.#guests.delete(key);
        const left = (this.#ofAddress.get(source.ip) ?? 1) - 1;
        if (left > 0) this.#ofAddress.set(source.ip, left);
        else this.#ofAddress.delete(source.ip);
        client.close();
        leave();
      },
    };
    this.#guests.set(key, guest);
    this.#ofAddress.set(source.ip, others + 1);
    return guest;
  }
}

/** The address of this computer in the network of `other`, which is where its packets came to; the first there is where none fits. */
function ownAddressToward(other: string): string {
  const own = Object.values(networkInterfaces()).flatMap((all) => all ?? []);
  const ipv4 = own.filter(({ address, cidr }) => isIPv4(address) && cidr !== null);
  const near = ipv4.find(({ address, cidr }) => {
    const network = new BlockList();
    network.addSubnet(address, Number(cidr?.split('/')[1] ?? 32), 'ipv4');
    return isIPv4(other) && network.check(other, 'ipv4');
  });
  return (near ?? ipv4.find(({ internal }) => !internal))?.address ?? other;
}
