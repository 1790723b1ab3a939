/**
 * Mutation tests: Stryker breaks a source in one small place at a time, and a test has to fail. `npm run mutation` runs one group after
 * the other, each with the tests that are its own, so that a rule that only an integration test shows does not count as shown.
 *
 * Nothing is excluded, neither kinds of changes nor lines: what survives is in the report.
 */

/** @typedef {{ readonly mutate: readonly string[]; readonly tests: readonly string[] }} Group */

/** @satisfies {Record<string, Group>} */
export const GROUPS = {
  rules: {
    mutate: [
      'server/domain/*.ts',
      'client/calls/call-state.ts',
      'protocol/fold-name.ts',
      'protocol/message-text.ts',
      'server/state/{consent-book,mailbox}.ts',
    ],
    tests: [
      'server/domain/*.test.ts',
      'client/calls/call-state*.test.ts',
      'protocol/message-text.test.ts',
      'server/state/{consent-book,mailbox}.test.ts',
    ],
  },
  gate: {
    mutate: [
      'server/transport/{mount-requests,request-handlers,front-door,host-guard}.ts',
      'server/permitted-hosts.ts',
      'protocol/schemas.ts',
      // Who may ask what of whom, in which state.
      'server/transport/requests/*.ts',
    ],
    tests: [
      'server/transport/{mount-requests,request-handlers,front-door*,host-guard*}.test.ts',
      'server/permitted-hosts*.test.ts',
      'protocol/schemas.test.ts',
      'server/transport/requests/*.test.ts',
    ],
  },
  limiter: {
    mutate: [
      'server/token-bucket.ts',
      'server/transport/{request-limits,pace,unsent-bound,passcode-tries,tries-of-all}.ts',
      'server/tls/connection-limits.ts',
      'server/domain/ring-limit.ts',
    ],
    tests: [
      'server/token-bucket.test.ts',
      'server/transport/{request-limits,pace,unsent-bound,passcode-tries,tries-of-all}.test.ts',
      'server/tls/connection-limits.test.ts',
      'server/domain/ring-limit.test.ts',
    ],
  },
};

/** The one that scripts/mutation.mjs is at. */
const name = process.env.EARSHOT_MUTATION_GROUP ?? 'rules';
const group = /** @type {Record<string, Group | undefined>} */ (GROUPS)[name];
if (group === undefined) throw new Error(`There is no group ${name}.`);

/** @type {ConstructorParameters<typeof import('@stryker-mutator/core').Stryker>[0]} */
export default {
  testRunner: 'vitest',
  vitest: { configFile: 'tests/mutation/vitest.config.ts' },
  coverageAnalysis: 'perTest',
  mutate: [...group.mutate, '!**/*.test.ts'],
  // Tests run without types, and some of them read sources.
  disableTypeChecks: false,
  checkers: [],
  // Below this the command fails.
  thresholds: { high: 95, low: 90, break: 85 },
  // A change that never ends is found out by counting; this is for a machine that has other things to do.
  timeoutMS: 60_000,
  incremental: true,
  incrementalFile: `reports/mutation/${name}.incremental.json`,
  reporters: ['progress-append-only', 'clear-text', 'html', 'json'],
  clearTextReporter: { allowColor: false, logTests: false, reportTests: false },
  htmlReporter: { fileName: `reports/mutation/${name}.html` },
  jsonReporter: { fileName: `reports/mutation/${name}.json` },
  tempDirName: 'reports/mutation/copies',
  ignorePatterns: ['dist', 'reports', '/bench', '/static'],
};
