/** Another Earshot server on the network, and what may be believed of one that says it is. */
import { BlockList, isIP } from 'node:net';
import * as v from 'valibot';
import { HIDDEN_CHARACTERS } from './mdns-names.ts';

export interface Neighbour {
  readonly id: string;
  readonly name: string;
  /** Such as `earshot-2.local`. */
  readonly host: string | null;
  readonly addresses: readonly string[];
  readonly port: number;
}

/** Anyone on the network can claim anything, so a neighbour can be no more than a place on the network. */
export const MAX_ADDRESSES = 8;
export const MAX_SIGHTINGS = 64;

const privateRanges = new BlockList();
for (const [network, bits] of [
  ['10.0.0.0', 8],
  ['172.16.0.0', 12],
  ['192.168.0.0', 16],
  ['169.254.0.0', 16],
] as const) {
  privateRanges.addSubnet(network, bits, 'ipv4');
}
privateRanges.addSubnet('fc00::', 7, 'ipv6');

const isPrivateAddress = (address: string): boolean => {
  const version = isIP(address);
  return version !== 0 && privateRanges.check(address, version === 4 ? 'ipv4' : 'ipv6');
};

/** mdns-js writes fd77::1 as fd77:0:0:0:0:0:0:1; the URL parser knows the one canonical form. */
const canonical = (address: string): string =>
  isIP(address) === 6 ? new URL(`http://[${address}]`).hostname.slice(1, -1) : address;

const idSchema = v.pipe(v.string(), v.regex(/^[\w-]{1,64}$/));

const nameSchema = v.pipe(
  v.string(),
  v.transform((name) => name.replace(HIDDEN_CHARACTERS, '').trim()),
  v.minLength(1),
  v.maxLength(200),
);

const sightingSchema = v.variant('kind', [
  v.object({
    kind: v.literal('here'),
    id: idSchema,
    name: nameSchema,
    host: v.nullable(v.pipe(v.string(), v.toLowerCase(), v.regex(/^[a-z0-9-]{1,63}\.local$/))),
    addresses: v.pipe(
      v.array(v.pipe(v.string(), v.maxLength(45))),
      v.transform((addresses) => {
        const believable = addresses.filter(isPrivateAddress).map(canonical);
        return [...new Set(believable)].slice(0, MAX_ADDRESSES);
      }),
      v.minLength(1),
    ),
    port: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(65_535)),
  }),
  v.object({ kind: v.literal('gone'), id: idSchema }),
]);
export type Sighting = v.InferOutput<typeof sightingSchema>;

/** Those that can be believed out of what the thread posted. One false one does not hide the others. */
export function parseSightings(message: unknown): readonly Sighting[] {
  if (!Array.isArray(message)) return [];
  return message.slice(0, MAX_SIGHTINGS).flatMap((item: unknown) => {
    const parsed = v.safeParse(sightingSchema, item);
    return parsed.success ? [parsed.output] : [];
  });
}
