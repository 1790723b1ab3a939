/** What is logged of one connection: that it came and went, how long it was and how much it asked; at debug each request. Never what. */
import type { RequestName } from '../../protocol/events.ts';
import type { Clock } from '../clock.ts';
import type { Log, LogControl } from '../log.ts';

interface ConnectionLogOptions {
  /** Of this run of the server. */
  readonly connection: number;
  readonly log: Pick<Log, 'info' | 'debug'>;
  readonly control: Readonly<LogControl>;
  readonly clock: Pick<Clock, 'now'>;
}

export class ConnectionLog {
  readonly #options: ConnectionLogOptions;
  readonly #openedAt: number;
  #asked = 0;
  #refused = 0;

  constructor(options: ConnectionLogOptions) {
    this.#options = options;
    this.#openedAt = options.clock.now();
  }

  opened(transport: string): void {
    const { log, connection } = this.#options;
    log.info('connection opened', { connection, transport });
  }

  closed(reason: string): void {
    const { log, connection, clock } = this.#options;
    const seconds = Math.round((clock.now() - this.#openedAt) / 1_000);
    const counted = { requests: this.#asked, refused: this.#refused };
    log.info('connection closed', { connection, reason, seconds, ...counted });
  }

  /** A request has come: what to call when it is answered, with the code of a refusal. Null for what is not asked for by name. */
  asked(name: RequestName | null): (code: string | null) => void {
    this.#asked += 1;
    // Messages come this way: without debug there is nothing to measure and nothing to make.
    return this.#options.control.level === 'debug' ? this.#detailed(name) : this.#counted;
  }

  readonly #counted = (code: string | null): void => {
    if (code !== null) this.#refused += 1;
  };

  #detailed(name: RequestName | null): (code: string | null) => void {
    const { log, connection, clock } = this.#options;
    const request = `${connection}.${this.#asked}`;
    const startedAt = clock.now();
    return (code) => {
      this.#counted(code);
      log.debug('request', { request, name, ms: clock.now() - startedAt, code: code ?? 'ok' });
    };
  }
}
