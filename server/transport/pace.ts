/**
 * Keeps one connection to its pace. Whoever sends too fast is not answered with an error that their client would have to deal with:
 * the server stops reading from them until the debt is paid, which the network itself passes on to the sender and which costs nothing.
 * Whoever is so far behind that no honest client can be is cut.
 */
import type { Clock } from '../clock.ts';
import { TokenBucket, type Rate } from '../token-bucket.ts';

/** What is needed of an engine.io connection. */
export interface PacedConnection {
  on(event: 'packet', listener: () => void): unknown;
  once(event: 'close', listener: () => void): unknown;
  close(discard?: boolean): unknown;
  readonly transport: object;
}

/** Longer than this, and the connection would miss its heartbeat. An honest client has far less under way unanswered. */
const MOST_DEBT_MS = 6_000;

export class Pace {
  readonly #connection: PacedConnection;
  readonly #clock: Clock;
  readonly #onFlood: () => void;
  /** Until when nothing is read. */
  #until = 0;
  #resumeLater: (() => void) | null = null;

  constructor(
    connection: PacedConnection,
    { clock, packets, onFlood }: { clock: Clock; packets: Rate; onFlood: () => void },
  ) {
    this.#connection = connection;
    this.#clock = clock;
    this.#onFlood = onFlood;
    const bucket = new TokenBucket(packets, clock.now());
    connection.on('packet', () => this.owe(bucket.spend(clock.now())));
    connection.once('close', () => this.#resumeLater?.());
  }

  /** Reads nothing more for so long. */
  owe(ms: number): void {
    if (ms === 0) return;
    if (ms > MOST_DEBT_MS) {
      this.#onFlood();
      this.#connection.close(true);
      return;
    }
    this.#until = Math.max(this.#until, this.#clock.now() + ms);
    if (this.#resumeLater !== null) return;
    streamOf(this.#connection)?.pause();
    this.#wait();
  }

  #wait(): void {
    this.#resumeLater = this.#clock.after(this.#until - this.#clock.now(), () => {
      this.#resumeLater = null;
      if (this.#clock.now() < this.#until) this.#wait();
      else streamOf(this.#connection)?.resume();
    });
  }
}

/** Polling has no stream to hold back: each of its requests is bounded, and what is too much is cut. */
function streamOf({ transport }: PacedConnection): { pause(): void; resume(): void } | undefined {
  // engine.io keeps the WebSocket of a connection where its types do not show it.
  return (transport as { socket?: { pause(): void; resume(): void } }).socket;
}
