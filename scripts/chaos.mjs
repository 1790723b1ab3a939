/** `npm run chaos`: the chaos run of tests/chaos. Arguments are its own; `--help` lists them. */
import { runBundled } from './run-bundled.mjs';

await runBundled({ main: 'tests/chaos/main.ts', client: 'tests/chaos/client.ts' });
