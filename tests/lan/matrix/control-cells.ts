/** What people do in a call, done by both sides one after the other, and when the other side sees or hears it. */
import { setTimeout as pause } from 'node:timers/promises';
import { longestFreezeMs } from '../../support/freezes.ts';
import type { FrameWatch } from '../../support/frame-watch.ts';
import { until } from '../../support/until.ts';
import { talkAWhile, type Cell, type PictureAndSound } from './cell.ts';
import type { LanCall, Side } from './lan-call.ts';

/** How long nothing may come before it counts as over. */
const OVER_MS = 1_000;
const PATIENCE_MS = 30_000;

/** Does it in both directions, and keeps the longest. */
async function bothWays(
  call: LanCall,
  act: (doer: Side, other: Side) => Promise<readonly number[]>,
): Promise<number> {
  await talkAWhile(call);
  await call.listen();
  const figures = [...(await act(call.ana, call.bea)), ...(await act(call.bea, call.ana))];
  return Math.max(...figures);
}

const framesOf = (side: Side, which: keyof FrameWatch) =>
  side.visitor.page.evaluate((name) => window.frameWatch[name], which);
const soundOf = (side: Side) => side.visitor.page.evaluate(() => window.soundWatch.times);

/** From `since` to the first of the times after it. */
const firstAfter = (since: number, times: () => Promise<readonly number[]>, what: string) =>
  until(async () => (await times()).find((time) => time > since), { what, timeoutMs: PATIENCE_MS }).then(
    (time) => time - since,
  );

/** From `since` to the last of the times; resolves once nothing has come for a second. */
async function lastAfter(
  since: number,
  times: () => Promise<readonly number[]>,
  what: string,
): Promise<number> {
  const last = await until(
    async () => {
      const latest = (await times()).at(-1) ?? since;
      return Date.now() - Math.max(latest, since) > OVER_MS ? latest : null;
    },
    { what, timeoutMs: PATIENCE_MS },
  );
  return Math.max(0, last - since);
}

async function press(side: Side, name: string): Promise<number> {
  const since = Date.now();
  await side.visitor.button(name).click();
  return since;
}

const mute: Cell = {
  name: 'mute',
  measured: 'from the click to silence at the other side, and to sound again, by what arrived there',
  mostMs: 1_500,
  mostFirefoxMs: 2_000,
  run: (call) =>
    bothWays(call, async (speaker, listener) => {
      const heard = () => soundOf(listener);
      const told = listener.visitor.page.getByText(`${speaker.visitor.name} is muted`);
      await firstAfter(Date.now(), heard, 'sound before the click');
      const silent = await lastAfter(await press(speaker, 'Mute microphone'), heard, 'silence');
      await told.waitFor();
      const back = await firstAfter(await press(speaker, 'Unmute microphone'), heard, 'sound again');
      await told.waitFor({ state: 'hidden' });
      return [silent, back];
    }),
};

const camera: Cell = {
  name: 'camera off and on',
  measured: 'from the click to the last painted frame at the other side, and to the next one',
  mostMs: 3_000,
  run: (call) =>
    bothWays(call, async (sender, viewer) => {
      const seen = () => framesOf(viewer, 'times');
      const told = viewer.visitor.page.getByText(`${sender.visitor.name}'s camera is off`);
      await firstAfter(Date.now(), seen, 'a frame before the click');
      const off = await lastAfter(await press(sender, 'Turn camera off'), seen, 'no more frames');
      await told.waitFor();
      const on = await firstAfter(await press(sender, 'Turn camera on'), seen, 'frames again');
      await told.waitFor({ state: 'hidden' });
      await viewer.visitor.seesMoving(sender.visitor);
      return [off, on];
    }),
};

const screen: Cell = {
  name: 'screen share',
  measured:
    "from the click to the screen's first frame at the other side, and from the end to the camera alone (Firefox shares a drawing: it has no screen here)",
  mostMs: 4_000,
  run: (call) =>
    bothWays(call, async (sharer, viewer) => {
      const shared = await press(sharer, 'Share screen');
      const shown = await firstAfter(shared, () => framesOf(viewer, 'screenTimes'), 'the screen');
      await pause(2_000);
      const stopped = await press(sharer, 'Stop sharing');
      const back = await firstAfter(stopped, () => framesOf(viewer, 'mainTimes'), 'the camera alone');
      await viewer.visitor.seesMoving(sharer.visitor);
      return [shown, back];
    }),
};

/** Another device where there is one; else the same is opened again by its name, which a browser does as for another. */
async function pickAnother(side: Side, kind: 'Camera' | 'Microphone'): Promise<void> {
  const { page } = side.visitor;
  const select = page.getByRole('combobox', { name: kind, exact: true });
  const labels = await select.getByRole('option').allTextContents();
  const [automatic = '', ...devices] = labels.map((label) => label.trim());
  const wanted =
    [devices.at(-1), devices[0]].find((label) => !automatic.includes(String(label))) ?? devices[0];
  if (wanted === undefined) throw new Error(`${side.visitor.name} has no ${kind}: ${labels.join(', ')}`);
  const made = await page.evaluate(() => window.connectionWatch.tracks.length);
  await select.selectOption({ label: wanted });
  await until(
    () =>
      page.evaluate(
        ([count, label]) =>
          window.connectionWatch.tracks
            .slice(count)
            .some((track) => track.readyState === 'live' && track.label === label),
        [made, wanted] as const,
      ),
    { what: `${side.visitor.name} to use ${wanted}`, timeoutMs: PATIENCE_MS },
  );
}

async function change(changer: Side, other: Side, kind: 'Camera' | 'Microphone'): Promise<PictureAndSound> {
  await changer.visitor.button('Devices').click();
  await changer.visitor.page.getByRole('combobox', { name: kind, exact: true }).waitFor();
  const since = Date.now();
  await pickAnother(changer, kind);
  await pause(3_000);
  const now = Date.now();
  await changer.visitor.page.keyboard.press('Escape');
  return {
    pictureMs: longestFreezeMs(await framesOf(other, 'times'), since, now),
    soundMs: longestFreezeMs(await soundOf(other), since, now),
  };
}

const devices: Cell = {
  name: 'other camera, other microphone',
  measured:
    'longest time without a frame and without sound at the other side, to 3 s after (Firefox pretends one of each and opens it again)',
  mostMs: 2_000,
  mostSoundMs: 1_500,
  run: async (call) => {
    await talkAWhile(call);
    await call.listen();
    await pause(1_000);
    const all: PictureAndSound[] = [];
    for (const [changer, other] of [
      [call.ana, call.bea],
      [call.bea, call.ana],
    ] as const) {
      for (const kind of ['Camera', 'Microphone'] as const) all.push(await change(changer, other, kind));
    }
    return {
      pictureMs: Math.max(...all.map(({ pictureMs }) => pictureMs)),
      soundMs: Math.max(...all.map(({ soundMs }) => soundMs)),
    };
  },
};

export const CONTROL_CELLS: readonly Cell[] = [mute, camera, screen, devices];
