/** The tests of one group of stryker.config.mjs, alike in every run. */
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';
import { GROUPS } from '../../stryker.config.mjs';
import { LoadFailures } from './load-failures.ts';

const name = (process.env['EARSHOT_MUTATION_GROUP'] ?? 'rules') as keyof typeof GROUPS; // scripts/mutation.mjs sets it to one of them

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));

export default defineConfig({
  root: here('../..'),
  define: { __VERSION__: JSON.stringify('0.0.0') },
  test: {
    include: [...GROUPS[name].tests],
    reporters: [new LoadFailures()],
    alias: [{ find: /^fast-check$/, replacement: here('same-fast-check.ts') }],
    // A change that no order shows costs all of them.
    env: { EARSHOT_MODEL_RUNS: '30' },
    restoreMocks: true,
    unstubEnvs: true,
    unstubGlobals: true,
  },
});
