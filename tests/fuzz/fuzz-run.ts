/**
 * Hostile and honest requests in any order against the real server over real sockets. What has to hold: the process lives, every
 * request gets exactly one answer, nothing is polluted, and every request is reached.
 */
import { AppError, type Reply } from '../../protocol/errors.ts';
import type { NoticeName, RequestName } from '../../protocol/events.ts';
import { Random } from '../chaos/random.ts';
import { Person } from '../support/person.ts';
import { runServer, type RunningServer } from '../support/running-server.ts';
import { WITHOUT_LIMITS } from '../support/without-limits.ts';
import { hostile, REQUESTS, rightPayload, type KnownIds } from './hostile-payloads.ts';

export interface FuzzOptions {
  readonly seed: number;
  /** Requests that reach a handler or are refused by it or by a schema; what a limit turned away does not count. */
  readonly requests: number;
  readonly progress: (dispatched: number) => void;
}

export interface FuzzResult {
  readonly dispatched: number;
  /** How many answers of each code; `ok` for those that succeeded. */
  readonly answers: ReadonlyMap<string, number>;
  /** Requests that got as far as their handler. */
  readonly reached: ReadonlySet<RequestName>;
  /** How often each request succeeded. */
  readonly succeeded: ReadonlyMap<RequestName, number>;
  readonly unanswered: number;
  readonly answeredTwice: number;
  /** Answers that are none by the protocol. */
  readonly malformed: readonly unknown[];
  /** What the server logged as its own fault, each once. */
  readonly faults: readonly string[];
  readonly polluted: boolean;
}

const PEOPLE = 8;
const AT_ONCE = 64;
/** Requests that a limit without an option holds back, and those that end what others need, are made less often. */
const RARE: Partial<Record<RequestName, number>> = {
  typing: 0.02,
  get_online_users: 0.05,
  leave: 0.02,
  end_call: 0.2,
  reject_call: 0.2,
  find_partner: 0.3,
  next_partner: 0.5,
  leave_room: 0.01,
};
const ACK = 3;

const args = [
  ...WITHOUT_LIMITS,
  ...['requests', 'calls', 'profiles'].flatMap((kind) => [`--${kind}-per-minute`, '1000000']),
  // Its thread is a bundle, and here the server runs from its sources; the relay has tests of its own.
  ...['--relay', 'off'],
  // So that what waits, ends.
  ...['request', 'cooldown', 'ring', 'grace'].flatMap((kind) => [`--${kind}-seconds`, '1']),
];

export async function runFuzz({ seed, requests, progress }: FuzzOptions): Promise<FuzzResult> {
  const faults = new Set<string>();
  const fault = (words: string) => void faults.add(words);
  const log = {
    debug: () => undefined,
    info: () => undefined,
    warn: fault,
    error: (words: string, error: unknown) => fault(`${words}: ${String(error)}`),
  };
  const onRejection = (error: unknown) => fault(`unhandled: ${String(error)}`);
  process.on('unhandledRejection', onRejection);
  const server = await runServer({ args, log });
  const run = new FuzzRun(server, new Random(seed));
  try {
    await run.go(requests, progress);
    return { ...run.result(), faults: [...faults], polluted: 'polluted' in {} };
  } finally {
    await run.end();
    await server.stop();
    process.off('unhandledRejection', onRejection);
  }
}

/** Whatever a notice may hold that is worth remembering. */
interface Told {
  readonly from?: string | { readonly id: string };
  readonly requestId?: string;
  readonly callId?: string;
  readonly roomId?: string;
}

class FuzzRun {
  readonly #server: RunningServer;
  readonly #random: Random;
  readonly #people: Person[] = [];
  readonly #known: KnownIds = { users: [], requests: [], calls: [], messages: [], links: [], rooms: [] };
  readonly #answers = new Map<string, number>();
  readonly #reached = new Set<RequestName>();
  readonly #succeeded = new Map<RequestName, number>();
  readonly #malformed: unknown[] = [];
  /** Who was told last that they meet somebody. */
  #inRoom: Person | null = null;
  #dispatched = 0;
  #unanswered = 0;
  #answeredTwice = 0;

  constructor(server: RunningServer, random: Random) {
    this.#server = server;
    this.#random = random;
  }

  result(): Omit<FuzzResult, 'faults' | 'polluted'> {
    return {
      dispatched: this.#dispatched,
      answers: this.#answers,
      reached: this.#reached,
      succeeded: this.#succeeded,
      unanswered: this.#unanswered,
      answeredTwice: this.#answeredTwice,
      malformed: this.#malformed,
    };
  }

