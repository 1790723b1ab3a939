/** The layers of the tests as vitest projects; scripts/test.mjs picks among them. Layers run one after the other. */
import { readFileSync } from 'node:fs';
import { defineConfig, type TestProjectConfiguration } from 'vitest/config';

// npm requires both members of every manifest.
const { version } = JSON.parse(readFileSync(new URL('package.json', import.meta.url), 'utf8')) as {
  version: string;
};

interface Layer {
  readonly name: string;
  readonly include: readonly string[];
  readonly seconds: number;
  readonly workers?: number;
}

const LAYERS: readonly Layer[] = [
  {
    name: 'unit',
    include: [
      '{protocol,config,server,client,scripts}/**/*.test.ts',
      'tests/*.test.ts',
      'tests/{chaos,contracts,support}/**/*.test.ts',
    ],
    seconds: 20,
  },
  { name: 'integration', include: ['tests/integration/**/*.test.ts'], seconds: 60 },
  { name: 'browser', include: ['tests/browser/**/*.test.ts'], seconds: 90, workers: 2 },
  { name: 'lan', include: ['tests/lan/**/*.test.ts'], seconds: 240, workers: 1 },
  { name: 'screenshots', include: ['tests/screenshots/*.ts'], seconds: 240, workers: 1 },
];

const project = ({ name, include, seconds, workers }: Layer, index: number): TestProjectConfiguration => ({
  extends: true,
  test: {
    name,
    include: [...include],
    testTimeout: seconds * 1_000,
    hookTimeout: seconds * 1_000,
    sequence: { groupOrder: index },
    ...(workers === undefined ? {} : { maxWorkers: workers, fileParallelism: workers > 1 }),
  },
});

export default defineConfig({
  define: { __VERSION__: JSON.stringify(version) },
  test: {
    projects: LAYERS.map(project),
    // What is polled is waited for; on a busy machine a second is not long.
    expect: { poll: { timeout: 10_000 } },
    restoreMocks: true,
    unstubEnvs: true,
    unstubGlobals: true,
  },
});
