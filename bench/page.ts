/**
 * The page on a phone-like throttle: what the server sends until the join form accepts typing and how long that takes, against an
 * empty page of Lit from the same kind of server; and the frames while one scrolls through a list of many people.
 */
import { fileURLToPath } from 'node:url';
import type { Browser, Page } from 'playwright-core';
import { Visitors } from '../tests/browser/app/visitors.ts';
import { launchChromium } from '../tests/support/launch-chromium.ts';
import type { PresenceSteps } from './load/presence.ts';
import { makeFloorApp } from './support/floor-app.ts';
import type { Measured, Row } from './support/row.ts';
import { median, percentile } from './support/statistics.ts';
import { BUILT, Workshop, type Side } from './support/workshop.ts';

const ROUNDS = 21;
const CPU_SLOWER = 4;
/** A phone in the next room: 20 Mbit/s. */
const NETWORK = { offline: false, latency: 10, downloadThroughput: 2_500_000, uploadThroughput: 2_500_000 };
const FIRST_LOAD_BYTES = 61_440;
const PEOPLE = 2_000;
const SCROLL_SECONDS = 5;

interface Opened {
  /** The form takes letters, and its code is there. */
  readonly usableMs: number;
  readonly codeMs: number;
  /** Of the form, and of all that comes before somebody joins. */
  readonly formBytes: number;
  readonly bytes: number;
}

/** Notes when a field that takes text is drawn, whatever shadow it stands in, and when the code is there that has to do with it. */
function watchField(): void {
  const deep = (root: ParentNode): HTMLInputElement | undefined => {
    for (const element of root.querySelectorAll('*')) {
      if (element instanceof HTMLInputElement && !element.disabled && element.offsetWidth > 0) return element;
      const found = element.shadowRoot === null ? undefined : deep(element.shadowRoot);
      if (found !== undefined) return found;
    }
    return undefined;
  };
  // A field in a shadow is drawn by code; that of the page itself gets its limit from it.
  const hasCode = (field: HTMLInputElement) => field.getRootNode() !== document || field.maxLength > 0;
  const state = window as unknown as { opened: Promise<Readonly<Record<'usableMs' | 'codeMs', number>>> };
  state.opened = new Promise((resolve) => {
    let usableMs = 0;
    const look = () => {
      const field = deep(document);
      if (field !== undefined && usableMs === 0) {
        field.focus();
        usableMs = performance.now();
      }
      if (field !== undefined && hasCode(field)) resolve({ usableMs, codeMs: performance.now() });
      else requestAnimationFrame(look);
    };
    look();
  });
}

async function open(browser: Browser, { port }: Side): Promise<Opened> {
  const context = await browser.newContext({
    ignoreHTTPSErrors: true,
    viewport: { width: 390, height: 844 },
  });
  const page = await context.newPage();
  const devtools = await context.newCDPSession(page);
  await devtools.send('Network.enable');
  await devtools.send('Network.emulateNetworkConditions', NETWORK);
  await devtools.send('Emulation.setCPUThrottlingRate', { rate: CPU_SLOWER });
  const bodies = new Map<string, number>();
  devtools.on('Network.dataReceived', ({ requestId, encodedDataLength }) =>
    bodies.set(requestId, (bodies.get(requestId) ?? 0) + encodedDataLength),
  );
  await page.addInitScript(watchField);
  await page.goto(`https://127.0.0.1:${port}/`);
  const { usableMs, codeMs } = await page.evaluate(
    () => (window as unknown as { opened: Promise<Pick<Opened, 'usableMs' | 'codeMs'>> }).opened,
  );
  const sent = () => [...bodies.values()].reduce((sum, size) => sum + size, 0);
  const formBytes = sent();
  // It does accept it.
  await page.keyboard.type('Ana');
  const typed = await page.evaluate(() => {
    let active = document.activeElement;
    while (active?.shadowRoot?.activeElement) active = active.shadowRoot.activeElement;
    return (active as HTMLInputElement | null)?.value;
  });
  if (typed !== 'Ana') throw new Error(`the field holds ${String(typed)}`);
  await page.waitForLoadState('networkidle');
  const bytes = sent();
  await context.close();
  return { usableMs, codeMs, formBytes, bytes };
}

