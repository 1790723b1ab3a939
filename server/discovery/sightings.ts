/**
 * Reads Earshot servers out of the packets that mdns-js has parsed. Their content is whatever somebody has sent, so
 * nothing in it is taken for granted.
 */
import { SERVICE_TYPE } from './mdns-names.ts';

/** As dns-js makes them; which of the fields are there, and with what in them, depends on the sender. */
export interface MdnsRecord {
  readonly name?: unknown;
  readonly type?: unknown;
  readonly ttl?: unknown;
  readonly data?: unknown;
  readonly address?: unknown;
  readonly target?: unknown;
  readonly port?: unknown;
}

export interface MdnsPacket {
  readonly answer: readonly MdnsRecord[];
  readonly additional: readonly MdnsRecord[];
}

const TYPE = { a: 1, ptr: 12, txt: 16, aaaa: 28, srv: 33 } as const;
const SERVICE = `_${SERVICE_TYPE}._tcp.local`;

/** Not checked yet: that is done on the other side, by `parseSightings`. */
export type RawSighting = object;

/** True of a packet with a word about a server of ours. All others are kept from mdns-js's own browser. */
export function isOurs(packet: unknown): packet is MdnsPacket {
  return isPacket(packet) && recordsOf(packet).some(({ name }) => isNameOfService(name));
}

export function readSightings(packet: MdnsPacket): readonly RawSighting[] {
  const records = recordsOf(packet);
  const named = (type: number, name: unknown) =>
    records.filter((record) => record.type === type && sameName(record.name, name));
  return records
    .filter(({ type, name }) => type === TYPE.srv && isNameOfService(name))
    .flatMap((service) => {
      const text = readText(named(TYPE.txt, service.name)[0]?.data);
      const id = text.get('id');
      if (id === undefined) return [];
      // A lifetime of nothing is how a server says goodbye.
      if (service.ttl === 0) return [{ kind: 'gone', id }];
      const addresses = [...named(TYPE.a, service.target), ...named(TYPE.aaaa, service.target)];
      return [
        {
          kind: 'here',
          id,
          name: text.get('name') ?? '',
          host: typeof service.target === 'string' ? service.target : null,
          addresses: addresses.map(({ address }) => address),
          port: service.port,
        },
      ];
    });
}

function isPacket(packet: unknown): packet is MdnsPacket {
  // dns-js gives nested arrays for a packet with further bytes behind its end.
  return (
    typeof packet === 'object' &&
    packet !== null &&
    'answer' in packet &&
    Array.isArray(packet.answer) &&
    'additional' in packet &&
    Array.isArray(packet.additional)
  );
}

const recordsOf = (packet: MdnsPacket): MdnsRecord[] =>
  // Announced but missing records leave holes.
  [...packet.answer, ...packet.additional].filter((record) => typeof record === 'object' && record !== null);

function isNameOfService(name: unknown): boolean {
  if (typeof name !== 'string') return false;
  const lower = name.toLowerCase();
  return lower === SERVICE || lower.endsWith(`.${SERVICE}`);
}

const sameName = (a: unknown, b: unknown): boolean =>
  typeof a === 'string' && typeof b === 'string' && a.toLowerCase() === b.toLowerCase();

function readText(data: unknown): Map<string, string> {
  const strings: unknown[] = Array.isArray(data) ? data : [data];
  return new Map(
    strings.flatMap((string) => {
      if (typeof string !== 'string') return [];
      const at = string.indexOf('=');
      return at > 0 ? [[string.slice(0, at).toLowerCase(), string.slice(at + 1)] as const] : [];
    }),
  );
}
