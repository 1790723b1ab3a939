/**
 * Without a microphone or camera in use, a browser hides its address behind a name that only multicast can resolve, and some networks
 * filter that. The server knows from where each of the two is connected, so each tries the other under that address as well.
 */
import type { CandidateSignal } from '../../protocol/calls.ts';

type Candidate = NonNullable<CandidateSignal['candidate']>;

/** `candidate:foundation component transport priority address port typ type …` (RFC 8839, 5.1) */
const HIDDEN = /^(candidate:\S+ \d+ udp \d+ )\S+\.local( \d+ typ host)/i;

/** The candidate, and where it hides its address one more for each that is known. */
export function reachableCandidates(
  candidate: Candidate,
  addresses: readonly string[],
): readonly [Candidate, ...Candidate[]] {
  if (!HIDDEN.test(candidate.candidate)) return [candidate];
  const shown = addresses.map((address) => ({
    ...candidate,
    candidate: candidate.candidate.replace(
      HIDDEN,
      (_all, before: string, after: string) => before + address + after,
    ),
  }));
  return [candidate, ...shown];
}
