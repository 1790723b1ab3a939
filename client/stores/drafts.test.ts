import { expect, it } from 'vitest';
import { userId } from '../../tests/support/records.ts';
import { Drafts } from './drafts.ts';

const ana = userId('ana');
const bea = userId('bea');

/** Of the storage of a browser, what drafts use. */
class Shelf {
  readonly items = new Map<string, string>();
  full = false;
  get length() {
    return this.items.size;
  }
  key = (index: number) => [...this.items.keys()][index] ?? null;
  getItem = (key: string) => this.items.get(key) ?? null;
  removeItem = (key: string) => void this.items.delete(key);
  setItem = (key: string, value: string) => {
    if (this.full) throw new DOMException('full', 'QuotaExceededError');
    this.items.set(key, value);
  };
}
// Drafts use no more than is there.
const storage = (shelf: Shelf) => shelf as unknown as Storage;

it('a draft is there again after a reload, for its own conversation only', () => {
  const shelf = new Shelf();
  new Drafts(storage(shelf)).set(ana, 'half a sen');
  const reloaded = new Drafts(storage(shelf));
  expect([reloaded.get(ana), reloaded.get(bea)]).toEqual(['half a sen', '']);
});

it('nothing is left of a draft that was sent', () => {
  const shelf = new Shelf();
  const drafts = new Drafts(storage(shelf));
  drafts.set(ana, 'half');
  drafts.set(ana, '');
  expect([drafts.get(ana), shelf.items.size]).toEqual(['', 0]);
});

it('drafts last as long as the tab where the browser keeps nothing, or is full', () => {
  const shelf = new Shelf();
  shelf.full = true;
  for (const drafts of [new Drafts(null), new Drafts(storage(shelf))]) {
    drafts.set(ana, 'half');
    expect(drafts.get(ana)).toBe('half');
  }
});

it('all of them are cleared together, and nothing else', () => {
  const shelf = new Shelf();
  shelf.setItem('earshot-preferences', '{}');
  const [drafts, otherTab] = [new Drafts(storage(shelf)), new Drafts(storage(shelf))];
  for (const peer of [ana, bea]) drafts.set(peer, 'half');
  otherTab.set(bea, 'other half');
  drafts.clear();
  otherTab.forget();
  expect([drafts.get(ana), drafts.get(bea), otherTab.get(bea)]).toEqual(['', '', '']);
  expect([...shelf.items.keys()]).toEqual(['earshot-preferences']);
});