  async go(requests: number, progress: FuzzOptions['progress']): Promise<void> {
    for (let seat = 0; seat < PEOPLE; seat += 1) await this.#join(seat);
    while (this.#dispatched < requests) {
      await Promise.all(Array.from({ length: AT_ONCE }, () => this.#step()));
      for (const [seat, person] of this.#people.entries()) {
        person.heard.length = 0;
        if (!person.socket.connected || this.#random.chance(0.002)) await this.#join(seat);
      }
      progress(this.#dispatched);
    }
  }

  end(): Promise<void> {
    for (const person of this.#people) person.leave();
    return Promise.resolve();
  }

  /** Takes a seat: as whoever sat there, or as somebody new. The last seat is another tab of the first person. */
  async #join(seat: number): Promise<void> {
    const before = this.#people[seat];
    before?.leave();
    const same = seat === PEOPLE - 1 ? this.#people[0] : this.#random.chance(0.7) ? before : undefined;
    const token = same?.welcome.token ?? null;
    const name = same?.welcome.me.name ?? `Person ${seat} ${this.#random.whole(1, 1e9)}`;
    const person = await Person.join(this.#server.url, name, token === null ? {} : { token }).catch(
      (error: unknown) => {
        if (!(error instanceof AppError)) throw error;
        return Person.join(this.#server.url, `Person ${seat} ${this.#random.whole(1, 1e9)}`);
      },
    );
    // The first socket's token is the one that says who this is; later ones come with none of their own.
    if (token !== null) Object.assign(person.welcome, { token });
    this.#people[seat] = person;
    this.#known.users.push(person.id);
    this.#known.users.splice(0, this.#known.users.length - 2 * PEOPLE);
    this.#listen(person);
  }

  #listen(person: Person): void {
    const answered = new Set<number>();
    person.socket.io.on('packet', ({ type, id }) => {
      // The enum of packet types is not exported as a value.
      if ((type as number) !== ACK || id === undefined) return;
      if (answered.has(id)) this.#answeredTwice += 1;
      answered.add(id);
    });
    person.socket.onAny((_name: NoticeName, notice: Told) => {
      if (notice.requestId !== undefined && typeof notice.from === 'object') {
        remember(this.#known.requests, [notice.from.id, notice.requestId]);
      }
      if (notice.callId !== undefined) remember(this.#known.calls, notice.callId);
      if (notice.roomId !== undefined) {
        remember(this.#known.rooms, notice.roomId);
        this.#inRoom = person;
      }
    });
  }

  /** Hardly ever anybody else could succeed. */
  #asker(name: RequestName): Person {
    const last = this.#inRoom;
    if (name === 'next_partner' && last?.socket.connected && this.#random.chance(0.5)) return last;
    return this.#random.pick(this.#people);
  }

  async #step(): Promise<void> {
    const random = this.#random;
    const name = random.pick(REQUESTS);
    const person = this.#asker(name);
    if (!random.chance(RARE[name] ?? 1)) return;
    const right = rightPayload(name, this.#known, random);
    const payload = random.chance(0.5) ? right : hostile(right, random);
    if (random.chance(0.02)) {
      // No answer wanted, or nonsense where the function belongs, or too much, or too little of everything.
      person.socket.emit(
        name,
        ...random.pick([[], [payload], [payload, 'no function'], [payload, payload, 1]]),
      );
      return;
    }
    const { connected } = person.socket;
    const reply: unknown = await person.raw(name, payload).catch(() => null);
    if (reply !== null) this.#count(name, reply);
    else if (connected && person.socket.connected) this.#unanswered += 1;
  }

  #count(name: RequestName, reply: unknown): void {
    if (!isReply(reply)) {
      this.#malformed.push(reply);
      return;
    }
    const code = reply.ok ? 'ok' : reply.error.code;
    this.#answers.set(code, (this.#answers.get(code) ?? 0) + 1);
    if (code !== 'rate_limited') this.#dispatched += 1;
    if (code !== 'rate_limited' && code !== 'bad_payload') this.#reached.add(name);
    if (!reply.ok) return;
    this.#succeeded.set(name, (this.#succeeded.get(name) ?? 0) + 1);
    const { callId, linkId } = reply.value as Record<string, string | undefined>; // whatever it has
    if (callId !== undefined) remember(this.#known.calls, callId);
    if (linkId !== undefined) remember(this.#known.links, linkId);
  }
}

function remember<T>(ids: T[], id: T): void {
  if (ids.at(-1) !== id) ids.push(id);
  if (ids.length > 1_000) ids.splice(0, 500);
}

function isReply(reply: unknown): reply is Reply<unknown> {
  if (typeof reply !== 'object' || reply === null || !('ok' in reply)) return false;
  if (reply.ok === true) return 'value' in reply;
  return reply.ok === false && 'error' in reply;
}
