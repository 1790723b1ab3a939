/** Who I am here: joining, being refused, being connected or reconnecting, and my own profile. */
import { Store, type Readable } from '../base/store.ts';
import type { Signaling } from '../connection/signaling.ts';
import type { WireError } from '../../protocol/errors.ts';
import type { Handshake, Welcome } from '../../protocol/events.ts';
import type { TabId } from '../../protocol/ids.ts';
import type { ChosenStatus, Person } from '../../protocol/presence.ts';
import { PROTOCOL_VERSION } from '../../protocol/version.ts';
import type { Contacts } from './contacts.ts';
import type { Preferences } from './preferences.ts';

export type SessionState =
  /** Loading the code, and reading what this browser remembers; lasts a few milliseconds. */
  | { readonly phase: 'starting' }
  /** The join form. `name` fills the box; `problem` is why the last try failed, its `detail` a free name for `name_taken`. */
  | {
      readonly phase: 'joining';
      readonly name: string;
      readonly busy: boolean;
      readonly problem: WireError | null;
    }
  /** `reconnectingSince` is null while connected; shut out as in `ConnectionState`. */
  | {
      readonly phase: 'joined';
      readonly me: Person;
      readonly serverName: string;
      readonly urls: readonly string[];
      /** Path of the host's own page, where there is one. */
      readonly landing?: string;
      /** The hour of the daily coffee, where there is one. */
      readonly coffee?: string;
      readonly reconnectingSince: number | null;
      readonly isShutOut?: boolean;
    };

export interface Session {
  readonly state: Readable<SessionState>;
  join(name: string): void;
  setStatus(status: ChosenStatus): void;
  /** @throws AppError `name_taken` (detail: a free name), `name_invalid` */
  rename(name: string): Promise<void>;
  /** Back to the join form; nothing is deleted. */
  leave(): void;
}

interface SessionOptions {
  readonly signaling: Signaling;
  readonly preferences: Preferences;
  readonly contacts: Contacts;
  readonly tab: TabId;
  readonly now: () => number;
  /** Where one has to log in: goes on with the session of this browser. Null where one may connect anew. */
  readonly renew?: () => Promise<WireError | null>;
  /** Where this page itself was opened; shown to invite others where the server knows no address. */
  readonly ownUrl: string;
}

export class OwnSession implements Session {
  readonly #state = new Store<SessionState>({ phase: 'starting' });
  readonly #options: SessionOptions;
  /** For a browser that keeps no cookies; gone with the tab. */
  #token: string | null = null;
  #welcome: Welcome | null = null;
  /** How far the server's clock is ahead of this one. */
  #serverAheadMs = 0;

  constructor(options: SessionOptions) {
    this.#options = options;
    const { signaling } = options;
    signaling.state.subscribe(() => this.#onConnection());
    signaling.notices.on('welcome', (welcome) => this.#onWelcome(welcome));
    signaling.notices.on('server_addresses', ({ urls }) =>
      this.#onJoined((joined) => ({ ...joined, urls: this.#urlsToShow(urls) })),
    );
    signaling.notices.on('online_users_changed', ({ updated }) => {
      this.#onJoined((joined) => ({
        ...joined,
        me: updated.find((person) => person.id === joined.me.id) ?? joined.me,
      }));
    });
  }

  get state(): Readable<SessionState> {
    return this.#state;
  }

  /** The last welcome, for what else it says (ICE servers, idle minutes); null before the first. */
  get welcome(): Welcome | null {
    return this.#welcome;
  }

  /** Milliseconds since 1970 by the server's clock, so that times shown on both sides agree. */
  serverNow(): number {
    return this.#options.now() + this.#serverAheadMs;
  }

  /** Joins by itself where this browser remembers a name. */
  start(): void {
    const { name } = this.#options.preferences.state.get();
    this.#state.set({ phase: 'joining', name, busy: false, problem: null });
    if (name !== '') this.join(name);
  }

  join(name: string): void {
    const { signaling, preferences } = this.#options;
    if (name.trim() === '') {
      this.#state.set({
        phase: 'joining',
        name,
        busy: false,
        problem: { code: 'name_invalid', detail: 'empty' },
      });
      return;
    }
    this.#state.set({ phase: 'joining', name, busy: true, problem: null });
    preferences.set({ name: name.trim() });
    signaling.open(() => this.#handshake());
  }

  setStatus(status: ChosenStatus): void {
    this.#options.preferences.set({ status });
    // Where there is no connection now, the next handshake says it.
    void this.#setProfile({ status }).catch(() => undefined);
  }

  async rename(name: string): Promise<void> {
    const me = await this.#setProfile({ name });
    this.#options.preferences.set({ name: me.name });
  }

  leave(): void {
    const { signaling, preferences } = this.#options;
    const { name } = preferences.state.get();
    // Sent before the connection closes; lost, it costs the others the grace.
    void signaling.request('leave', {}).catch(() => undefined);
    signaling.close();
    preferences.set({ name: '' });
    this.#state.set({ phase: 'joining', name, busy: false, problem: null });
  }

  #handshake(): Handshake {
    const { preferences, contacts, tab } = this.#options;
    const { name, status } = preferences.state.get();
    return {
      protocol: PROTOCOL_VERSION,
      name,
      tab,
      status,
      ...contacts.stated(),
      ...(this.#token === null ? {} : { token: this.#token }),
    };
  }

  async #setProfile(change: { name?: string; status?: ChosenStatus }): Promise<Person> {
    const { me } = await this.#options.signaling.request('set_profile', change);
    this.#onJoined((joined) => ({ ...joined, me }));
    return me;
  }

  #onWelcome(welcome: Welcome): void {
    this.#welcome = welcome;
    this.#serverAheadMs = welcome.serverTime - this.#options.now();
    this.#token = welcome.token ?? this.#token;
    const { me, serverName, landing, coffee } = welcome;
    const urls = this.#urlsToShow(welcome.urls);
    this.#options.preferences.set({ name: me.name });
    this.#state.set({
      phase: 'joined',
      me,
      serverName,
      urls,
      ...(landing && { landing }),
      ...(coffee && { coffee }),
      reconnectingSince: null,
    });
  }

  #urlsToShow(urls: readonly string[]): readonly string[] {
    return urls.length > 0 ? urls : [this.#options.ownUrl];
  }

  #onConnection(): void {
    const connection = this.#options.signaling.state.get();
    if (connection.phase === 'reconnecting') {
      const { since, isShutOut = false } = connection;
      this.#onJoined((joined) => ({ ...joined, reconnectingSince: since, isShutOut }));
    }
    if (connection.phase === 'refused') {
      const { renew } = this.#options;
      if (connection.error.code === 'login_required' && renew !== undefined) void this.#renew(renew);
      else this.#refused(connection.error);
    }
  }

  async #renew(renew: () => Promise<WireError | null>): Promise<void> {
    const { signaling } = this.#options;
    const problem = await renew();
    // Somebody may have left, or logged in, meanwhile.
    if (signaling.state.get().phase !== 'refused') return;
    if (problem === null) signaling.open(() => this.#handshake());
    else this.#refused(problem);
  }

  #refused(problem: WireError): void {
    const { name } = this.#options.preferences.state.get();
    this.#state.set({ phase: 'joining', name, busy: false, problem });
  }

  #onJoined(change: (joined: Extract<SessionState, { phase: 'joined' }>) => SessionState): void {
    const state = this.#state.get();
    if (state.phase === 'joined') this.#state.set(change(state));
  }
}
