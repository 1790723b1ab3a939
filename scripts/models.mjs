/** `npm run models [-- N]`: calls and meetings as models, in N orders of events each instead of some thousands; 100,000 take some minutes. */
import { fail, ensureInstalled, requireNode, ROOT } from './setup.mjs';

requireNode();
const [runs = '100000'] = process.argv.slice(2);
if (!/^[1-9]\d*$/.test(runs)) fail('How many orders of events? For example: npm run models -- 100000');
process.env.EARSHOT_MODEL_RUNS = runs;
await ensureInstalled();
const { startVitest } = await import('vitest/node');
const files = [
  'server/domain/calls-model',
  'server/domain/meetings-model',
  'client/calls/calls-model',
  'client/calls/call-state',
];
await startVitest('test', files, { root: ROOT, project: ['unit'], watch: false });
