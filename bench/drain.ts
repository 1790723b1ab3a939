/**
 * How long 1,000 waiting messages take to leave the outbox: from the moment their sender has a connection until the recipient's browser
 * has confirmed the last one. Between two clients in this process, with an archive in memory, and between two pages of the built app in
 * Chromium with IndexedDB; before a real server that slows nobody down, and before one with its usual limits.
 */
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ulid } from 'ulid';
import { systemClock } from '../client/base/clock.ts';
import { SocketSignaling } from '../client/connection/socket-signaling.ts';
import { MemoryArchive } from '../client/storage/memory-archive.ts';
import { Delivery } from '../client/stores/delivery.ts';
import type { Welcome } from '../protocol/events.ts';
import type { MessageId, TabId, UserId } from '../protocol/ids.ts';
import { PROTOCOL_VERSION } from '../protocol/version.ts';
import { Visitors } from '../tests/browser/app/visitors.ts';
import { runServer, type RunningServer } from '../tests/support/running-server.ts';
import { seedOutbox } from '../tests/support/seed-history.ts';
import { WITHOUT_LIMITS } from '../tests/support/without-limits.ts';

const MESSAGES = 1_000;
const ROUNDS = 5;
const TEXT = 'a message of an ordinary length, as people write them to each other';

// A ULID is what ids are.
const newId = <T extends string>(): T => ulid() as T;

class Person {
  readonly archive = new MemoryArchive();
  readonly signaling: SocketSignaling;
  readonly #name: string;
  #me: UserId | null = null;
  #token = '';

  constructor(url: string, name: string) {
    this.#name = name;
    this.signaling = new SocketSignaling({ url, now: () => Date.now() });
    this.signaling.notices.on('welcome', ({ me, token }) => {
      this.#me = me.id;
      this.#token = token ?? this.#token;
    });
    new Delivery({
      signaling: this.signaling,
      archive: this.archive,
      clock: systemClock,
      serverNow: () => Date.now(),
      newId: () => newId<MessageId>(),
      me: () => this.#me,
      onChange: () => {},
      onNew: () => {},
      onNotAccepted: () => {},
    });
  }

  async connect(): Promise<UserId> {
    const welcomed = new Promise<Welcome>((resolve) => this.signaling.notices.on('welcome', resolve));
    const [name, tab, token] = [this.#name, newId<TabId>(), this.#token];
    const stated = { status: 'available', accepted: [], blocked: [] } as const;
    this.signaling.open(() => ({
      protocol: PROTOCOL_VERSION,
      name,
      tab,
      ...stated,
      ...(token === '' ? {} : { token }),
    }));
    return (await welcomed).me.id;
  }
}

/** In a process of its own, which is told when it starts whom to trust. */
async function inMemory({ url, dataDir }: RunningServer): Promise<number> {
  const env = { ...process.env, NODE_EXTRA_CA_CERTS: join(dataDir, 'tls', 'earshot-ca.crt') };
  const child = spawn(process.execPath, [fileURLToPath(import.meta.url), url], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env,
  });
  let output = '';
  for await (const chunk of child.stdout) output += String(chunk);
  return Number(output);
}

async function drainInMemory(url: string): Promise<number> {
  const [ana, bea] = [new Person(url, `Ana ${newId()}`), new Person(url, `Bea ${newId()}`)];
  const [anaId, beaId] = [await ana.connect(), await bea.connect()];
  await ana.signaling.request('set_consent', { peer: beaId, consent: 'accepted' });
  await bea.signaling.request('set_consent', { peer: anaId, consent: 'accepted' });
  ana.signaling.close();
  for (let clock = 1; clock <= MESSAGES; clock += 1) {
    const message = {
      id: newId<MessageId>(),
      peer: beaId,
      from: anaId,
      clock,
      sentAt: 0,
      text: TEXT,
    } as const;
    await ana.archive.addMessage({ ...message, state: 'waiting', told: false });
  }
  const emptied = new Promise<number>((resolve) => {
    let left = MESSAGES;
    ana.signaling.notices.on('message_status', ({ messageIds }) => {
      left -= messageIds.length;
      if (left <= 0) resolve(performance.now());
    });
  });
  const connected = new Promise<number>((resolve) =>
    ana.signaling.notices.on('online_users_list', () => resolve(performance.now())),
  );
  await ana.connect();
  const took = (await emptied) - (await connected);
  ana.signaling.close();
  bea.signaling.close();
  return took;
}

async function inChromium({ url }: RunningServer): Promise<number> {
  const visitors = await Visitors.open(url);
  try {
    const [ana, bea] = await visitors.friends('Ana', 'Bea');
    await ana.write('hello');
    await bea.reads('hello', ana);
    await seedOutbox(ana.page, MESSAGES, (n) => `${n} ${TEXT}`);
    const took = await ana.page.evaluate(
      () =>
        new Promise<number>((resolve) => {
          const opening = indexedDB.open('earshot');
          opening.onsuccess = () => {
            const began = performance.now();
            // As after a change of network: the page gives up its connection for a new one.
            dispatchEvent(new Event('online'));
            const look = () => {
              const count = opening.result
                .transaction('messages')
                .objectStore('messages')
                .index('outbox')
                .count();
              count.onsuccess = () => {
                if (count.result === 0) resolve(performance.now() - began);
                else setTimeout(look, 10);
              };
            };
            look();
          };
        }),
    );
    await bea.reads(`${MESSAGES} ${TEXT}`, ana);
    return took;
  } finally {
    await visitors.close();
  }
}

async function compare(): Promise<void> {
  const builtFolder = fileURLToPath(new URL('../dist', import.meta.url));
  for (const [limits, args] of [
    ['no limits', WITHOUT_LIMITS],
    ['usual limits', []],
  ] as const) {
    for (const [where, drain] of [
      ['two clients in Node', inMemory],
      ['two pages in Chromium', inChromium],
    ] as const) {
      const times: number[] = [];
      for (let round = 0; round < (limits === 'no limits' ? ROUNDS : 1); round += 1) {
        const server = await runServer({ builtFolder, args });
        times.push(await drain(server));
        await server.stop();
      }
      const sorted = times.toSorted((a, b) => a - b);
      const [median = 0, slowest = 0] = [sorted[sorted.length >> 1], sorted.at(-1)];
      process.stdout.write(
        `${MESSAGES} messages, ${where}, ${limits}: median ${median.toFixed(0)} ms, slowest ${slowest.toFixed(0)} ms of ${times.length}\n`,
      );
    }
  }
}

const [url] = process.argv.slice(2).filter((word) => word.startsWith('https:'));
if (url === undefined) await compare();
else process.stdout.write(String(await drainInMemory(url)));
process.exit(0);
