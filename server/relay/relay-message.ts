/** What the server and the thread of the relay say to each other. */
import * as v from 'valibot';

const addresses = v.array(v.string());

/** What the thread is started with. */
export const relayTaskSchema = v.object({
  host: v.string(),
  port: v.number(),
  secret: v.string(),
  peers: addresses,
});

/** Who may be reached from now on too. */
export const permitSchema = v.object({ permit: addresses });

/** From the thread, once it listens and then again and again. */
export const relayReportSchema = v.object({
  port: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(65_535)),
  /** How many ports it has given out. */
  ports: v.number(),
});
export type RelayReport = v.InferOutput<typeof relayReportSchema>;
