/** A link without a browser: it says what a test tells it to say, and remembers what it was given. */
import { Emitter } from '../../client/base/emitter.ts';
import { Store } from '../../client/base/store.ts';
import type { DeviceStates } from '../../client/calls/control-channel.ts';
import type { PeerLink, PeerLinkEvents, PeerLinkOptions } from '../../client/calls/peer-link.ts';
import { NOTHING_YET } from '../../client/calls/remote-media.ts';
import type { Signal } from '../../client/calls/signal-channel.ts';
import type { LocalTracks } from '../../client/media/local-media.ts';

export class FakeLink implements PeerLink {
  readonly events = new Emitter<PeerLinkEvents>();
  readonly remote = new Store(NOTHING_YET);
  readonly options: PeerLinkOptions;
  readonly received: Signal[] = [];
  tracks: LocalTracks;
  devices: DeviceStates;
  closed: 'with a goodbye' | 'silently' | null = null;

  constructor(options: PeerLinkOptions) {
    this.options = options;
    this.tracks = options.tracks;
    this.devices = options.devices;
    options.signals.listen((signal) => this.received.push(signal));
  }

  setLocal(tracks: LocalTracks, devices: DeviceStates): Promise<void> {
    this.tracks = tracks;
    this.devices = devices;
    return Promise.resolve();
  }

  stats(): Promise<null> {
    return Promise.resolve(null);
  }

  planPicture(): void {}

  report(): boolean {
    return true;
  }

  saidLeaving = false;
  sayLeaving(): void {
    this.saidLeaving = true;
  }

  close({ sayBye }: { sayBye: boolean }): void {
    this.closed = sayBye ? 'with a goodbye' : 'silently';
  }

  says(status: PeerLinkEvents['status']): void {
    this.events.emit('status', status);
  }

  goes(route: PeerLinkEvents['route']): void {
    this.events.emit('route', route);
  }

  saysLeaving(): void {
    this.events.emit('leaving', null);
  }

  saysBye(): void {
    this.events.emit('bye', null);
  }
}
