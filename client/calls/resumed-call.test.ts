/** A call goes on through a restart of the server and through a reload of either page, and ends in the truth where it cannot. */
import { describe, expect, it } from 'vitest';
import { DeskPage, talking } from '../../tests/support/call-room.ts';
import { ServerTab } from '../../tests/support/server-tab.ts';
import { settled } from '../../tests/support/settled.ts';
import { LEFT_MS } from './left-call.ts';

type Talking = Awaited<ReturnType<typeof talking>>;

/** The page goes and comes again, in another tab of the server's, with what the tab remembers. */
async function reload({ server, clock }: Talking, page: DeskPage, { afterMs = 500 } = {}): Promise<DeskPage> {
  page.window.dispatchEvent(new Event('pagehide'));
  await page.tab.lose();
  clock.advance(afterMs);
  const tab = await new ServerTab(server, page.tab.name, `${page.tab.name}2`).connect();
  const next = new DeskPage(tab, clock, { tabStorage: page.tabStorage });
  await settled();
  return next;
}

describe('a server that is killed and started again', () => {
  async function restarted() {
    const all = await talking();
    const { server, ana, ben } = all;
    for (const { tab } of [ana, ben]) tab.state.set({ phase: 'reconnecting', since: 0 });
    server.restart();
    return all;
  }

  it('knows the call again from both sides, whose media went on [CALL-20]', async () => {
    const { ana, ben } = await restarted();
    await ana.tab.connect();
    await settled();
    await ben.tab.connect();
    await settled();
    expect([ana.in('active').link, ben.in('active').link]).toEqual(['connected', 'connected']);
    expect([ana.links.length, ben.links.length]).toEqual([1, 1]);
    ana.in('active').end();
    await settled();
    // By the server: this link does not say goodbye by itself.
    expect(ben.phase).toBe('ended hung_up by them');
  });

  it('passes on what it refused before it knew the call again', async () => {
    const { ana, ben, clock } = await restarted();
    await ana.tab.connect();
    ana.link.options.signals.send({ type: 'offer', sdp: 'v=0' });
    await settled();
    clock.advance(5_000);
    expect(ben.link.received).toEqual([]);
    await ben.tab.connect();
    await settled();
    expect(ben.link.received).toEqual([{ type: 'offer', sdp: 'v=0' }]);
  });
});

describe('a page that is loaded anew within a call', () => {
  it('is in the call again, with the devices as they were, and the other makes a new path to it [CALL-21]', async () => {
    const all = await talking();
    const { ana, ben } = all;
    ben.in('active').toggleMicrophone?.();
    ben.in('active').toggleCamera?.();
    const before = ana.link;
    const next = await reload(all, ben);
    expect(next.in('active')).toMatchObject({
      peer: ana.peer,
      link: 'reconnecting',
      local: { microphone: 'off', camera: 'off' },
    });
    expect(next.in('active').connectedAt).toBe(ben.in('active').connectedAt);
    expect(next.devices.asked).toEqual(['audio']);
    expect([before.closed, ana.links.length]).toEqual(['silently', 2]);
    ana.link.options.signals.send({ type: 'offer', sdp: 'v=0' });
    await settled();
    expect(next.link.received).toEqual([{ type: 'offer', sdp: 'v=0' }]);
    for (const page of [ana, next]) page.link.says('connected');
    expect([ana.in('active').link, next.in('active').link]).toEqual(['connected', 'connected']);
  });

  it('may be that of the caller, or both at once', async () => {
    const all = await talking();
    const ana = await reload(all, all.ana);
    expect(ana.link.options.role).toBe('caller');
    const ben = await reload(all, all.ben);
    ana.link.options.signals.send({ type: 'offer', sdp: 'v=0' });
    await settled();
    expect(ben.link.received).toHaveLength(1);
  });

  it('is not waited for longer than a reload takes', async () => {
    const { ana, ben, clock } = await talking();
    ben.window.dispatchEvent(new Event('pagehide'));
    expect(ben.link.saidLeaving).toBe(true);
    ana.link.saysLeaving();
    expect(ana.in('active').link).toBe('reconnecting');
    clock.advance(LEFT_MS - 1);
    expect(ana.phase).toBe('active');
    clock.advance(1);
    expect(ana.phase).toBe('ended hung_up by them');
  });

  it('comes too late where the other has hung up meanwhile: it opens nothing and says so', async () => {
    const all = await talking();
    const { ana, ben } = all;
    ben.window.dispatchEvent(new Event('pagehide'));
    ana.in('active').end();
    await settled();
    const next = await reload(all, ben);
    expect(next.phase).toBe('ended gone by server');
    expect(next.devices.asked).toEqual([]);
  });

  it('takes up nothing after longer than that, and nothing a second time', async () => {
    const all = await talking();
    const late = await reload(all, all.ben, { afterMs: LEFT_MS });
    expect(late.phase).toBe('idle');
    const other = await talking();
    const once = await reload(other, other.ben);
    const copy = new DeskPage(once.tab, other.clock, { tabStorage: once.tabStorage });
    expect(copy.phase).toBe('idle');
  });

  it('writes the call down once', async () => {
    const all = await talking();
    const { ana, ben, clock } = all;
    const next = await reload(all, ben);
    for (const page of [ana, next]) page.link.says('connected');
    clock.advance(20_000);
    next.in('active').end();
    await settled();
    for (const notes of [ana.notes, [...ben.notes, ...next.notes]]) {
      expect(new Set(notes.map(({ callId }) => callId)).size).toBe(1);
      expect(notes.at(-1)).toMatchObject({ outcome: 'answered', seconds: 20 });
    }
  });

  it('is told that the call goes on in another tab, where it does', async () => {
    const all = await talking();
    const next = await reload(all, all.ben);
    // The page before it comes back out of the browser's memory of pages.
    await all.ben.tab.connect();
    await settled();
    expect(all.ben.phase).toBe('ended answered_elsewhere by me');
    expect(next.phase).toBe('active');
  });
});

describe('a device that slept', () => {
  it('shows a call as ended that ended meanwhile', async () => {
    const { ana, ben } = await talking();
    await ben.tab.lose();
    ana.in('active').end();
    await settled();
    await ben.tab.connect();
    await settled();
    expect(ben.phase).toBe('ended gone by server');
  });

  it('asks whether the server is still there when its page is shown again', async () => {
    const { ben } = await talking();
    ben.window.dispatchEvent(new Event('pageshow'));
    expect(ben.tab.requested.at(-1)).toBe('set_profile');
  });
});
