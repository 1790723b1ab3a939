import { describe, expect, it } from 'vitest';
import { CallServer } from '../../tests/support/call-server.ts';
import { DeskPage, room, T0, talking } from '../../tests/support/call-room.ts';
import { ManualClock } from '../../tests/support/manual-clock.ts';
import { ServerTab } from '../../tests/support/server-tab.ts';
import { settled } from '../../tests/support/settled.ts';
import { DISMISS_MS } from './call-desk.ts';

describe('placing a call', () => {
  it('rings there, and is heard here only once a page there says that it rings', async () => {
    const { ana, ben } = await room('Ana', 'Ben');
    ana.desk.call(ben.peer, 'video');
    expect(ana.in('outgoing').progress).toBe('asking');
    await settled();
    expect(ana.in('outgoing').progress).toBe('ringing');
    expect(ben.in('incoming')).toMatchObject({ peer: ana.peer, media: 'video', silent: null });
    expect(ana.rings).toEqual(['outgoing']);
    expect(ben.rings).toEqual(['incoming']);
  });

  it('opens the own devices once it is placed, and nothing at the other side before the accept', async () => {
    const { ana, ben } = await room('Ana', 'Ben');
    ana.desk.call(ben.peer, 'video');
    expect(ana.devices.asked).toEqual([]);
    await settled();
    expect(ana.devices.asked).toEqual(['audio+video']);
    expect(ana.in('outgoing').local).toMatchObject({ microphone: 'on', camera: 'on', problems: [] });
    expect(ben.devices.asked).toEqual([]);
    expect(ben.links).toEqual([]);
  });

  it('makes the offer while it rings, and sends nothing of it before the accept', async () => {
    const { ana, ben, server, clock } = await room('Ana', 'Ben');
    ana.desk.call(ben.peer, 'video');
    await settled();
    ana.link.options.signals.send({ type: 'offer', sdp: 'early' });
    clock.advance(20_000);
    await settled();
    expect(server.relayed).toEqual([]);
    ben.in('incoming').accept('video');
    await settled();
    expect(ana.links).toHaveLength(1);
    expect(ben.link.received).toEqual([{ type: 'offer', sdp: 'early' }]);
  });

  it('makes it anew where the network has changed meanwhile', async () => {
    const { ana, ben } = await room('Ana', 'Ben');
    ana.desk.call(ben.peer, 'video');
    await settled();
    ana.link.options.signals.send({ type: 'offer', sdp: 'of another network' });
    ana.window.dispatchEvent(new Event('online'));
    ben.in('incoming').accept('video');
    await settled();
    expect(ana.links.map(({ closed }) => closed)).toEqual(['silently', null]);
    expect(ben.link.received).toEqual([]);
  });

  it('stands after the accept, with the caller making the offer', async () => {
    const { ana, ben } = await room('Ana', 'Ben');
    ana.desk.call(ben.peer, 'video');
    await settled();
    ben.in('incoming').accept('audio');
    await settled();
    expect([ana.link.options.role, ben.link.options.role]).toEqual(['caller', 'callee']);
    expect(ben.devices.asked).toEqual(['audio']);
    expect(ana.in('active').link).toBe('connecting');
    expect(ben.in('active').local).toMatchObject({ microphone: 'on', camera: 'off' });
    expect([ana.rings, ben.rings]).toEqual([
      ['outgoing', null],
      ['incoming', null],
    ]);
  });

  it('does nothing while another call goes on', async () => {
    const { ana, ben } = await talking();
    ana.desk.call({ id: ben.tab.user, name: 'Ben' }, 'audio');
    expect(ana.tab.requested.filter((name) => name === 'start_call')).toHaveLength(1);
  });

  it('says that the other has to accept first, and opens nothing', async () => {
    const clock = new ManualClock(T0);
    const server = new CallServer(clock);
    const ana = new DeskPage(await new ServerTab(server, 'Ana').connect(), clock);
    const tab = new ServerTab(server, 'Ben');
    server.strangers(tab.user);
    const ben = new DeskPage(await tab.connect(), clock);
    ana.desk.call(ben.peer, 'video');
    await settled();
    expect(ana.phase).toBe('ended not_accepted by them');
    expect(ana.askedFirst).toEqual(['Ben video']);
    expect(ana.devices.asked).toEqual([]);
    expect(ben.phase).toBe('idle');
  });

  it('says who is busy, who is not here, and that the server is away', async () => {
    const { ana, third, ben } = await talking().then(async (all) => {
      const tab = await new ServerTab(all.server, 'Cem').connect();
      return { ...all, third: new DeskPage(tab, all.clock) };
    });
    third.desk.call(ana.peer, 'audio');
    await settled();
    expect(third.phase).toBe('ended busy by them');
    ana.in('active').end();
    await settled();
    await ben.tab.lose();
    third.desk.call(ben.peer, 'audio');
    await settled();
    expect(third.phase).toBe('ended unreachable by them');
    await third.tab.lose();
    third.desk.call(ana.peer, 'audio');
    await settled();
    expect(third.phase).toBe('ended no_server by server');
  });

  it('that is cancelled before the server has answered ends there too', async () => {
    const { ana, ben } = await room('Ana', 'Ben');
    ana.desk.call(ben.peer, 'video');
    ana.in('outgoing').cancel();
    expect(ana.phase).toBe('ended cancelled by me');
    await settled();
    expect(ben.phase).toBe('ended cancelled by them');
    expect(ana.devices.asked).toEqual([]);
  });
});

