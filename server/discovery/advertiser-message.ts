/** What the advertiser tells its thread, and what the thread tells back. Both ends check what they are given. */
import * as v from 'valibot';

export const advertiserTaskSchema = v.object({
  /** A random id of this run, by which a server knows itself among its neighbours. */
  id: v.string(),
  name: v.string(),
  port: v.number(),
  /** Which host name to begin with; see `hostLabel`. */
  number: v.number(),
  addresses: v.array(v.object({ address: v.string(), interfaceName: v.string() })),
});
export type AdvertiserTask = v.InferOutput<typeof advertiserTaskSchema>;

export const advertiserMessageSchema = v.variant('kind', [
  v.object({
    kind: v.literal('held'),
    number: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(100)),
    interfaces: v.array(v.string()),
  }),
  v.object({ kind: v.literal('lost') }),
]);
export type AdvertiserMessage = v.InferOutput<typeof advertiserMessageSchema>;
