/** Whether what came to a webhook is of the server that has the secret, and new. */
import { createHmac, timingSafeEqual } from 'node:crypto';

export interface SignedWebhook {
  /** As given to `appear`. */
  readonly secret: string;
  /** The headers `earshot-timestamp` and `earshot-signature`. */
  readonly timestamp: string | undefined;
  readonly signature: string | undefined;
  /** As it came, before it is parsed. */
  readonly body: string;
  /** Milliseconds since 1970. */
  readonly now?: number;
}

const MOST_APART_SECONDS = 300;

export function isSignedWebhook({
  secret,
  timestamp = '',
  signature = '',
  body,
  now = Date.now(),
}: SignedWebhook): boolean {
  if (!/^\d{1,12}$/.test(timestamp) || Math.abs(now / 1_000 - Number(timestamp)) > MOST_APART_SECONDS)
    return false;
  const right = Buffer.from(
    `sha256=${createHmac('sha256', secret).update(`${timestamp}.${body}`).digest('hex')}`,
  );
  const given = Buffer.from(signature);
  return given.length === right.length && timingSafeEqual(given, right);
}
