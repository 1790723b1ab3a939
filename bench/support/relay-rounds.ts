/** Rounds of relaying at a rate, at the real server and at the floor in turn. */
import type { RelaySteps } from '../load/relay.ts';
import { cpuMs } from './process-usage.ts';
import { medians } from './statistics.ts';
import type { Side, Workshop } from './workshop.ts';

const PAIRS = 25;
const SECONDS = 5;
export const ROUNDS = 3;

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

export async function relayRounds(
  workshop: Workshop,
  kind: 'messages' | 'signals',
  rates: readonly number[],
): Promise<Rate[]> {
  const sides = [await workshop.earshot(), await workshop.floor()] as const;
  const loads = [await opened(workshop, sides[0], kind), await opened(workshop, sides[1], kind)] as const;
  const round = async (at: 0 | 1, perSecond: number, seconds: number): Promise<Relayed> => {
    const [side, load] = [sides[at], loads[at]];
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
  };
  // Code that has not run often is slow.
  for (const at of [0, 1] as const) await round(at, Math.max(1_000, rates[0] ?? 0), 4);
  const found: Rate[] = [];
  for (const perSecond of rates) {
    const [ours, floors]: [Relayed[], Relayed[]] = [[], []];
    for (let count = 0; count < ROUNDS; count += 1) {
      ours.push(await round(0, perSecond, SECONDS));
      floors.push(await round(1, perSecond, SECONDS));
    }
    found.push({ perSecond, mine: medians(ours), bare: medians(floors) });
  }
  return found;
}

async function opened(workshop: Workshop, { side, port }: Side, kind: 'messages' | 'signals') {
  const load = await workshop.load<RelaySteps>('load/relay.ts');
  await load.ask('open', { target: { side, port }, pairs: PAIRS, kind });
  return load;
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
    `${PAIRS} pairs, medians of ${ROUNDS} rounds of ${SECONDS} s in turn, p99 the median of that of each second; ` +
    `${short.length === 0 ? 'all delivered and answered' : `not all delivered, or not sent so fast: ${short.join(', ')}`}; ` +
    `the load, one process, used ${shares.join(', ')} of a core.`
  );
}
