/**
 * How long the other devices of somebody go on ringing after one of them has answered: from the click on "Accept" until the call is off
 * the screen of the last of them. What people notice is half a second.
 */
import { loadavg } from 'node:os';
import { fileURLToPath } from 'node:url';
import { Visitors, type Visitor } from '../tests/browser/app/visitors.ts';
import { runServer } from '../tests/support/running-server.ts';
import { WITHOUT_LIMITS } from '../tests/support/without-limits.ts';

declare global {
  interface Window {
    clickedAt: number;
    ringEnded: Promise<number>;
  }
}

const ROUNDS = 20;
const OTHER_DEVICES = 3;

/** Resolves in the page when nothing is shown there that could be accepted. */
const watchRing = ({ page }: Visitor) =>
  page.evaluate(() => {
    const rings = (root: ParentNode): boolean =>
      [...root.querySelectorAll('*')].some(
        (element) =>
          element.localName === 'ear-incoming-call' ||
          (element.shadowRoot !== null && rings(element.shadowRoot)),
      );
    window.ringEnded = new Promise((ended) => {
      const look = () => {
        if (rings(document)) setTimeout(look, 10);
        else ended(performance.timeOrigin + performance.now());
      };
      look();
    });
  });

const server = await runServer({
  builtFolder: fileURLToPath(new URL('../dist', import.meta.url)),
  args: [...WITHOUT_LIMITS, '--calls-per-minute', '100000'],
});
const visitors = await Visitors.open(server.url);
try {
  const [ana, bea] = await visitors.friends('Ana', 'Bea');
  const others: Visitor[] = [];
  for (let nth = 0; nth < OTHER_DEVICES; nth += 1) {
    const other = await visitors.visit('Bea', { sameBrowserAs: bea });
    await other.people.waitFor();
    others.push(other);
  }
  const took: number[] = [];
  for (let round = 0; round <= ROUNDS; round += 1) {
    await ana.people.getByRole('button', { name: 'Audio call Bea' }).click();
    for (const each of [bea, ...others]) await each.dialog('Audio call from Ana').waitFor();
    await Promise.all(others.map(watchRing));
    await bea.page.evaluate(() => {
      const note = () => (window.clickedAt = performance.timeOrigin + performance.now());
      addEventListener('click', note, { capture: true, once: true });
    });
    await bea.dialog('Audio call from Ana').getByRole('button', { name: 'Accept', exact: true }).click();
    const ended = await Promise.all(others.map(({ page }) => page.evaluate(() => window.ringEnded)));
    const clickedAt = await bea.page.evaluate(() => window.clickedAt);
    // The first warms the browser up.
    if (round > 0) took.push(Math.max(...ended) - clickedAt);
    await ana.button('End call').click();
    await bea.button('End call').waitFor({ state: 'hidden' });
  }
  const sorted = took.toSorted((a, b) => a - b);
  process.stdout.write(
    `${OTHER_DEVICES} other devices, ${ROUNDS} calls, load average ${loadavg()[0]?.toFixed(1)}\n` +
      `  the last of them stopped after: median ${sorted[ROUNDS / 2]?.toFixed(0)} ms, slowest ${sorted.at(-1)?.toFixed(0)} ms\n`,
  );
} finally {
  await visitors.close();
  await server.stop();
}
