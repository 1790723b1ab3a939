/**
 * How long a conversation of 100,000 messages takes to open and to answer a search: the built app before a real server, in
 * Chromium, from the click to the picture. Also in plain numbers, what the database alone takes.
 */
import { fileURLToPath } from 'node:url';
import type { Page } from 'playwright-core';
import { Visitors } from '../tests/browser/app/visitors.ts';
import { runServer } from '../tests/support/running-server.ts';
import { seedHistory } from '../tests/support/seed-history.ts';

const MESSAGES = 100_000;
const ROUNDS = 15;
const WORDS =
  'the cable printer dinner at seven laptop is on table near window can you bring it tomorrow please'.split(
    ' ',
  );

/** Sixteen words; one of them is rare. */
const words = (n: number): string => {
  const said = Array.from({ length: 15 }, (_, index) => WORDS[(n * 7 + index * (n % 5)) % WORDS.length]);
  return [...said, n % 20_000 === 77 ? 'platypus' : `number${n}`].join(' ');
};

/** Milliseconds from a click or a typed word until a frame shows what is waited for; in the page, so that no protocol counts. */
async function timed(page: Page, act: () => Promise<void>, shown: string): Promise<number> {
  await page.evaluate((selector) => {
    const deep = (root: ParentNode): boolean =>
      root.querySelector(selector) !== null ||
      [...root.querySelectorAll('*')].some(({ shadowRoot }) => shadowRoot !== null && deep(shadowRoot));
    const state = window as unknown as { began: number; took: Promise<number> };
    state.took = new Promise((resolve) => {
      const look = () => {
        // The frame that holds it is shown when the next one is asked for.
        if (state.began > 0 && deep(document)) {
          requestAnimationFrame(() => resolve(performance.now() - state.began));
        } else requestAnimationFrame(look);
      };
      state.began = 0;
      for (const event of ['click', 'input'] as const) {
        addEventListener(event, () => (state.began ||= performance.now()), { capture: true, once: true });
      }
      requestAnimationFrame(look);
    });
  }, shown);
  await act();
  return page.evaluate(() => (window as unknown as { took: Promise<number> }).took);
}

function line(what: string, times: readonly number[]): string {
  const sorted = [...times].sort((a, b) => a - b);
  const at = (part: number) => (sorted[Math.floor((sorted.length - 1) * part)] ?? 0).toFixed(0).padStart(5);
  return `${what.padEnd(48)} median ${at(0.5)} ms, slowest ${at(1)} ms\n`;
}

const server = await runServer({ builtFolder: fileURLToPath(new URL('../dist', import.meta.url)) });
const visitors = await Visitors.open(server.url);
try {
  const [ana, bea] = await visitors.friends('Ana', 'Bea');
  const cleo = await visitors.join('Cleo');
  await seedHistory(ana.page, MESSAGES, words);
  await ana.page.reload();
  const last = ana.conversation(bea).locator('.message').last();
  await last.waitFor();

  const opening: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    await ana.open(cleo);
    await last.waitFor({ state: 'detached' });
    opening.push(await timed(ana.page, () => ana.open(bea), '.message'));
  }

  const box = ana.page.getByRole('searchbox', { name: 'Search people and messages' });
  const searching = async (text: string): Promise<number[]> => {
    const times: number[] = [];
    for (let round = 0; round < ROUNDS; round++) {
      await box.fill('');
      await ana.page.getByRole('list', { name: 'Messages found' }).waitFor({ state: 'detached' });
      times.push(await timed(ana.page, () => box.fill(text), '.hit'));
    }
    return times;
  };
  const [rare, common, both] = [
    await searching('platypus'),
    await searching('cable'),
    await searching('cable platypus'),
  ];
  process.stdout.write(
    `${MESSAGES} messages, ${ROUNDS} rounds, Chromium ${ana.page.context().browser()?.version()}\n`,
  );
  process.stdout.write(line('the conversation opens', opening));
  process.stdout.write(line('a search for a rare word (100 ms of it waiting)', rare));
  process.stdout.write(line('a search for a common word (100 ms waiting)', common));
  process.stdout.write(line('a search for both (100 ms waiting)', both));
} finally {
  await visitors.close();
  await server.stop();
}
