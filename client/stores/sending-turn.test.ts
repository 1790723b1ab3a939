import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ManualClock } from '../../tests/support/manual-clock.ts';
import { id, userId } from '../../tests/support/records.ts';
import { ScriptedSignaling } from '../../tests/support/scripted-signaling.ts';
import { settled } from '../../tests/support/settled.ts';
import { BrowserLocks, type TabLocks } from '../../tests/support/tab-locks.ts';
import type { MessageId, UserId } from '../../protocol/ids.ts';
import { MemoryArchive } from '../storage/memory-archive.ts';
import { Delivery } from './delivery.ts';
import { TabTurn } from './sending-turn.ts';

const [ana, bea] = [userId('ana'), userId('bea')];

/** A browser of Ana's with tabs that share an archive, and a server that takes everything. */
class Browser {
  readonly archive = new MemoryArchive();
  readonly clock = new ManualClock();
  readonly tabs: Tab[] = [];
  /** What the server was sent: the name of the tab and the text. */
  readonly sent: string[] = [];
  readonly #locks: BrowserLocks | null;
  #opened = 0;
  #ids = 0;

  constructor({ locks = true } = {}) {
    this.#locks = locks ? new BrowserLocks() : null;
  }

  async open(): Promise<Tab> {
    this.#opened += 1;
    const tab = new Tab(this, `tab ${this.#opened}`, this.#locks?.tab());
    this.tabs.push(tab);
    await settled();
    return tab;
  }

  newId(): MessageId {
    return id<MessageId>(`M${(this.#ids += 1)}`);
  }

  /** To the other tabs. A frozen one hears nothing until it wakes. */
  tell(from: Tab, news: (tab: Tab) => void): void {
    for (const tab of this.tabs) if (tab !== from) tab.hear(() => news(tab));
  }
}

class Tab {
  readonly turn: TabTurn;
  readonly delivery: Delivery;
  readonly signaling = new ScriptedSignaling();
  readonly #browser: Browser;
  readonly #locks: TabLocks | undefined;
  #missed: (() => void)[] | null = null;

  constructor(browser: Browser, name: string, locks: TabLocks | undefined) {
    this.#browser = browser;
    this.#locks = locks;
    this.signaling.answers.send_private_message = ({ text }) => {
      browser.sent.push(`${name}: ${text}`);
      return { status: 'sent' };
    };
    this.turn = new TabTurn({
      locks,
      clock: browser.clock,
      tellWaiting: (peer: UserId) => browser.tell(this, (tab) => tab.turn.heardWaiting(peer)),
      tellSending: () => browser.tell(this, (tab) => tab.turn.heardSending()),
      canSend: () => this.signaling.state.get().phase === 'connected',
      onWaiting: (peer) => this.delivery.onWaiting(peer),
      onTurn: () => this.delivery.resendAll(),
    });
    this.delivery = new Delivery({
      signaling: this.signaling,
      archive: browser.archive,
      clock: browser.clock,
      serverNow: () => browser.clock.now(),
      newId: () => browser.newId(),
      me: () => ana,
      turn: this.turn,
      onChange: () => {},
      onNew: () => {},
      onNotAccepted: () => {},
    });
  }

