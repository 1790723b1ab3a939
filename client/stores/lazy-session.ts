/** Stands for the session until its code has been loaded, so that the join form can be typed into meanwhile; who joins meanwhile waits. */
import { Store, type Readable } from '../base/store.ts';
import { AppError } from '../../protocol/errors.ts';
import type { ChosenStatus } from '../../protocol/presence.ts';
import type { Preferences } from './preferences.ts';
import type { OwnSession, Session, SessionState } from './session.ts';

export class LazySession implements Session {
  readonly #state: Store<SessionState>;
  readonly #preferences: Preferences;
  #session: OwnSession | null = null;
  #wished: string | null = null;

  readonly #waits: boolean;

  /** `isFormFirst`: where this page will not join by itself; `waits`: nor under the name that this browser remembers. */
  constructor(preferences: Preferences, isFormFirst: boolean, waits = false) {
    this.#waits = waits;
    this.#preferences = preferences;
    this.#state = new Store(isFormFirst ? form('') : { phase: 'starting' });
  }

  get state(): Readable<SessionState> {
    return this.#state;
  }

  /** From now on everything is asked of `session`, a name that was given before at once. */
  standFor(session: OwnSession): void {
    this.#session = session;
    session.state.subscribe(() => this.#state.set(session.state.get()));
  }

  /** Joins under the name that was given before, or under the one that this browser remembers. */
  start(): void {
    if (this.#wished !== null) this.#session?.join(this.#wished);
    else if (!this.#waits) this.#session?.start();
  }

  /** The code of the session could not be had. A name that was given is remembered, for when the page tries anew. */
  fail(): void {
    if (this.#wished !== null) this.#preferences.set({ name: this.#wished.trim() });
    const { name } = this.#preferences.state.get();
    const state = this.#state.get();
    // Said once: the form goes to its text when there is something new.
    if (state.phase === 'joining' && !state.busy && state.problem !== null) return;
    this.#state.set({ ...form(name), problem: { code: 'no_answer_from_server', detail: '' } });
  }

  join(name: string): void {
    if (this.#session !== null) return this.#session.join(name);
    this.#wished = name;
    this.#state.set({ ...form(name), busy: true });
  }

  setStatus(status: ChosenStatus): void {
    this.#session?.setStatus(status);
  }

  async rename(name: string): Promise<void> {
    if (this.#session === null) throw new AppError('no_answer_from_server');
    await this.#session.rename(name);
  }

  leave(): void {
    this.#session?.leave();
  }
}

const form = (name: string) => ({ phase: 'joining', name, busy: false, problem: null }) as const;
