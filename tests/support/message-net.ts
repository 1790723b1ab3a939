/**
 * A server and its network for the delivery protocol, in memory: nothing arrives until a test says so, and anything may be lost,
 * doubled or overtaken. Each browser keeps its archive over a reload and loses everything else, as real ones do.
 */
import { Emitter } from '../../client/base/emitter.ts';
import { Store } from '../../client/base/store.ts';
import type { ConnectionState, Signaling } from '../../client/connection/signaling.ts';
import { MemoryArchive } from '../../client/storage/memory-archive.ts';
import type { StoredMessage } from '../../client/storage/records.ts';
import { Delivery } from '../../client/stores/delivery.ts';
import { AppError } from '../../protocol/errors.ts';
import type { Notices, Payload, ReplyValue, RequestName } from '../../protocol/events.ts';
import type { MessageId, UserId } from '../../protocol/ids.ts';
import { ManualClock } from './manual-clock.ts';
import { id } from './records.ts';
import { settled } from './settled.ts';

interface Packet {
  /** Between which page and the server; a reload or a lost connection takes what is under way with it. */
  readonly page: Page;
  arrive(): void;
  lose(): void;
}

/** One life of a browser's page, from load to reload. */
class Page implements Signaling {
  readonly state = new Store<ConnectionState>({ phase: 'connected' });
  readonly notices = new Emitter<Notices>();
  readonly browser: Browser;
  readonly #net: MessageNet;

  constructor(net: MessageNet, browser: Browser) {
    this.#net = net;
    this.browser = browser;
  }

  open(): void {}
  close(): void {}
  reopen(): void {}

  request<K extends RequestName>(name: K, payload: Payload<K>): Promise<ReplyValue<K>> {
    return new Promise((resolve, reject) => {
      const lose = () => reject(new AppError('no_answer_from_server'));
      if (!this.browser.connected || this.browser.page !== this) return lose();
      const arrive = () => {
        try {
          const value = this.#net.handle(this.browser, name, payload);
          // `handle` answers each request with what the map of requests says; its switch cannot be typed by K.
          this.#net.send({ page: this, arrive: () => resolve(value as ReplyValue<K>), lose });
        } catch (error) {
          const refusal = error instanceof Error ? error : new AppError('internal');
          this.#net.send({ page: this, arrive: () => reject(refusal), lose });
        }
      };
      this.#net.send({ page: this, arrive, lose });
    });
  }
}

export class Browser {
  readonly id: UserId;
  readonly archive = new MemoryArchive();
  readonly clock = new ManualClock();
  /** New messages of the other one. */
  readonly heard: StoredMessage[] = [];
  connected = false;
  page: Page;
  delivery: Delivery;
  readonly #net: MessageNet;

  constructor(net: MessageNet, name: string) {
    this.#net = net;
    this.id = id<UserId>(name);
    [this.page, this.delivery] = this.#load();
  }

  /** The page is gone with all it remembered; another is loaded. */
  reload(): void {
    this.#net.cut(this.page);
    this.connected = false;
    [this.page, this.delivery] = this.#load();
  }

  #load(): [Page, Delivery] {
    const page = new Page(this.#net, this);
    const delivery = new Delivery({
      signaling: page,
      archive: this.archive,
      clock: this.clock,
      serverNow: () => this.clock.now(),
      newId: () => this.#net.newId(),
      me: () => this.id,
      onChange: () => {},
      onNew: (message) => void this.heard.push(message),
      onNotAccepted: () => {},
    });
    return [page, delivery];
  }
}

export class MessageNet {
  readonly underway: Packet[] = [];
  readonly ana = new Browser(this, 'ana');
  readonly bea = new Browser(this, 'bea');
  #ids = 0;

  newId(): MessageId {
    return id<MessageId>(`M${(this.#ids += 1)}`);
  }

  get browsers(): readonly Browser[] {
    return [this.ana, this.bea];
  }

  send(packet: Packet): void {
    this.underway.push(packet);
  }

  /** The server. Keeps nothing. */
  handle(from: Browser, name: RequestName, payload: unknown): unknown {
    const to = from === this.ana ? this.bea : this.ana;
    switch (name) {
      case 'send_private_message': {
        if (!to.connected) throw new AppError('user_offline');
        const draft = payload as Payload<'send_private_message'>;
        this.#notify(to, 'receive_private_message', { ...draft, from: from.id });
        return { status: 'sent' };
      }
      case 'message_received':
      case 'message_read': {
        const { messageIds } = payload as Payload<'message_read'>;
        const status = name === 'message_read' ? 'read' : 'delivered';
        if (to.connected) this.#notify(to, 'message_status', { peer: from.id, messageIds, status });
        return { told: to.connected };
      }
      default:
        throw new AppError('bad_payload', name);
    }
  }

  connect(browser: Browser): void {
    if (browser.connected) return;
    browser.connected = true;
    const { page } = browser;
    const snapshot = { people: [], total: 0, next: null };
    this.#notify(browser, 'online_users_list', snapshot, () => {
      // What a connection begins with is lost only together with the connection: TCP passes nothing over.
      if (browser.page === page) this.disconnect(browser);
    });
  }

  disconnect(browser: Browser): void {
    browser.connected = false;
    this.cut(browser.page);
  }

  /** Everything between the page and the server is lost. */
  cut(page: Page): void {
    const next = () => this.underway.find((packet) => packet.page === page);
    // A lost packet may itself cut the connection.
    for (let packet = next(); packet !== undefined; packet = next()) this.#take(packet).lose();
  }

  restart(): void {
    for (const browser of this.browsers) this.disconnect(browser);
  }

  async deliver(index: number): Promise<void> {
    const packet = this.underway[index % Math.max(1, this.underway.length)];
    if (packet !== undefined) this.#take(packet).arrive();
    await settled();
  }

  async lose(index: number): Promise<void> {
    const packet = this.underway[index % Math.max(1, this.underway.length)];
    if (packet !== undefined) this.#take(packet).lose();
    await settled();
  }

  async double(index: number): Promise<void> {
    this.underway[index % Math.max(1, this.underway.length)]?.arrive();
    await settled();
  }

  /** Delivers everything in order, while time stands still. */
  async pass(): Promise<void> {
    await settled();
    while (this.underway.length > 0) await this.deliver(0);
  }

  /** A good network from now on, for as long as anything happens. */
  async calm(): Promise<void> {
    for (const browser of this.browsers) this.connect(browser);
    for (let quiet = 0; quiet < 3;) {
      while (this.underway.length > 0) {
        await this.deliver(0);
        quiet = 0;
      }
      for (const browser of this.browsers) browser.clock.advance(60_000);
      await settled();
      quiet += 1;
    }
  }

  #take(packet: Packet): Packet {
    this.underway.splice(this.underway.indexOf(packet), 1);
    return packet;
  }

  #notify<K extends keyof Notices>(to: Browser, name: K, payload: Notices[K], lose = () => {}): void {
    const { page } = to;
    const arrive = () => {
      if (to.page === page && to.connected) page.notices.emit(name, payload);
    };
    this.send({ page, arrive, lose });
  }
}
