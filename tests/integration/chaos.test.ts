/** The chaos run (`npm run chaos`) in short, and its controls: without what it relies on, the same run has to fail. */
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runChaos, type ChaosResult } from '../chaos/chaos-run.ts';
import type { Switch } from '../chaos/orders.ts';
import { bundleFixture, type BundledFixture } from '../support/bundled-fixture.ts';

const BUILT = fileURLToPath(new URL('../../dist', import.meta.url));
const MESSAGES = 400;

let fixture: BundledFixture;
const stop = new AbortController();

async function run(without: Switch | null): Promise<ChaosResult> {
  const seed = Math.floor(Math.random() * 1e9);
  const result = await runChaos({
    seed,
    messages: MESSAGES,
    serverKills: 3,
    clientKills: 2,
    people: 12,
    processes: 3,
    perSecond: 60,
    betweenFaultsMs: 2_000,
    without,
    builtFolder: BUILT,
    clientFile: join(fixture.folder, 'client.js'),
    progress: () => {},
    signal: stop.signal,
  });
  expect(result, `seed ${seed}`).toMatchObject({ serverKills: 3, clientKills: 2, troubles: new Map() });
  expect(result.verdict.sent, `seed ${seed}`).toBeGreaterThanOrEqual(MESSAGES);
  return result;
}

beforeAll(async () => {
  fixture = await bundleFixture({ client: 'tests/chaos/client.ts' });
});
afterAll(() => {
  stop.abort();
  fixture.remove();
});

describe.concurrent(
  'messages through a bad network, with server and clients killed again and again',
  { timeout: 150_000 },
  () => {
    it('[MSG-3] arrive once, in one order, and leave every outbox', async () => {
      const { verdict, lastReturnMs } = await run(null);
      expect(verdict).toEqual({ sent: verdict.sent, lost: 0, doubled: 0, reordered: 0, unexpected: 0 });
      expect(lastReturnMs).not.toBeNull();
    });

    it('[MSG-3] are lost where nobody keeps them until they are confirmed', async () => {
      expect((await run('outbox')).verdict.lost).toBeGreaterThan(0);
    });

    it('[MSG-2] are doubled where nobody recognises them', async () => {
      expect((await run('dedupe')).verdict.doubled).toBeGreaterThan(0);
    });
  },
);
