/**
 * People who come and go among many who stay: what each such event costs the server and how much of it each of those is told, against
 * a bare socket.io server that tells everyone of each at once. Connecting is part of it on both sides.
 */
import type { PresenceSteps } from './load/presence.ts';
import { cpuMs } from './support/process-usage.ts';
import type { Measured } from './support/row.ts';
import { medians } from './support/statistics.ts';
import { Workshop, type Side } from './support/workshop.ts';

const STAYING = 500;
const PER_SECOND = 10;
const SECONDS = 10;
const STAY_MS = 2_000;
const ROUNDS = 3;

type Visits = Readonly<Record<'cpuMs' | 'bytes', number>>;

async function visitedSide(workshop: Workshop, { side, port, pid }: Side) {
  const load = await workshop.load<PresenceSteps>('load/presence.ts');
  const target = { side, port };
  await load.ask('join', { target, people: STAYING });
  return async (seconds: number): Promise<Visits> => {
    const before = cpuMs(pid);
    const churn = { target, perSecond: PER_SECOND, seconds, stayMs: STAY_MS };
    const { events, bytesPerClient } = await load.ask('churn', churn);
    return { cpuMs: (cpuMs(pid) - before) / events, bytes: bytesPerClient / events };
  };
}

export const measure = (): Promise<Measured> =>
  Workshop.with(async (workshop) => {
    const ours = await visitedSide(workshop, await workshop.earshot());
    const floors = await visitedSide(workshop, await workshop.floor());
    const rounds: { mine: Visits[]; bare: Visits[] } = { mine: [], bare: [] };
    for (const visits of [ours, floors]) await visits(2);
    for (let round = 0; round < ROUNDS; round += 1) {
      rounds.mine.push(await ours(SECONDS));
      rounds.bare.push(await floors(SECONDS));
    }
    const [mine, bare] = [medians(rounds.mine), medians(rounds.bare)];
    const what = `${PER_SECOND} come and ${PER_SECOND} go each second among ${STAYING}`;
    return {
      how: `medians of ${ROUNDS} rounds of ${SECONDS} s in turn; each stays for ${STAY_MS / 1_000} s; the server also sends its heartbeats.`,
      rows: [
        { what: `${what}: server CPU each`, unit: 'ms', earshot: mine.cpuMs, floor: bare.cpuMs, most: null },
        {
          what: `${what}: told of each, per client`,
          unit: 'bytes',
          earshot: mine.bytes,
          floor: bare.bytes,
          most: null,
        },
      ],
    };
  });
