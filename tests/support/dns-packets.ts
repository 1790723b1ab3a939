/** DNS packets by hand, for what no library would send. In hexadecimal, as send-packets.mjs takes them. */

const hex = (value: number, bytes: number): string => value.toString(16).padStart(bytes * 2, '0');

export interface DnsRecord {
  readonly name: string;
  readonly type: 'A' | 'PTR' | 'TXT' | 'SRV';
  readonly ttl: number;
  /** In hexadecimal; see `encodeName`. */
  readonly data: string;
  /** Tells others to forget what they knew under this name. */
  readonly flush?: boolean;
}

const TYPES = { A: 1, PTR: 12, TXT: 16, SRV: 33 } as const;

export function encodeName(name: string): string {
  const labels = name
    .split('.')
    .map((label) => hex(Buffer.byteLength(label), 1) + Buffer.from(label).toString('hex'));
  return `${labels.join('')}00`;
}

export const encodeAddress = (address: string): string =>
  address
    .split('.')
    .map((part) => hex(Number(part), 1))
    .join('');

export function dnsResponse(records: readonly DnsRecord[]): string {
  const header = ['0000', '8400', '0000', hex(records.length, 2), '0000', '0000'];
  return [...header, ...records.map(encodeRecord)].join('');
}

function encodeRecord({ name, type, ttl, data, flush = false }: DnsRecord): string {
  const length = hex(data.length / 2, 2);
  return [encodeName(name), hex(TYPES[type], 2), flush ? '8001' : '0001', hex(ttl, 4), length, data].join('');
}

/** Three empty packets in one, which mdns-js's browser does not expect: bare, its process ends. */
export const ZEROS = '00'.repeat(36);

/** One question, whose name is a pointer to itself: mdns-js follows it for ever. */
export const ENDLESS_NAME = `${['0000', '8400', '0001', '0000', '0000', '0000'].join('')}c00c000c0001`;
