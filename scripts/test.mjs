/**
 * `npm test [layer...] [vitest's own arguments]`: does all set-up, then runs the layers that can run here, once. A layer
 * that cannot run is one line on a developer's machine and a failure where CI is set or where it was asked for by name.
 */
import { isLayer, LAYERS, obstacle } from './layers.mjs';
import { ensureBuilt, ensureInstalled, fail, requireNode, ROOT } from './setup.mjs';

requireNode();
const words = process.argv.slice(2);
const named = words.filter(isLayer);
const wanted = named.length > 0 ? named : [...LAYERS];

const obstacles = new Map(
  wanted.flatMap((layer) => {
    const line = obstacle(layer);
    return line === null ? [] : [[layer, line]];
  }),
);
for (const line of obstacles.values()) process.stderr.write(`${line}\n`);
if (obstacles.size > 0 && (process.env.CI || named.length > 0)) fail('Nothing was tested.');

await ensureInstalled();
// Unit tests are about sources, so they do not wait for a build.
if (wanted.some((layer) => layer !== 'unit')) await ensureBuilt().catch(fail);

const { parseCLI, startVitest } = await import('vitest/node');
const { filter, options } = parseCLI(['vitest', 'run', ...words.filter((word) => !isLayer(word))]);
const project = wanted.filter((layer) => !obstacles.has(layer));
const vitest = await startVitest('test', filter, { ...options, root: ROOT, project, watch: false });

// A file that cannot be loaded has no tests to count, and an error outside every test belongs to none: each is a failure.
const count = { passed: 0, failed: vitest.state.getUnhandledErrors().length, skipped: 0 };
for (const module of vitest.state.getTestModules()) {
  let tests = 0;
  for (const test of module.children.allTests()) {
    tests++;
    const { state } = test.result();
    if (state === 'passed' || state === 'failed' || state === 'skipped') count[state]++;
  }
  if (tests === 0 || (module.state() === 'failed' && [...module.children.allTests('failed')].length === 0))
    count.failed++;
}
const skipped = count.skipped > 0 ? `, ${count.skipped} skipped` : '';
process.stdout.write(`${count.passed} passed, ${count.failed} failed${skipped}\n`, () =>
  process.exit(count.failed > 0 ? 1 : undefined),
);
