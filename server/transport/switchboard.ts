/** To whomever a notice is for, however they are connected: by a socket, or as a program that comes by HTTP. */
import { AppError } from '../../protocol/errors.ts';
import type { TabId, UserId } from '../../protocol/ids.ts';
import type { Notice } from '../domain/rule.ts';
import type { Caller, Relay, SignalNotice } from './request-handlers.ts';

export type Hear = (notice: Notice) => void;

/** What is needed of the sockets, which are the rule; a server without programs pays one comparison for them. */
export class Switchboard implements Relay {
  readonly #sockets: Relay;
  /** By person, since a program is one tab. */
  readonly #programs = new Map<UserId, { readonly tab: TabId; readonly hear: Hear }>();

  constructor(sockets: Relay) {
    this.#sockets = sockets;
  }

  /** From now on this program hears what is for its person. @returns whether it did not before */
  plug({ user, tab }: Caller, hear: Hear): boolean {
    const isNew = this.#programs.get(user)?.tab !== tab;
    this.#programs.set(user, { tab, hear });
    return isNew;
  }

  unplug({ user, tab }: Caller): void {
    if (this.#programs.get(user)?.tab === tab) this.#programs.delete(user);
  }

  tabsOf(user: UserId): number {
    return this.#sockets.tabsOf(user) + (this.#programs.has(user) ? 1 : 0);
  }

  addressesOf(tab: Caller): readonly string[] {
    return this.#sockets.addressesOf(tab);
  }

  serverAddressOf(tab: Caller): string | null {
    return this.#sockets.serverAddressOf(tab);
  }

  send(notice: Notice): void {
    if (this.#programs.size > 0) this.#tellPrograms(notice);
    this.#sockets.send(notice);
  }

  /** A program has no part in a call. */
  deliver(to: Caller, signal: SignalNotice): Promise<void> {
    if (this.#programs.has(to.user)) return Promise.reject(new AppError('peer_unreachable'));
    return this.#sockets.deliver(to, signal);
  }

  #tellPrograms(notice: Notice): void {
    const { to } = notice;
    if (to.kind === 'everyone') {
      for (const { hear } of this.#programs.values()) hear(notice);
      return;
    }
    const program = this.#programs.get(to.user);
    if (program === undefined) return;
    const isFor = to.kind === 'tab' ? to.tab === program.tab : to.exceptTab !== program.tab;
    if (isFor) program.hear(notice);
  }
}
