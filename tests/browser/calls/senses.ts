/** What a person at a page would see and hear. */
import { setTimeout as pause } from 'node:timers/promises';
import { until } from '../../support/until.ts';
import type { Actor } from './stage.ts';

/** What ought to come is waited for as long as a busy machine may need; only what never comes takes this long. */
export const PATIENCE_MS = 30_000;

type Video = 'remote' | 'screen' | 'preview';

/** Pictures that differ are painted: not one frozen frame, and not the same frame again and again. */
export async function seesFrames(actor: Actor, video: Video): Promise<void> {
  const [count, picture] = [await actor.media('frames', video), await actor.media('sample', video)];
  await until(
    async () =>
      (await actor.media('frames', video)) >= count + 5 && (await actor.media('sample', video)) !== picture,
    { what: `changing frames in ${actor.name}'s ${video}`, timeoutMs: PATIENCE_MS },
  );
}

/** No frame at all arrives for a second, after those that were under way. */
export async function seesNothing(actor: Actor, video: Video): Promise<void> {
  await stopsGrowing(() => actor.media('frames', video), `frames in ${actor.name}'s ${video} to stop`);
}

/** Sound arrives, and the element that has it to play does play. */
export async function hearsSound(actor: Actor): Promise<void> {
  const [energy, played] = [await actor.media('energy'), await actor.media('played')];
  await until(
    async () => (await actor.media('energy')) > energy + 1e-5 && (await actor.media('played')) > played,
    { what: `sound at ${actor.name}`, timeoutMs: PATIENCE_MS },
  );
}

/** The newest path carries the call, and those before it are closed. */
export async function changesPath(actor: Actor): Promise<void> {
  await until(async () => (await actor.media('connectionState')) === 'connected', {
    what: `${actor.name}'s new path`,
    timeoutMs: PATIENCE_MS,
  });
  await until(async () => (await actor.media('openConnections')) === 1, {
    what: `${actor.name}'s old path to be closed`,
    timeoutMs: PATIENCE_MS,
  });
}

/** Not quiet but silent: no energy at all for a second. */
export async function hearsSilence(actor: Actor): Promise<void> {
  await stopsGrowing(async () => Math.floor((await actor.media('energy')) * 1e6), `silence at ${actor.name}`);
}

/** That something does not happen can only be seen by looking for a while. */
async function stopsGrowing(measure: () => Promise<number>, what: string): Promise<void> {
  await until(
    async () => {
      const before = await measure();
      await pause(1_000);
      return (await measure()) === before;
    },
    { what, timeoutMs: PATIENCE_MS, everyMs: 0 },
  );
}
