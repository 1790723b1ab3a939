/**
 * What calls leave behind: 200 calls set up and ended between two pages, and one call that lasts (30 minutes, or as many as are given
 * behind the name) between two others at the same time; `calls` or `long` behind the name runs one of them alone. Heap, listeners and nodes
 * are counted by the browser after it has collected its garbage, before and after. Ends with 1 where a connection or a track is left, a
 * listener too many, or a tenth more heap.
 */
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { CDPSession } from 'playwright-core';
import { Visitors, type Visitor } from '../tests/browser/app/visitors.ts';
import { runServer } from '../tests/support/running-server.ts';
import { WITHOUT_LIMITS } from '../tests/support/without-limits.ts';

const CALLS = 200;
const GIVEN = process.argv.slice(3);
const MINUTES = Number(GIVEN.find((each) => /^\d+$/.test(each)) ?? 30);
/**
 * Before the first count: what a page loads and makes once, what the engine compiles, and as many entries of calls as a conversation keeps
 * in memory.
 */
const WARM_UP = 100;
const WARM_UP_LONG = 20;
/** One of them as long as that: what is first said of a call after a while, and at the end of one, is loaded then (measured: 13 listeners). */
const WARM_UP_LASTS_MS = 70_000;
const MOST_GROWTH = 1.1;

interface Count {
  readonly heap: number;
  readonly listeners: number;
  readonly nodes: number;
}

class Witness {
  readonly visitor: Visitor;
  readonly #aside: Visitor;
  readonly #session: CDPSession;

  private constructor(visitor: Visitor, aside: Visitor, session: CDPSession) {
    this.visitor = visitor;
    this.#aside = aside;
    this.#session = session;
  }

  /** `aside`: whose conversation is on screen while it counts, because each call leaves an entry in the other. */
  static async of(visitor: Visitor, aside: Visitor): Promise<Witness> {
    const session = await visitor.page.context().newCDPSession(visitor.page);
    await session.send('Performance.enable');
    return new Witness(visitor, aside, session);
  }

  async count(): Promise<Count> {
    await this.visitor.open(this.#aside);
    await this.visitor.page.getByRole('heading', { name: this.#aside.name, level: 2 }).waitFor();
    await this.#session.send('HeapProfiler.collectGarbage');
    const { metrics } = await this.#session.send('Performance.getMetrics');
    const of = (name: string) => metrics.find((metric) => metric.name === name)?.value ?? NaN;
    return { heap: of('JSHeapUsedSize'), listeners: of('JSEventListeners'), nodes: of('Nodes') };
  }

  /** Connections and tracks of calls that ended; what the watch itself holds of them is let go. */
  leftOpen(): Promise<readonly string[]> {
    return this.visitor.page.evaluate(() => {
      const { asked, connections, tracks } = window.connectionWatch;
      const open = [
        ...connections.filter((each) => each.connectionState !== 'closed').map(() => 'a connection'),
        ...tracks.filter(({ readyState }) => readyState === 'live').map(({ kind }) => `a track of ${kind}`),
      ];
      for (const list of [asked, connections, tracks]) list.length = 0;
      return open;
    });
  }
}

/** Two who accepted each other. */
async function pair(visitors: Visitors, one: string, other: string): Promise<readonly [Witness, Witness]> {
  const friends = await visitors.friends(one, other);
  const aside = await visitors.join(`Aside of ${one}`);
  return [await Witness.of(friends[0], aside), await Witness.of(friends[1], aside)];
}

async function callAndSee([{ visitor: caller }, { visitor: callee }]: readonly [
  Witness,
  Witness,
]): Promise<void> {
  await caller.people.getByRole('button', { name: `Video call ${callee.name}` }).click();
  const ring = callee.dialog(`Video call from ${caller.name}`);
  await ring.getByRole('button', { name: 'Accept', exact: true }).click({ timeout: 30_000 });
  for (const [one, other] of [
    [caller, callee],
    [callee, caller],
  ] as const) {
    await one.page.locator(`video[aria-label="${other.name}'s video"]`).waitFor({ timeout: 30_000 });
    await one.seesMoving(other);
  }
}

async function hangUp(both: readonly [Witness, Witness]): Promise<void> {
  await both[0].visitor.button('End call').click();
  for (const { visitor } of both) await visitor.button('End call').waitFor({ state: 'hidden' });
}

/** Paths linger for two seconds for what is still on its way, and the word after a call for six. */
const settle = () => pause(10_000);

async function compare(
  title: string,
  both: readonly [Witness, Witness],
  between: () => Promise<void>,
): Promise<boolean> {
  await settle();
  for (const witness of both) await witness.leftOpen();
  const before = await Promise.all(both.map((witness) => witness.count()));
  await between();
  await settle();
  const left = (await Promise.all(both.map((witness) => witness.leftOpen()))).flat();
  const after = await Promise.all(both.map((witness) => witness.count()));
  let good = left.length === 0;
  const lines = before.map((was, index) => {
    const is = after[index] ?? was;
    const growth = is.heap / was.heap;
    good &&= growth <= MOST_GROWTH && is.listeners <= was.listeners;
    const mega = (bytes: number) => `${(bytes / 1e6).toFixed(2)} MB`;
    return (
      `  ${index === 0 ? 'caller' : 'callee'}: heap ${mega(was.heap)} -> ${mega(is.heap)} (${growth.toFixed(3)}), ` +
      `listeners ${was.listeners} -> ${is.listeners}, nodes ${was.nodes} -> ${is.nodes}\n`
    );
  });
  process.stdout.write(`${title}: left open: ${left.join(', ') || 'nothing'}\n${lines.join('')}`);
  return good;
}

const server = await runServer({
  builtFolder: fileURLToPath(new URL('../dist', import.meta.url)),
  // That everybody is away after some minutes changes a page too: measured, by 24 listeners, whether there is a call or not.
  args: [...WITHOUT_LIMITS, '--calls-per-minute', '100000', '--idle-minutes', '1000'],
});
// What is left behind does not depend on how many pictures a second there are, and four pages with thirty would keep a small machine busy.
const visitors = await Visitors.open(server.url, 'chromium', 'fps=5');
try {
  const many = await pair(visitors, 'Ana Many', 'Bea Many');
  const long = await pair(visitors, 'Ana Long', 'Bea Long');
  const calls = async (times: number, both = many) => {
    for (let call = 0; call < times; call += 1) {
      await callAndSee(both);
      await hangUp(both);
    }
  };
  // Each is warmed up first, and nothing is compared before both are.
  const manyCalls = async () => {
    await calls(WARM_UP);
    return () => compare(`${CALLS} calls`, many, () => calls(CALLS));
  };
  const longCall = async () => {
    await calls(WARM_UP_LONG, long);
    await callAndSee(long);
    await pause(WARM_UP_LASTS_MS);
    await hangUp(long);
    return () =>
      compare(`a call of ${MINUTES} minutes`, long, async () => {
        await callAndSee(long);
        for (let minute = 0; minute < MINUTES; minute += 1) {
          await pause(60_000);
          // Still there, and still moving.
          await long[1].visitor.seesMoving(long[0].visitor);
        }
        await hangUp(long);
      });
  };
  const runs = [];
  if (!GIVEN.includes('long')) runs.push(await manyCalls());
  if (!GIVEN.includes('calls')) runs.push(await longCall());
  const good = await Promise.all(runs.map((run) => run()));
  if (good.includes(false)) process.exitCode = 1;
} finally {
  await visitors.close();
  await server.stop();
}
