import { describe, expect, it } from 'vitest';
import type { CallId } from '../../protocol/ids.ts';
import { id } from '../../tests/support/records.ts';
import { lanSignal } from './lan-candidates.ts';

const callId = id<CallId>('call');
const isLanCandidate = (text: string): boolean => {
  const candidate = { candidate: text, sdpMid: '0', sdpMLineIndex: 0, usernameFragment: null };
  const signal = { name: 'webrtc_ice_candidate', payload: { callId, seq: 1, candidate } } as const;
  const passed = lanSignal(signal, []);
  expect(passed === null || passed === signal).toBe(true);
  return passed !== null;
};
const withLanCandidatesOnly = (sdp: string): string | undefined => {
  const passed = lanSignal({ name: 'webrtc_offer', payload: { callId, seq: 1, sdp } }, ['192.168.1.7']);
  return passed?.name === 'webrtc_offer' ? passed.payload.sdp : undefined;
};

const candidate = (address: string) =>
  `candidate:842163049 1 udp 1677729535 ${address} 46154 typ host generation 0 ufrag Zx3+ network-cost 999`;

it.each([
  '10.0.0.9',
  '172.16.0.1',
  '172.31.255.254',
  '192.168.178.20',
  '100.64.3.2',
  '169.254.10.10',
  'fe80::1ff:fe23:4567:890a',
  'fd12:3456:789a::1',
  'f7f8b4d2-5b1b-4c8e-9f5e-0d1c7b6f1a2e.local',
])('%s may pass', (address) => {
  expect(isLanCandidate(candidate(address))).toBe(true);
});

it.each([
  '8.8.8.8',
  '172.32.0.1',
  '192.169.0.1',
  '100.128.0.1',
  '127.0.0.1',
  '0.0.0.0',
  '255.255.255.255',
  '224.0.0.251',
  '2001:db8::1',
  '::1',
  '::ffff:8.8.8.8',
  'ff02::fb',
  'example.com',
  'evil.example.local.',
  'a.b.local',
  '.local',
  'printer.local\u0000',
  '',
])('%s may not', (address) => {
  expect(isLanCandidate(candidate(address))).toBe(false);
});

it('the end of candidates may pass, nonsense may not', () => {
  expect(isLanCandidate('')).toBe(true);
  expect(isLanCandidate('candidate:')).toBe(false);
  expect(isLanCandidate(' '.repeat(1_024))).toBe(false);
});

it('saying that no more candidates come may pass', () => {
  const signal = { name: 'webrtc_ice_candidate', payload: { callId, seq: 1, candidate: null } } as const;
  expect(lanSignal(signal, ['192.168.1.7'])).toBe(signal);
});

describe('the address that the server sees', () => {
  const NAME = 'f7f8b4d2-5b1b-4c8e-9f5e-0d1c7b6f1a2e.local';
  const relayed = (text: string, ...seen: string[]) => {
    const given = { candidate: text, sdpMid: '0', sdpMLineIndex: 0, usernameFragment: null };
    const payload = { callId, seq: 1, candidate: given };
    return { payload, passed: lanSignal({ name: 'webrtc_ice_candidate', payload }, seen)?.payload };
  };

  it('goes with a candidate that hides its own', () => {
    const { payload, passed } = relayed(candidate(NAME), '192.168.1.7');
    expect(passed).toEqual({ ...payload, addresses: ['192.168.1.7'] });
  });

  it.each([
    ['one that shows its own', candidate('192.168.1.9')],
    ['one of a connection by TCP', `candidate:2 1 TCP 2105458943 ${NAME} 9 typ host tcptype active`],
    ['one of another kind', candidate(NAME).replace('typ host', 'typ srflx')],
  ])('does not go with %s', (_what, text) => {
    const { payload, passed } = relayed(text, '192.168.1.7');
    expect(passed).toEqual(payload);
  });

  it('is left out where it is not known', () => {
    const { payload, passed } = relayed(candidate(NAME));
    expect(passed).toEqual(payload);
  });
});

describe('a description', () => {
  const lines = (...candidates: string[]) =>
    ['v=0', 'm=audio 9 UDP/TLS/RTP/SAVPF 111', ...candidates.map((each) => `a=${each}`), 'a=mid:0', ''].join(
      '\r\n',
    );

  it('loses the candidates that may not pass, and nothing else', () => {
    const mixed = lines(candidate('8.8.8.8'), candidate('192.168.1.2'), candidate('2001:db8::1'));
    expect(withLanCandidatesOnly(mixed)).toBe(lines(candidate('192.168.1.2')));
  });

  it.each(['\n', '\r'])('loses them behind a bare %j, which may end a line as well', (end) => {
    const hidden = ['v=0', `a=${candidate('8.8.8.8')}`, 'a=mid:0', `a=${candidate('8.8.4.4')}`].join(end);
    expect(withLanCandidatesOnly(hidden)).not.toMatch(/8\.8/);
    expect(withLanCandidatesOnly(hidden)).toMatch(/^a=mid:0/m);
  });

  it('without any such stays as it is', () => {
    const sdp = lines(candidate('192.168.1.2'));
    expect(withLanCandidatesOnly(sdp)).toBe(sdp);
  });
});
