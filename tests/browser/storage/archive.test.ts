/** The archive on the IndexedDB of real browsers. */
import * as esbuild from 'esbuild';
import fc from 'fast-check';
import { firefox, type Browser, type BrowserContext, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { KEEPS } from '../../../client/storage/retention.ts';
import { CALL_OUTCOMES, type StoredState } from '../../../client/storage/records.ts';
import { CALL_MEDIA } from '../../../protocol/calls.ts';
import { ABOUT_KINDS } from '../../../protocol/chat.ts';
import type { MessageId } from '../../../protocol/ids.ts';
import { ARCHIVE_RULES } from '../../contracts/archive-contract.ts';
import { contact, storedMessage } from '../../support/client-records.ts';
import { launchChromium } from '../../support/launch-chromium.ts';
import { id, userId } from '../../support/records.ts';
import type { ArchiveStep } from '../fixtures/archive-page.ts';

/** A secure page of a host that does not exist: every request of it is answered here. */
const URL_OF_PAGE = 'https://archive.test/';

let script = '';
beforeAll(async () => {
  const entryPoints = [new URL('../fixtures/archive-page.ts', import.meta.url).pathname];
  const built = await esbuild.build({ entryPoints, bundle: true, write: false, target: 'es2022' });
  script = built.outputFiles[0]?.text ?? '';
});

const BROWSERS = {
  Chromium: () => launchChromium(),
  Firefox: () =>
    firefox.launch({
      channel: 'moz-firefox',
      executablePath: process.env['EARSHOT_FIREFOX'] ?? '/usr/bin/firefox-esr',
    }),
} as const;

const [ana, bea, me] = [userId('ana'), userId('bea'), userId('me')];

/** Few people, ids and clocks, so that steps meet. */
const peer = fc.constantFrom(ana, bea);
const word = fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f', 'g', 'h').map((letter) => id<MessageId>(letter));
const state = fc.constantFrom<StoredState>('waiting', 'sent', 'delivered', 'read');
const message = fc
  .record({
    id: word,
    peer,
    mine: fc.boolean(),
    clock: fc.nat(4),
    state,
    text: fc.constantFrom('cable', 'Cab', 'x'),
    sentAt: fc.nat(3),
    about: fc.option(fc.record({ kind: fc.constantFrom(...ABOUT_KINDS), message: word })),
  })
  .map(({ mine, about, ...rest }) =>
    storedMessage('m', { ...rest, from: mine ? me : rest.peer, ...(about && { about }) }),
  );
/** Under the ids of messages, too: an id is all by which they are known. */
const call = fc
  .record({
    id: word,
    peer,
    mine: fc.boolean(),
    clock: fc.nat(4),
    media: fc.constantFrom(...CALL_MEDIA),
    outcome: fc.constantFrom(...CALL_OUTCOMES),
    seconds: fc.option(fc.nat(2)),
  })
  .map(({ media, mine, outcome, seconds, ...rest }) =>
    storedMessage('', {
      ...rest,
      from: mine ? me : rest.peer,
      state: mine || outcome === 'answered' ? 'read' : 'delivered',
      told: true,
      call: { media, outcome, ...(seconds !== null && { seconds }) },
    }),
  );
const position = fc.record({ clock: fc.nat(4), from: fc.constantFrom(ana, bea, me), id: word });
const keep = fc.constantFrom(...KEEPS);
const limit = fc.integer({ min: 1, max: 5 });
const step: fc.Arbitrary<ArchiveStep> = fc.oneof(
  { weight: 12, arbitrary: message.map((each) => ['addMessage', each] as const) },
  { weight: 6, arbitrary: call.map((each) => ['addMessage', each] as const) },
  {
    weight: 6,
    arbitrary: fc
      .tuple(fc.array(word, { maxLength: 4 }), state, fc.boolean())
      .map(([ids, to, told]) => ['advance', ids, to, { told: told && to === 'read', at: 7 }] as const),
  },
  { weight: 2, arbitrary: fc.tuple(peer, limit).map(([of, most]) => ['latest', of, most] as const) },
  fc.tuple(peer, position, limit).map(([of, at, most]) => ['before', of, at, most] as const),
  fc.tuple(peer, position, limit).map(([of, at, most]) => ['since', of, at, most] as const),
  fc
    .tuple(peer, fc.option(position), fc.option(position))
    .filter(([, first, last]) => first === null || last === null || first.clock < last.clock)
    .map(([of, first, last]) => ['between', of, first, last] as const),
  fc.tuple(peer, fc.constantFrom('cab', 'x', 'cable x')).map(([of, text]) => ['search', text, of] as const),
  fc.tuple(peer, fc.array(word, { maxLength: 4 })).map(([of, ids]) => ['withIds', of, ids] as const),
  fc.constantFrom<ArchiveStep>(['search', 'cab'], ['outbox'], ['untold'], ['contacts']),
  peer.map((of) => ['outbox', of] as const),
  peer.map((of) => ['untold', of] as const),
  peer.map((of) => ['unread', of] as const),
  peer.map((of) => ['countUnread', of] as const),
  { weight: 4, arbitrary: peer.map((of) => ['lastClock', of] as const) },
  { weight: 3, arbitrary: peer.map((of) => ['removeConversation', of] as const) },
  fc.constant<ArchiveStep>(['removeEverything']),
  fc.constantFrom<ArchiveStep>(['size'], ['keeping'], ['peers']),
  { weight: 3, arbitrary: peer.map((of) => ['expire', of, 'shown', 100] as const) },
  // Everything that may go by its time, and nothing.
  fc
    .tuple(peer, fc.constantFrom(0, 9e15))
    .map(([of, before]) => ['expire', of, { keptBefore: before }, 100] as const),
  fc.tuple(peer, keep).map(([of, how]) => ['keep', of, how] as const),
  keep.map((how) => ['keepFresh', how] as const),
  { weight: 2, arbitrary: fc.tuple(peer, fc.nat(3)).map(([of, at]) => ['firstSince', of, at] as const) },
  peer.map((of) => ['times', of] as const),
  peer.map((of) => ['putContact', contact('x', { name: of })] as const),
);

describe.each(['Chromium', 'Firefox'] as const)('the archive in the IndexedDB of %s', (name) => {
  let browser: Browser;
  let context: BrowserContext;
  let page: Page;
  const load = async (tab: Page) => {
    await tab.goto(URL_OF_PAGE);
    await tab.addScriptTag({ content: script });
  };

  beforeAll(async () => {
    browser = await BROWSERS[name]();
    context = await browser.newContext();
    await context.route('**', (route) =>
      route.fulfill({ contentType: 'text/html', body: '<!doctype html>' }),
    );
    page = await context.newPage();
    await load(page);
  });
  afterAll(() => browser.close());

  it.each(ARCHIVE_RULES.map(({ title }) => title))('%s', async (title) => {
    expect(await page.evaluate((rule) => window.archivePage.keepsRule(rule), title)).toBeNull();
  });

  it('answers like the one in memory, whatever is done', async () => {
    let run = 0;
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 60, size: 'max' }), async (steps) => {
        const args = [`like memory ${(run += 1)}`, steps] as const;
        expect(await page.evaluate((given) => window.archivePage.difference(...given), args)).toBeNull();
      }),
      { numRuns: 100 },
    );
  });

  it('holds after a reload what it promised before it', async () => {
    const [theirs, mine] = [
      storedMessage('theirs'),
      storedMessage('mine', { from: me, state: 'waiting', clock: 2 }),
    ];
    const before: readonly ArchiveStep[] = [
      ['putContact', contact('ana')],
      ['addMessage', theirs],
      ['addMessage', mine],
      ['advance', [theirs.id], 'read'],
      ['addMessage', storedMessage('of Bea', { peer: bea, from: bea })],
      ['removeConversation', bea],
    ];
    await page.evaluate((steps) => window.archivePage.take('reloaded', steps), before);
    await load(page);
    const after: readonly ArchiveStep[] = [
      ['contacts'],
      ['latest', ana, 10],
      ['outbox'],
      ['untold'],
      ['addMessage', theirs],
      ['addMessage', storedMessage('of Bea', { peer: bea, from: bea })],
      ['lastClock', bea],
    ];
    expect(await page.evaluate((steps) => window.archivePage.take('reloaded', steps), after)).toEqual([
      [contact('ana')],
      [{ ...theirs, state: 'read' }, mine],
      [mine],
      [{ ...theirs, state: 'read' }],
      false,
      false,
      1,
    ]);
  });

  it('is one for all tabs of a browser', async () => {
    const other = await context.newPage();
    await load(other);
    const add = (tab: Page) =>
      tab.evaluate((steps) => window.archivePage.take('two tabs', steps), [
        ['addMessage', storedMessage('m')],
      ] as const satisfies ArchiveStep[]);
    const added = await Promise.all([add(page), add(other)]);
    expect(added.flat().sort()).toEqual([false, true]);
    await other.close();
  });

  it('makes way for a newer version of itself', async () => {
    expect(await page.evaluate(() => window.archivePage.openNewer('newer'))).toBe(99);
  });

  it('is what a browser that keeps things has', async () => {
    expect(await page.evaluate(() => window.archivePage.isKept())).toBe(true);
  });
});

describe('a page that may keep nothing', () => {
  it('has an archive in memory', async () => {
    const browser = await BROWSERS.Chromium();
    const page = await browser.newPage();
    // A page without an origin of its own has no storage.
    await page.goto('about:blank');
    await page.addScriptTag({ content: script });
    expect(await page.evaluate(() => window.archivePage.isKept())).toBe(false);
    await browser.close();
  });
});
