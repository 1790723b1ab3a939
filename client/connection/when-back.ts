/** The moments at which the connection to the server is there again. */
import type { Signaling } from './signaling.ts';

/** Runs at each of them, not for a connection that is there already. Returns the undo. */
export function whenBack({ state }: Pick<Signaling, 'state'>, run: () => void): () => void {
  let { phase } = state.get();
  return state.subscribe(() => {
    const before = phase;
    phase = state.get().phase;
    if (phase === 'connected' && before !== 'connected') run();
  });
}
