/** A browser whose storage is full, deleted, or held by another tab: what is said, and that nothing is lost or promised. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium, type Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { CHROMIUM, CHROMIUM_ARGS } from '../../support/launch-chromium.ts';
import { runServer, type RunningServer } from '../../support/running-server.ts';
import { BUILT_FOLDER, Visitor, Visitors } from './visitors.ts';

let server: RunningServer;
let visitors: Visitors;
const folders: string[] = [];

beforeAll(async () => {
  server = await runServer({ builtFolder: BUILT_FOLDER, args: ['--grace-seconds', '3'] });
  visitors = await Visitors.open(server.url);
});
afterEach(() => visitors.clear());
afterAll(async () => {
  await visitors.close();
  await server.stop();
  for (const folder of folders) await rm(folder, { recursive: true, force: true });
});

const messageBox = ({ page }: Visitor) => page.getByRole('textbox', { name: 'Message' });
const notice = ({ page }: Visitor, words: string) => page.getByRole('alert').filter({ hasText: words });
const full = ({ page }: Visitor) => page.getByText('This browser’s storage is full');

async function befriend(one: Visitor, other: Visitor): Promise<void> {
  await one.open(other);
  await one.page.getByRole('button', { name: /^Ask / }).click();
  const asked = other.dialog(`${one.name} wants to chat`);
  await asked.getByRole('button', { name: 'Accept', exact: true }).click();
  await messageBox(one).waitFor();
}

interface SmallDisk {
  readonly visitor: Visitor;
  /** Until not even ten bytes fit. */
  fill(): Promise<void>;
  free(): Promise<void>;
}

/** Somebody at a browser with little room. Only a browser with a profile on the disk counts what is used at once. */
async function atSmallDisk(name: string): Promise<SmallDisk> {
  const folder = await mkdtemp(join(tmpdir(), 'earshot-disk-'));
  folders.push(folder);
  const context = await chromium.launchPersistentContext(folder, {
    executablePath: CHROMIUM,
    args: [...CHROMIUM_ARGS],
    ignoreHTTPSErrors: true,
    viewport: { width: 1280, height: 800 },
  });
  const [first = await context.newPage()] = context.pages();
  const cdp = await context.newCDPSession(first);
  const { origin } = new URL(server.url);
  const quota = (quotaSize: number) => cdp.send('Storage.overrideQuotaForOrigin', { origin, quotaSize });
  // Before anything is stored: the browser remembers for a while how much room there was.
  await quota(5_000_000);
  const visitor = await visitors.join(name, { sameBrowserAs: new Visitor(first, name) });
  return {
    visitor,
    fill: () => visitor.page.evaluate(fillDisk),
    free: async () => void (await quota(500_000_000)),
  };
}

/** Runs in the page. */
function fillDisk(): Promise<void> {
  return new Promise((resolve, reject) => {
    const opening = indexedDB.open('filler', 1);
    opening.onupgradeneeded = () => opening.result.createObjectStore('bytes', { autoIncrement: true });
    opening.onerror = () => reject(new Error(opening.error?.name));
    opening.onsuccess = () => {
      const put = (size: number) => {
        const change = opening.result.transaction('bytes', 'readwrite');
        change.objectStore('bytes').put(crypto.getRandomValues(new Uint8Array(size)));
        change.oncomplete = () => put(size);
        change.onabort = () => {
          if (size > 10) put(Math.floor(size / 8));
          else resolve();
        };
      };
      put(65_536);
    };
  });
}

/** Opens the database in a page of the same origin that is not the app, and keeps it open whatever is wanted. */
const hold = (page: Page, version: number): Promise<void> =>
  page.evaluate(
    (wanted) =>
      new Promise((resolve, reject) => {
        const opening = indexedDB.open('earshot', wanted);
        opening.onupgradeneeded = () => {
          if (opening.result.objectStoreNames.length > 0) return;
          opening.result.createObjectStore('contacts', { keyPath: 'peer' });
          const messages = opening.result.createObjectStore('messages', { keyPath: 'id' });
          messages.createIndex('inOrder', ['peer', 'clock', 'from', 'id']);
          for (const [name, path] of [
            ['outbox', 'outboxOf'],
            ['unread', 'unreadOf'],
            ['untold', 'untoldOf'],
          ] as const) {
            messages.createIndex(name, path);
          }
          messages.createIndex('words', 'words', { multiEntry: true });
          for (const name of ['removed', 'clocks']) opening.result.createObjectStore(name);
        };
        opening.onsuccess = () => resolve();
        opening.onerror = () => reject(new Error(opening.error?.name));
      }),
    version,
  );

