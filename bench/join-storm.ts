/**
 * Many people join at once: until everybody has been told of everybody, what that costs the server, how much each client is told, and
 * what each keeps in memory afterwards. Against a bare socket.io server that tells everyone of each join at once. A newcomer is told
 * how many are here and the first 200 of them, and from then on of each who joins, on both sides alike. Once with all that connecting
 * takes, which costs both sides the same and is most of it, and once over connections that stand, where joining is all there is.
 */
import { setTimeout as pause } from 'node:timers/promises';
import type { PresenceSteps } from './load/presence.ts';
import { cpuMs, residentKb } from './support/process-usage.ts';
import type { Measured, Row } from './support/row.ts';
import { median, medians } from './support/statistics.ts';
import { Workshop, type Side } from './support/workshop.ts';

const STORMS: readonly StormOptions[] = [
  { people: 200, standing: false },
  { people: 1_000, standing: false },
  { people: 2_000, standing: false },
  { people: 2_000, standing: true },
];
/** Where the limits hold. */
const LIMITED = 2_000;
const ROUNDS = 3;
/** For what a storm leaves behind to be cleared away. */
const REST_MS = 5_000;

interface Storm {
  readonly [figure: string]: number;
  readonly ms: number;
  readonly cpuMs: number;
  readonly bytesPerEvent: number;
  readonly kbPerClient: number;
  /** How much of a core the load used. */
  readonly loadShare: number;
}

interface StormOptions {
  readonly people: number;
  /** The connections are made before. */
  readonly standing: boolean;
}

async function storm(
  workshop: Workshop,
  start: () => Promise<Side>,
  { people, standing }: StormOptions,
): Promise<Storm> {
  const side = await start();
  const load = await workshop.load<PresenceSteps>('load/presence.ts');
  try {
    const target = { side: side.side, port: side.port };
    // One before the others, so that the first of everything has been made once.
    await load.ask('join', { target, people: 1 });
    await load.ask('leave', target);
    await pause(2_000);
    if (standing) await load.ask('open', { target, people });
    const before = { cpu: cpuMs(side.pid), kb: residentKb(side.pid), load: load.cpuMs };
    const { ms, bytesPerClient } = await load.ask('join', { target, people });
    const [used, loadUsed] = [cpuMs(side.pid) - before.cpu, load.cpuMs - before.load];
    if (!standing) await pause(REST_MS);
    return {
      ms,
      cpuMs: used,
      bytesPerEvent: bytesPerClient / people,
      kbPerClient: (residentKb(side.pid) - before.kb) / people,
      loadShare: loadUsed / ms,
    };
  } finally {
    load.stop();
    await side.stop();
  }
}

/** @returns milliseconds of server CPU that so many take who are let in by a bare server and told of nobody */
async function lettingIn(workshop: Workshop, people: number): Promise<number> {
  const side = await workshop.floor({ silent: true });
  const load = await workshop.load<PresenceSteps>('load/presence.ts');
  try {
    const target = { side: side.side, port: side.port };
    await load.ask('connect', { target, people: 1 });
    await pause(2_000);
    const before = cpuMs(side.pid);
    await load.ask('connect', { target, people });
    return cpuMs(side.pid) - before;
  } finally {
    load.stop();
    await side.stop();
  }
}

function rowsOf({ people, standing }: StormOptions, mine: Storm, bare: Storm): Row[] {
  const where = standing ? ' over connections that stand' : '';
  const row = (what: string, unit: string, figure: (storm: Storm) => number, most: number): Row => ({
    what: `${people.toLocaleString('en')} join at once${where}: ${what}`,
    unit,
    earshot: figure(mine),
    floor: figure(bare),
    most: people === LIMITED ? most : null,
  });
  return [
    row('until everybody knows', 's', ({ ms }) => ms / 1_000, 0.45),
    row('server CPU', 's', (storm) => storm.cpuMs / 1_000, 0.3),
    // Where the connections stand, their memory was taken before; and all who come within a moment are told of each by name.
    ...(standing
      ? []
      : [
          row('presence told, per event and client', 'bytes', ({ bytesPerEvent }) => bytesPerEvent, 1),
          row('memory per idle client', 'KB', ({ kbPerClient }) => kbPerClient, 1.3),
        ]),
  ];
}

export const measure = (): Promise<Measured> =>
  Workshop.with(async (workshop) => {
    const rows: Row[] = [];
    const shares: string[] = [];
    // For its certificate.
    await (await workshop.earshot()).stop();
    for (const options of STORMS) {
      const [ours, floors]: [Storm[], Storm[]] = [[], []];
      for (let round = 0; round < ROUNDS; round += 1) {
        ours.push(await storm(workshop, () => workshop.earshot(), options));
        floors.push(await storm(workshop, () => workshop.floor(), options));
      }
      const [mine, bare] = [medians(ours), medians(floors)];
      rows.push(...rowsOf(options, mine, bare));
      shares.push(`${(mine.loadShare * 100).toFixed(0)} and ${(bare.loadShare * 100).toFixed(0)} %`);
    }
    const alone: number[] = [];
    while (alone.length < ROUNDS) alone.push(await lettingIn(workshop, LIMITED));
    const how =
      `medians of ${ROUNDS} storms in turn, each at a server just started, memory ${REST_MS / 1_000} s later; ` +
      `the load, one process, used ${shares.join('; ')} of a core. A bare server that lets ${LIMITED.toLocaleString('en')} in and ` +
      `tells nobody of them takes ${(median(alone) / 1_000).toFixed(1)} s of CPU for that.`;
    return { how, rows };
  });
