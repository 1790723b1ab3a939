/**
 * Which candidates may pass between two browsers: those with an address of this network. Another one would make the other browser
 * send packets out of it, to wherever its maker likes. One that hides its address behind a name that only multicast resolves is told
 * together with the address that this server sees, for networks that filter multicast.
 */
import { isLanAddress } from '../permitted-hosts.ts';
import { isOnOwnNetwork } from '../own-networks.ts';
import type { SignalNotice } from './request-handlers.ts';

/** The name that a browser gives itself by mDNS instead of showing its address. */
const MDNS_NAME = /^[0-9a-z-]{1,63}\.local$/i;
const HIDDEN = /^candidate:\S+ \d+ udp \d+ [0-9a-z-]{1,63}\.local \d+ typ host/i;

/** `candidate:foundation component transport priority address port typ …` (RFC 8839, 5.1); an empty one says that there are no more. */
function isLanCandidate(candidate: string): boolean {
  if (candidate === '') return true;
  let begin = 0;
  for (let blanks = 0; blanks < 4; blanks += 1) {
    begin = candidate.indexOf(' ', begin) + 1;
    if (begin === 0) return false;
  }
  const end = candidate.indexOf(' ', begin);
  const address = candidate.slice(begin, end < 0 ? undefined : end);
  return isLanAddress(address) || MDNS_NAME.test(address) || isOnOwnNetwork(address);
}

/** A candidate within a description, with the end of its line, for which a bare newline passes too. */
const CANDIDATE_LINE = /^a=(candidate:[^\r\n]*)(?:\r?\n)?/gm;

const CANDIDATE_MARK = 'a=candidate:';

/** Whether all may pass, and a little more than candidates: looked for where a line begins and elsewhere, which is faster. */
function mayPassAsItIs(sdp: string): boolean {
  for (let at = sdp.indexOf(CANDIDATE_MARK); at >= 0; at = sdp.indexOf(CANDIDATE_MARK, at + 1)) {
    const end = sdp.indexOf('\n', at);
    // What is left of the line's end would be the end of its last word, which is not looked at.
    if (!isLanCandidate(sdp.slice(at + 'a='.length, end < 0 ? undefined : end))) return false;
  }
  return true;
}

/** A description without the candidates that may not pass. */
const withLanCandidatesOnly = (sdp: string): string =>
  mayPassAsItIs(sdp)
    ? sdp
    : sdp.replace(CANDIDATE_LINE, (line, candidate: string) => (isLanCandidate(candidate) ? line : ''));

/** The signal as it may be relayed; null where nothing of it may. `seen` is where this server sees its sender. */
export function lanSignal(signal: SignalNotice, seen: readonly string[]): SignalNotice | null {
  if (signal.name === 'webrtc_ice_candidate') {
    const { candidate } = signal.payload;
    if (candidate === null) return signal;
    if (!isLanCandidate(candidate.candidate)) return null;
    if (seen.length === 0 || !HIDDEN.test(candidate.candidate)) return signal;
    return { name: signal.name, payload: { ...signal.payload, addresses: seen } };
  }
  const { callId, seq, sdp } = signal.payload;
  // Written out: objects of one shape are encoded much faster than what a schema has put together.
  return { name: signal.name, payload: { callId, seq, sdp: withLanCandidatesOnly(sdp) } };
}
