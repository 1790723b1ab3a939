import { expect, it } from 'vitest';
import { judgeFacts, type Check, type Facts } from './judge-facts.ts';

const FINE: Facts = {
  secure: true,
  microphone: 'granted',
  camera: 'granted',
  devices: { microphones: 1, cameras: 1 },
  socket: { transport: 'websocket', roundTripMs: 3 },
  relay: { udp: true, tcp: true },
  ownAddresses: ['192.168.1.7', 'fd00::7'],
  seenAddress: '192.168.1.7',
  mac: false,
};
const judged = (name: Check['name'], change: Partial<Facts>) =>
  judgeFacts({ ...FINE, ...change }).find((check) => check.name === name);

it('where everything that can be tested is fine, nothing is said of what cannot', () => {
  const verdicts = judgeFacts(FINE).map(({ name, verdict }) => [name, verdict]);
  expect(Object.fromEntries(verdicts)).toEqual({
    page: 'good',
    certificate: 'unknown',
    permission: 'good',
    devices: 'good',
    socket: 'good',
    udp: 'good',
    other_device: 'unknown',
    isolation: 'unknown',
    vpn: 'good',
    local_network: 'good',
  });
});

it.each([
  ['page', { secure: false }, { verdict: 'bad' }],
  ['permission', { microphone: 'denied', camera: 'denied' }, { verdict: 'bad', why: 'microphone' }],
  ['permission', { camera: 'denied' }, { verdict: 'bad', why: 'camera' }],
  ['permission', { microphone: 'prompt' }, { verdict: 'good', why: 'asks' }],
  ['permission', { microphone: null, camera: null }, { verdict: 'unknown' }],
  ['devices', { devices: { microphones: 0, cameras: 1 } }, { verdict: 'bad' }],
  ['devices', { devices: { microphones: 1, cameras: 0 } }, { verdict: 'good', why: 'no_camera' }],
  ['devices', { devices: null }, { verdict: 'unknown' }],
  ['socket', { socket: null }, { verdict: 'bad', why: 'none' }],
  ['socket', { socket: { transport: 'polling', roundTripMs: 9 } }, { verdict: 'bad', why: 'polling' }],
  ['udp', { relay: { udp: false, tcp: true } }, { verdict: 'bad', why: 'tcp' }],
  ['udp', { relay: { udp: false, tcp: false } }, { verdict: 'bad', why: 'nothing' }],
  ['udp', { relay: null }, { verdict: 'unknown' }],
  ['vpn', { seenAddress: '10.8.0.2' }, { verdict: 'bad', seen: '10.8.0.2' }],
  ['vpn', { seenAddress: null }, { verdict: 'unknown' }],
  ['vpn', { ownAddresses: [] }, { verdict: 'unknown' }],
  ['vpn', { ownAddresses: [], seenAddress: '127.0.0.1' }, { verdict: 'good' }],
  ['local_network', { mac: true }, { verdict: 'unknown' }],
] satisfies [Check['name'], Partial<Facts>, object][])('%s with %j is %j', (name, change, expected) => {
  expect(judged(name, change)).toEqual({ name, ...expected });
});
