import { expect, it } from 'vitest';
import { signatureOf } from '../server/api/webhook.ts';
import { isSignedWebhook } from './webhook-signature.ts';

const secret = 'four cups of coffee';
const body = '{"events":[],"next":"run.1"}';
const now = 1_700_000_000_000;
const timestamp = '1700000000';
const signature = signatureOf(secret, timestamp, body);

it('what the server has signed is known, within five minutes of its time', () => {
  for (const seconds of [-300, 0, 300])
    expect(isSignedWebhook({ secret, timestamp, signature, body, now: now + seconds * 1_000 })).toBe(true);
  for (const seconds of [-301, 301])
    expect(isSignedWebhook({ secret, timestamp, signature, body, now: now + seconds * 1_000 })).toBe(false);
});

it.each([
  ['another secret', { secret: 'five cups of coffee' }],
  ['another body', { body: body.replace('1', '2') }],
  ['another time', { timestamp: '1700000001' }],
  ['no time', { timestamp: undefined }],
  ['a time that is none', { timestamp: 'soon' }],
  ['no signature', { signature: undefined }],
  ['half a signature', { signature: signature.slice(0, 40) }],
])('%s is not', (_title, change) => {
  expect(isSignedWebhook({ secret, timestamp, signature, body, now, ...change })).toBe(false);
});