it('a call that is cancelled before the server has answered stops ringing where nobody has said that it rings', async () => {
  const { server, ana } = await room('Ana', 'Ben');
  const cem = await new ServerTab(server, 'Cem').connect();
  const ends: string[] = [];
  cem.notices.on('call_ended', ({ reason }) => ends.push(reason));
  ana.desk.call({ id: cem.user, name: cem.name }, 'video');
  ana.in('outgoing').cancel();
  await settled();
  expect(ends).toEqual(['cancelled']);
});

describe('two people who call each other', () => {
  it('have one call, whichever way the notices cross', async () => {
    const { ana, ben } = await room('Ana', 'Ben');
    ana.desk.call(ben.peer, 'video');
    ben.desk.call(ana.peer, 'audio');
    await settled();
    expect([ana.phase, ben.phase]).toEqual(['active', 'active']);
    expect([ana.link.options.role, ben.link.options.role]).toEqual(['caller', 'callee']);
    expect([ana.devices.asked, ben.devices.asked]).toEqual([['audio+video'], ['audio']]);
    expect([ana.links.length, ben.links.length]).toEqual([1, 1]);
  });
});

describe('an incoming call', () => {
  it('stops ringing on the other tabs when one takes it', async () => {
    const { ana, ben, third } = await room('Ana', 'Ben', 'Ben/BENPHONE');
    ana.desk.call(ben.peer, 'video');
    await settled();
    expect([ben.phase, third.phase]).toEqual(['incoming', 'incoming']);
    third.in('incoming').accept('video');
    await settled();
    expect([ben.phase, third.phase]).toEqual(['ended answered_elsewhere by me', 'active']);
    expect(ben.devices.asked).toEqual([]);
    expect(ben.rings).toEqual(['incoming', null]);
  });

  it('is declined for both', async () => {
    const { ana, ben } = await room('Ana', 'Ben');
    ana.desk.call(ben.peer, 'video');
    await settled();
    ben.in('incoming').decline();
    await settled();
    expect([ana.phase, ben.phase]).toEqual(['ended declined by them', 'ended declined by me']);
    expect(ana.devices.live).toEqual([]);
    expect(ben.devices.asked).toEqual([]);
  });

  it('ends as cancelled where the accept crosses the cancel', async () => {
    const { ana, ben } = await room('Ana', 'Ben');
    ana.desk.call(ben.peer, 'video');
    await settled();
    ana.in('outgoing').cancel();
    ben.in('incoming').accept('video');
    await settled();
    expect([ana.phase, ben.phase]).toEqual(['ended cancelled by me', 'ended cancelled by them']);
    expect([...ana.devices.live, ...ben.devices.live]).toEqual([]);
    expect(ben.links).toEqual([]);
    expect(ana.link.closed).not.toBeNull();
  });

  it('nobody answers ends with that reason for both', async () => {
    const { clock, server, ana, ben } = await room('Ana', 'Ben');
    ana.desk.call(ben.peer, 'video');
    await settled();
    clock.advance(40_000);
    await server.sweep();
    expect([ana.phase, ben.phase]).toEqual(['ended no_answer by them', 'ended no_answer by me']);
  });

  it('that was announced before the desk was there is taken, once', async () => {
    const { ana, ben } = await room('Ana', 'Ben');
    const call = {
      from: { ...ana.peer, status: 'available' as const },
      media: 'audio' as const,
      silent: 'do_not_disturb' as const,
    };
    ben.desk.announce({ ...call, callId: 'x' as never });
    expect(ben.in('incoming').silent).toBe('do_not_disturb');
    await settled();
    // The server does not know it: it ended before this page was ready.
    expect(ben.phase).toBe('ended cancelled by them');
    ben.desk.announce({ ...call, callId: 'x' as never });
    expect(ben.phase).toBe('ended cancelled by them');
    expect(ben.rings).toEqual([]);
  });

  it('shows once the own call that was being asked for is refused', async () => {
    const { ana, ben, third } = await room('Ana', 'Ben', 'Cem');
    third.desk.call(ana.peer, 'audio');
    ana.desk.call(ben.peer, 'audio');
    await settled();
    expect(ana.in('incoming').peer).toEqual(third.peer);
    expect(ben.phase).toBe('idle');
  });

  it('does not ring on for a page that was cut off while it was cancelled', async () => {
    const { ana, ben } = await room('Ana', 'Ben');
    ana.desk.call(ben.peer, 'video');
    await settled();
    await ben.tab.lose();
    ana.in('outgoing').cancel();
    await settled();
    expect(ben.phase).toBe('incoming');
    await ben.tab.connect();
    await settled();
    expect(ben.phase).toBe('ended cancelled by them');
  });

  it('does not come back from a server that does not know yet that it was declined', async () => {
    const { ana, ben } = await room('Ana', 'Ben');
    ana.desk.call(ben.peer, 'video');
    await settled();
    await ben.tab.lose();
    ben.in('incoming').decline();
    await ben.tab.connect();
    await settled();
    expect([ana.phase, ben.phase]).toEqual(['ended declined by them', 'ended declined by me']);
    expect(ben.rings).toEqual(['incoming', null]);
  });
});

