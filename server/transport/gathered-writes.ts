/** What is sent to a connection in one turn of the event loop leaves as one write: a system call, a TLS record and a packet less for each other. */

/** What is needed of a stream. */
interface Corkable {
  cork(): void;
  uncork(): void;
}

/** Until this turn is over, which is after everything that only waits for promises. */
export function gatherWrites(stream: Corkable): void {
  stream.cork();
  setImmediate(() => stream.uncork());
}
