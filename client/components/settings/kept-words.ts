import { msg, str } from '@lit/localize';
import type { KeptSize } from '../../stores/browser-data.ts';

const whole = new Intl.NumberFormat();
const tenths = new Intl.NumberFormat(undefined, { maximumFractionDigits: 1 });
const MEGABYTE = 1_000_000;

export function keptWords({ bytes, conversations, messages }: KeptSize): string {
  if (messages === 0) return msg('No messages.');
  const count =
    messages === 1 ? msg('1 message or call') : msg(str`${whole.format(messages)} messages and calls`);
  const where =
    conversations === 1 ? msg('1 conversation') : msg(str`${whole.format(conversations)} conversations`);
  if (bytes === null || bytes < MEGABYTE / 10) return msg(str`${count} in ${where}.`);
  return msg(str`${count} in ${where}, about ${tenths.format(bytes / MEGABYTE)} MB.`);
}
