import { describe, expect, it } from 'vitest';
import { fitBytes, hostLabel, serviceName } from './mdns-names.ts';

describe('hostLabel', () => {
  it('numbers from the second on, in a form that fits in a URL', () => {
    expect([1, 2, 10].map(hostLabel)).toEqual(['earshot', 'earshot-2', 'earshot-10']);
    expect(new URL(`https://${hostLabel(2)}.local:5443/`).hostname).toBe('earshot-2.local');
  });
});

describe('serviceName', () => {
  it.each([
    ["Ana's PC", 1, "Ana's PC"],
    ['Büro', 2, 'Büro #2'],
    ['St. Mary v1.2', 1, 'St Mary v1 2'],
    ['Studio (2)', 1, 'Studio 2'],
    ['a\\b\u0000c\u202ed\ne', 1, 'a b c d e'],
    [' . ', 1, 'Earshot'],
  ])('makes one harmless label of %j, number %i', (name, number, expected) => {
    expect(serviceName(name, number)).toBe(expected);
  });

  it('fits into 63 bytes with its number, and cuts no character in two', () => {
    const name = serviceName('👩‍👩‍👧'.repeat(10), 12);
    expect(Buffer.byteLength(name)).toBeLessThanOrEqual(63);
    expect(name).toMatch(/^(👩‍👩‍👧)+ #12$/u);
  });
});

describe('fitBytes', () => {
  it('keeps what fits', () => {
    expect(fitBytes('Büro', 4)).toBe('Bür');
    expect(fitBytes('Büro', 2)).toBe('B');
    expect(fitBytes('Büro', 5)).toBe('Büro');
  });
});
