/** The people of bench/join-storm.ts, bench/churn.ts and bench/cold-start.ts: they come, stay, go, and count what they are told. */
import { setTimeout as pause } from 'node:timers/promises';
import { answerWith } from '../support/load.ts';
import { allAtOnce, joinAs, type LoadPerson, type SideName, type Target } from '../support/people.ts';
import { RawClient } from '../support/raw-client.ts';

const LIST = '["online_users_list"';
const CHANGED = '["online_users_changed"';

/** Of one person who stays. */
interface Told {
  /** How many people the server has said are here. */
  known: number;
  bytes: number;
}

/** The same text is told to thousands, and read once. */
const changes = new Map<string, number>();
function changeOf(packet: string): number {
  const known = changes.get(packet);
  if (known !== undefined) return known;
  const [, { joined, left }] = JSON.parse(packet) as [string, { joined: unknown[]; left: unknown[] }];
  changes.set(packet, joined.length - left.length);
  return joined.length - left.length;
}

const staying: LoadPerson[] = [];
const told: Told[] = [];
const opened: RawClient[] = [];
function listener(one: Told, expected: number, onKnown: () => void): (packet: string) => void {
  return (packet) => {
    if (packet.startsWith(CHANGED)) one.known += changeOf(packet);
    else if (packet.startsWith(LIST)) {
      // Behind the people of the first page, of whom nobody here is called that.
      one.known += parseInt(packet.slice(packet.lastIndexOf('"total":') + 8), 10);
    } else return;
    one.bytes += packet.length;
    if (one.known === expected) onKnown();
  };
}

let named = 0;
const newName = () => `Person number ${(named += 1)}`;

const sum = (values: readonly number[]) => values.reduce((all, value) => all + value, 0);

interface Churn {
  readonly target: Target;
  readonly perSecond: number;
  readonly seconds: number;
  readonly stayMs: number;
}

/** Says that it leaves, as a page does whose person does: the others are told at once instead of after the grace. */
async function leave(client: RawClient, side: SideName): Promise<void> {
  if (side === 'earshot') await client.ask('leave', {});
  client.close();
}

async function visit(target: Target, stayMs: number): Promise<void> {
  const { client } = await joinAs(newName(), target);
  await pause(stayMs);
  await leave(client, target.side);
}

export const steps = {
  /** Makes connections of nobody, for whoever comes next. */
  open: async ({ target: { port }, people }: { target: Target; people: number }) => {
    opened.push(...(await allAtOnce(people, () => RawClient.open(port))));
  },

  /**
   * So many come at once. @returns when each was told of all of them: that so many were here when it came, and of each one since.
   */
  join: async ({ target, people }: { target: Target; people: number }) => {
    const expected = staying.length + people;
    const begun = performance.now();
    const standing = opened.splice(0);
    let left = people;
    await new Promise<void>((resolve, reject) => {
      const onKnown = () => (left -= 1) === 0 && resolve();
      const join = async (at: number) => {
        const one = { known: 0, bytes: 0 };
        told.push(one);
        staying.push(await joinAs(newName(), target, listener(one, expected, onKnown), standing[at]));
      };
      allAtOnce(people, join, standing.length || undefined).catch(reject);
    });
    const ms = performance.now() - begun;
    return { ms, bytesPerClient: sum(told.map(({ bytes }) => bytes)) / people };
  },

  /** So many come at once. @returns when each has been let in, whatever it is told then */
  connect: async ({ target, people }: { target: Target; people: number }) => {
    staying.push(...(await allAtOnce(people, () => joinAs(newName(), target))));
  },

  leave: async ({ side }: Target) => {
    told.length = 0;
    for (const { client } of staying.splice(0)) await leave(client, side);
  },

  /** Among those who stay, people come at a rate and go again. Ends when everybody has been told of all of it. */
  churn: async ({ target, perSecond, seconds, stayMs }: Churn) => {
    const before = sum(told.map(({ bytes }) => bytes));
    const begun = performance.now();
    const visits: Promise<void>[] = [];
    while (visits.length < perSecond * seconds) {
      const due = Math.min(perSecond * seconds, ((performance.now() - begun) / 1_000) * perSecond);
      while (visits.length < due) visits.push(visit(target, stayMs));
      await pause(5);
    }
    await Promise.all(visits);
    while (told.some(({ known }) => known !== staying.length)) await pause(5);
    const bytes = sum(told.map((one) => one.bytes)) - before;
    return { events: visits.length * 2, bytesPerClient: bytes / staying.length };
  },
};
export type PresenceSteps = typeof steps;
answerWith(steps);
