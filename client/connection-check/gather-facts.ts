/** Finds out what the browser and the network say, all at once. Opens no device and asks the person nothing. */
import type { Signaling } from '../connection/signaling.ts';
import type { IceServer } from '../../protocol/calls.ts';
import type { Facts } from './judge-facts.ts';

/** A server on the same network answers in a fraction of that, also when it has to open its relay first. */
const GATHER_MS = 5_000;
const POLL_TOLD_MS = 300;

export async function gatherFacts(signaling: Signaling): Promise<Facts> {
  const [microphone, camera, devices, socket, relay, ownAddresses, seenAddress] = await Promise.all([
    permissionFor('microphone'),
    permissionFor('camera'),
    countDevices(),
    tryServer(signaling),
    tryRelay(signaling),
    hostAddresses(),
    addressAsSeen(),
  ]);
  return {
    ...{ microphone, camera, devices, socket, relay, ownAddresses, seenAddress },
    secure: window.isSecureContext,
    // An iPad says the same and has the same question.
    mac: navigator.userAgent.includes('Macintosh'),
  };
}

async function permissionFor(name: 'microphone' | 'camera'): Promise<Facts['microphone']> {
  try {
    return (await navigator.permissions.query({ name })).state;
  } catch {
    return null;
  }
}

async function countDevices(): Promise<Facts['devices']> {
  try {
    const found = await navigator.mediaDevices.enumerateDevices();
    const count = (kind: MediaDeviceKind) => found.filter((device) => device.kind === kind).length;
    return { microphones: count('audioinput'), cameras: count('videoinput') };
  } catch {
    return null;
  }
}

async function tryServer(signaling: Signaling): Promise<Facts['socket']> {
  const since = performance.now();
  let polls = 0;
  // Without WebSocket a request goes out as one of HTTP, which the browser tells of.
  const observer = new PerformanceObserver((seen) => {
    polls += seen.getEntries().filter(({ name }) => name.includes('transport=polling')).length;
  });
  observer.observe({ type: 'resource' });
  try {
    // Changes nothing; any answer will do.
    await signaling.request('set_profile', {});
    const roundTripMs = Math.round(performance.now() - since);
    // What is told of it comes a moment later.
    await new Promise((resolve) => setTimeout(resolve, POLL_TOLD_MS));
    return { transport: polls > 0 ? 'polling' : 'websocket', roundTripMs };
  } catch {
    return null;
  } finally {
    observer.disconnect();
  }
}

async function tryRelay(signaling: Signaling): Promise<Facts['relay']> {
  const { iceServers } = await signaling
    .request('ask_relay', { callId: null })
    .catch(() => ({ iceServers: [] as readonly IceServer[] }));
  if (iceServers.length === 0) return null;
  const by = (wanted: 'udp' | 'tcp') => {
    const servers = iceServers.map((server) => ({
      ...server,
      urls: [server.urls]
        .flat()
        .filter((url) => (/transport=tcp|^turns:/.test(url) ? 'tcp' : 'udp') === wanted),
    }));
    const iceServersOf = servers.filter(({ urls }) => urls.length > 0);
    if (iceServersOf.length === 0) return Promise.resolve(false);
    return candidates({ iceServers: iceServersOf, iceTransportPolicy: 'relay' }, (candidate) =>
      candidate.includes(' typ relay'),
    ).then((found) => found.length > 0);
  };
  const [udp, tcp] = await Promise.all([by('udp'), by('tcp')]);
  return { udp, tcp };
}

/** A browser that hides them gives a name instead. */
async function hostAddresses(): Promise<readonly string[]> {
  const all = await candidates({}, () => false);
  const addresses = all.map((candidate) => candidate.split(' ')[4] ?? '');
  return [...new Set(addresses.filter((address) => address !== '' && !address.endsWith('.local')))];
}

async function addressAsSeen(): Promise<string | null> {
  try {
    const response = await fetch('/api/my-ip', { signal: AbortSignal.timeout(GATHER_MS) });
    const { ip } = (await response.json()) as { ip: string }; // what server/api/server-routes.ts answers
    return ip;
  } catch {
    return null;
  }
}

/** What a connection that is never made finds, until one is `enough`, all are there or the time is over. */
async function candidates(
  configuration: RTCConfiguration,
  enough: (candidate: string) => boolean,
): Promise<readonly string[]> {
  const found: string[] = [];
  const pc = new RTCPeerConnection(configuration);
  try {
    const done = new Promise<void>((resolve) => {
      setTimeout(resolve, GATHER_MS);
      pc.addEventListener('icecandidate', ({ candidate }) => {
        if (candidate === null) resolve();
        else {
          found.push(candidate.candidate);
          if (enough(candidate.candidate)) resolve();
        }
      });
    });
    pc.createDataChannel('check');
    await pc.setLocalDescription();
    await done;
  } finally {
    pc.close();
  }
  return found;
}
