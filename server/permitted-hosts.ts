/**
 * Which names and addresses an authority of ours may vouch for. One table makes both the constraint inside the
 * authority's certificate and the filter for what goes into a leaf: a single name outside makes a whole leaf invalid.
 */
import { BlockList, isIP, isIPv4, isIPv6 } from 'node:net';
import { domainToASCII } from 'node:url';

/**
 * Each stands for itself and everything below it. None can be bought: `local` belongs to mDNS (RFC 6762), `localhost`
 * to the machine (RFC 6761), `home.arpa` to home networks (RFC 8375), `internal` to private use (ICANN, 2024); `lan`
 * is no top-level domain and is what OpenWrt calls its network. A bare host name is not here: permitting `dev` because
 * a computer is called so would permit every site under .dev.
 */
export const PERMITTED_NAMES = ['local', 'localhost', 'home.arpa', 'internal', 'lan'] as const;

/**
 * Not one of these is reached over the internet. 100.64.0.0/10 is between a provider and its customers (RFC 6598), never
 * beyond, and is what overlay networks such as Tailscale hand out.
 */
export const PERMITTED_RANGES = [
  '10.0.0.0/8',
  '172.16.0.0/12',
  '192.168.0.0/16',
  '169.254.0.0/16',
  '127.0.0.0/8',
  '100.64.0.0/10',
  'fe80::/10',
  'fc00::/7',
  '::1/128',
] as const;

function listOf(ranges: readonly string[]): BlockList {
  const list = new BlockList();
  for (const range of ranges) {
    const [address = '', bits = ''] = range.split('/');
    list.addSubnet(address, Number(bits), isIPv4(address) ? 'ipv4' : 'ipv6');
  }
  return list;
}
const permitted = listOf(PERMITTED_RANGES);
const loopback = listOf(['127.0.0.0/8', '::1/128']);

function isIn(list: BlockList, address: string): boolean {
  const version = isIP(address);
  return version !== 0 && list.check(address, version === 4 ? 'ipv4' : 'ipv6');
}

/** Of this network or of this computer: nothing that is reached over the internet. */
export const isPermittedAddress = (address: string): boolean => isIn(permitted, plainAddress(address));

/** Looking into a list makes objects outside of JavaScript, which is dear where each signal of a call asks for the same few. */
const judged = new Map<string, boolean>();
const MOST_JUDGED = 1_000;

/** Of another device of this network: in the table, and not this computer to itself. */
export function isLanAddress(address: string): boolean {
  const known = judged.get(address);
  if (known !== undefined) return known;
  const lan = isIn(permitted, address) && !isIn(loopback, address);
  if (judged.size >= MOST_JUDGED) judged.clear();
  judged.set(address, lan);
  return lan;
}

export interface Hosts {
  readonly names: readonly string[];
  readonly addresses: readonly string[];
}

/** This computer to itself; in every leaf. */
const LOOPBACK: Hosts = { names: ['localhost'], addresses: ['127.0.0.1', '::1'] };

/**
 * What a leaf for `hosts` holds: those inside the table and this computer itself, lower case, without zones and doubles,
 * sorted. Public addresses and bare names are left out.
 */
export function leafHosts(hosts: Hosts): Hosts {
  return {
    names: sortedSet([...LOOPBACK.names, ...hosts.names.map(plainName).filter(isPermittedName)]),
    addresses: sortedSet([
      ...LOOPBACK.addresses,
      ...hosts.addresses.map(plainAddress).filter((address) => isIn(permitted, address)),
    ]),
  };
}

/** Whether a leaf can name `host`, a name or an address: where not, the browser warns however much it trusts us. */
export function canBeProven(host: string): boolean {
  const bare = host.replace(/^\[|\]$/g, '');
  return isPermittedName(plainName(bare)) || isIn(permitted, plainAddress(bare));
}

/**
 * Whether a leaf with `held` will do for `wanted`: the same addresses, and every name. A name too many does no harm, and
 * spares a new leaf at every start, when the `.local` name is not ours again yet.
 */
export function coversHosts(held: Hosts, wanted: Hosts): boolean {
  const names = new Set(held.names);
  const same = sortedSet(held.addresses).join() === sortedSet(wanted.addresses).join();
  return same && wanted.names.every((name) => names.has(name));
}

const sortedSet = (values: readonly string[]): string[] => [...new Set(values)].sort();

const plainName = (name: string): string => domainToASCII(name.trim().replace(/\.$/, '')).toLowerCase();

const NAME = /^(?=.{1,253}$)[a-z0-9_]([a-z0-9_-]{0,62})(\.[a-z0-9_][a-z0-9_-]{0,62})*$/;

function isPermittedName(name: string): boolean {
  return (
    NAME.test(name) &&
    PERMITTED_NAMES.some((permitted) => name === permitted || name.endsWith(`.${permitted}`))
  );
}

/** `fe80::1%eth0` and `::ffff:10.0.0.1` are how systems print what a certificate calls fe80::1 and 10.0.0.1. */
export function plainAddress(address: string): string {
  const bare = address
    .trim()
    .replace(/%.*$/, '')
    .toLowerCase()
    .replace(/^::ffff:(?=\d+\.)/, '');
  // The URL parser knows the one canonical form of an IPv6 address, so that equal ones compare equal.
  return isIPv6(bare) ? new URL(`http://[${bare}]`).hostname.slice(1, -1) : bare;
}
