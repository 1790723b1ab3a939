import type { CallView } from '../../calls/call-view.ts';

/** A call that has a screen of its own: being made, or going on. */
export type LiveCall = Extract<CallView, { phase: 'outgoing' | 'active' }>;

export function liveCall(view: CallView): LiveCall | null {
  return view.phase === 'outgoing' || view.phase === 'active' ? view : null;
}
