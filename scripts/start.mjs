/** `npm start`: installs what is missing, builds what is stale, and becomes the server. Arguments are the server's. */
import { ensureBuilt, ensureInstalled, requireNode } from './setup.mjs';

requireNode();
await ensureInstalled();
await ensureBuilt();
// In this process, so that Ctrl+C, signals and the exit code are the server's own. The path is a variable because the
// compiler must not look for a file that only the build makes.
const server = '../dist/server/main.js';
await import(server);
