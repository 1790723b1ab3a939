/**
 * A chaos run: people in client processes write to each other through a bad network and a server that is killed again and again,
 * until enough was sent and killed. Then everything calms down, and the journals are compared.
 */
import { setTimeout as pause } from 'node:timers/promises';
import type { Fault } from './bad-weather.ts';
import { judge, type Verdict } from './checker.ts';
import type { ClientProcess } from './client-process.ts';
import { Ledger, type DrainFigures } from './ledger.ts';
import { monotonicMs } from './orders.ts';
import { Random } from './random.ts';
import type { ServerProcess } from './server-process.ts';
import { Stage, type StageOptions } from './stage.ts';

export interface ChaosOptions extends StageOptions {
  readonly seed: number;
  readonly messages: number;
  readonly serverKills: number;
  readonly clientKills: number;
  /** At most, of all people together. */
  readonly perSecond: number;
  readonly progress: (line: string) => void;
  readonly signal: AbortSignal;
}

export interface ChaosResult {
  readonly verdict: Verdict;
  readonly serverKills: number;
  readonly clientKills: number;
  readonly faults: ReadonlyMap<Fault, number>;
  /** Messages that arrived although they were known. */
  readonly cameAgain: number;
  readonly drain: DrainFigures;
  /** Milliseconds from the server's last return until every outbox was empty; null where one never was. */
  readonly lastReturnMs: number | null;
  /** Whatever else was not as it must be, and how often. */
  readonly troubles: ReadonlyMap<string, number>;
  readonly seconds: number;
}

/** Something that waits for a message to be sent or a process to move asks this often. */
const LOOK_EVERY_MS = 20;
const PROGRESS_EVERY_MS = 5_000;
const START_MS = 30_000;
/** How long a server is given to see the outboxes empty before it may be killed again. */
const DRAIN_MS = 3_500;
/** How many are written before the server is killed while some people are away. */
const MISSED_MESSAGES = 40;
/** Past this, what is still in an outbox counts as never delivered. */
const LAST_DRAIN_MS = 60_000;
/** What a life of the server and the time without one are expected to take together. */
const CYCLE_MS = 3_000;

/** Whether anything but the time it took is wrong. */
export function isFaulty({ verdict, lastReturnMs, troubles }: ChaosResult): boolean {
  const { lost, doubled, reordered, unexpected } = verdict;
  return lost + doubled + reordered + unexpected + troubles.size > 0 || lastReturnMs === null;
}

export async function runChaos(options: ChaosOptions): Promise<ChaosResult> {
  const run = new ChaosRun(options);
  try {
    return await run.perform();
  } finally {
    await run.end();
  }
}

interface ClientKill {
  /** Whether the people stay away until the server was killed too. */
  readonly overRestart: boolean;
  readonly random: Random;
}

class ChaosRun {
  readonly #options: ChaosOptions;
  readonly #random: Random;
  readonly #ledger = new Ledger();
  readonly #stage: Stage;
  readonly #crash = new AbortController();
  readonly #signal: AbortSignal;
  readonly #startedAt = monotonicMs();
  readonly #timers: NodeJS.Timeout[] = [];
  #serverKills = 0;
  #clientKills = 0;
  /** Of messages: the server lives until there are so many. */
  #notBefore = 0;
  /** Only the last kill of the server is left. */
  #isLast = false;
  #keepsFolder = false;

