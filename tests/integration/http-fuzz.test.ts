/** The fuzz run of the HTTP interface (`npm run fuzz -- --http N`) in short. */
import { expect, it } from 'vitest';
import { runHttpFuzz } from '../fuzz/http-fuzz.ts';

it('4,000 right and hostile HTTP requests are answered as the document says, and none is a fault', async () => {
  const seed = Math.floor(Math.random() * 1e9);
  const result = await runHttpFuzz({ seed, requests: 4_000, progress: () => undefined });
  expect(result, `seed ${seed}`).toMatchObject({ wrong: [], faults: [], polluted: false });
  // What was asked reached what answers.
  const missed = result.operations.filter((title) => !result.reached.has(title));
  expect(missed, `seed ${seed}`).toEqual([]);
});
