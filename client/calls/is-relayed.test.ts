import { expect, it } from 'vitest';
import { isRelayed } from './is-relayed.ts';

type Report = Parameters<typeof isRelayed>[0];
const candidate = (id: string, candidateType: string) => ({ id, type: `${id}-candidate`, candidateType });
const pair = (more: object = {}) => ({
  id: 'P',
  type: 'candidate-pair',
  localCandidateId: 'local',
  remoteCandidateId: 'remote',
  ...more,
});
const chromium = (local: string, remote: string): Report => [
  { id: 'T', type: 'transport', selectedCandidatePairId: 'P' },
  pair(),
  { ...pair(), id: 'other', localCandidateId: 'another' },
  candidate('local', local),
  candidate('remote', remote),
  candidate('another', 'relay'),
];
const firefox = (local: string, remote: string): Report => [
  pair({ id: 'other', selected: false, localCandidateId: 'another' }),
  pair({ selected: true }),
  candidate('local', local),
  candidate('remote', remote),
  candidate('another', 'relay'),
];

it.each([
  ['Chromium', chromium],
  ['Firefox', firefox],
])('%s says whether either side of the pair in use is relayed', (_browser, report) => {
  expect(isRelayed(report('host', 'prflx'))).toBe(false);
  expect(isRelayed(report('relay', 'host'))).toBe(true);
  expect(isRelayed(report('host', 'relay'))).toBe(true);
});

it('nothing is said before there is a pair', () => {
  expect(isRelayed([{ id: 'T', type: 'transport' }, candidate('local', 'relay')])).toBeNull();
});
