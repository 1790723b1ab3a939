/** `npm run build`, also before `npm pack`: builds whether stale or not, and says what came of it. */
import { buildAnew, ensureInstalled, fail, requireNode } from './setup.mjs';

requireNode();
await ensureInstalled();
const { describeFirstLoad } = await import('./bundle-report.mjs');
process.stdout.write(describeFirstLoad(await buildAnew().catch(fail)));
