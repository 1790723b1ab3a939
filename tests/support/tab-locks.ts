/** The locks that the tabs of one browser share (Web Locks), as far as Earshot uses them: exclusive ones, which may be stolen. */

interface Request {
  readonly tab: TabLocks;
  readonly run: () => Promise<unknown>;
  readonly fail: (error: DOMException) => void;
}

export class BrowserLocks {
  #holder: Request | null = null;
  #queue: Request[] = [];

  /** What one tab sees of them. */
  tab(): TabLocks {
    return new TabLocks(this);
  }

  enter(request: Request, steal: boolean): void {
    if (steal) {
      this.#holder?.fail(new DOMException('stolen', 'AbortError'));
      this.#grant(request);
    } else {
      this.#queue.push(request);
      this.#next();
    }
  }

  leave(tab: TabLocks): void {
    this.#queue = this.#queue.filter((request) => request.tab !== tab);
    if (this.#holder?.tab === tab) this.#holder = null;
    this.#next();
  }

  #next(): void {
    const request = this.#holder === null ? this.#queue.shift() : undefined;
    if (request !== undefined) this.#grant(request);
  }

  #grant(request: Request): void {
    this.#holder = request;
    // As in a browser, the callback never runs within the call that asked.
    queueMicrotask(() => void request.run());
  }
}

export class TabLocks implements Pick<LockManager, 'request'> {
  readonly #browser: BrowserLocks;

  constructor(browser: BrowserLocks) {
    this.#browser = browser;
  }

  /** The name is not looked at: there is one lock. */
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- as the DOM's own types have it
  request(_name: string, ...given: readonly any[]): Promise<any> {
    // The last argument is the callback, before it may be the options.
    const run = given.at(-1) as () => Promise<unknown>;
    const { steal = false } = (given.length > 1 ? given[0] : {}) as LockOptions;
    return new Promise((_resolve, fail) => this.#browser.enter({ tab: this, run, fail }, steal));
  }

  /** The tab is closed. */
  close(): void {
    this.#browser.leave(this);
  }
}
