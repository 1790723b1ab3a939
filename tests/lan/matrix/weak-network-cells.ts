/** Networks that carry a call badly, on both sides: what gets through has to be the sound first. */
import { setTimeout as pause } from 'node:timers/promises';
import { longestFreezeMs } from '../../support/freezes.ts';
import type { LanHost } from '../../support/lan-host.ts';
import { talkAWhile, type Cell, type PictureAndSound } from './cell.ts';
import type { LanCall } from './lan-call.ts';

const WATCHED_MS = 20_000;
const MEASURED = 'longest time without a frame and without sound, in 20 s from its beginning';

async function worst(call: LanCall, begin: (host: LanHost) => Promise<void>): Promise<PictureAndSound> {
  await talkAWhile(call);
  await call.listen();
  await pause(1_000);
  const since = Date.now();
  for (const { host } of [call.ana, call.bea]) await begin(host);
  await pause(WATCHED_MS);
  const now = Date.now();
  const longest = (all: readonly (readonly number[])[]) =>
    Math.max(...all.map((times) => longestFreezeMs(times, since, now)));
  return { pictureMs: longest(await call.times()), soundMs: longest(await call.soundTimes()) };
}

/** A fault that did not happen is nothing survived. */
async function mustHaveHit(call: LanCall, list: (host: LanHost) => Promise<string>): Promise<void> {
  for (const { host } of [call.ana, call.bea]) {
    const said = await list(host);
    const packets = Number(/(?:counter packets|overlimits) (\d+)/.exec(said)?.[1] ?? 0);
    if (packets < 50) throw new Error(`hardly a packet was lost or late at ${host.name}: ${said}`);
  }
}

export const WEAK_NETWORK_CELLS: readonly Cell[] = [
  {
    name: '10 % of all packets lost',
    measured: MEASURED,
    mostMs: 3_000,
    mostSoundMs: 1_500,
    run: async (call) => {
      const figures = await worst(call, (host) =>
        call.drop(host, 'iif != lo numgen random mod 10 0 counter'),
      );
      await mustHaveHit(call, (host) => host.must('nft', ['list', 'table', 'inet', 'cut']));
      return figures;
    },
  },
  {
    name: '300 kbit/s',
    measured: MEASURED,
    mostMs: 5_000,
    mostSoundMs: 1_500,
    run: async (call) => {
      const narrow = ['tbf', 'rate', '300kbit', 'burst', '8kb', 'latency', '400ms'];
      const figures = await worst(call, async (host) => {
        await host.must('tc', ['qdisc', 'add', 'dev', 'eth0', 'root', ...narrow]);
      });
      await mustHaveHit(call, (host) => host.must('tc', ['-s', 'qdisc', 'show', 'dev', 'eth0']));
      return figures;
    },
  },
];