describe('a call that stands', () => {
  it('counts from the moment media flows and ends for both with its length', async () => {
    const { clock, ana, ben } = await talking();
    expect(ana.in('active')).toMatchObject({ link: 'connected', connectedAt: T0 });
    ana.link.goes('direct');
    clock.advance(65_000);
    ana.in('active').end();
    await settled();
    expect(ana.in('ended')).toMatchObject({ reason: 'hung_up', by: 'me', seconds: 65, route: 'direct' });
    expect(ben.in('ended')).toMatchObject({ reason: 'hung_up', by: 'them', seconds: 65 });
  });

  it('leaves no track, no link and no timer behind', async () => {
    const { clock, ana, ben } = await talking();
    ana.in('active').end();
    await settled();
    expect([...ana.devices.live, ...ben.devices.live]).toEqual([]);
    expect([ana.link.closed, ben.link.closed]).toEqual(['with a goodbye', 'silently']);
    clock.advance(DISMISS_MS);
    expect([ana.phase, ben.phase]).toEqual(['idle', 'idle']);
    expect(clock.waiting).toBe(0);
  });

  it('gives the link every change of a device', async () => {
    const { ana } = await talking();
    const { microphone, camera } = ana.link.tracks;
    ana.in('active').toggleMicrophone?.();
    expect(ana.link.devices).toMatchObject({ microphone: false, camera: true, screen: false });
    expect(ana.link.tracks.microphone).toBe(microphone);
    ana.in('active').toggleCamera?.();
    expect(ana.link.tracks.camera).toBe(null);
    ana.in('active').toggleCamera?.();
    ana.in('active').toggleScreen?.();
    await settled();
    expect(ana.link.devices).toMatchObject({ microphone: false, camera: true, screen: true });
    expect(ana.link.tracks.camera).not.toBe(camera);
    expect(ana.in('active').local).toMatchObject({ microphone: 'off', camera: 'on', sharing: true });
  });

  it('offers no toggle for a device that is not there', async () => {
    const { ana, ben } = await room('Ana', 'Ben');
    ben.devices.failing.video = 'NotFoundError';
    ana.desk.call(ben.peer, 'video');
    await settled();
    ben.in('incoming').accept('video');
    expect(ben.in('active').toggleMicrophone).toBe(null);
    await settled();
    const { local, toggleMicrophone, toggleCamera, toggleScreen } = ben.in('active');
    expect(local.problems).toEqual([{ device: 'camera', kind: 'not_found' }]);
    expect([typeof toggleMicrophone, toggleCamera, typeof toggleScreen]).toEqual([
      'function',
      null,
      'function',
    ]);
  });

  it('makes the path at the callee while the browser still asks for the devices, and sends them when they are there', async () => {
    const { ana, ben } = await room('Ana', 'Ben');
    let answer = () => {};
    ben.devices.question = new Promise((resolve) => (answer = resolve));
    ana.desk.call(ben.peer, 'video');
    await settled();
    ben.in('incoming').accept('video');
    await settled();
    ana.link.options.signals.send({ type: 'offer', sdp: 'early' });
    await settled();
    expect(ben.link.received).toEqual([{ type: 'offer', sdp: 'early' }]);
    expect(ben.link.tracks).toMatchObject({ microphone: null, camera: null });
    expect(ben.link.options).toMatchObject({ media: 'video', devices: { microphone: false, opening: true } });
    answer();
    await settled();
    expect(ben.link.tracks).toMatchObject({ microphone: {}, camera: {} });
    expect(ben.link.devices).toMatchObject({ microphone: true, camera: true, opening: false });
  });

  it('waits at the caller for the devices, whose use decides which addresses are given away', async () => {
    const { ana, ben } = await room('Ana', 'Ben');
    let answer = () => {};
    ana.devices.question = new Promise((resolve) => (answer = resolve));
    ana.desk.call(ben.peer, 'video');
    await settled();
    ben.in('incoming').accept('video');
    await settled();
    expect(ana.links).toEqual([]);
    answer();
    await settled();
    expect(ana.link.tracks).toMatchObject({ microphone: {}, camera: {} });
  });

  it('ends by the goodbye of the other page alone, while the server is away', async () => {
    const { ana, ben } = await talking();
    await Promise.all([ana.tab.lose(), ben.tab.lose()]);
    ana.in('active').end();
    ben.link.saysBye();
    expect([ana.phase, ben.phase]).toEqual(['ended hung_up by me', 'ended hung_up by them']);
  });

  it('tells the server of the end as soon as it is back', async () => {
    const { ana, ben } = await talking();
    await ana.tab.lose();
    ana.in('active').end();
    await settled();
    expect(ben.phase).toBe('active');
    await ana.tab.connect();
    await settled();
    expect(ben.phase).toBe('ended hung_up by them');
  });

  it('survives a server that was restarted and has forgotten it', async () => {
    const { clock, server, ana, ben } = await talking();
    server.restart();
    for (const page of [ana, ben]) page.tab.state.set({ phase: 'reconnecting', since: T0 });
    ana.link.options.signals.send({ type: 'offer', sdp: 'restart' });
    await Promise.all([ana.tab.connect(), ben.tab.connect()]);
    await settled();
    clock.advance(30_000);
    await settled();
    expect([ana.phase, ben.phase]).toEqual(['active', 'active']);
    ana.in('active').end();
    ben.link.saysBye();
    expect([ana.phase, ben.phase]).toEqual(['ended hung_up by me', 'ended hung_up by them']);
  });

  it('declines for a person in a call whom a forgetful server lets ring', async () => {
    const { clock, server, ana, ben } = await talking();
    server.restart();
    await Promise.all([ana.tab.connect(), ben.tab.connect()]);
    const cem = new DeskPage(await new ServerTab(server, 'Cem').connect(), clock);
    cem.desk.call(ana.peer, 'audio');
    await settled();
    expect([ana.phase, cem.phase]).toEqual(['active', 'ended declined by them']);
  });

  it('that finds no path fails for both', async () => {
    const { ana, ben } = await talking();
    ana.link.says('reconnecting');
    expect(ana.in('active').link).toBe('reconnecting');
    ana.link.says('failed');
    await settled();
    expect([ana.phase, ben.phase]).toEqual(['ended failed by server', 'ended failed by server']);
    expect([...ana.devices.live, ...ben.devices.live]).toEqual([]);
  });

  it('is cancelled by a page that goes away while it rings', async () => {
    const { ana, ben } = await room('Ana', 'Ben');
    ana.desk.call(ben.peer, 'video');
    await settled();
    ana.window.dispatchEvent(new Event('pagehide'));
    await settled();
    expect(ben.phase).toBe('ended cancelled by them');
  });

  it('is not touched by notices about calls of the past', async () => {
    const { ana } = await talking();
    ana.tab.notice('call_ended', { callId: 'old' as never, reason: 'hung_up' });
    ana.tab.notice('call_ringing', { callId: 'old' as never, silent: null });
    await settled();
    expect(ana.phase).toBe('active');
  });
});

