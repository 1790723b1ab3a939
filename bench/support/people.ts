/** People of a load, at the real server or at the floor, which has the same events and sizes as far as it has them at all. */
import { ulid } from 'ulid';
import { PROTOCOL_VERSION } from '../../protocol/version.ts';
import { RawClient } from './raw-client.ts';

export type SideName = 'earshot' | 'floor';
export interface Target {
  readonly side: SideName;
  readonly port: number;
}

export interface LoadPerson {
  readonly client: RawClient;
  readonly id: string;
  readonly name: string;
}

type OnEvent = (packet: string, acknowledge: string) => void;

/** Resolves when the server has said who one is; the floor is told that and has nothing to say. `opened` is a connection that stands. */
export async function joinAs(
  name: string,
  { side, port }: Target,
  onEvent?: OnEvent,
  opened?: RawClient,
): Promise<LoadPerson> {
  const own = ulid();
  const ours = { protocol: PROTOCOL_VERSION, name, tab: own, status: 'available', accepted: [], blocked: [] };
  const auth = side === 'earshot' ? ours : { id: own, name, tab: own, status: 'available' };
  let welcomed: (id: string) => void = () => undefined;
  const id = new Promise<string>((resolve) => (welcomed = resolve));
  const client = opened ?? (await RawClient.open(port));
  client.onEvent = (packet, acknowledge) => {
    if (packet.startsWith('["welcome"')) {
      const [, { me }] = JSON.parse(packet) as [string, { me: { id: string } }];
      welcomed(me.id);
    }
    onEvent?.(packet, acknowledge);
  };
  await client.join(auth);
  if (side === 'floor') welcomed(own);
  const person = { client, id: await id, name };
  client.onEvent = onEvent ?? (() => undefined);
  return person;
}

/** Both accept each other; the floor asks for nothing of the kind. */
export async function befriend({ side }: Target, one: LoadPerson, other: LoadPerson): Promise<void> {
  if (side === 'floor') return;
  await one.client.ask('set_consent', { peer: other.id, consent: 'accepted' });
  await other.client.ask('set_consent', { peer: one.id, consent: 'accepted' });
}

/** As fast as they get in, but no more at a time than a system lets wait at its door. */
export async function allAtOnce<T>(
  count: number,
  join: (at: number) => Promise<T>,
  atOnce = 250,
): Promise<T[]> {
  const joined: T[] = [];
  let next = 0;
  const one = async () => {
    while (next < count) {
      const at = next++;
      joined[at] = await join(at);
    }
  };
  await Promise.all(Array.from({ length: Math.min(atOnce, count) }, one));
  return joined;
}
