/** A connection whose other end is the test: it answers as it was told to, says what the test says, and remembers what was asked. */
import { Emitter } from '../../client/base/emitter.ts';
import { Store } from '../../client/base/store.ts';
import type { ConnectionState, Signaling } from '../../client/connection/signaling.ts';
import { AppError, type ErrorCode } from '../../protocol/errors.ts';
import type { Handshake, Notices, Payload, ReplyValue, RequestName } from '../../protocol/events.ts';

type Answers = { [K in RequestName]: (payload: Payload<K>) => ReplyValue<K> | Promise<ReplyValue<K>> };
type Asked = { [K in RequestName]: readonly [name: K, payload: Payload<K>] }[RequestName];

export class ScriptedSignaling implements Signaling {
  readonly state = new Store<ConnectionState>({ phase: 'connected' });
  readonly notices = new Emitter<Notices>();
  /** A request that is not here is never answered. */
  readonly answers: Partial<Answers> = {};
  /** Every request, in order, whatever became of it. */
  readonly asked: Asked[] = [];
  /** As given with `open`; null while closed. */
  handshake: (() => Handshake) | null = null;

  open(handshake: () => Handshake): void {
    this.handshake = handshake;
    this.state.set({ phase: 'connecting' });
  }

  close(): void {
    this.handshake = null;
    this.state.set({ phase: 'closed' });
  }

  reopen(): void {}

  async request<K extends RequestName>(name: K, payload: Payload<K>): Promise<ReplyValue<K>> {
    // Name and payload belong together by the type of this method, which the list cannot follow.
    this.asked.push([name, payload] as unknown as Asked);
    if (this.state.get().phase !== 'connected') throw new AppError('no_answer_from_server');
    const answers: Partial<Pick<Answers, K>> = this.answers;
    const answer = answers[name];
    if (answer === undefined) return await new Promise<never>(() => {});
    return await answer(payload);
  }

  lose(since = 0): void {
    this.state.set({ phase: 'reconnecting', since });
  }
}

/** An answer that is a refusal. */
export const refusing =
  (code: ErrorCode, detail = '') =>
  (): Promise<never> =>
    Promise.reject(new AppError(code, detail));

/** An answer that waits until the test gives it. */
export class Later<T> {
  readonly promise: Promise<T>;
  give: (value: T) => void = () => {};

  constructor() {
    this.promise = new Promise((resolve) => (this.give = resolve));
  }
}
