import { expect, it } from 'vitest';
import { PeerRules } from './peer-rules.ts';

const OWN = '192.168.1.2';
const rules = (...permitted: string[]) => {
  const made = new PeerRules(() => [OWN]);
  made.permit(permitted);
  made.mayReach(OWN);
  return made;
};

it('reaches those who were permitted, however their address is written, and nobody else on the network', () => {
  const made = rules('192.168.1.7', 'fd00:0::8');
  expect(['192.168.1.7', '::ffff:192.168.1.7', 'fd00::8'].map((peer) => made.mayReach(peer))).toEqual([
    true,
    true,
    true,
  ]);
  expect(made.mayReachPort('192.168.1.7', 53)).toBe(true);
  expect(['192.168.1.1', '192.168.1.255', '224.0.0.251'].map((peer) => made.mayReach(peer))).toEqual([
    false,
    false,
    false,
  ]);
});

it.each(['127.0.0.1', '::1', '::ffff:127.0.0.1', '0.0.0.0', '::', '8.8.8.8', '2001:db8::1', '', 'localhost'])(
  'never reaches %j, permitted or not',
  (address) => {
    expect(rules(address).mayReach(address)).toBe(false);
    expect(rules(address).mayReachPort(address, 5_443)).toBe(false);
  },
);

it('reaches of this computer only the ports of the relay itself', () => {
  const made = rules(OWN);
  made.opened(50_000);
  expect(made.mayReach(OWN)).toBe(true);
  expect([50_000, 5_443, 53].map((port) => made.mayReachPort(OWN, port))).toEqual([true, false, false]);
  made.closed(50_000);
  expect(made.mayReachPort(OWN, 50_000)).toBe(false);
});
