/** Pages with the real call desk before the real rules of the server, with fake devices and fake links. */
import { Store } from '../../client/base/store.ts';
import { LocalMedia } from '../../client/media/local-media.ts';
import { CallDesk, type EarlyEnd } from '../../client/calls/call-desk.ts';
import type { NotedCall } from '../../client/calls/call-note.ts';
import type { CallView } from '../../client/calls/call-view.ts';
import { CallServer } from './call-server.ts';
import { FakeDevices, fakeStreamOf } from './fake-devices.ts';
import { FakeLink } from './fake-link.ts';
import { ManualClock } from './manual-clock.ts';
import { MemoryStorage } from './memory-storage.ts';
import { ServerTab } from './server-tab.ts';
import { settled } from './settled.ts';

export const T0 = 1_000_000;

export class DeskPage {
  readonly devices = new FakeDevices();
  readonly links: FakeLink[] = [];
  readonly rings: (string | null)[] = [];
  readonly askedFirst: string[] = [];
  readonly notes: NotedCall[] = [];
  readonly audible = new Store(true);
  /** Its browser makes no sound, which shows when it should. */
  isMute = false;
  readonly window = new EventTarget();
  readonly tabStorage: Storage;
  readonly desk: CallDesk;
  readonly tab: ServerTab;
  readonly clock: ManualClock;

  /** `tabStorage` is that of the page before this one, after a reload. */
  constructor(
    tab: ServerTab,
    clock: ManualClock,
    {
      early = [],
      tabStorage = new MemoryStorage(),
    }: { early?: readonly EarlyEnd[]; tabStorage?: Storage } = {},
  ) {
    this.tab = tab;
    this.tabStorage = tabStorage;
    this.clock = clock;
    this.desk = new CallDesk({
      signaling: tab,
      early,
      tab: tab.tab,
      tabStorage: this.tabStorage,
      clock,
      page: this.window,
      iceServers: () => [],
      createMedia: () => new LocalMedia({ devices: this.devices.source, streamOf: fakeStreamOf }),
      openTools: null,
      createLink: (options) => {
        const link = new FakeLink(options);
        this.links.push(link);
        return link;
      },
      onRing: (ring) => {
        this.rings.push(ring);
        if (ring !== null && this.isMute) this.audible.set(false);
      },
      askFirst: (peer, media) => this.askedFirst.push(`${peer.name} ${media}`),
      note: (call) => this.notes.push(call),
      audible: this.audible,
      onWaiting: () => this.rings.push('waiting'),
    });
  }

  get peer() {
    return { id: this.tab.user, name: this.tab.name };
  }

  get link(): FakeLink {
    const link = this.links.at(-1);
    if (!link) throw new Error('no link was made');
    return link;
  }

  /** The view, which has to be in this phase. */
  in<P extends CallView['phase']>(phase: P): Extract<CallView, { phase: P }> {
    const view = this.desk.view.get();
    if (view.phase !== phase)
      throw new Error(`in phase ${view.phase}, not ${phase}: ${JSON.stringify(view)}`);
    // Compared in the line above; the compiler does not narrow a union by a generic.
    return view as Extract<CallView, { phase: P }>;
  }

  get phase(): string {
    const view = this.desk.view.get();
    return view.phase === 'ended' ? `ended ${view.reason} by ${view.by}` : view.phase;
  }
}

/** Two or three people; `Ben/BENPHONE` is one more tab of Ben. */
export async function room(...names: string[]) {
  const clock = new ManualClock(T0);
  const server = new CallServer(clock);
  const pages: DeskPage[] = [];
  for (const name of names) {
    const [person = name, tab] = name.split('/');
    pages.push(new DeskPage(await new ServerTab(server, person, tab).connect(), clock));
  }
  const [ana, ben, third] = pages;
  if (!ana || !ben) throw new Error('a room needs two');
  return { clock, server, ana, ben, third: third ?? ana };
}

export async function talking(media: 'audio' | 'video' = 'video') {
  const all = await room('Ana', 'Ben');
  all.ana.desk.call(all.ben.peer, media);
  await settled();
  all.ben.in('incoming').accept(media);
  await settled();
  all.ana.link.says('connected');
  all.ben.link.says('connected');
  return all;
}
