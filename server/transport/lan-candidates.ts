/**
 * Which candidates may pass between two browsers: those with an address of this network. Another one would make the other browser
 * send packets out of it, to wherever its maker likes.
 */
import { isLanAddress } from '../permitted-hosts.ts';
import { isOnOwnNetwork } from './own-networks.ts';
import type { SignalNotice } from './request-handlers.ts';

/** The name that a browser gives itself by mDNS instead of showing its address. */
const MDNS_NAME = /^[0-9a-z-]{1,63}\.local$/i;

/** `candidate:foundation component transport priority address port typ …` (RFC 8839, 5.1); an empty one says that there are no more. */
function isLanCandidate(candidate: string): boolean {
  if (candidate === '') return true;
  const address = candidate.split(' ')[4] ?? '';
  return MDNS_NAME.test(address) || isLanAddress(address) || isOnOwnNetwork(address);
}

/** A description without the candidates that may not pass. */
function withLanCandidatesOnly(sdp: string): string {
  const lines = sdp.split('\r\n');
  const kept = lines.filter((line) => !line.startsWith('a=candidate:') || isLanCandidate(line.slice(2)));
  return kept.length === lines.length ? sdp : kept.join('\r\n');
}

/** The signal as it may be relayed; null where nothing of it may. */
export function lanSignal(signal: SignalNotice): SignalNotice | null {
  if (signal.name === 'webrtc_ice_candidate') {
    const { candidate } = signal.payload;
    return candidate === null || isLanCandidate(candidate.candidate) ? signal : null;
  }
  const { name, payload } = signal;
  return { name, payload: { ...payload, sdp: withLanCandidatesOnly(payload.sdp) } };
}
