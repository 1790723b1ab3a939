/** Only the tab that shows a link answers and ends it. */
import { beforeEach, expect, it } from 'vitest';
import { lobby, tabOf } from '../../../tests/support/lobby.ts';
import { tabId, userId } from '../../../tests/support/records.ts';
import { deviceLinkRequests } from './device-link.ts';

const anaTab = tabOf('ana');
const device = { browser: null, system: null, address: '', addresses: [], known: false } as const;

let links: ReturnType<typeof lobby>['links'];
let requests: ReturnType<typeof deviceLinkRequests>;
/** What the new device was told. */
let told: string[];
beforeEach(() => {
  const place = lobby();
  ({ links } = place);
  requests = deviceLinkRequests(place);
  told = [];
});

async function asked() {
  const { linkId, secret } = await requests.offer_device_link(anaTab, {});
  const port = {
    allowed: () => void told.push('allowed'),
    ended: (reason: string) => void told.push(reason),
  };
  links.claim(secret, { ...device, tab: tabId('ana2'), port });
  return linkId;
}

it.each([
  [true, 'allowed'],
  [false, 'refused'],
])('[LINK-5] the new device is let in or not: %s', async (allow, answer) => {
  const linkId = await asked();
  expect(await requests.answer_device_link(anaTab, { linkId, allow })).toEqual({});
  expect(told).toEqual([answer]);
});

it('[LINK-5] nobody else answers', async () => {
  const linkId = await asked();
  for (const other of [tabOf('ana', 3), { ...anaTab, user: userId('bea') }]) {
    expect(() => requests.answer_device_link(other, { linkId, allow: true })).toThrow('not_a_party');
  }
  expect(told).toEqual([]);
});

it('[LINK-7] whoever shows it ends it, and of what is not theirs nothing is said', async () => {
  const linkId = await asked();
  expect(await requests.end_device_link(tabOf('bea'), { linkId })).toEqual({});
  expect(told).toEqual([]);
  expect(await requests.end_device_link(anaTab, { linkId })).toEqual({});
  expect(told).toEqual(['closed']);
});
