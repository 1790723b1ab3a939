/** What a chaos run is played on: the server, everybody's way to it, the weather on each, and the client processes. */
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openSessionTokens } from '../../server/transport/session-token.ts';
import { makeAcquaintances } from './acquaintances.ts';
import { BadWeather, type Fault } from './bad-weather.ts';
import { ClientProcess } from './client-process.ts';
import { JournalArchive } from './journal-archive.ts';
import type { Ledger } from './ledger.ts';
import type { Witness } from './checker.ts';
import type { PersonSetup, Switch } from './orders.ts';
import { ProxyLink } from './proxy.ts';
import type { Random } from './random.ts';
import { ServerProcess } from './server-process.ts';

export interface StageOptions {
  readonly people: number;
  readonly processes: number;
  /** The mean time between two faults of one person's connection. */
  readonly betweenFaultsMs: number;
  readonly without: Switch | null;
  /** Holds `server/main.js`, `client` and `templates` as the build makes them. */
  readonly builtFolder: string;
  /** `client.ts`, made runnable. */
  readonly clientFile: string;
}

interface StageParts {
  readonly options: StageOptions;
  readonly random: Random;
  readonly ledger: Ledger;
  /** A process has ended although nobody killed it. */
  readonly onCrash: (words: string) => void;
}

export class Stage {
  /** Keys, journals and a copy of the build; removed at the end. */
  readonly folder = mkdtempSync(join(tmpdir(), 'earshot-chaos-'));
  readonly #parts: StageParts;
  readonly #links: ProxyLink[] = [];
  #people: readonly PersonSetup[] = [];
  #weathers: readonly BadWeather[] = [];
  #clients: readonly ClientProcess[] = [];
  #server: ServerProcess | null = null;
  #lives = 0;
  #perSecond = 0;

  constructor(parts: StageParts) {
    this.#parts = parts;
  }

  get clients(): readonly ClientProcess[] {
    return this.#clients;
  }

  /** Starts the server and the clients. */
  async open(): Promise<ServerProcess> {
    const { options, random, ledger, onCrash } = this.#parts;
    // A copy, because somebody may build while this runs.
    for (const part of ['server', 'client', 'templates']) {
      cpSync(join(options.builtFolder, part), join(this.folder, 'dist', part), { recursive: true });
    }
    const dataDir = join(this.folder, 'data');
    const mainFile = join(this.folder, 'dist', 'server', 'main.js');
    this.#server = await ServerProcess.prepare({ mainFile, dataDir, onCrash });
    await this.#server.start();
    for (let index = 0; index < options.people; index += 1) {
      const slices = random.fork(`slices ${index}`);
      const link = await ProxyLink.open({ targetPort: this.#server.port, random: () => slices.next() });
      this.#links.push(link);
    }
    this.#people = await makeAcquaintances({
      people: options.people,
      tokens: await openSessionTokens(dataDir, { now: Date.now }),
      folder: this.folder,
      random: random.fork('friends'),
      urls: this.#links.map(({ port }) => `https://127.0.0.1:${port}`),
    });
    this.#weathers = this.#people.map(({ id, name }, index) => {
      return new BadWeather({
        link: this.#links[index]!,
        random: random.fork(`weather of ${name}`),
        betweenMs: options.betweenFaultsMs,
        onLost: () => ledger.lost(id),
        onHeldUp: () => ledger.heldUp(id),
        onFreed: () => ledger.freed(id),
      });
    });
    this.#clients = Array.from({ length: options.processes }, (_, index) => {
      return new ClientProcess({
        file: options.clientFile,
        people: this.#people.filter((_person, at) => at % options.processes === index),
        authorityFile: join(dataDir, 'tls', 'earshot-ca.crt'),
        without: options.without,
        onEvent: (event) => ledger.hear(event),
        onCrash,
      });
    });
    for (const client of this.#clients) this.startClient(client);
    return this.#server;
  }

  startClient(client: ClientProcess): void {
    this.#lives += 1;
    client.start(Math.floor(this.#parts.random.fork(`life ${this.#lives}`).next() * 2 ** 32));
    client.setPace(this.#perSecond / this.#people.length);
  }

  /** How many messages all people together send. */
  setPace(perSecond: number): void {
    this.#perSecond = perSecond;
    for (const client of this.#clients) client.setPace(perSecond / this.#people.length);
  }

  storm(): void {
    for (const weather of this.#weathers) weather.start();
  }

  calm(): void {
    for (const weather of this.#weathers) weather.calm();
  }

  get faults(): ReadonlyMap<Fault, number> {
    const all = new Map<Fault, number>();
    for (const { counts } of this.#weathers) {
      for (const [fault, count] of counts) all.set(fault, (all.get(fault) ?? 0) + count);
    }
    return all;
  }

  /** What the journals hold. */
  async witnesses(): Promise<Witness[]> {
    return await Promise.all(
      this.#people.map(async ({ id, name, journal, friends }) => {
        const archive = new JournalArchive(journal);
        await archive.load();
        const conversations = await Promise.all(
          friends.map(async (friend) => [friend.id, await archive.latest(friend.id, Infinity)] as const),
        );
        archive.close();
        const acknowledged = this.#parts.ledger.acknowledged.get(id) ?? new Set();
        return { id, name, conversations: new Map(conversations), acknowledged };
      }),
    );
  }

  /** Ends every process and connection; safe at any time, and twice. */
  async close({ keepsFolder }: { readonly keepsFolder: boolean }): Promise<void> {
    this.calm();
    await Promise.all([this.#server?.kill(), ...this.#clients.map((client) => client.kill())]);
    for (const link of this.#links) link.close();
    if (!keepsFolder) rmSync(this.folder, { recursive: true, force: true });
  }
}
