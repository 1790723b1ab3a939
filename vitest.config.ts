/** The layers of the tests as vitest projects; scripts/test.mjs picks among them. Layers run one after the other. */
import { readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import { defineConfig, type TestProjectConfiguration } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

// npm requires both members of every manifest.
const { version } = JSON.parse(readFileSync(new URL('package.json', import.meta.url), 'utf8')) as {
  version: string;
};

interface Layer {
  readonly name: string;
  readonly include: readonly string[];
  readonly seconds: number;
  readonly workers: number;
  /** File after file in one process, with modules loaded once. Where it is not said, each file has a process of its own. */
  readonly shared?: true;
}

/** Vitest leaves one core to itself, which of two is half of what there is. */
const SEVERAL = Math.max(2, availableParallelism() - 1);

const LAYERS: readonly Layer[] = [
  {
    name: 'unit',
    include: [
      '{protocol,config,server,client,api-client,scripts}/**/*.test.ts',
      'tests/*.test.ts',
      'tests/{chaos,contracts,support}/**/*.test.ts',
    ],
    seconds: 20,
    workers: SEVERAL,
    shared: true,
  },
  { name: 'integration', include: ['tests/integration/**/*.test.ts'], seconds: 60, workers: SEVERAL },
  { name: 'browser', include: ['tests/browser/**/*.test.ts'], seconds: 90, workers: 2 },
  // These wait more than they compute, and no network of one file can be seen from another.
  { name: 'lan', include: ['tests/lan/**/*.test.ts'], seconds: 240, workers: 2 },
  { name: 'screenshots', include: ['tests/screenshots/*.ts'], seconds: 240, workers: 1 },
];

/** By what each took on two cores. One of these that begins last leaves a worker idle while it runs. */
const LONGEST = [
  'tests/browser/gallery/gallery.test.ts',
  'tests/browser/calls/core.test.ts',
  'tests/browser/app/call.test.ts',
  'tests/browser/calls/call.test.ts',
  'tests/browser/app/device-link.test.ts',
  'tests/browser/app/hostile-strings.test.ts',
  'tests/browser/gallery/behaviour.test.ts',
  'tests/browser/app/history.test.ts',
  'tests/lan/lost-path.test.ts',
  'tests/lan/paths.test.ts',
  'tests/lan/discovery.test.ts',
].map((path) => fileURLToPath(new URL(path, import.meta.url)));

/** The longest first, whether or not vitest remembers an earlier run; CI does not. */
class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const place = ({ moduleId }: TestSpecification) => {
      const at = LONGEST.indexOf(moduleId);
      return at === -1 ? LONGEST.length : at;
    };
    return (await super.sort(files)).toSorted((one, other) => place(one) - place(other));
  }
}

const project = (
  { name, include, seconds, workers, shared }: Layer,
  index: number,
): TestProjectConfiguration => ({
  extends: true,
  test: {
    name,
    include: [...include],
    testTimeout: seconds * 1_000,
    hookTimeout: seconds * 1_000,
    sequence: { groupOrder: index },
    maxWorkers: workers,
    fileParallelism: workers > 1,
    isolate: shared !== true,
  },
});

export default defineConfig({
  define: { __VERSION__: JSON.stringify(version) },
  test: {
    projects: LAYERS.map(project),
    sequence: { sequencer: LongestFirst },
    // What is polled is waited for; on a busy machine a second is not long.
    expect: { poll: { timeout: 10_000 } },
    restoreMocks: true,
    unstubEnvs: true,
    unstubGlobals: true,
  },
});
