/** Which entries a call leaves on every page that saw it. */
import { describe, expect, it } from 'vitest';
import { DeskPage, room, talking } from '../../tests/support/call-room.ts';
import { ServerTab } from '../../tests/support/server-tab.ts';
import { settled } from '../../tests/support/settled.ts';

const noted = ({ notes }: DeskPage) =>
  notes.map(({ mine, outcome, seconds }) => `${mine ? 'mine' : 'theirs'} ${outcome} ${seconds ?? ''}`.trim());

describe('a call leaves an entry', () => {
  it('with its length, under the same id on both sides', async () => {
    const { clock, ana, ben } = await talking('audio');
    clock.advance(65_000);
    ana.in('active').end();
    await settled();
    expect(noted(ana)).toEqual(['mine answered', 'mine answered 65']);
    expect(noted(ben)).toEqual(['theirs answered', 'theirs answered 65']);
    const ids = [...ana.notes, ...ben.notes].map(({ callId }) => callId);
    expect(new Set(ids).size).toBe(1);
    expect(ids[0]).not.toBeNull();
  });

  it('on the tabs that only rang, of what became of it elsewhere', async () => {
    const { ana, ben, third } = await room('Ana', 'Ben', 'Ben/BENPHONE');
    ana.desk.call(ben.peer, 'video');
    await settled();
    third.in('incoming').accept('video');
    await settled();
    expect(noted(ben)).toEqual(['theirs answered_elsewhere']);
  });

  it('where it was declined, cancelled or not answered', async () => {
    const { clock, server, ana, ben } = await room('Ana', 'Ben');
    const call = async () => {
      ana.desk.call(ben.peer, 'video');
      await settled();
    };
    await call();
    ben.in('incoming').decline();
    await settled();
    await call();
    ana.in('outgoing').cancel();
    await settled();
    await call();
    clock.advance(40_000);
    await server.sweep();
    expect(noted(ana)).toEqual(['mine declined', 'mine cancelled', 'mine no_answer']);
    expect(noted(ben)).toEqual(['theirs declined', 'theirs cancelled', 'theirs no_answer']);
    expect(ben.notes.at(-1)?.ago).toBe(40_000);
  });

  it('of both where both called at once', async () => {
    const { ana, ben } = await room('Ana', 'Ben');
    ana.desk.call(ben.peer, 'video');
    ben.desk.call(ana.peer, 'audio');
    await settled();
    for (const page of [ana, ben]) page.link.says('connected');
    expect([noted(ana), noted(ben)]).toEqual([['mine answered'], ['theirs answered']]);
  });

  it('where a call was refused during another that the server has forgotten', async () => {
    const { clock, server, ana, ben } = await talking();
    server.restart();
    await Promise.all([ana.tab.connect(), ben.tab.connect()]);
    const cem = new DeskPage(await new ServerTab(server, 'Cem').connect(), clock);
    cem.desk.call(ana.peer, 'audio');
    await settled();
    expect(noted(ana)).toEqual(['mine answered', 'theirs busy']);
    expect(noted(cem)).toEqual(['mine declined']);
  });

  it('where it ended before this part of the page was there', async () => {
    const { ana, ben } = await room('Ana', 'Ben');
    const call = {
      callId: 'early' as never,
      from: { ...ana.peer, status: 'available' as const },
      media: 'audio' as const,
      silent: null,
    };
    const page = new DeskPage(ben.tab, ben.clock, {
      early: [
        { call, reason: 'cancelled' },
        { call, reason: 'answered_elsewhere' },
      ],
    });
    expect(noted(page)).toEqual(['theirs cancelled', 'theirs answered_elsewhere']);
    expect(page.phase).toBe('idle');
    expect(page.rings).toEqual([]);
  });

  it('only where somebody was called', async () => {
    const { server, clock, ana } = await room('Ana', 'Ben');
    const tab = new ServerTab(server, 'Dora');
    server.strangers(tab.user);
    const dora = new DeskPage(await tab.connect(), clock);
    ana.desk.call(dora.peer, 'video');
    await settled();
    expect([ana.phase, noted(ana), noted(dora)]).toEqual(['ended not_accepted by them', [], []]);
  });
});
