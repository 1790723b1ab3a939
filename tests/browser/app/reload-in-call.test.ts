/** A page that is loaded anew within a call is in it again; one that is closed is not waited for long. */
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { LEFT_MS } from '../../../client/calls/left-call.ts';
import { runServer, type RunningServer } from '../../support/running-server.ts';
import { WITHOUT_LIMITS } from '../../support/without-limits.ts';
import { BUILT_FOLDER, Visitors } from './visitors.ts';

let server: RunningServer;
const browsers: { chromium?: Visitors; firefox?: Visitors } = {};

beforeAll(async () => {
  server = await runServer({ builtFolder: BUILT_FOLDER, args: WITHOUT_LIMITS });
  browsers.chromium = await Visitors.open(server.url);
  browsers.firefox = await Visitors.open(server.url, 'firefox');
});
afterEach(() => Promise.all(Object.values(browsers).map((each) => each.clear())));
afterAll(async () => {
  await Promise.all(Object.values(browsers).map((each) => each.close()));
  await server.stop();
});

const of = (kind: 'chromium' | 'firefox'): Visitors => {
  const found = browsers[kind];
  if (!found) throw new Error(`${kind} is not open`);
  return found;
};

it.each(['chromium', 'firefox'] as const)(
  'a reload of either side in %s leads back into the call, muted where it was muted',
  async (kind) => {
    const [ana, bea] = await of(kind).inVideoCall(`Ana ${kind}`, `Bea ${kind}`);
    await bea.button('Mute microphone').click();
    await bea.button('Unmute microphone').waitFor();
    for (const [one, other] of [
      [bea, ana],
      [ana, bea],
    ] as const) {
      await one.page.reload();
      await one.callWith(other).waitFor();
      await Promise.all([one.seesMoving(other), other.seesMoving(one)]);
    }
    await bea.button('Unmute microphone').waitFor();
    const sending = await bea.page.evaluate(
      () => window.connectionWatch.tracks.filter((track) => track.kind === 'audio' && track.enabled).length,
    );
    expect(sending).toBe(0);
    await ana.button('End call').click();
    await bea.button('End call').waitFor({ state: 'hidden' });
  },
);

it('a page that is closed ends the call for the other, who is told so', async () => {
  const [ana, bea] = await of('chromium').inVideoCall('Ana Closed', 'Bea Closed');
  await bea.page.close({ runBeforeUnload: false });
  await ana.callWith(bea).getByText('Reconnecting…').waitFor();
  await ana.page.getByText(/Bea Closed ended the call after/).waitFor({ timeout: 2 * LEFT_MS });
});
