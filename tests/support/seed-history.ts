/** Puts a long conversation into the IndexedDB of a page, as if it had been written over the years. */
import type { Page } from 'playwright-core';
import { toRow } from '../../client/storage/indexed-rows.ts';
import type { StoredMessage } from '../../client/storage/records.ts';
import type { UserId } from '../../protocol/ids.ts';
import { id } from './records.ts';

type Row = ReturnType<typeof toRow>;

const BATCH = 5_000;
const MINUTE = 60_000;

/** Of the only contact there is. */
export async function contactOf(page: Page): Promise<UserId> {
  const [peer] = await page.evaluate(
    () =>
      new Promise<readonly IDBValidKey[]>((resolve) => {
        const opening = indexedDB.open('earshot');
        opening.onsuccess = () => {
          const reading = opening.result.transaction('contacts').objectStore('contacts').getAllKeys();
          reading.onsuccess = () => resolve(reading.result);
        };
      }),
  );
  if (typeof peer !== 'string') throw new Error('there is no contact');
  return peer as UserId; // what the app has stored as the key of a contact
}

/** Message number `n` is said by the two in turns, a minute after the one before; the last one a minute ago. */
export async function seedHistory(
  page: Page,
  count: number,
  words: (n: number) => string,
  people: { readonly peer?: UserId; readonly me?: UserId } = {},
): Promise<void> {
  const { peer = await contactOf(page), me = id<UserId>('SEED') } = people;
  const now = await page.evaluate(() => Date.now());
  const message = (n: number): StoredMessage => ({
    id: id(`SEED${String(n).padStart(9, '0')}`),
    peer,
    from: n % 2 === 0 ? me : peer,
    clock: n,
    sentAt: now - (count - n + 1) * MINUTE,
    text: words(n),
    state: 'read',
    told: true,
  });
  for (let first = 1; first <= count; first += BATCH) {
    const length = Math.min(BATCH, count - first + 1);
    const rows = Array.from({ length }, (_, index) => toRow(message(first + index)));
    await page.evaluate(put, rows);
  }
}

/** Messages that wait in the outbox of the page for its only contact, after everything that is there already. */
export async function seedOutbox(page: Page, count: number, words: (n: number) => string): Promise<void> {
  const peer = await contactOf(page);
  const sentAt = await page.evaluate(() => Date.now());
  const rows = Array.from({ length: count }, (_, index) =>
    toRow({
      id: id(`BOX${String(index + 1).padStart(9, '0')}`),
      peer,
      from: id<UserId>('SEED'),
      clock: 1_000 + index,
      sentAt,
      text: words(index + 1),
      state: 'waiting',
      told: false,
    }),
  );
  await page.evaluate(put, rows);
}

/** Runs in the page. */
function put(rows: readonly Row[]): Promise<void> {
  return new Promise((resolve, reject) => {
    const opening = indexedDB.open('earshot');
    opening.onsuccess = () => {
      const change = opening.result.transaction('messages', 'readwrite');
      for (const row of rows) change.objectStore('messages').put(row);
      change.oncomplete = () => {
        opening.result.close();
        resolve();
      };
      change.onabort = () => reject(new Error(String(change.error)));
    };
  });
}
