/** The fuzz run (`npm run fuzz`) in short. */
import { expect, it } from 'vitest';
import { runFuzz } from '../fuzz/fuzz-run.ts';
import { REQUESTS } from '../fuzz/hostile-payloads.ts';

it('[CONN-6] 20,000 hostile requests in any state get one answer each and end nothing', async () => {
  const seed = Math.floor(Math.random() * 1e9);
  const result = await runFuzz({ seed, requests: 20_000, progress: () => undefined });
  expect(result, `seed ${seed}`).toMatchObject({
    unanswered: 0,
    answeredTwice: 0,
    malformed: [],
    faults: [],
    polluted: false,
  });
  expect(
    REQUESTS.filter((name) => !result.reached.has(name)),
    `seed ${seed}`,
  ).toEqual([]);
});
