/** `npm run fuzz`: the fuzz run of tests/fuzz. Arguments are its own; `--help` lists them. */
import { runBundled } from './run-bundled.mjs';

await runBundled({ main: 'tests/fuzz/main.ts' });
