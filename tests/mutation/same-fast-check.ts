/**
 * Stands in for fast-check. Whether a change is found must not be a matter of luck: what tests choose by chance is the same in every run,
 * and no smaller example is looked for.
 */
import { createRequire } from 'node:module';
import type fastCheck from 'fast-check';

// Past vite, for which `fast-check` is this file.
const { default: fc } = createRequire(import.meta.url)('fast-check') as { default: typeof fastCheck };
fc.configureGlobal({ seed: 2026, endOnFailure: true });

export default fc;
