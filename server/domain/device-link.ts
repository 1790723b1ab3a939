/** One use of Earshot on another device, step by step: offered, asked for, open or over. Secrets and numbers are none of its business. */
import type { LinkEnd } from '../../protocol/device-link.ts';
import { AppError } from '../../protocol/errors.ts';
import type { LinkId, TabId, UserId } from '../../protocol/ids.ts';

/** How long a link waits for its new device. */
export const OFFER_MS = 5 * 60_000;
/** How long at least a device that asks waits for the answer. */
const ANSWER_MS = 2 * 60_000;
/** For how long two tabs may find each other again; what they copy does not need the server. */
const OPEN_MS = 4 * 3_600_000;
/** How long an open link waits for a tab that is not connected. */
const LOST_MS = 45_000;
/** How long it is remembered why a link ended, for whoever comes with its secret. */
const REMEMBERED_MS = 10 * 60_000;

interface Common {
  readonly id: LinkId;
  readonly user: UserId;
  /** The tab that shows the link. */
  readonly tab: TabId;
  readonly expiresAt: number;
}
export type DeviceLink =
  | (Common & { readonly phase: 'offered' })
  | (Common & { readonly phase: 'asked'; readonly device: TabId })
  | (Common & {
      readonly phase: 'open';
      readonly device: TabId;
      /** Tabs of the two that are not connected. The link ends with the first whose time is up. */
      readonly lost: readonly { readonly tab: TabId; readonly until: number }[];
    })
  | (Common & { readonly phase: 'over'; readonly reason: LinkEnd });
export type LivingLink = Exclude<DeviceLink, { phase: 'over' }>;

export interface ByTab {
  readonly user: UserId;
  readonly tab: TabId;
}

export const offer = ({ user, tab }: ByTab, id: LinkId, now: number): LivingLink => ({
  phase: 'offered',
  id,
  user,
  tab,
  expiresAt: now + OFFER_MS,
});

/** What a device may learn with the right secret, and what it may claim. @throws AppError `link_ended` (detail: why) */
export function claimable(link: DeviceLink): Extract<DeviceLink, { phase: 'offered' }> {
  if (link.phase === 'over') throw new AppError('link_ended', link.reason);
  if (link.phase !== 'offered') throw new AppError('link_ended', 'used');
  return link;
}

/** The first device to come takes it, whatever becomes of it. @throws AppError `link_ended` */
export function claim(link: DeviceLink, device: TabId, now: number): DeviceLink {
  const offered = claimable(link);
  // It would be cut by its own connection as this tab.
  if (device === link.tab) throw new AppError('bad_payload', 'tab');
  return { ...offered, phase: 'asked', device, expiresAt: Math.max(link.expiresAt, now + ANSWER_MS) };
}

/** Only the tab that shows the link answers. @throws AppError `link_ended`, `not_a_party` */
export function answer(link: DeviceLink, by: ByTab, allow: boolean, now: number): DeviceLink {
  if (link.user !== by.user || link.tab !== by.tab) throw new AppError('not_a_party');
  if (link.phase === 'over') throw new AppError('link_ended', link.reason);
  if (link.phase !== 'asked') throw new AppError('link_ended', 'used');
  if (!allow) return over(link, 'refused', now);
  // The new device has yet to connect as this person.
  const lost = [{ tab: link.device, until: now + LOST_MS }];
  return { ...link, phase: 'open', lost, expiresAt: now + OPEN_MS };
}

export const over = ({ id, user, tab }: DeviceLink, reason: LinkEnd, now: number): DeviceLink => ({
  phase: 'over',
  id,
  user,
  tab,
  reason,
  expiresAt: now + REMEMBERED_MS,
});

/** A tab has connected. */
export function came(link: DeviceLink, tab: TabId): DeviceLink {
  if (link.phase !== 'open' || !link.lost.some((one) => one.tab === tab)) return link;
  return { ...link, lost: link.lost.filter((one) => one.tab !== tab) };
}

/** A tab has gone. What is shown on a page that is gone is over at once. */
export function went(link: DeviceLink, tab: TabId, now: number): DeviceLink {
  if (link.phase === 'over') return link;
  if (link.phase !== 'open') return link.tab === tab ? over(link, 'gone', now) : link;
  if (link.tab !== tab && link.device !== tab) return link;
  const others = link.lost.filter((one) => one.tab !== tab);
  return { ...link, lost: [...others, { tab, until: now + LOST_MS }] };
}

/** What time has made of it; null where it can be forgotten. */
export function aged(link: DeviceLink, now: number): DeviceLink | null {
  if (link.phase === 'over') return link.expiresAt <= now ? null : link;
  if (link.expiresAt <= now) return over(link, 'expired', now);
  if (link.phase === 'open' && link.lost.some(({ until }) => until <= now)) return over(link, 'gone', now);
  return link;
}

/** The tabs that are told of what happens to it. */
export const tabsOf = (link: DeviceLink): readonly TabId[] =>
  link.phase === 'open' ? [link.tab, link.device] : [link.tab];

/** Where a signal of this tab goes: to the other tab of an open link, and nowhere else. @throws AppError `link_ended`, `not_a_party` */
export function signalTarget(link: DeviceLink, by: ByTab): ByTab {
  if (link.user !== by.user) throw new AppError('not_a_party');
  if (link.phase !== 'open') throw new AppError('link_ended');
  if (by.tab === link.tab) return { user: link.user, tab: link.device };
  if (by.tab === link.device) return { user: link.user, tab: link.tab };
  throw new AppError('not_a_party');
}
