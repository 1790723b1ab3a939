/**
 * Whom the relay may be made to send to: the people whose call asked for it, and itself, since two who are both relayed meet there.
 * Not the rest of the network, and never this computer's other services.
 */
import { networkInterfaces } from 'node:os';
import { isOnOwnNetwork } from '../own-networks.ts';
import { isLanAddress, plainAddress } from '../permitted-hosts.ts';

export class PeerRules {
  readonly #permitted = new Set<string>();
  readonly #readOwn: () => readonly string[];
  #own: readonly string[] = [];
  /** Of the relay itself, in use now. */
  readonly #ports = new Set<number>();

  constructor(ownAddresses: () => readonly string[] = readOwnAddresses) {
    this.#readOwn = ownAddresses;
  }

  permit(addresses: readonly string[]): void {
    for (const address of addresses.map(plainAddress)) {
      // Whatever is asked for, nothing but another device of this network is.
      if (isLanAddress(address) || isOnOwnNetwork(address)) this.#permitted.add(address);
    }
  }

  opened(port: number): void {
    this.#ports.add(port);
  }

  closed(port: number): void {
    this.#ports.delete(port);
  }

  /** Asked whenever somebody wants to send there. */
  mayReach(address: string): boolean {
    this.#own = this.#readOwn();
    const peer = plainAddress(address);
    return this.#own.includes(peer) || this.#permitted.has(peer);
  }

  /** Asked for each packet, after `mayReach`. */
  mayReachPort(address: string, port: number): boolean {
    const peer = plainAddress(address);
    return this.#own.includes(peer) ? this.#ports.has(port) : this.#permitted.has(peer);
  }
}

function readOwnAddresses(): readonly string[] {
  return Object.values(networkInterfaces()).flatMap((all) =>
    (all ?? []).filter(({ internal }) => !internal).map(({ address }) => plainAddress(address)),
  );
}
