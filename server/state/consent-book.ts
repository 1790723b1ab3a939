/**
 * Who accepted and who blocked whom, as stated by the browsers that are connected to this process (design.md, 3). The truth is
 * kept in those browsers; this is the copy that is enforced. It outlasts the person's leaving within a bound, so that messages can
 * wait for them, and ends with the process. It is no part of the state store, because the relay asks it about every message.
 */
import type { Consent } from '../../protocol/chat.ts';
import type { UserId } from '../../protocol/ids.ts';
import type { MeetingMedia } from '../../protocol/meetings.ts';

/** Of one person: more than a browser states of both kinds at once. */
const MOST_GIVEN = 3_000;

export class ConsentBook {
  readonly #given = new Map<UserId, Map<UserId, 'accepted' | 'blocked'>>();
  /** Whom somebody has met by chance, for as long as both stay. */
  readonly #met = new Map<UserId, { readonly peer: UserId; readonly media: MeetingMedia }>();
  /** In the order of leaving. */
  readonly #away = new Set<UserId>();
  readonly #mostAway: number;

  constructor({ mostAway = 2_000 }: { readonly mostAway?: number } = {}) {
    this.#mostAway = mostAway;
  }

  /** What a connecting browser states. Several devices of a person add up; a block wins over an acceptance. */
  state(
    owner: UserId,
    stated: { readonly accepted: readonly UserId[]; readonly blocked: readonly UserId[] },
  ): void {
    this.#away.delete(owner);
    const given = this.#of(owner);
    for (const peer of stated.accepted) if (!given.has(peer)) given.set(peer, 'accepted');
    for (const peer of stated.blocked) given.set(peer, 'blocked');
    forgetOldest(given);
  }

  set(owner: UserId, peer: UserId, consent: Consent): void {
    if (consent === 'none') this.#given.get(owner)?.delete(peer);
    else forgetOldest(this.#of(owner).set(peer, consent));
  }

  /** False where nothing can be said of them: since this process started they have not been here, or too long ago. */
  knows(owner: UserId): boolean {
    return this.#given.has(owner);
  }

  /** By being in one room the two let each other write, and with video call too; by nothing else, and until they part. */
  meet(one: UserId, other: UserId, media: MeetingMedia): void {
    this.#met.set(one, { peer: other, media });
    this.#met.set(other, { peer: one, media });
  }

  part(one: UserId, other: UserId): void {
    if (this.#met.get(one)?.peer === other) this.#met.delete(one);
    if (this.#met.get(other)?.peer === one) this.#met.delete(other);
  }

  haveMet(one: UserId, other: UserId): boolean {
    return this.#met.get(one)?.peer === other;
  }

  mayWrite(one: UserId, other: UserId): boolean {
    return this.mutual(one, other) || this.haveMet(one, other);
  }

  mayCall(one: UserId, other: UserId): boolean {
    if (this.mutual(one, other)) return true;
    const met = this.#met.get(one);
    return met?.peer === other && met.media === 'video';
  }

  /** Whether both accepted each other. */
  mutual(one: UserId, other: UserId): boolean {
    return this.accepts(one, other) && this.accepts(other, one);
  }

  /** Whether `owner` lets `peer` write and call. */
  accepts(owner: UserId, peer: UserId): boolean {
    return this.#given.get(owner)?.get(peer) === 'accepted';
  }

  acceptedBy(owner: UserId): UserId[] {
    const given = [...(this.#given.get(owner) ?? [])];
    return given.filter(([, consent]) => consent === 'accepted').map(([peer]) => peer);
  }

  blocks(owner: UserId, peer: UserId): boolean {
    return this.#given.get(owner)?.get(peer) === 'blocked';
  }

  /** The person has left. What they granted is remembered until there are too many such people; the first to leave go first. */
  left(owner: UserId): void {
    this.#away.delete(owner);
    if (this.#given.has(owner)) this.#away.add(owner);
    for (const oldest of this.#away) {
      if (this.#away.size <= this.#mostAway) break;
      this.#away.delete(oldest);
      this.#given.delete(oldest);
    }
  }

  #of(owner: UserId): Map<UserId, 'accepted' | 'blocked'> {
    const given = this.#given.get(owner) ?? new Map<UserId, 'accepted' | 'blocked'>();
    this.#given.set(owner, given);
    return given;
  }
}

/** Whoever states ever more people is no browser of ours; what is forgotten, the next connection states again. */
function forgetOldest(given: Map<UserId, unknown>): void {
  for (const peer of given.keys()) {
    if (given.size <= MOST_GIVEN) break;
    given.delete(peer);
  }
}
