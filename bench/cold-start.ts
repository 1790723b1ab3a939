/**
 * From starting the process to the first good answer over HTTPS, against a bare socket.io server; what the server holds in memory then;
 * and what it uses with nobody and with many people connected of whom nobody does anything, these against the bare server too.
 */
import { mkdtempSync } from 'node:fs';
import { get } from 'node:https';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { PresenceSteps } from './load/presence.ts';
import { cpuMs, residentKb } from './support/process-usage.ts';
import type { Measured, Row } from './support/row.ts';
import { medians } from './support/statistics.ts';
import { Workshop, type Side, type StartOptions } from './support/workshop.ts';

const STARTS = 9;
const PEOPLE = 2_000;
const CROWD = `${PEOPLE.toLocaleString('en')} people`;
const IDLE_SECONDS = 40;
const REST_MS = 5_000;
/** After a start, or a crowd, Node tidies its memory once, some ten or twenty seconds later. */
const TIDY_MS = 30_000;
/** Of nobody else on a computer that measures. */
const PORT = 45_443;

/** Asks again and again from before the server listens. */
async function firstAnswer(): Promise<void> {
  const ask = () =>
    new Promise<boolean>((resolve) => {
      const request = get(
        { host: '127.0.0.1', port: PORT, path: '/', rejectUnauthorized: false, agent: false },
        (response) => {
          response.resume().on('end', () => resolve(response.statusCode === 200));
        },
      );
      request.on('error', () => resolve(false));
    });
  while (!(await ask())) await pause(2);
}

async function coldStart(start: (options: StartOptions) => Promise<Side>) {
  const begun = performance.now();
  const [side, ms] = await Promise.all([
    start({ port: PORT }),
    firstAnswer().then(() => performance.now() - begun),
  ]);
  await pause(REST_MS / 5);
  const mb = residentKb(side.pid) / 1_024;
  await side.stop();
  return { ms, mb };
}

/** In percent of a core. */
async function idleCpu({ pid }: Side): Promise<number> {
  await pause(TIDY_MS);
  const before = cpuMs(pid);
  await pause(IDLE_SECONDS * 1_000);
  return ((cpuMs(pid) - before) / (IDLE_SECONDS * 1_000)) * 100;
}

/** With a crowd of whom nobody does anything. */
async function idleCrowd(workshop: Workshop, server: Side): Promise<number> {
  const load = await workshop.load<PresenceSteps>('load/presence.ts');
  const { side, port } = server;
  await load.ask('join', { target: { side, port }, people: PEOPLE });
  return idleCpu(server);
}

export const measure = (): Promise<Measured> =>
  Workshop.with(async (workshop) => {
    type Start = Awaited<ReturnType<typeof coldStart>>;
    const starts: { first: Start[]; mine: Start[]; bare: Start[] } = { first: [], mine: [], bare: [] };
    for (let round = 0; round <= STARTS; round += 1) {
      const fresh = mkdtempSync(join(workshop.folder, 'fresh-'));
      const first = await coldStart((options) => workshop.earshot({ ...options, dataDir: fresh }));
      const mine = await coldStart((options) => workshop.earshot(options));
      const bare = await coldStart((options) => workshop.floor(options));
      // The first of each finds nothing in the system's cache.
      if (round === 0) continue;
      starts.first.push(first);
      starts.mine.push(mine);
      starts.bare.push(bare);
    }
    const [first, mine, bare] = [medians(starts.first), medians(starts.mine), medians(starts.bare)];
    const server = await workshop.earshot();
    const nobody = await idleCpu(server);
    const many = await idleCrowd(workshop, server);
    await server.stop();
    const bareMany = await idleCrowd(workshop, await workshop.floor());
    const idle = (who: string, earshot: number): Row => ({
      what: `idle CPU with ${who}`,
      unit: '% of a core',
      earshot,
      floor: null,
      most: 0.5,
    });
    return {
      how: `medians of ${STARTS} starts in turn, memory a second later; idle for ${IDLE_SECONDS} s, from ${TIDY_MS / 1_000} s after the start or the last who came.`,
      rows: [
        { what: 'start to the first answer', unit: 'ms', earshot: mine.ms, floor: bare.ms, most: 2 },
        {
          what: 'the very first start, which makes keys',
          unit: 'ms',
          earshot: first.ms,
          floor: bare.ms,
          most: null,
        },
        { what: 'memory after the start', unit: 'MB', earshot: mine.mb, floor: bare.mb, most: null },
        idle('nobody', nobody),
        idle(CROWD, many),
        {
          what: `idle CPU with ${CROWD}, a heartbeat each 10 s against one each 25 s`,
          unit: '% of a core',
          earshot: many,
          floor: bareMany,
          most: null,
        },
      ],
    };
  });
