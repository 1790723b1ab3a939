/**
 * The links by which people use Earshot on another device: a bounded number, in memory only. A secret is never kept, only its hash,
 * and compared in constant time.
 */
import { createHash, createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import type { AskingDevice, LinkEnd } from '../../protocol/device-link.ts';
import { AppError } from '../../protocol/errors.ts';
import type { LinkId, TabId, UserId } from '../../protocol/ids.ts';
import type { Clock } from '../clock.ts';
import * as deviceLink from '../domain/device-link.ts';
import type { ByTab, DeviceLink } from '../domain/device-link.ts';
import { toTab, type Notice } from '../domain/rule.ts';

/** 256 bits. */
const SECRET_BYTES = 32;
/** From the yes to the request that fetches the cookie. */
const TICKET_MS = 60_000;
const MOST_LINKS = 500;

/** The new device at the other end of its connection. */
export interface DevicePort {
  /** `link`: which, and the tab that said yes. */
  allowed(ticket: string, link: ByTab & { readonly id: LinkId }): void;
  ended(reason: LinkEnd): void;
}
export type Asking = Omit<AskingDevice, 'linkId' | 'number'> & {
  readonly tab: TabId;
  readonly port: DevicePort;
};

interface Kept {
  readonly link: DeviceLink;
  readonly secret: Buffer;
  /** While it asks. */
  readonly port: DevicePort | null;
}
interface Ticket {
  readonly hash: Buffer;
  readonly user: UserId;
  /** Where its person is logged in who gave it; null without accounts. */
  readonly session: string | null;
  readonly until: number;
}

interface DeviceLinksOptions {
  readonly clock: Clock;
  readonly send: (notice: Notice) => void;
  readonly newId: () => LinkId;
  readonly sessionOf?: (by: ByTab) => string | null;
}

const hashOf = (secret: string): Buffer => createHash('sha256').update(secret).digest();
const newSecret = (): string => randomBytes(SECRET_BYTES).toString('base64url');

export class DeviceLinks {
  readonly #options: DeviceLinksOptions;
  readonly #links = new Map<LinkId, Kept>();
  #tickets: readonly Ticket[] = [];

  constructor(options: DeviceLinksOptions) {
    this.#options = options;
  }

  get count(): number {
    return this.#links.size;
  }

  /** A new link takes the place of an older one of the same person. @throws AppError `rate_limited` */
  offer(by: ByTab): { readonly linkId: LinkId; readonly secret: string; readonly expiresInMs: number } {
    const now = this.#options.clock.now();
    this.expire(now);
    for (const { link } of this.#links.values())
      if (link.user === by.user) this.#end(link, 'replaced', by.tab);
    this.#makeRoom();
    const [linkId, secret] = [this.#options.newId(), newSecret()];
    const link = deviceLink.offer(by, linkId, now);
    this.#links.set(linkId, { link, secret: hashOf(secret), port: null });
    return { linkId, secret, expiresInMs: link.expiresAt - now };
  }

  /** Whose link it is. @throws AppError `link_ended`, with the reason for whoever has the secret */
  find(secret: string): { readonly id: LinkId; readonly user: UserId } {
    const { id, user } = deviceLink.claimable(this.#withSecret(secret).link);
    return { id, user };
  }

  /** The device takes the link and asks. @returns the number that both screens show. @throws AppError `link_ended`, `bad_payload` */
  claim(secret: string, { tab, port, ...device }: Asking): { readonly id: LinkId; readonly number: string } {
    const kept = this.#withSecret(secret);
    const link = deviceLink.claim(kept.link, tab, this.#options.clock.now());
    const number = numberOf(secret, link, tab);
    this.#links.set(link.id, { ...kept, link, port });
    this.#tell(link, link.tab, {
      name: 'device_link_asked',
      payload: { ...device, linkId: link.id, number },
    });
    return { id: link.id, number };
  }

  /** The device that asked has gone. Without effect once it has been answered. */
  unclaim(id: LinkId): void {
    const link = this.#links.get(id)?.link;
    if (link?.phase === 'asked') this.#end(link, 'gone');
  }

  /** @throws AppError `link_ended`, `not_a_party` */
  answer(by: ByTab, id: LinkId, allow: boolean): void {
    const { clock, sessionOf = () => null } = this.#options;
    const kept = this.#links.get(id);
    if (kept === undefined) throw new AppError('link_ended');
    const link = deviceLink.answer(kept.link, by, allow, clock.now());
    this.#links.set(id, { ...kept, link, port: null });
    if (!allow) {
      kept.port?.ended('refused');
      return;
    }
    const ticket = newSecret();
    this.#tickets = [
      ...this.#tickets,
      { hash: hashOf(ticket), user: by.user, session: sessionOf(by), until: clock.now() + TICKET_MS },
    ];
    kept.port?.allowed(ticket, link);
  }

  /** Either tab ends it; of one that is not there or not theirs nothing is said. */
  end(by: ByTab, id: LinkId): void {
    const link = this.#links.get(id)?.link;
    if (link?.user === by.user && deviceLink.tabsOf(link).includes(by.tab)) this.#end(link, 'closed', by.tab);
  }

  /** The person of a ticket, once. */
  redeem(ticket: string): UserId | null {
    const hash = hashOf(ticket);
    const now = this.#options.clock.now();
    const found = this.#tickets.filter((one) => timingSafeEqual(one.hash, hash))[0];
    this.#tickets = this.#tickets.filter((one) => one !== found && one.until > now);
    return found !== undefined && found.until > now ? found.user : null;
  }

  /** Sessions have ended: what was given in one of them is of no use any more. */
  sessionsEnded(isOpen: (session: string) => boolean): void {
    this.#tickets = this.#tickets.filter(({ session }) => session === null || isOpen(session));
  }

  came({ user, tab }: ByTab): void {
    this.#each(user, (link) => deviceLink.came(link, tab));
  }

  went({ user, tab }: ByTab): void {
    this.#each(user, (link) => deviceLink.went(link, tab, this.#options.clock.now()));
  }

  /** Where a signal goes; null where it is not about a link. @throws AppError `link_ended`, `not_a_party` */
  signalTarget(by: ByTab, id: string): ByTab | null {
    // Whatever is a key of this map is the id of a link.
    const link = this.#links.get(id as LinkId)?.link;
    return link === undefined ? null : deviceLink.signalTarget(link, by);
  }

  expire(now: number): void {
    for (const [id, kept] of this.#links) {
      const link = deviceLink.aged(kept.link, now);
      if (link === null) this.#links.delete(id);
      else this.#change(kept, link);
    }
    if (this.#tickets.length > 0) this.#tickets = this.#tickets.filter(({ until }) => until > now);
  }

  #withSecret(secret: string): Kept {
    this.expire(this.#options.clock.now());
    const hash = hashOf(secret);
    // All of them, so that the time it takes says nothing.
    const found = [...this.#links.values()].filter((kept) => timingSafeEqual(kept.secret, hash))[0];
    if (found === undefined) throw new AppError('link_ended');
    return found;
  }

  #each(user: UserId, step: (link: DeviceLink) => DeviceLink): void {
    for (const kept of this.#links.values()) if (kept.link.user === user) this.#change(kept, step(kept.link));
  }

  #end(link: DeviceLink, reason: LinkEnd, by?: TabId): void {
    const kept = this.#links.get(link.id);
    if (kept === undefined || link.phase === 'over') return;
    this.#change(kept, deviceLink.over(link, reason, this.#options.clock.now()), by);
  }

  /** Keeps what has become of a link, and says so where it is over. */
  #change(kept: Kept, link: DeviceLink, by?: TabId): void {
    if (link === kept.link) return;
    const isOver = link.phase === 'over';
    this.#links.set(link.id, { ...kept, link, port: isOver ? null : kept.port });
    if (!isOver) return;
    kept.port?.ended(link.reason);
    const payload = { linkId: link.id, reason: link.reason };
    for (const tab of deviceLink.tabsOf(kept.link)) {
      if (tab !== by) this.#tell(link, tab, { name: 'device_link_ended', payload });
    }
  }

  #tell(
    { user }: DeviceLink,
    tab: TabId,
    notice:
      | Omit<Extract<Notice, { name: 'device_link_asked' }>, 'to'>
      | Omit<Extract<Notice, { name: 'device_link_ended' }>, 'to'>,
  ): void {
    this.#options.send({ ...notice, to: toTab(user, tab) });
  }

  /** What is over goes first. @throws AppError `rate_limited` where all are alive */
  #makeRoom(): void {
    for (const [id, { link }] of this.#links) {
      if (this.#links.size < MOST_LINKS) return;
      if (link.phase === 'over') this.#links.delete(id);
    }
    if (this.#links.size >= MOST_LINKS) throw new AppError('rate_limited', '60');
  }
}

/** Of the secret and both tabs, and of the link's id, which nobody knows who has not been answered: it cannot be aimed at. */
function numberOf(secret: string, { id, user, tab }: DeviceLink, device: TabId): string {
  const digest = createHmac('sha256', secret)
    .update(`earshot device ${id} ${user} ${tab} ${device}`)
    .digest();
  return String(digest.readUInt32BE() % 10_000).padStart(4, '0');
}
