import { beforeEach, describe, expect, it } from 'vitest';
import { AppError } from '../../protocol/errors.ts';
import type { LinkId, TabId } from '../../protocol/ids.ts';
import { id, userId } from '../../tests/support/records.ts';
import * as link from './device-link.ts';
import type { DeviceLink } from './device-link.ts';

const [ana, mallory] = [userId('ana'), userId('mallory')];
const [shows, device, other] = [id<TabId>('shows'), id<TabId>('device'), id<TabId>('other')];
const by = { user: ana, tab: shows };
const MINUTE = 60_000;

const PHASES = ['offered', 'asked', 'refused', 'open'] as const;
type Phases = Readonly<Record<(typeof PHASES)[number], DeviceLink>>;
let phases: Phases;
beforeEach(() => {
  const offered = link.offer(by, '0'.repeat(26) as LinkId, 0);
  const asked = link.claim(offered, device, 0);
  const refused = link.answer(asked, by, false, 0);
  const open = link.came(link.answer(asked, by, true, 0), device);
  phases = { offered, asked, refused, open };
});

const outcome = (step: () => DeviceLink | null): string => {
  try {
    const result = step();
    if (result === null) return 'forgotten';
    return result.phase === 'over' ? result.reason : result.phase;
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    return error.detail === '' ? error.code : `${error.code} ${error.detail}`;
  }
};

describe.each([
  {
    step: '[LINK-4] a device claims it',
    act: (one: DeviceLink) => link.claim(one, other, 0),
    becomes: ['asked', 'link_ended used', 'link_ended refused', 'link_ended used'],
  },
  {
    step: '[LINK-4] the tab that shows it claims it',
    act: (one: DeviceLink) => link.claim(one, shows, 0),
    becomes: ['bad_payload tab', 'link_ended used', 'link_ended refused', 'link_ended used'],
  },
  {
    step: '[LINK-5] the tab that shows it allows',
    act: (one: DeviceLink) => link.answer(one, by, true, 0),
    becomes: ['link_ended used', 'open', 'link_ended refused', 'link_ended used'],
  },
  {
    step: '[LINK-5] the tab that shows it refuses',
    act: (one: DeviceLink) => link.answer(one, by, false, 0),
    becomes: ['link_ended used', 'refused', 'link_ended refused', 'link_ended used'],
  },
  {
    step: '[LINK-5] another tab of the person answers',
    act: (one: DeviceLink) => link.answer(one, { user: ana, tab: other }, true, 0),
    becomes: ['not_a_party', 'not_a_party', 'not_a_party', 'not_a_party'],
  },
  {
    step: '[LINK-5] somebody else answers',
    act: (one: DeviceLink) => link.answer(one, { user: mallory, tab: shows }, true, 0),
    becomes: ['not_a_party', 'not_a_party', 'not_a_party', 'not_a_party'],
  },
  {
    step: '[LINK-2] the tab that shows it goes',
    act: (one: DeviceLink) => link.went(one, shows, 0),
    becomes: ['gone', 'gone', 'refused', 'open'],
  },
  {
    step: '[LINK-7] another tab of the person goes',
    act: (one: DeviceLink) => link.aged(link.went(one, other, 0), 45_000),
    becomes: ['offered', 'asked', 'refused', 'open'],
  },
  {
    step: '[LINK-7] the tab that shows it is lost and stays away',
    act: (one: DeviceLink) => link.aged(link.went(one, shows, 0), 45_000),
    becomes: ['gone', 'gone', 'refused', 'gone'],
  },
  {
    step: '[LINK-7] another tab comes while one is lost',
    act: (one: DeviceLink) => link.aged(link.came(link.went(one, device, 0), other), 45_000),
    becomes: ['offered', 'asked', 'refused', 'gone'],
  },
  {
    step: '[LINK-2] less than five minutes are over',
    act: (one: DeviceLink) => link.aged(one, 5 * MINUTE - 1),
    becomes: ['offered', 'asked', 'refused', 'open'],
  },
  {
    step: 'nearly ten minutes are over',
    act: (one: DeviceLink) => link.aged(one, 10 * MINUTE - 1),
    becomes: ['expired', 'expired', 'refused', 'open'],
  },
  {
    step: 'ten minutes are over',
    act: (one: DeviceLink) => link.aged(one, 10 * MINUTE),
    becomes: ['expired', 'expired', 'forgotten', 'open'],
  },
  {
    step: '[LINK-7] nearly four hours are over',
    act: (one: DeviceLink) => link.aged(one, 240 * MINUTE - 1),
    becomes: ['expired', 'expired', 'forgotten', 'open'],
  },
  {
    step: '[LINK-7] a tab that was lost stays away',
    act: (one: DeviceLink) => link.aged(link.went(one, device, 0), 45_000),
    becomes: ['offered', 'asked', 'refused', 'gone'],
  },
  {
    step: '[LINK-7] a tab that was lost comes back',
    act: (one: DeviceLink) => link.aged(link.came(link.went(one, device, 0), device), 45_000),
    becomes: ['offered', 'asked', 'refused', 'open'],
  },
  {
    step: '[LINK-2] five minutes are over',
    act: (one: DeviceLink) => link.aged(one, 5 * MINUTE),
    becomes: ['expired', 'expired', 'refused', 'open'],
  },
  {
    step: '[LINK-7] four hours are over',
    act: (one: DeviceLink) => link.aged(one, 240 * MINUTE),
    becomes: ['expired', 'expired', 'forgotten', 'expired'],
  },
])('$step', ({ act, becomes }) => {
  it.each(PHASES.map((phase, index) => [phase, becomes[index]] as const))('%s: %s', (phase, expected) => {
    expect(outcome(() => act(phases[phase]))).toBe(expected);
  });
});

