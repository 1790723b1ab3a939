/** The tests of one group of stryker.config.mjs, alike in every run. */
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';
import { GROUPS } from '../../stryker.config.mjs';

const name = (process.env['EARSHOT_MUTATION_GROUP'] ?? 'rules') as keyof typeof GROUPS; // scripts/mutation.mjs sets it to one of them

export default defineConfig({
  root: fileURLToPath(new URL('../..', import.meta.url)),
  define: { __VERSION__: JSON.stringify('0.0.0') },
  test: {
    include: [...GROUPS[name].tests],
    setupFiles: ['tests/mutation/same-seed.ts'],
    // A change that no order shows costs all of them.
    env: { EARSHOT_MODEL_RUNS: '300' },
    restoreMocks: true,
    unstubEnvs: true,
    unstubGlobals: true,
  },
});
