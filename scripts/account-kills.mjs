/** `npm run account-kills [-- N]`: kills a server N times while people register, and looks whether all is there; 200 take some ten minutes. */
import { fail, ensureBuilt, ensureInstalled, requireNode, ROOT } from './setup.mjs';

requireNode();
const [kills = '200'] = process.argv.slice(2);
if (!/^[1-9]\d*$/.test(kills)) fail('How many kills? For example: npm run account-kills -- 200');
process.env.EARSHOT_ACCOUNT_KILLS = kills;
await ensureInstalled();
await ensureBuilt();
const { startVitest } = await import('vitest/node');
await startVitest('test', ['account-kills'], { root: ROOT, project: ['integration'], watch: false });