it('a full storage: what was written is in the box again, what comes is not confirmed, and both go on when there is room', async () => {
  const disk = await atSmallDisk('Ana Full');
  const ana = disk.visitor;
  const bea = await visitors.join('Bea Full');
  await befriend(ana, bea);
  await ana.write('before');
  await bea.reads('before', ana);
  await disk.fill();
  await ana.write('no room for this');
  await full(ana).waitFor();
  await expect.poll(() => messageBox(ana).inputValue()).toBe('no room for this');
  await ana.passesAxe();
  await bea.write('nor for this');
  await bea.conversation(ana).getByText('Sent', { exact: true }).waitFor();
  expect(await ana.conversation(bea).locator('.words').allInnerTexts()).toEqual(['before']);
  expect(await bea.conversation(ana).locator('.words').allInnerTexts()).toEqual(['before', 'nor for this']);
  await disk.free();
  await ana.button('Send').click();
  await bea.reads('no room for this', ana);
  // Sent again by the other side, at the latest half a minute later.
  await ana.conversation(bea).getByText('nor for this', { exact: true }).waitFor({ timeout: 40_000 });
  expect(await messageBox(ana).inputValue()).toBe('');
});

it('conversations are deleted from a full storage, though there is no room to note it, and it goes on when there is room', async () => {
  const disk = await atSmallDisk('Ana Room');
  const ana = disk.visitor;
  const bea = await visitors.join('Bea Room');
  await befriend(ana, bea);
  for (const text of ['x'.repeat(8_000), 'before']) await ana.write(text);
  await bea.reads('before', ana);
  await disk.fill();
  await ana.page.getByRole('button', { name: 'You: Ana Room' }).click();
  await ana.button('Settings').click();
  await ana.button('Delete everything').click();
  await ana.button('Delete everything').last().click();
  await ana.page.getByText('No messages.').waitFor();
  await ana.page.keyboard.press('Escape');
  // Chromium gives the room back when it next tidies its files up.
  await disk.free();
  await ana.write('there is room again');
  await bea.reads('there is room again', ana);
});

it('a database that is deleted: the page says so, sends and confirms nothing, and starts again by its button', async () => {
  const [ana, bea] = await visitors.friends('Ana Gone', 'Bea Gone');
  await ana.page.evaluate(
    () =>
      new Promise((resolve, reject) => {
        const deleting = indexedDB.deleteDatabase('earshot');
        deleting.onsuccess = resolve;
        deleting.onerror = reject;
      }),
  );
  await notice(ana, 'has closed or deleted').waitFor();
  await ana.passesAxe();
  await ana.write('into nothing');
  await ana.page.getByText('so nothing was done').waitFor();
  await expect.poll(() => messageBox(ana).inputValue()).toBe('into nothing');
  await bea.write('to nobody');
  await bea.conversation(ana).getByText('Sent', { exact: true }).waitFor();
  expect(await bea.page.getByText('into nothing').count()).toBe(0);
  expect(await bea.conversation(ana).getByText('Delivered', { exact: true }).count()).toBe(0);
  await ana.button('Reload').click();
  await notice(ana, 'has closed or deleted').waitFor({ state: 'hidden' });
  await ana.people.getByRole('button', { name: 'Chat with Bea Gone' }).waitFor();
});

it('a newer Earshot in another tab takes the database, and an older page does not go on beside it', async () => {
  const ana = await visitors.join('Ana New');
  const other = await visitors.visit('Ana New', { sameBrowserAs: ana });
  await other.page.goto(`${server.url}/favicon.svg`);
  await hold(other.page, 99);
  await notice(ana, 'A newer Earshot is open').waitFor();
  await ana.button('Reload').click();
  await notice(ana, 'was made by a newer Earshot').waitFor();
});

it('an older Earshot in another tab is waited for, with a word about it', async () => {
  const ana = await visitors.visit('Ana Old');
  await ana.page.goto('about:blank');
  const old = await visitors.visit('Ana Old', { sameBrowserAs: ana });
  await old.page.goto(`${server.url}/favicon.svg`);
  await old.page.evaluate(
    () =>
      new Promise((resolve) => {
        indexedDB.deleteDatabase('earshot').onsuccess = resolve;
      }),
  );
  await hold(old.page, 1);
  await ana.page.goto(server.url);
  await notice(ana, 'Another tab holds an older Earshot open').waitFor();
  await old.page.close();
  await notice(ana, 'Another tab').waitFor({ state: 'hidden' });
  await ana.join();
});
