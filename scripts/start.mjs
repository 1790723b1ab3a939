/** `npm start`: installs what is missing, builds what is stale, and becomes the server. Arguments are the server's. */
import { ensureBuilt, ensureInstalled, fail, requireNode } from './setup.mjs';

const PARENT_CHECK_MS = 250;

requireNode();
await ensureInstalled();
await ensureBuilt().catch(fail);
if (process.env.npm_lifecycle_event !== undefined) stopWithNpm();
// In this process, so that Ctrl+C, signals and the exit code are the server's own. The path is a variable because the
// compiler must not look for a file that only the build makes.
const server = '../dist/server/main.js';
await import(server);

/**
 * npm starts scripts through a shell, and a signal sent to npm alone ends that shell without telling what runs in it. The
 * server would stay behind holding its port. Being handed to another parent is the one sign of it that arrives here.
 */
function stopWithNpm() {
  const parent = process.ppid;
  const check = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(check);
    process.kill(process.pid, 'SIGTERM');
  }, PARENT_CHECK_MS);
  check.unref();
}
