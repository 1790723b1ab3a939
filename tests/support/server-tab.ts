/** A page's connection to a CallServer in the same process, as the Signaling port that the page's code is given. */
import { Emitter } from '../../client/base/emitter.ts';
import { Store } from '../../client/base/store.ts';
import type { ConnectionState, Signaling } from '../../client/connection/signaling.ts';
import { AppError } from '../../protocol/errors.ts';
import type { NoticeName, Notices, Payload, ReplyValue, RequestName } from '../../protocol/events.ts';
import type { TabId, UserId } from '../../protocol/ids.ts';
import { testId, type CallServer, type TabPort } from './call-server.ts';

export class ServerTab implements Signaling, TabPort {
  readonly state = new Store<ConnectionState>({ phase: 'closed' });
  readonly notices = new Emitter<Notices>();
  readonly requested: RequestName[] = [];
  readonly user: UserId;
  readonly tab: TabId;
  readonly name: string;
  readonly #server: CallServer;
  reopened = 0;
  /** While true, requests are swallowed and nothing arrives, although the connection looks alive. */
  zombie = false;

  constructor(server: CallServer, name: string, tab = `${name}TAB`) {
    this.#server = server;
    this.name = name;
    this.user = testId(name);
    this.tab = testId(tab);
  }

  async connect(): Promise<this> {
    await this.#server.connect(this, this.name, this);
    this.zombie = false;
    this.state.set({ phase: 'connected' });
    return this;
  }

  async lose(): Promise<void> {
    this.state.set({ phase: 'reconnecting', since: 0 });
    await this.#server.disconnect(this);
  }

  open(): void {}
  close(): void {}
  reopen(): void {
    this.reopened += 1;
  }

  request<K extends RequestName>(name: K, payload: Payload<K>): Promise<ReplyValue<K>> {
    this.requested.push(name);
    if (this.zombie) return new Promise(() => {});
    if (this.state.get().phase !== 'connected') return Promise.reject(new AppError('no_answer_from_server'));
    return this.#server.request(this, name, payload);
  }

  notice<K extends NoticeName>(name: K, payload: Notices[K]): void {
    if (!this.zombie) this.notices.emit(name, payload);
  }

  signal<K extends NoticeName>(name: K, payload: Notices[K]): Promise<void> {
    if (this.zombie) return Promise.reject(new AppError('peer_unreachable'));
    this.notices.emit(name, payload);
    return Promise.resolve();
  }
}