  constructor(options: ChaosOptions) {
    this.#options = options;
    this.#random = new Random(options.seed);
    this.#signal = AbortSignal.any([options.signal, this.#crash.signal]);
    this.#stage = new Stage({
      options,
      random: this.#random.fork('stage'),
      ledger: this.#ledger,
      onCrash: (words) => this.#crash.abort(new Error(words)),
    });
  }

  async perform(): Promise<ChaosResult> {
    const { progress, messages, serverKills } = this.#options;
    const server = await this.#stage.open();
    await this.#stand();
    progress('everybody is connected and has been heard; now the weather turns');
    this.#stage.storm();
    this.#every(PROGRESS_EVERY_MS, () => progress(this.#progressLine()));
    const clientsKilled = this.#killClients();
    // Awaited below; until then a failure must not count as unhandled.
    clientsKilled.catch(() => undefined);
    for (let kill = 1; kill < serverKills; kill += 1) {
      await this.#killServer(server, (messages * kill) / serverKills);
    }
    this.#isLast = true;
    await this.#until(() => this.#ledger.stored >= messages);
    await clientsKilled;
    const lastReturnMs = await this.#lastReturn(server);
    await Promise.all(this.#stage.clients.map((client) => client.finish()));
    this.#signal.throwIfAborted();
    await server.kill();
    for (const line of server.logged) this.#ledger.trouble(`the server logged ${line.slice(0, 300)}`);
    return await this.#result(lastReturnMs);
  }

  async end(): Promise<void> {
    this.#crash.abort();
    for (const timer of this.#timers) clearInterval(timer);
    await this.#stage.close({ keepsFolder: this.#keepsFolder });
    if (this.#keepsFolder) this.#options.progress(`the journals are kept in ${this.#stage.folder}`);
  }

  /** A fault proves nothing where nothing worked before it. */
  async #stand(): Promise<void> {
    const { people } = this.#options;
    const ledger = this.#ledger;
    const stood =
      (await this.#until(() => ledger.connected.size === people, START_MS)) &&
      (this.#stage.setPace(people), await this.#until(() => ledger.delivered >= people, START_MS));
    if (!stood) throw new Error(`nothing worked before the first fault: ${[...ledger.troubles].join()}`);
    this.#pace();
  }

  /** Kills the server at a random moment, mostly after so many messages, and starts it again. */
  async #killServer(server: ServerProcess, afterMessages: number): Promise<void> {
    const random = this.#random.fork(`server kill ${this.#serverKills}`);
    if (random.chance(0.25)) {
      // While people are still coming back.
      await this.#pause(random.between(0, 1_200));
    } else {
      await this.#until(() => this.#ledger.stored >= afterMessages);
      await this.#until(() => this.#ledger.drained, DRAIN_MS);
      await this.#pause(random.between(0, 800));
    }
    await this.#until(() => this.#ledger.stored >= this.#notBefore);
    this.#ledger.serverKilled(monotonicMs());
    await server.kill();
    this.#serverKills += 1;
    const long = random.chance(0.1);
    await this.#pause(long ? random.between(1_500, 5_000) : random.between(0, 1_200));
    this.#ledger.serverReturned(await server.start());
    this.#pace();
  }

  /** The last kill, while people are still writing; then nobody writes any more, and the weather is fair. */
  async #lastReturn(server: ServerProcess): Promise<number | null> {
    const kills = this.#options.serverKills > 0;
    if (kills) {
      this.#ledger.serverKilled(monotonicMs());
      await server.kill();
      this.#serverKills += 1;
      await this.#pause(this.#random.fork('last return').between(500, 2_000));
    }
    for (const timer of this.#timers) clearInterval(timer);
    this.#stage.setPace(0);
    this.#stage.calm();
    this.#ledger.serverReturned(kills ? await server.start() : monotonicMs());
    await this.#until(() => this.#ledger.waiting === 0, LAST_DRAIN_MS);
    const lastReturnMs = this.#ledger.lastReturn();
    // Somebody who neither wrote nor was written to may still be on their way back.
    const everybody = () => this.#ledger.connected.size === this.#options.people;
    if (!(await this.#until(everybody, START_MS))) this.#ledger.trouble('somebody never came back');
    return lastReturnMs;
  }

  async #killClients(): Promise<void> {
    const { clientKills, messages } = this.#options;
    for (let kill = 0; kill < clientKills; kill += 1) {
      const random = this.#random.fork(`client kill ${kill}`);
      const due = (messages * (kill + random.between(0.1, 0.9))) / clientKills;
      await this.#until(() => this.#ledger.stored >= due);
      const client = random.pick(this.#stage.clients);
      await this.#killClient(client, { overRestart: kill % 2 === 0, random });
    }
  }

  /**
   * Kills a client and starts it again after a moment, or after the server's next kill: then what the server has kept for them in
   * memory is gone, and only the outboxes of the others still have it.
   */
  async #killClient(client: ClientProcess, { overRestart, random }: ClientKill): Promise<void> {
    const ledger = this.#ledger;
    const here = () => client.people.every(({ id }) => ledger.connected.has(id));
    if (overRestart) await this.#until(here, START_MS);
    for (const { id } of client.people) ledger.died(id);
    await client.kill();
    this.#clientKills += 1;
    if (overRestart) {
      const kills = this.#serverKills;
      this.#notBefore = ledger.stored + MISSED_MESSAGES;
      await this.#until(() => this.#serverKills > kills || this.#isLast);
    }
    await this.#pause(random.between(0, 2_000));
    this.#stage.startClient(client);
  }

  /** As fast as is asked, but not so fast that the messages run out before the kills do. Set anew after each kill. */
  #pace(): void {
    const { messages, serverKills, perSecond, people } = this.#options;
    const kills = serverKills - this.#serverKills;
    const rest = Math.max(messages - this.#ledger.stored, people);
    this.#stage.setPace(Math.min(perSecond, kills === 0 ? perSecond : (rest * 1_000) / (kills * CYCLE_MS)));
  }

  async #result(lastReturnMs: number | null): Promise<ChaosResult> {
    const { cameAgain, troubles } = this.#ledger;
    const result: ChaosResult = {
      verdict: judge(await this.#stage.witnesses()),
      serverKills: this.#serverKills,
      clientKills: this.#clientKills,
      faults: this.#stage.faults,
      cameAgain,
      drain: this.#ledger.figures(),
      lastReturnMs,
      troubles,
      seconds: (monotonicMs() - this.#startedAt) / 1_000,
    };
    this.#keepsFolder = this.#options.without === null && isFaulty(result);
    return result;
  }

  #progressLine(): string {
    const { stored, waiting, cameAgain } = this.#ledger;
    const seconds = Math.round((monotonicMs() - this.#startedAt) / 1_000);
    const kills = `${this.#serverKills} server kills, ${this.#clientKills} client kills`;
    return `${seconds} s: ${stored} messages, ${waiting} of them waiting, ${cameAgain} came again; ${kills}`;
  }

  #every(ms: number, run: () => void): void {
    this.#timers.push(setInterval(run, ms));
  }

  /** @returns false when the time is up */
  async #until(holds: () => boolean, timeoutMs = Infinity): Promise<boolean> {
    const deadline = monotonicMs() + timeoutMs;
    while (!holds()) {
      if (monotonicMs() > deadline) return false;
      await this.#pause(LOOK_EVERY_MS);
    }
    return true;
  }

  /** Ends at once with the reason where a process has crashed or somebody has stopped the run. */
  async #pause(ms: number): Promise<void> {
    this.#signal.throwIfAborted();
    await pause(ms, undefined, { signal: this.#signal }).catch((error: unknown) => {
      this.#signal.throwIfAborted();
      throw error;
    });
  }
}