describe('the connection to the server', () => {
  it('is replaced where the path is lost and it does not answer', async () => {
    const { clock, ana } = await talking();
    ana.link.options.reviveSignaling();
    await settled();
    clock.advance(10_000);
    expect(ana.tab.reopened).toBe(0);
    ana.tab.zombie = true;
    ana.link.options.reviveSignaling();
    ana.link.options.reviveSignaling();
    await settled();
    clock.advance(10_000);
    expect(ana.tab.reopened).toBe(1);
  });
});

describe('an ended call', () => {
  it('leaves the screen by itself after a hang-up', async () => {
    const { clock, ana } = await talking();
    ana.in('active').end();
    clock.advance(DISMISS_MS - 1);
    expect(ana.phase).toBe('ended hung_up by me');
    clock.advance(1);
    expect(ana.phase).toBe('idle');
  });

  it('that the person should know of stays until it is dismissed', async () => {
    const { clock, ana, ben } = await room('Ana', 'Ben');
    ana.desk.call(ben.peer, 'video');
    await settled();
    ana.in('outgoing').cancel();
    await settled();
    clock.advance(600_000);
    expect([ana.phase, ben.phase]).toEqual(['idle', 'ended cancelled by them']);
    ben.in('ended').dismiss();
    expect(ben.phase).toBe('idle');
  });

  it('makes room for the next call at once', async () => {
    const { ana, ben } = await talking();
    ana.in('active').end();
    await settled();
    ben.desk.call(ana.peer, 'audio');
    await settled();
    expect([ana.phase, ben.phase]).toEqual(['incoming', 'outgoing']);
  });
});

it('a closed desk hangs up and hears nothing more', async () => {
  const { ana, ben } = await talking();
  ana.desk.close();
  await settled();
  expect([ana.phase, ben.phase]).toEqual(['idle', 'ended hung_up by them']);
  ben.desk.call(ana.peer, 'audio');
  await settled();
  expect(ana.phase).toBe('idle');
});
