import { expect, it } from 'vitest';
import { hostUrl, withScheme } from './host-url.ts';

it.each([
  ['http', '192.168.1.5', 5443, 'http://192.168.1.5:5443'],
  ['https', 'earshot.local', 443, 'https://earshot.local'],
  ['http', 'fd00::5', 80, 'http://[fd00::5]'],
  ['http', '[fd00::5]', 81, 'http://[fd00::5]:81'],
] as const)('%s, %s and %i make %s', (scheme, host, port, url) =>
  expect(hostUrl(scheme, host, port)).toBe(url),
);

it.each([
  ['http://192.168.1.5:5443/', 'https', 'https://192.168.1.5:5443'],
  ['http://earshot.local', 'https', 'https://earshot.local:80'],
  ['https://earshot.local/', 'http', 'http://earshot.local:443'],
  ['http://[fd00::5]:443/', 'https', 'https://[fd00::5]'],
  ['https://10.0.0.1:5443/', 'https', 'https://10.0.0.1:5443'],
] as const)('%s under %s is %s, the same port', (url, scheme, other) =>
  expect(withScheme(url, scheme)).toBe(other),
);
