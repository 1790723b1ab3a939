/**
 * Who accepted and who blocked whom, as stated by the browsers that are connected to this process (design.md, 3). The truth is
 * kept in those browsers; this is the copy that is enforced, and it is forgotten when a person leaves. It is no part of the state
 * store, because the relay of messages asks it about every message.
 */
import type { Consent } from '../../protocol/chat.ts';
import type { UserId } from '../../protocol/ids.ts';

export class ConsentBook {
  readonly #given = new Map<UserId, Map<UserId, 'accepted' | 'blocked'>>();

  /** What a connecting browser states. Several devices of a person add up; a block wins over an acceptance. */
  state(
    owner: UserId,
    stated: { readonly accepted: readonly UserId[]; readonly blocked: readonly UserId[] },
  ): void {
    const given = this.#of(owner);
    for (const peer of stated.accepted) if (!given.has(peer)) given.set(peer, 'accepted');
    for (const peer of stated.blocked) given.set(peer, 'blocked');
  }

  set(owner: UserId, peer: UserId, consent: Consent): void {
    if (consent === 'none') this.#given.get(owner)?.delete(peer);
    else this.#of(owner).set(peer, consent);
  }

  /** Whether `owner` lets `peer` write and call. */
  accepts(owner: UserId, peer: UserId): boolean {
    return this.#given.get(owner)?.get(peer) === 'accepted';
  }

  blocks(owner: UserId, peer: UserId): boolean {
    return this.#given.get(owner)?.get(peer) === 'blocked';
  }

  forget(owner: UserId): void {
    this.#given.delete(owner);
  }

  #of(owner: UserId): Map<UserId, 'accepted' | 'blocked'> {
    const given = this.#given.get(owner) ?? new Map<UserId, 'accepted' | 'blocked'>();
    this.#given.set(owner, given);
    return given;
  }
}