/** Milliseconds of each frame while the wheel turns over the list. */
async function scroll(page: Page): Promise<readonly number[]> {
  const frames = page.evaluate(
    (ms) =>
      new Promise<number[]>((resolve) => {
        const took: number[] = [];
        let last = performance.now();
        const end = last + ms;
        const next = (now: number) => {
          took.push(now - last);
          last = now;
          if (now < end) requestAnimationFrame(next);
          else resolve(took.slice(1));
        };
        requestAnimationFrame(next);
      }),
    SCROLL_SECONDS * 1_000,
  );
  const devtools = await page.context().newCDPSession(page);
  const wheel = { type: 'mouseWheel' as const, x: 150, y: 400, deltaX: 0 };
  const end = performance.now() + SCROLL_SECONDS * 1_000;
  while (performance.now() < end) {
    await devtools.send('Input.dispatchMouseEvent', { ...wheel, deltaY: 400 });
    await page.waitForTimeout(30);
  }
  return frames;
}

async function scrollAmongMany(workshop: Workshop): Promise<Row[]> {
  const server = await workshop.earshot();
  const load = await workshop.load<PresenceSteps>('load/presence.ts');
  await load.ask('join', { target: { side: 'earshot', port: server.port }, people: PEOPLE });
  const visitors = await Visitors.open(`https://127.0.0.1:${server.port}/`);
  try {
    const rows: Row[] = [];
    const ana = await visitors.join('Ana');
    await ana.people
      .getByRole('listitem')
      .nth(PEOPLE - 1)
      .waitFor({ state: 'attached', timeout: 60_000 });
    const devtools = await ana.page.context().newCDPSession(ana.page);
    for (const rate of [1, CPU_SLOWER]) {
      await devtools.send('Emulation.setCPUThrottlingRate', { rate });
      const frames = await scroll(ana.page);
      const what = `scrolling among ${PEOPLE.toLocaleString('en')} people${rate === 1 ? '' : `, CPU ${rate} times slower`}`;
      const row = (name: string, unit: string, earshot: number, most: number | null): Row => ({
        ...{ what: `${what}: ${name}`, unit, earshot, floor: null, most },
      });
      const mean = frames.reduce((all, took) => all + took, 0) / frames.length;
      rows.push(
        row('a frame', 'ms', mean, rate === 1 ? 1_000 / 59 : null),
        row('slowest hundredth of the frames', 'ms', percentile(frames, 0.99), null),
      );
    }
    return rows;
  } finally {
    await visitors.close();
  }
}

export const measure = (): Promise<Measured> =>
  Workshop.with(async (workshop) => {
    const floorPage = fileURLToPath(new URL('floor/page.ts', import.meta.url));
    const built = await makeFloorApp({ folder: workshop.folder, built: BUILT, page: floorPage });
    const sides = [await workshop.earshot(), await workshop.earshot({ built })] as const;
    const browser = await launchChromium();
    const opened: [Opened[], Opened[]] = [[], []];
    for (let round = 0; round <= ROUNDS; round += 1) {
      for (const at of [0, 1] as const) {
        const one = await open(browser, sides[at]);
        if (round > 0) opened[at].push(one);
      }
    }
    await browser.close();
    for (const side of sides) await side.stop();
    const of = (at: 0 | 1, figure: keyof Opened) => median(opened[at].map((one) => one[figure]));
    const rows: Row[] = [
      {
        what: 'sent until the join form accepts typing',
        unit: 'bytes',
        earshot: of(0, 'formBytes'),
        floor: of(1, 'formBytes'),
        most: null,
      },
      {
        what: 'sent in all before somebody joins',
        unit: 'bytes',
        earshot: of(0, 'bytes'),
        floor: null,
        most: FIRST_LOAD_BYTES,
      },
      {
        what: `until the join form accepts typing, CPU ${CPU_SLOWER} times slower`,
        unit: 'ms',
        earshot: of(0, 'usableMs'),
        floor: of(1, 'usableMs'),
        most: 1.5,
      },
      {
        what: `until the code of the form is there too, CPU ${CPU_SLOWER} times slower`,
        unit: 'ms',
        earshot: of(0, 'codeMs'),
        floor: of(1, 'codeMs'),
        most: null,
      },
      ...(await scrollAmongMany(workshop)),
    ];
    const how =
      `medians of ${ROUNDS} openings in turn in the Chromium of the tests, which opens no pages of its own beside, nothing cached, 20 Mbit/s; the floor is one field of Lit from the same ` +
      `server; scrolled for ${SCROLL_SECONDS} s with the wheel.`;
    return { how, rows };
  });
