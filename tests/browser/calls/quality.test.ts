/** What the page knows of its connection, and what two pages tell each other of it. */
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { until } from '../../support/until.ts';
import { PATIENCE_MS } from './senses.ts';
import { Stage, type Actor } from './stage.ts';

let stage: Stage;
beforeAll(async () => {
  stage = await Stage.open();
});
afterEach(() => stage.clear());
afterAll(() => stage.close());

const quality = (actor: Actor) => actor.page.evaluate(() => window.callPage.quality());

type Known = Awaited<ReturnType<typeof quality>>;

async function knows(actor: Actor, what: string, is: (known: NonNullable<Known>) => boolean): Promise<void> {
  await until(
    async () => {
      const known = await quality(actor);
      return known !== null && is(known);
    },
    { what: `${actor.name} to know ${what}`, timeoutMs: PATIENCE_MS },
  ).catch(async (error: unknown) => {
    throw new Error(`${actor.name} knows ${JSON.stringify(await quality(actor))}`, { cause: error });
  });
}

describe.each([
  ['chromium', 'chromium'],
  ['chromium', 'firefox'],
  ['firefox', 'chromium'],
] as const)('%s calls %s:', (...browsers) => {
  it('both know path, codecs, sizes and losses of a call that flows, and whether they are heard', async () => {
    const [ana, ben] = await stage.talking(browsers);
    for (const actor of [ana, ben]) {
      await knows(actor, 'what there is to know', ({ route, codec, lostHere, shown, sent, deaf, unheard }) =>
        [route === 'direct', codec === 'opus', lostHere !== null, shown, sent, !deaf, !unheard].every(
          Boolean,
        ),
      );
    }
    for (const actor of [ana, ben]) {
      await until(async () => (await actor.media('senders'))[1]?.maxBitrate === 2_500_000, {
        what: 'the bounds of the picture',
        timeoutMs: PATIENCE_MS,
      });
      const [voice, , screen] = await actor.media('senders');
      expect([voice?.priority, screen?.maxBitrate]).toEqual(['high', 4_000_000]);
    }
    // The voice stops on its way, though its microphone is said to be on.
    await ana.media('holdVoiceBack', true);
    await knows(ben, 'that no voice arrives', ({ deaf, level }) => deaf && level === 'poor');
    await knows(ana, 'that Ben does not hear', ({ unheard }) => unheard);
    await ana.media('holdVoiceBack', false);
    await knows(ben, 'that it arrives again', ({ deaf }) => !deaf);
    await knows(ana, 'that Ben hears again', ({ unheard }) => !unheard);
  });
});

it('nobody is missed who is muted or has no microphone', async () => {
  const ana = await stage.actor('Ana');
  const ben = await stage.actor('Ben');
  await ben.fail({ audio: 'NotFoundError' });
  await ana.call(ben, 'video');
  await ben.shows({ phase: 'incoming' });
  await ben.press('accept', 'video');
  await ana.shows({ phase: 'active', link: 'connected', remote: { microphone: false } });
  await knows(ana, 'the picture', ({ shown }) => shown !== null);
  // Long enough that a voice would be missed: frames are counted, not seconds.
  const seen = await ana.media('frames', 'remote');
  await until(async () => (await ana.media('frames', 'remote')) > seen + 80, {
    what: 'four seconds of frames',
    timeoutMs: PATIENCE_MS,
  });
  expect(await quality(ana)).toMatchObject({ deaf: false });
});
