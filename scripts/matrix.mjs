/** `npm run matrix`: calls with faults in the virtual LAN, in tests/lan/matrix. Arguments are its own; `--help` lists them. */
import { runBundled } from './run-bundled.mjs';

await runBundled({ main: 'tests/lan/matrix/main.ts' });
