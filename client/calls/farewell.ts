/** Telling the server that a call is over, when nothing is left that would wait for the answer. */
import type { Clock } from '../base/clock.ts';
import type { Signaling } from '../connection/signaling.ts';
import type { CallId } from '../../protocol/ids.ts';
import { insist } from './insist.ts';

/** How long it is tried. By then the server's own limits have ended the call. */
export const FAREWELL_MS = 60_000;

export type Farewell =
  | { readonly name: 'reject_call'; readonly payload: { readonly callId: CallId } }
  | {
      readonly name: 'end_call';
      readonly payload: { readonly callId: CallId; readonly reason: 'hung_up' | 'failed' };
    };

export function sayFarewell(
  { signaling, clock }: { readonly signaling: Signaling; readonly clock: Clock },
  farewell: Farewell,
): void {
  const stop = insist({ signaling, clock, ...farewell, decided: () => cancel() });
  const cancel = clock.after(FAREWELL_MS, stop);
}
