/**
 * The sockets of mdns-js, opened in another way than its own. Its own join the group on whichever interface the default
 * route names and die where there is none; these name each LAN address. And its own pass every packet of the network to a
 * browser that dies of foreign service types; these pass on what concerns us.
 */
import { createSocket, type Socket } from 'node:dgram';
import Networking from 'mdns-js/lib/networking.js';
import { isOurs } from './sightings.ts';

const GROUP = '224.0.0.251';
const PORT = 5353;
/**
 * Bound to the group and not to everything, so that packets meant for this computer's own responder reach it and not us:
 * Linux gives those to the last one who came. Windows cannot bind so.
 */
const LISTEN_ON = process.platform === 'win32' ? '0.0.0.0' : GROUP;

export class LanNetworking extends Networking {
  readonly #addresses: readonly string[];
  readonly #sockets: Socket[] = [];

  constructor(addresses: readonly string[]) {
    super();
    this.#addresses = addresses;
  }

  override start(): void {
    for (const address of this.#addresses) {
      // From a port of its own: the answers come back to it, whoever else on this computer has port 5353.
      this.#open(address, 0, (socket) => socket.setMulticastInterface(address));
    }
    this.#open(LISTEN_ON, PORT, (socket) => {
      const joined = this.#addresses.filter((address) =>
        succeeds(() => socket.addMembership(GROUP, address)),
      );
      const [first] = joined;
      if (first !== undefined) socket.setMulticastInterface(first);
    });
  }

  /** Before its thread ends: Node 20 ends the whole process where a packet comes for a thread that is just going. */
  close(): void {
    for (const socket of this.#sockets) succeeds(() => socket.close());
  }

  override emit(event: string, ...args: unknown[]): boolean {
    if (event !== 'packets') return super.emit(event, ...args);
    const [packets, ...rest] = args;
    const ours = Array.isArray(packets) ? packets.filter(isOurs) : [];
    return ours.length > 0 && super.emit(event, ours, ...rest);
  }

  #open(address: string, port: number, prepare: (socket: Socket) => void): void {
    const socket = createSocket({ type: 'udp4', reuseAddr: port !== 0 });
    this.#sockets.push(socket);
    // An address that has just gone, a port that another program keeps to itself: the others may still work.
    socket.on('error', (error) => process.stderr.write(`${address}:${port}: ${error.message}\n`));
    socket.bind(port, address, () => {
      prepare(socket);
      this.bindToAddress(null, 0, address, socket);
    });
  }
}

function succeeds(step: () => void): boolean {
  try {
    step();
    return true;
  } catch {
    return false;
  }
}
