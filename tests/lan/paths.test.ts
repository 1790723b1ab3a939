/** How a call finds its path where there is no direct one: the real server and page on computers of the virtual LAN. */
import { describe, expect, test } from 'vitest';
import { freshLan } from '../support/fresh-lan.ts';
import type { VirtualLan } from '../support/virtual-lan.ts';
import { LanCall, type BrowserKind } from './matrix/lan-call.ts';

const withCall = test.extend<{ lan: VirtualLan; kinds: readonly [BrowserKind, BrowserKind]; call: LanCall }>({
  lan: freshLan,
  kinds: ['chromium', 'chromium'],
  call: async ({ lan, kinds }, use) => {
    const call = await LanCall.open(lan, kinds);
    await use(call);
    await call.close();
  },
});

const it = withCall;

const RELAY_PORT = 3478;
/** The listening sockets of the server's computer that are the relay's. */
const relayPorts = async ({ server }: LanCall): Promise<readonly string[]> =>
  (await server.must('ss', ['-Hlntu', `sport = :${RELAY_PORT}`])).split('\n').filter((line) => line !== '');

/** Only the end that uses it can always tell: the other may take the relay's address for that of a device. Both say so. */
async function seesRelays(call: LanCall): Promise<void> {
  const sides = [call.ana, call.bea];
  expect((await Promise.all(sides.map((side) => call.path(side)))).join(', ')).toContain('relay');
  for (const { page } of sides.map(({ visitor }) => visitor)) {
    await page.getByRole('button', { name: /^Connection: / }).click();
    await page.getByText('Over a relay').waitFor();
    await page.keyboard.press('Escape');
  }
}

it('[CALL-16] a direct call opens no relay; two who are kept apart by their access point are relayed, the next time at once', async ({
  call,
}) => {
  await call.talk();
  expect(await relayPorts(call)).toEqual([]);
  expect(await call.path(call.ana)).toMatch(/^(host|prflx) (host|prflx)$/);
  await call.hangUp();
  await call.isolate();
  const first = await call.talk();
  await seesRelays(call);
  expect(await relayPorts(call)).toHaveLength(2);
  await call.hangUp();
  const second = await call.talk();
  await seesRelays(call);
  // The five seconds of the first path are spared; everything else takes as long.
  expect(first - second).toBeGreaterThan(2_500);
});

for (const kinds of [
  ['chromium', 'firefox'],
  ['firefox', 'chromium'],
] as const) {
  // What is overridden counts within the group.
  describe(`${kinds[0]} calls ${kinds[1]}`, () => {
    const it = withCall.override({ kinds });

    it('[CALL-16] that are kept apart see each other by the relay', async ({ call }) => {
      await call.isolate();
      await call.talk();
      await seesRelays(call);
    });
  });
}

it('[CALL-16] two whose UDP is dropped are relayed by TCP', async ({ call }) => {
  for (const { host } of [call.ana, call.bea]) await call.drop(host, 'meta l4proto udp');
  await call.talk();
  expect(await call.path(call.ana)).toMatch(/^relay .* tcp$/);
  await seesRelays(call);
});

it('somebody whose UDP is dropped is told so, and what to do; a fault that is not there is not found', async ({
  call,
}) => {
  const { page } = call.ana.visitor;
  const finding = (title: string) =>
    page.getByRole('list', { name: 'What was tested' }).getByRole('listitem').filter({ hasText: title });
  await page.getByRole('button', { name: /^You: Ana/ }).click();
  await page.getByRole('button', { name: 'Settings' }).click();
  await page.getByRole('button', { name: 'Test the connection' }).click();
  await finding('UDP to the server: Fine').waitFor();
  await finding('Connection to the server: Fine').waitFor();
  await finding('VPN or proxy: Fine').waitFor();
  await call.drop(call.ana.host, 'meta l4proto udp');
  await page.getByRole('button', { name: 'Test again' }).click();
  await finding('UDP to the server: Trouble').waitFor();
  await page.getByText('What to do first').waitFor();
});