  hear(news: () => void): void {
    if (this.#missed === null) queueMicrotask(news);
    else this.#missed.push(news);
  }

  async send(text: string): Promise<void> {
    await this.delivery.send(bea, text);
    await settled();
  }

  /** No code of it runs, but it keeps what it has. Its connection is gone by the time it wakes. */
  freeze(): void {
    this.#missed ??= [];
    this.signaling.lose();
  }

  async thaw(): Promise<void> {
    for (const news of this.#missed?.splice(0) ?? []) queueMicrotask(news);
    this.#missed = null;
    await this.connect();
  }

  async connect(): Promise<void> {
    this.signaling.state.set({ phase: 'connected' });
    this.signaling.notices.emit('online_users_list', { people: [], total: 0, next: null });
    await settled();
  }

  async close(): Promise<void> {
    this.#browser.tabs.splice(this.#browser.tabs.indexOf(this), 1);
    this.signaling.lose();
    this.#missed = [];
    this.#locks?.close();
    await settled();
  }

  get isAwake(): boolean {
    return this.#missed === null && this.signaling.state.get().phase === 'connected';
  }
}

describe('of several tabs', () => {
  it('the first one sends what is written in any of them', async () => {
    const browser = new Browser();
    const [one, two] = [await browser.open(), await browser.open()];
    await one.send('a');
    await two.send('b');
    await two.send('c');
    expect(browser.sent).toEqual(['tab 1: a', 'tab 1: b', 'tab 1: c']);
  });

  it('the next one takes over at once when that one is closed, with everything that is not confirmed', async () => {
    const browser = new Browser();
    const [one, two] = [await browser.open(), await browser.open()];
    await one.send('a');
    one.signaling.answers.send_private_message = () => new Promise<never>(() => {});
    await one.send('b');
    await two.send('c');
    await one.close();
    expect(browser.sent).toEqual(['tab 1: a', 'tab 2: a', 'tab 2: b', 'tab 2: c']);
    expect(browser.clock.now()).toBe(new ManualClock().now());
  });

  it('one that is frozen loses its turn to the one that has something to send', async () => {
    const browser = new Browser();
    const [one, two] = [await browser.open(), await browser.open()];
    one.freeze();
    await two.send('a');
    expect(browser.sent).toEqual([]);
    browser.clock.advance(1_000);
    await settled();
    await two.send('at once');
    expect(browser.sent).toEqual(['tab 2: a', 'tab 2: at once']);
    await one.thaw();
    await one.send('b');
    expect(browser.sent.slice(2)).toEqual(['tab 2: b']);
    await two.close();
    expect(browser.sent.slice(3).every((line) => line.startsWith('tab 1: '))).toBe(true);
    expect(browser.sent.at(-1)).toBe('tab 1: b');
  });

  it('one that has no connection loses its turn to one that has', async () => {
    const browser = new Browser();
    const [one, two] = [await browser.open(), await browser.open()];
    one.signaling.lose();
    await one.send('a');
    await two.send('b');
    browser.clock.advance(1_000);
    await settled();
    expect(browser.sent).toEqual(['tab 2: a', 'tab 2: b']);
  });

  it('each sends what it finds where the browser has no locks', async () => {
    const browser = new Browser({ locks: false });
    const [one, two] = [await browser.open(), await browser.open()];
    await one.send('a');
    await two.send('b');
    expect(browser.sent).toEqual(['tab 1: a', 'tab 2: a', 'tab 2: b']);
  });

  it('each sends what it finds where locks are refused', async () => {
    const refused = { request: () => Promise.reject(new DOMException('no', 'SecurityError')) };
    let turns = 0;
    const turn = new TabTurn({
      locks: refused,
      clock: new ManualClock(),
      tellWaiting: () => {},
      tellSending: () => {},
      canSend: () => true,
      onWaiting: () => {},
      onTurn: () => (turns += 1),
    });
    await settled();
    expect([await turn.claim(bea), turns]).toEqual([true, 1]);
  });
});

describe('any history of opening, closing, freezing and losing connections', () => {
  const step = fc.oneof(
    { weight: 6, arbitrary: fc.constant('send') },
    { weight: 2, arbitrary: fc.constantFrom('open', 'close') },
    { weight: 3, arbitrary: fc.constantFrom('freeze', 'thaw', 'lose', 'connect') },
    { weight: 3, arbitrary: fc.constantFrom('wait', 'wait longer') },
  );

  it('[MSG-3] leaves nothing unsent for longer than a moment while any tab can send', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(step, fc.nat(10)), { maxLength: 40 }), async (steps) => {
        const browser = new Browser();
        await browser.open();
        let written = 0;
        for (const [kind, index] of steps) {
          const tab = browser.tabs[index % Math.max(1, browser.tabs.length)];
          if (kind === 'open' || tab === undefined) await browser.open();
          else if (kind === 'send' && tab.isAwake) await tab.send(String((written += 1)));
          else if (kind === 'close') await tab.close();
          else if (kind === 'freeze') tab.freeze();
          else if (kind === 'thaw') await tab.thaw();
          else if (kind === 'lose') tab.signaling.lose();
          else if (kind === 'connect' && !tab.isAwake) await tab.thaw();
          else if (kind === 'wait') browser.clock.advance(200);
          else if (kind === 'wait longer') browser.clock.advance(1_500);
          await settled();
        }
        const last = browser.tabs.find((tab) => tab.isAwake) ?? (await browser.open());
        await last.send('last');
        // One asks, another is asked and is frozen: that takes the patience of one.
        for (let ms = 0; ms < 4_000; ms += 500) {
          browser.clock.advance(500);
          await settled();
        }
        const texts = new Set(browser.sent.map((line) => line.slice(line.indexOf(': ') + 2)));
        const all = [...Array.from({ length: written }, (_, index) => String(index + 1)), 'last'];
        expect([...texts].sort()).toEqual(all.sort());
      }),
      { numRuns: 200 },
    );
  });
});
