/** What a call does when the network between two computers fails: the real call code in Chromium on two hosts of the virtual LAN. */
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { changesPath, hearsSound, seesFrames } from '../browser/calls/senses.ts';
import { Stage, talk, type Actor } from '../browser/calls/stage.ts';
import { freshLan } from '../support/fresh-lan.ts';
import type { LanHost } from '../support/lan-host.ts';
import { until } from '../support/until.ts';
import type { VirtualLan } from '../support/virtual-lan.ts';

const it = test.extend<{ lan: VirtualLan }>({ lan: freshLan });

let stage: Stage;
beforeAll(async () => {
  stage = await Stage.open();
});
afterEach(() => stage.clear());
afterAll(() => stage.close());

interface Caller {
  readonly host: LanHost;
  readonly actor: Actor;
}

async function callers(lan: VirtualLan): Promise<{ ana: Caller; ben: Caller }> {
  const enter = async (name: string) => {
    const host = await lan.addHost(name.toLowerCase(), { avahi: false });
    const browser = await host.launchChromium({ args: ['--autoplay-policy=no-user-gesture-required'] });
    return { host, actor: await stage.actorIn(browser, name) };
  };
  const [ana, ben] = [await enter('Ana'), await enter('Ben')];
  await talk(ana.actor, ben.actor);
  return { ana, ben };
}

/** Drops whatever arrives from other computers. The connection to the server is a pipe here and stays. */
const cutOff = (host: LanHost) =>
  host.must('nft', [
    'add table inet cut; add chain inet cut arriving { type filter hook input priority 0; }; add rule inet cut arriving iif != lo drop',
  ]);
const reconnect = (host: LanHost) => host.must('nft', ['delete', 'table', 'inet', 'cut']);

async function isWell(...actors: Actor[]): Promise<void> {
  for (const actor of actors) {
    await actor.shows({ phase: 'active', link: 'connected' });
    await seesFrames(actor, 'remote');
    await hearsSound(actor);
    await changesPath(actor);
  }
}

it('a call survives that nothing gets through for a while, and that both lose the server too', async ({
  lan,
}) => {
  const { ana, ben } = await callers(lan);
  await cutOff(ben.host);
  await ana.actor.shows({ phase: 'active', link: 'reconnecting' });
  await Promise.all([ana.actor.loseServer(), ben.actor.loseServer()]);
  await ben.actor.shows({ phase: 'active', link: 'reconnecting' });
  await pause(4_000);
  await reconnect(ben.host);
  await Promise.all([ana.actor.findServer(), ben.actor.findServer()]);
  await isWell(ana.actor, ben.actor);
});

it('a call survives that one of the two gets another address', async ({ lan }) => {
  const { ana, ben } = await callers(lan);
  await ben.host.setAddress('10.77.0.200');
  // The old address is gone, so whatever is seen moving from now on has come another way. Chromium may find that way by itself.
  await until(() => isWell(ana.actor, ben.actor).then(() => true), {
    what: 'the call to be well again',
    timeoutMs: 90_000,
  });
});

it('a call between two who can no longer reach each other ends as failed for both', async ({ lan }) => {
  const { ana, ben } = await callers(lan);
  await cutOff(ben.host);
  for (const { actor } of [ana, ben]) {
    await actor.shows({ phase: 'ended', reason: 'failed', by: 'server' }, 90_000);
    expect(await actor.media('liveTracks')).toEqual([]);
    expect(await actor.media('openConnections')).toBe(0);
  }
});
