/** Reads the counters of the virtual LAN's switch: which packets hosts sent to somewhere outside of it. */
import * as v from 'valibot';

export interface LeavingPackets {
  readonly from: string;
  readonly to: string;
  readonly protocol: string;
  /** Null where the protocol has none. */
  readonly port: number | null;
  readonly packets: number;
}

const element = v.object({
  elem: v.object({
    val: v.object({ concat: v.array(v.union([v.string(), v.number()])) }),
    counter: v.object({ packets: v.number() }),
  }),
});
const listing = v.object({
  nftables: v.array(v.object({ set: v.optional(v.object({ elem: v.optional(v.array(element), []) })) })),
});

/** `json` is what `nft -j list table` prints for the table of virtual-lan.ts. */
export function readCounters(json: string): readonly LeavingPackets[] {
  const { nftables } = v.parse(listing, JSON.parse(json));
  return nftables.flatMap(({ set }) =>
    (set?.elem ?? []).map(({ elem }) => {
      const [from, to, protocol, port] = elem.val.concat;
      return {
        from: String(from),
        to: String(to),
        protocol: String(protocol),
        port: typeof port === 'number' ? port : null,
        packets: elem.counter.packets,
      };
    }),
  );
}
