import { expect, it } from 'vitest';
import { reachableCandidates } from './reachable-candidate.ts';

const given = (candidate: string) => ({ candidate, sdpMid: '0', sdpMLineIndex: 0, usernameFragment: 'u' });
const lines = (candidate: string, ...addresses: string[]) =>
  reachableCandidates(given(candidate), addresses).map((each) => each.candidate);

const NAME = 'f030f982-4456-4b99-9f5a-62ecac013049.local';
const chromium = (address: string) =>
  `candidate:155780736 1 udp 2113937151 ${address} 34515 typ host generation 0 ufrag Le1I network-cost 999`;
const firefox = (address: string) => `candidate:0 1 UDP 2122187007 ${address} 43084 typ host`;

it.each([
  ['Chromium', chromium],
  ['Firefox', firefox],
])('a candidate of %s that hides its address is tried under the known ones too', (_browser, line) => {
  expect(lines(line(NAME), '192.168.1.7', 'fd00::7')).toEqual([
    line(NAME),
    line('192.168.1.7'),
    line('fd00::7'),
  ]);
  expect(reachableCandidates(given(line(NAME)), ['192.168.1.7'])[1]).toEqual(given(line('192.168.1.7')));
});

it.each([
  ['an address that is shown', chromium('192.168.1.9')],
  ['a connection by TCP', 'candidate:2 1 TCP 2105458943 6d5541cd.local 9 typ host tcptype active'],
  ['a text that is none', 'x'],
])('%s is left as it is', (_what, line) => {
  expect(lines(line, '192.168.1.7')).toEqual([line]);
});

it('nothing is made up where no address is known', () => {
  expect(lines(chromium(NAME))).toEqual([chromium(NAME)]);
});
