/**
 * What the facts about a connection mean: for each thing that a call needs, whether it is there, missing, or cannot be told from this
 * page alone. Nothing is guessed: what was not tested is unknown.
 */

export interface Facts {
  readonly secure: boolean;
  /** As the browser says it; null where it does not. */
  readonly microphone: PermissionState | null;
  readonly camera: PermissionState | null;
  /** How many there are; null where the browser does not say. */
  readonly devices: { readonly microphones: number; readonly cameras: number } | null;
  /** Null while there is no connection to the server. */
  readonly socket: { readonly transport: string; readonly roundTripMs: number | null } | null;
  /** Which ways to the server's relay are open; null where it has none. */
  readonly relay: { readonly udp: boolean; readonly tcp: boolean } | null;
  /** This device's own, as the browser shows them to a page; none where it hides them. */
  readonly ownAddresses: readonly string[];
  /** From where the server sees this page; null where it did not answer. */
  readonly seenAddress: string | null;
  readonly mac: boolean;
}
type PermissionState = 'granted' | 'denied' | 'prompt';

export type Check =
  | { readonly name: 'page'; readonly verdict: 'good' }
  | { readonly name: 'page'; readonly verdict: 'bad' }
  | { readonly name: 'certificate'; readonly verdict: 'unknown' }
  | { readonly name: 'permission'; readonly verdict: 'good'; readonly why: 'granted' | 'asks' }
  | { readonly name: 'permission'; readonly verdict: 'bad'; readonly why: 'microphone' | 'camera' }
  | { readonly name: 'permission'; readonly verdict: 'unknown' }
  | { readonly name: 'devices'; readonly verdict: 'good'; readonly why: 'both' | 'no_camera' }
  | { readonly name: 'devices'; readonly verdict: 'bad' }
  | { readonly name: 'devices'; readonly verdict: 'unknown' }
  | { readonly name: 'socket'; readonly verdict: 'good'; readonly roundTripMs: number | null }
  | { readonly name: 'socket'; readonly verdict: 'bad'; readonly why: 'none' | 'polling' }
  | { readonly name: 'udp'; readonly verdict: 'good' }
  | { readonly name: 'udp'; readonly verdict: 'bad'; readonly why: 'tcp' | 'nothing' }
  | { readonly name: 'udp'; readonly verdict: 'unknown' }
  | { readonly name: 'other_device'; readonly verdict: 'unknown' }
  | { readonly name: 'isolation'; readonly verdict: 'unknown' }
  | { readonly name: 'vpn'; readonly verdict: 'good' }
  | { readonly name: 'vpn'; readonly verdict: 'bad'; readonly seen: string }
  | { readonly name: 'vpn'; readonly verdict: 'unknown' }
  | { readonly name: 'local_network'; readonly verdict: 'good' }
  | { readonly name: 'local_network'; readonly verdict: 'unknown' };

/** In the order in which somebody would look for a fault. */
export function judgeFacts(facts: Facts): readonly Check[] {
  return [
    { name: 'page', verdict: facts.secure ? 'good' : 'bad' },
    // A page that was opened past the browser's warning looks to itself like any other.
    { name: 'certificate', verdict: 'unknown' },
    permission(facts),
    devices(facts),
    socket(facts),
    udp(facts),
    // Both take another device, and a call is what tries them.
    { name: 'other_device', verdict: 'unknown' },
    { name: 'isolation', verdict: 'unknown' },
    vpn(facts),
    { name: 'local_network', verdict: facts.mac ? 'unknown' : 'good' },
  ];
}

function permission({ microphone, camera }: Facts): Check {
  const name = 'permission';
  if (microphone === 'denied') return { name, verdict: 'bad', why: 'microphone' };
  if (camera === 'denied') return { name, verdict: 'bad', why: 'camera' };
  if (microphone === null) return { name, verdict: 'unknown' };
  return { name, verdict: 'good', why: microphone === 'granted' ? 'granted' : 'asks' };
}

function devices({ devices: found }: Facts): Check {
  const name = 'devices';
  if (found === null) return { name, verdict: 'unknown' };
  if (found.microphones === 0) return { name, verdict: 'bad' };
  return { name, verdict: 'good', why: found.cameras === 0 ? 'no_camera' : 'both' };
}

function socket({ socket: found }: Facts): Check {
  const name = 'socket';
  if (found === null) return { name, verdict: 'bad', why: 'none' };
  if (found.transport !== 'websocket') return { name, verdict: 'bad', why: 'polling' };
  return { name, verdict: 'good', roundTripMs: found.roundTripMs };
}

function udp({ relay }: Facts): Check {
  const name = 'udp';
  if (relay === null) return { name, verdict: 'unknown' };
  if (relay.udp) return { name, verdict: 'good' };
  return { name, verdict: 'bad', why: relay.tcp ? 'tcp' : 'nothing' };
}

function vpn({ ownAddresses, seenAddress }: Facts): Check {
  const name = 'vpn';
  // Whoever sits at the server's computer reaches it by loopback, and nothing is in between.
  if (seenAddress === '::1' || seenAddress?.startsWith('127.') === true) return { name, verdict: 'good' };
  if (seenAddress === null || ownAddresses.length === 0) return { name, verdict: 'unknown' };
  return ownAddresses.includes(seenAddress)
    ? { name, verdict: 'good' }
    : { name, verdict: 'bad', seen: seenAddress };
}
