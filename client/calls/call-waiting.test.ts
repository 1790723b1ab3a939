/** Somebody who calls a person in a call. */
import { describe, expect, it } from 'vitest';
import { DeskPage, room, talking } from '../../tests/support/call-room.ts';
import { ServerTab } from '../../tests/support/server-tab.ts';
import { settled } from '../../tests/support/settled.ts';

async function talkingAndCem() {
  const all = await talking('audio');
  const cem = new DeskPage(await new ServerTab(all.server, 'Cem').connect(), all.clock);
  const calls = async (media: 'audio' | 'video' = 'video') => {
    cem.desk.call(all.ana.peer, media);
    await settled();
  };
  return { ...all, cem, calls };
}

describe('[CALL-19] somebody in a call', () => {
  it('hears quietly of another who calls, while that one hears that they are busy, and both have an entry', async () => {
    const { ana, ben, cem, calls } = await talkingAndCem();
    await calls();
    expect(cem.phase).toBe('ended busy by them');
    expect(ana.in('active').waiting).toMatchObject({ peer: cem.peer, media: 'video' });
    expect(ana.rings.at(-1)).toBe('waiting');
    expect(ben.in('active').waiting).toBeUndefined();
    expect(ana.notes.at(-1)).toMatchObject({ peer: cem.peer, mine: false, outcome: 'busy' });
    expect(cem.notes).toMatchObject([{ mine: true, outcome: 'busy' }]);
  });

  it('ends that call and calls back with one press', async () => {
    const { ana, ben, cem, calls } = await talkingAndCem();
    await calls();
    ana.in('active').waiting?.endAndCall();
    await settled();
    expect(ben.phase).toBe('ended hung_up by them');
    expect(ana.in('outgoing')).toMatchObject({ peer: cem.peer, media: 'video', progress: 'ringing' });
    expect(ana.in('outgoing').waiting).toBeUndefined();
    expect(cem.in('incoming').peer).toEqual(ana.peer);
  });

  it('meets the other who is calling again at that moment in one call', async () => {
    const { ana, cem, calls } = await talkingAndCem();
    await calls();
    ana.in('active').waiting?.endAndCall();
    cem.desk.call(ana.peer, 'audio');
    await settled();
    // Whether theirs came before the end of the other call or after it, they are not both left waiting.
    expect([ana.phase, cem.phase]).toEqual(['outgoing', 'incoming']);
  });

  it('closes the notice, and is not shown the same person again in this call', async () => {
    const { ana, calls } = await talkingAndCem();
    await calls();
    ana.in('active').waiting?.dismiss();
    expect(ana.in('active').waiting).toBeUndefined();
    await calls();
    expect(ana.in('active').waiting).toBeUndefined();
    expect(ana.rings.filter((ring) => ring === 'waiting')).toHaveLength(1);
    expect(ana.notes.filter(({ outcome }) => outcome === 'busy')).toHaveLength(2);
  });

  it('is shown the last of two who call', async () => {
    const { server, clock, ana, calls } = await talkingAndCem();
    await calls();
    const dora = new DeskPage(await new ServerTab(server, 'Dora').connect(), clock);
    dora.desk.call(ana.peer, 'audio');
    await settled();
    expect(ana.in('active').waiting?.peer).toEqual(dora.peer);
  });

  it('sees nothing of it after the call, where the missed call is in the history', async () => {
    const { ana, ben, calls } = await talkingAndCem();
    await calls();
    ben.in('active').end();
    await settled();
    expect(ana.phase).toBe('ended hung_up by them');
    ana.in('ended').dismiss();
    expect(ana.desk.view.get()).toEqual({ phase: 'idle' });
  });

  it('who asked not to be disturbed finds it in the history only', async () => {
    const { ana, calls } = await talkingAndCem();
    await ana.tab.request('set_profile', { status: 'do_not_disturb' });
    await calls();
    expect(ana.in('active').waiting).toBeUndefined();
    expect(ana.notes.at(-1)).toMatchObject({ outcome: 'busy' });
    expect(ana.rings).not.toContain('waiting');
  });
});

it('[CALL-19] somebody who is being called notes who called meanwhile, and goes on being called', async () => {
  const { ana, ben, third } = await room('Ana', 'Ben', 'Cem');
  ana.desk.call(ben.peer, 'audio');
  await settled();
  third.desk.call(ben.peer, 'audio');
  await settled();
  expect(ben.in('incoming').peer).toEqual(ana.peer);
  expect(third.phase).toBe('ended busy by them');
  expect(ben.notes).toMatchObject([{ peer: third.peer, outcome: 'busy' }]);
});

it('[CALL-19] another tab of somebody in a call notes it too, under the same id', async () => {
  const { clock, server, ana, calls } = await talkingAndCem();
  const tab = new DeskPage(await new ServerTab(server, 'Ana', 'ANAPHONE').connect(), clock);
  await calls();
  expect(tab.phase).toBe('idle');
  expect(tab.notes).toMatchObject([{ callId: ana.notes.at(-1)?.callId, outcome: 'busy' }]);
});

describe('[CALL-5] the caller hears a ring', () => {
  it('only where the device of the callee makes a sound', async () => {
    const { ana, ben } = await room('Ana', 'Ben');
    ben.audible.set(false);
    ana.desk.call(ben.peer, 'video');
    await settled();
    expect(ana.in('outgoing').progress).toBe('no_sound');
    expect(ana.rings).toEqual([]);
    // A tap on the page of the callee lets it ring after all.
    ben.audible.set(true);
    await settled();
    expect(ana.in('outgoing').progress).toBe('ringing');
    expect(ana.rings).toEqual(['outgoing']);
  });

  it('not where the browser of the callee refuses to make one, which shows only when it should', async () => {
    const { ana, ben } = await room('Ana', 'Ben');
    ben.isMute = true;
    ana.desk.call(ben.peer, 'video');
    await settled();
    expect(ana.in('outgoing').progress).toBe('no_sound');
    expect(ana.rings).toEqual([]);
  });

  it('where one of two devices makes a sound, whichever says so first', async () => {
    const { ana, ben, third } = await room('Ana', 'Ben', 'Ben/BENPHONE');
    third.audible.set(false);
    ana.desk.call(ben.peer, 'video');
    await settled();
    expect(ana.in('outgoing').progress).toBe('ringing');
  });

  it('not where the callee asked not to be disturbed, and is told that, also at the end', async () => {
    const { clock, server, ana, ben } = await room('Ana', 'Ben');
    await ben.tab.request('set_profile', { status: 'do_not_disturb' });
    ana.desk.call(ben.peer, 'video');
    await settled();
    expect(ana.in('outgoing').progress).toBe('do_not_disturb');
    expect([ana.rings, ben.rings]).toEqual([[], []]);
    clock.advance(40_000);
    await server.sweep();
    expect(ana.in('ended')).toMatchObject({ reason: 'no_answer', silent: 'do_not_disturb' });
  });

  it('not after three calls in two minutes', async () => {
    const { ana, ben } = await room('Ana', 'Ben');
    for (let time = 0; time < 3; time += 1) {
      ana.desk.call(ben.peer, 'video');
      await settled();
      ana.in('outgoing').cancel();
      await settled();
    }
    ana.desk.call(ben.peer, 'video');
    await settled();
    expect(ana.in('outgoing').progress).toBe('rang_often');
    expect(ben.in('incoming').silent).toBe('rang_often');
  });
});
