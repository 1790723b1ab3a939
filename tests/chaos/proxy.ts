/**
 * A bad network between one person and the server. Bytes pass through untouched, TLS and all, until told otherwise: connections
 * are cut with everything that is under way, stalled, cut into small slices, or left to silence.
 */
import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';

export type Weather =
  | 'fair'
  /** Bytes and ends of connections wait. */
  | 'stalled'
  /** Bytes pass in small pieces, one at a time. */
  | 'sliced';

/** Which way bytes go: to the server, to the client, or either. */
export type Direction = 'up' | 'down' | 'both';

const LARGEST_SLICE = 100;
const SLICE_EVERY_MS = 1;
/** What may wait here for one direction before its sender is made to wait. */
const LARGEST_QUEUE = 262_144;

export class ProxyLink {
  readonly #server: Server;
  readonly #targetPort: number;
  readonly #pieceOf: () => number;
  readonly #pairs = new Set<Pair>();
  #weather: readonly [weather: Weather, direction: Direction] = ['fair', 'both'];

  private constructor(server: Server, targetPort: number, random: () => number) {
    this.#server = server;
    this.#targetPort = targetPort;
    this.#pieceOf = () => 1 + Math.floor(random() * LARGEST_SLICE);
    server.on('connection', (near) => this.#take(near));
  }

  static async open(options: {
    readonly targetPort: number;
    /** At least 0 and below 1; decides how long slices are. */
    readonly random: () => number;
  }): Promise<ProxyLink> {
    // An end must be passed on when its turn comes, not when it is heard.
    const server = createServer({ allowHalfOpen: true });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return new ProxyLink(server, options.targetPort, options.random);
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port; // of a TCP server, which is never a path
  }

  get connections(): number {
    return this.#pairs.size;
  }

  /** Also for connections that are made later; the other direction is fair. */
  setWeather(weather: Weather, direction: Direction = 'both'): void {
    this.#weather = [weather, direction];
    for (const pair of this.#pairs) pair.setWeather(...this.#weather);
  }

  /** Ends all connections; what is under way is lost. */
  cut(): void {
    for (const pair of this.#pairs) pair.cut();
  }

  /** The connections there are now pass nothing on any more, and nobody is told. New ones are as good as any. */
  silence(): void {
    for (const pair of this.#pairs) pair.silence();
  }

  /** Connections that were left to silence turn out to be dead. */
  endSilence(): void {
    for (const pair of this.#pairs) if (pair.silent) pair.cut();
  }

  close(): void {
    this.#server.close();
    this.cut();
  }

  #take(near: Socket): void {
    const far = connect({ port: this.#targetPort, host: '127.0.0.1', allowHalfOpen: true });
    const pair = new Pair(near, far, this.#pieceOf);
    pair.setWeather(...this.#weather);
    this.#pairs.add(pair);
    // One end may outlive the other: nobody has told it yet.
    const onClose = () => near.destroyed && far.destroyed && this.#pairs.delete(pair);
    near.on('close', onClose);
    far.on('close', onClose);
  }
}

/** One connection: its near end to the client and its far end to the server. */
class Pair {
  silent = false;
  readonly #ends: readonly [Socket, Socket];
  readonly #up: Flow;
  readonly #down: Flow;

  constructor(near: Socket, far: Socket, pieceOf: () => number) {
    this.#ends = [near, far];
    this.#up = new Flow(near, far, pieceOf);
    this.#down = new Flow(far, near, pieceOf);
  }

  setWeather(weather: Weather, direction: Direction): void {
    this.#up.weather = direction === 'down' ? 'fair' : weather;
    this.#down.weather = direction === 'up' ? 'fair' : weather;
  }

  silence(): void {
    this.silent = true;
    this.#up.silence();
    this.#down.silence();
  }

  cut(): void {
    for (const end of this.#ends) end.resetAndDestroy();
  }
}

/** One direction of a connection. */
class Flow {
  readonly #source: Socket;
  readonly #target: Socket;
  readonly #pieceOf: () => number;
  readonly #queue: Buffer[] = [];
  #queued = 0;
  /** What comes after the last byte. */
  #end: 'end' | 'reset' | null = null;
  #weather: Weather = 'fair';
  #silent = false;
  #slicing: NodeJS.Timeout | null = null;

  constructor(source: Socket, target: Socket, pieceOf: () => number) {
    this.#source = source;
    this.#target = target;
    this.#pieceOf = pieceOf;
    source.setNoDelay(true);
    source.on('data', (bytes) => this.#onBytes(bytes));
    source.on('end', () => this.#onEnd('end'));
    // A refused or broken connection: its other end hears of it as of a reset.
    source.on('error', () => this.#onEnd('reset'));
    source.on('close', () => this.#onEnd('reset'));
    target.on('drain', () => this.#move());
  }

  set weather(weather: Weather) {
    this.#weather = weather;
    if (weather !== 'sliced' && this.#slicing !== null) {
      clearInterval(this.#slicing);
      this.#slicing = null;
    }
    if (weather === 'sliced') this.#slicing ??= setInterval(() => this.#moveSlice(), SLICE_EVERY_MS);
    this.#move();
  }

  silence(): void {
    this.#silent = true;
    this.#drop();
  }

  #onBytes(bytes: Buffer): void {
    if (this.#silent) return;
    this.#queue.push(bytes);
    this.#queued += bytes.length;
    if (this.#queued > LARGEST_QUEUE) this.#source.pause();
    this.#move();
  }

  #onEnd(end: 'end' | 'reset'): void {
    // A socket that was ended closes afterwards, which says nothing new; one that broke does not end.
    this.#end ??= end;
    this.#move();
  }

  /** Passes on all that may pass. */
  #move(): void {
    if (this.#silent) return this.#forget();
    if (this.#weather !== 'fair') return;
    while (this.#queue.length > 0 && !this.#target.writableNeedDrain) this.#pass(this.#queue.shift()!);
    this.#passEnd();
  }

  #moveSlice(): void {
    const bytes = this.#queue.shift();
    if (bytes !== undefined) {
      const length = this.#pieceOf();
      if (bytes.length > length) this.#queue.unshift(bytes.subarray(length));
      this.#pass(bytes.subarray(0, length));
    }
    this.#passEnd();
  }

  #pass(bytes: Buffer): void {
    this.#queued -= bytes.length;
    if (this.#queued <= LARGEST_QUEUE) this.#source.resume();
    if (this.#target.writable) this.#target.write(bytes);
  }

  #passEnd(): void {
    if (this.#end === null || this.#queue.length > 0) return;
    if (this.#slicing !== null) clearInterval(this.#slicing);
    this.#slicing = null;
    if (this.#end === 'end') this.#target.end();
    else this.#target.destroy();
  }

  /** Whoever gives up a silent connection leaves nothing behind here; the other end goes on hearing nothing. */
  #forget(): void {
    if (this.#end !== null) this.#source.destroy();
  }

  #drop(): void {
    if (this.#slicing !== null) clearInterval(this.#slicing);
    this.#slicing = null;
    this.#queue.length = 0;
    this.#queued = 0;
  }
}
