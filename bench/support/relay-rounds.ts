/** Rounds of relaying at a rate, at the real server and at the floor in turn. */
import type { RelaySteps } from '../load/relay.ts';
import type { Load } from './load.ts';
import { cpuMs } from './process-usage.ts';
import { medians } from './statistics.ts';
import type { Side, Workshop } from './workshop.ts';

const PAIRS = 25;
const SECONDS = 5;
/** Code that has not run often is slow, and a server runs for days. */
const WARM_SECONDS = 10;
const ROUNDS = 3;

interface Relayed {
  readonly [figure: string]: number;
  readonly cpuUs: number;
  readonly p50: number;
  readonly p99: number;
  /** In percent. */
  readonly delivered: number;
  /** What the load could send. */
  readonly perSecond: number;
  /** How much of a core the load used. */
  readonly loadShare: number;
}
export interface Rate {
  readonly perSecond: number;
  readonly mine: Relayed;
  readonly bare: Relayed;
}

/** Each round has processes of its own: where the system puts a process makes as much of a difference as what it does. */
export async function relayRounds(
  workshop: Workshop,
  kind: 'messages' | 'signals',
  rates: readonly number[],
): Promise<Rate[]> {
  const [ours, floors] = [rates.map(() => [] as Relayed[]), rates.map(() => [] as Relayed[])];
  for (let count = 0; count < ROUNDS; count += 1) {
    const [mine, bare] = [
      await opened(workshop, await workshop.earshot(), kind),
      await opened(workshop, await workshop.floor(), kind),
    ];
    for (const end of [mine, bare]) await round(end, Math.max(1_000, rates[0] ?? 0), WARM_SECONDS);
    for (const [at, perSecond] of rates.entries()) {
      ours[at]?.push(await round(mine, perSecond, SECONDS));
      floors[at]?.push(await round(bare, perSecond, SECONDS));
    }
    for (const { side, load } of [mine, bare]) {
      load.stop();
      await side.stop();
    }
  }
  return rates.map((perSecond, at) => ({
    perSecond,
    mine: medians(ours[at] ?? []),
    bare: medians(floors[at] ?? []),
  }));
}

/** A server and the load on it. */
interface End {
  readonly side: Side;
  readonly load: Load<RelaySteps>;
}

async function round({ side, load }: End, perSecond: number, seconds: number): Promise<Relayed> {
  const before = { cpu: cpuMs(side.pid), load: load.cpuMs, at: performance.now() };
  const { sent, delivered, reachedPerSecond, p50, p99 } = await load.ask('round', { perSecond, seconds });
  return {
    cpuUs: ((cpuMs(side.pid) - before.cpu) * 1_000) / sent,
    p50,
    p99,
    delivered: (delivered / sent) * 100,
    perSecond: reachedPerSecond,
    loadShare: (load.cpuMs - before.load) / (performance.now() - before.at),
  };
}

async function opened(workshop: Workshop, side: Side, kind: 'messages' | 'signals'): Promise<End> {
  const load = await workshop.load<RelaySteps>('load/relay.ts');
  await load.ask('open', { target: { side: side.side, port: side.port }, pairs: PAIRS, kind });
  return { side, load };
}

/** What there is to say of the rounds besides their figures. */
export function describeRounds(rates: readonly Rate[]): string {
  const short = rates.flatMap(({ perSecond, mine, bare }) =>
    [mine, bare].flatMap((side, at) =>
      side.delivered < 100 || side.perSecond < perSecond * 0.98
        ? `${at === 0 ? 'earshot' : 'the floor'} ${side.delivered.toFixed(1)} % at ${side.perSecond.toFixed(0)}/s`
        : [],
    ),
  );
  const shares = rates.map(({ mine }) => `${(mine.loadShare * 100).toFixed(0)} %`);
  return (
    `${PAIRS} pairs, medians of ${ROUNDS} rounds of ${SECONDS} s in turn, each at servers that were started for it and ran for ${WARM_SECONDS} s before, p99 the median of that of each second; ` +
    `${short.length === 0 ? 'all delivered and answered' : `not all delivered, or not sent so fast: ${short.join(', ')}`}; ` +
    `the load, one process, used ${shares.join(', ')} of a core.`
  );
}
