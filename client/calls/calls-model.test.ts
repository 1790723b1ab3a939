/**
 * Real call desks before the real rules of the server, in whatever order people press buttons, connections are lost, pages are loaded
 * anew, the server is restarted and time goes by. `npm run models` tries 100,000 orders instead of some hundreds.
 */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { DeskPage, room } from '../../tests/support/call-room.ts';
import { modelRuns } from '../../tests/support/model-runs.ts';
import { ServerTab } from '../../tests/support/server-tab.ts';
import { settled } from '../../tests/support/settled.ts';

const { numRuns, timeout } = modelRuns(300);

type Room = Awaited<ReturnType<typeof room>>;
interface Model extends Room {
  readonly pages: DeskPage[];
  /** Pages whose person has pressed "call" or "accept" since their last call was over. */
  readonly agreed: Set<DeskPage>;
}
type Step = (model: Model) => Promise<void> | void;

const page = fc.nat(2);
const at = ({ pages }: Model, index: number): DeskPage => {
  const found = pages[index];
  if (!found) throw new Error('no such page');
  return found;
};
const media = fc.constantFrom('audio' as const, 'video' as const);

const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.tuple(page, page, media).map(([from, to, how]): Step => (model) => {
      const [caller, callee] = [at(model, from), at(model, to)];
      if (caller.tab.user === callee.tab.user || !isFree(caller)) return;
      model.agreed.add(caller);
      caller.desk.call(callee.peer, how);
    }),
  },
  {
    weight: 6,
    arbitrary: fc.tuple(page, media).map(
      ([index, how]): Step =>
        (model) =>
          press(model, at(model, index), how),
    ),
  },
  {
    weight: 3,
    arbitrary: page.map((index): Step => (model) => {
      const view = at(model, index).desk.view.get();
      if (view.phase === 'incoming') view.decline();
      if (view.phase === 'active') view.end();
      if (view.phase === 'ended') view.dismiss();
    }),
  },
  {
    weight: 2,
    arbitrary: page.map((index): Step => async (model) => {
      const { tab } = at(model, index);
      await (tab.state.get().phase === 'connected' ? tab.lose() : tab.connect());
    }),
  },
  {
    weight: 2,
    arbitrary: fc.constantFrom(300, 9_000, 46_000).map((ms): Step => async ({ clock, server }) => {
      clock.advance(ms);
      await server.sweep();
    }),
  },
  {
    weight: 2,
    arbitrary: page.map(
      (index): Step =>
        (model) =>
          reload(model, index),
    ),
  },
  fc.constant<Step>(({ pages, server }) => {
    server.restart();
    for (const { tab } of pages) tab.state.set({ phase: 'reconnecting', since: 0 });
  }),
  { weight: 6, arbitrary: fc.constant<Step>(() => settled()) },
);

/** Another page in its place, as another tab of the server, with what the browser's tab remembers. */
async function reload({ pages, agreed, server, clock }: Model, index: number): Promise<void> {
  const before = pages[index];
  if (!before) throw new Error('no such page');
  const { tab, tabStorage, window } = before;
  window.dispatchEvent(new Event('pagehide'));
  if (tab.state.get().phase === 'connected') await tab.lose();
  const next = await new ServerTab(server, tab.name, `${tab.name}${(reloads += 1)}`).connect();
  const page = new DeskPage(next, clock, { tabStorage });
  if (agreed.has(before)) agreed.add(page);
  pages[index] = page;
}
let reloads = 0;

const isFree = ({ desk }: DeskPage) => ['idle', 'ended'].includes(desk.view.get().phase);

function press(model: Model, one: DeskPage, how: 'audio' | 'video'): void {
  const view = one.desk.view.get();
  if (view.phase === 'incoming') {
    model.agreed.add(one);
    view.accept(how);
  }
  if (view.phase === 'outgoing') view.cancel();
  if (view.phase === 'active') {
    if (view.waiting) model.agreed.add(one);
    view.waiting?.endAndCall();
  }
}

/** What must be true whenever nothing is under way. */
function holds({ agreed, pages }: Model): void {
  for (const one of pages) {
    const { phase } = one.desk.view.get();
    if (phase === 'incoming') {
      expect([one.devices.live, one.links.filter(({ closed }) => closed === null)]).toEqual([[], []]);
    }
    if (phase === 'idle' || phase === 'ended') {
      expect([one.devices.live, one.links.filter(({ closed }) => closed === null)]).toEqual([[], []]);
    }
    // Nothing was ever opened on a page whose person has pressed nothing.
    if (!agreed.has(one)) expect([one.devices.asked, one.links]).toEqual([[], []]);
  }
}

/** Who has the same call on their page. */
function partnerOf({ pages }: Model, one: DeskPage): DeskPage | null {
  const isIn = (page: DeskPage, other: DeskPage) => {
    const view = page.desk.view.get();
    return view.phase === 'active' && view.peer.id === other.tab.user;
  };
  return pages.find((other) => isIn(one, other) && isIn(other, one)) ?? null;
}

/** Two pages have one call between them, or none. */
async function endsInTruth(model: Model): Promise<void> {
  const { clock, pages, server } = model;
  for (const { tab } of pages) if (tab.state.get().phase !== 'connected') await tab.connect();
  for (let round = 0; round < 4; round += 1) {
    await settled();
    clock.advance(60_000);
    await server.sweep();
  }
  await settled();
  const phases = pages.map(({ desk }) => desk.view.get().phase);
  // Every wait has ended: nobody is being called, calls, or waits for an answer of the server.
  for (const phase of phases) expect(['idle', 'ended', 'active']).toContain(phase);
  for (const one of pages) {
    // The other may have hung up while the server knew nothing of the call: a real link fails then, and it ends here too.
    if (one.desk.view.get().phase === 'active' && partnerOf(model, one) === null)
      one.links.at(-1)?.says('failed');
  }
  await settled();
  for (const one of pages) {
    if (one.desk.view.get().phase === 'active') expect(partnerOf(model, one)).not.toBeNull();
  }
  holds(model);
}

it(
  'opens nothing before somebody wants it, keeps one call for two, and ends every wait, in any order',
  async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 24, size: 'max' }), async (steps) => {
        const made = await room('Ana', 'Ben', 'Cem');
        const model: Model = { ...made, pages: [made.ana, made.ben, made.third], agreed: new Set() };
        for (const one of steps) {
          await one(model);
          await settled();
          holds(model);
        }
        await endsInTruth(model);
      }),
      { numRuns },
    );
  },
  timeout,
);
