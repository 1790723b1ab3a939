import { expect, it } from 'vitest';
import type { Quality } from '../../calls/quality/judge-quality.ts';
import { qualityFacts, qualityWords, warningWords } from './quality-words.ts';

const good: Quality = {
  level: 'good',
  route: 'direct',
  roundTripMs: 3.6,
  codec: 'opus',
  lostHere: 0,
  lostThere: 0.0123,
  shown: { codec: 'VP8', width: 1280, height: 720, perSecond: 29.7 },
  sent: { codec: 'H264', width: 640, height: 360, perSecond: 15, limit: 'network' },
  deaf: false,
  unheard: false,
  weak: null,
};

it('a good connection is not mentioned', () => {
  expect(warningWords(good, 'Ben')).toBe(null);
  expect(warningWords({ ...good, level: 'fair' }, 'Ben')).toBe(null);
  expect(qualityWords(good, 'Ben')).toBe('Voice and picture get through.');
});

it('who does not hear whom is said by name', () => {
  expect(warningWords({ ...good, level: 'poor', unheard: true }, 'Ben')).toMatch(/^Ben may not hear you/);
  expect(warningWords({ ...good, level: 'poor', deaf: true }, 'Ben')).toMatch(/^You may not hear Ben/);
  expect(warningWords({ ...good, level: 'poor', deaf: true, unheard: true }, 'Ben')).toMatch(/each other/);
});

it('a weak connection has the name of whose it is, where that is known', () => {
  const words = (weak: Quality['weak']) => warningWords({ ...good, level: 'poor', weak }, 'Ben');
  expect(words('mine')).toMatch(/^Your Wi-Fi looks weak/);
  expect(words('theirs')).toBe('The Wi-Fi of Ben looks weak.');
  expect(words('both')).toMatch(/Ben look weak/);
  expect(words(null)).not.toMatch(/Wi-Fi/);
});

it('all that is known is listed, and nothing that is not', () => {
  expect(qualityFacts(good, 'Ben')).toEqual([
    ['Path', 'Directly, from device to device'],
    ['Round trip', '4 ms'],
    ['Lost on the way from Ben', '0 %'],
    ['Lost on the way to Ben', '1.2 %'],
    ['Voice', 'opus'],
    ['Picture from Ben', '1280 × 720, 30 a second, VP8'],
    ['Your picture', '640 × 360, 15 a second, H264; made smaller for the network'],
  ]);
  const unknown = { route: null, roundTripMs: null, codec: null, lostHere: null, lostThere: null };
  expect(qualityFacts({ ...good, ...unknown, shown: null, sent: null }, 'Ben')).toEqual([]);
});
