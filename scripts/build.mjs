/** `npm run build`, also before `npm pack`: builds whether stale or not, and says what came of it. */
import { ensureInstalled, hashOfInputs, requireNode } from './setup.mjs';

requireNode();
await ensureInstalled();
const { build } = await import('./bundle.mjs');
const { describeFirstLoad } = await import('./bundle-report.mjs');
const report = await build({ stamp: hashOfInputs() });
process.stdout.write(describeFirstLoad(report));
