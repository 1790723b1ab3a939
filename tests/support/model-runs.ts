/** How many orders of events a model is tried in: as many as `npm run models` says, otherwise so few that nobody waits for them. */
export interface ModelRuns {
  readonly numRuns: number;
  /** For the test that runs them. */
  readonly timeout: number;
}

const PATIENCE_MS = 30_000;
/** Far more than one order takes, on a machine that has other things to do. */
const EACH_MS = 20;

export function modelRuns(few: number): ModelRuns {
  const numRuns = Number(process.env['EARSHOT_MODEL_RUNS'] ?? few);
  return { numRuns, timeout: PATIENCE_MS + numRuns * EACH_MS };
}
