/**
 * Tells a bot by HTTP what it would otherwise fetch: signed, within a time, to an address of this network only, and again a few times
 * where that fails.
 */
import { createHmac } from 'node:crypto';
import { lookup } from 'node:dns/promises';
import { request as requestPlain } from 'node:http';
import { request as requestSecure } from 'node:https';
import { isIP } from 'node:net';
import type { Received } from '../../protocol/api.ts';
import { AppError } from '../../protocol/errors.ts';
import { isOnOwnNetwork } from '../own-networks.ts';
import { isPermittedAddress } from '../permitted-hosts.ts';

export interface WebhookTarget {
  readonly url: string;
  readonly secret: string;
}

const TIMEOUT_MS = 5_000;
/** Where computers in a cloud are told their own secrets. */
const METADATA = '169.254.169.254';

/** What is signed: the time too, so that whoever overhears a request cannot use it later. */
export const signatureOf = (secret: string, timestamp: string, body: string): string =>
  `sha256=${createHmac('sha256', secret).update(`${timestamp}.${body}`).digest('hex')}`;

export const isAllowed = (address: string): boolean =>
  address !== METADATA && (isPermittedAddress(address) || isOnOwnNetwork(address));

/** @throws AppError `bad_payload` where it is no address of this network */
export async function checkTarget({ url }: WebhookTarget): Promise<void> {
  const parsed = URL.canParse(url) ? new URL(url) : null;
  const plain =
    parsed !== null && /^https?:$/.test(parsed.protocol) && parsed.username + parsed.password === '';
  if (!plain || (await addressOf(parsed)) === null) throw new AppError('bad_payload', 'webhook.url');
}

/** The first of its addresses, where all of them are of this network; null where it has none or another. */
async function addressOf({ hostname }: URL): Promise<string | null> {
  const host = hostname.replace(/^\[|\]$/g, '');
  const found = isIP(host) ? [{ address: host }] : await lookup(host, { all: true }).catch(() => []);
  return found.every(({ address }) => isAllowed(address)) ? (found[0]?.address ?? null) : null;
}

/** @throws an error that says why, in words that hold nothing of what was sent */
export async function postWebhook(
  { url, secret }: WebhookTarget,
  received: Received,
  nowMs: number,
): Promise<void> {
  const target = new URL(url);
  const address = await addressOf(target);
  if (address === null) throw new Error('not an address of this network');
  const body = JSON.stringify(received);
  const timestamp = String(Math.floor(nowMs / 1_000));
  const send = target.protocol === 'https:' ? requestSecure : requestPlain;
  const status = await new Promise<number>((resolve, reject) => {
    const sending = send(
      target,
      {
        method: 'POST',
        agent: false,
        signal: AbortSignal.timeout(TIMEOUT_MS),
        headers: {
          'content-type': 'application/json',
          'content-length': Buffer.byteLength(body),
          'earshot-timestamp': timestamp,
          'earshot-signature': signatureOf(secret, timestamp, body),
        },
        // To the very address that was looked at: a name may have another one a moment later.
        lookup: (_host, options, found) => {
          const family = isIP(address);
          if (options.all === true) found(null, [{ address, family }]);
          else found(null, address, family);
        },
      },
      (response) => {
        response.destroy();
        resolve(response.statusCode ?? 0);
      },
    );
    sending.on('error', reject).end(body);
  });
  if (status < 200 || status > 299) throw new Error(`answered ${status}`);
}