it('[LINK-2] a device that asks at the last moment is waited for', () => {
  const late = link.claim(phases.offered, device, 5 * MINUTE - 1);
  expect(outcome(() => link.aged(late, 6 * MINUTE))).toBe('asked');
  expect(outcome(() => link.aged(late, 7 * MINUTE))).toBe('expired');
});

it('[LINK-7] a device that never connects as the person ends the link', () => {
  const allowed = link.answer(phases.asked, by, true, 0);
  expect(outcome(() => link.aged(allowed, 44_999))).toBe('open');
  expect(outcome(() => link.aged(allowed, 45_000))).toBe('gone');
});

it('[LINK-7] a tab that goes again, before it was back, is waited for anew, and the other as before', () => {
  const { open } = phases;
  const both = link.went(link.went(link.went(open, device, 0), shows, 1_000), device, 2_000);
  expect(both).toEqual({
    ...open,
    lost: [
      { tab: shows, until: 46_000 },
      { tab: device, until: 47_000 },
    ],
  });
  expect(link.came(both, other)).toBe(both);
  expect(link.came(both, shows)).toEqual({ ...open, lost: [{ tab: device, until: 47_000 }] });
});

it('[LINK-2] what is over says who had it, and nothing of the device', () => {
  const { offered, refused } = phases;
  const common = { id: offered.id, user: ana, tab: shows };
  expect(offered).toEqual({ ...common, phase: 'offered', expiresAt: 5 * MINUTE });
  expect(refused).toEqual({ ...common, phase: 'over', reason: 'refused', expiresAt: 10 * MINUTE });
});

it('[LINK-5] the tab that shows it is told of it, and the device once it is let in', () => {
  expect(PHASES.map((phase) => link.tabsOf(phases[phase]))).toEqual([
    [shows],
    [shows],
    [shows],
    [shows, device],
  ]);
});

it('[LINK-7] signals go to the other tab of an open link', () => {
  const { open, ...closed } = phases;
  const to = (one: DeviceLink, user = ana, tab = shows) => link.signalTarget(one, { user, tab });
  expect(to(open)).toEqual({ user: ana, tab: device });
  expect(to(open, ana, device)).toEqual({ user: ana, tab: shows });
  expect(() => to(open, ana, other)).toThrow('not_a_party');
  expect(() => to(open, mallory, device)).toThrow('not_a_party');
  for (const one of Object.values(closed)) expect(() => to(one)).toThrow('link_ended');
});
