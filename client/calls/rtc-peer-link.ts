/**
 * The direct connection to the other browser of a call, through every path that carries it. It knows nothing of rings
 * and reasons, and opens no device.
 *
 * A path that broke is replaced by a new RTCPeerConnection instead of an ICE restart, and the old one is kept until the
 * new one stands. Measured (docs/decisions/0003-new-path-instead-of-ice-restart.md): between Chromium and Firefox three of the
 * four ways to restart ICE freeze the picture or fail, and giving way by rollback freezes it between Chromium and
 * Chromium. So each connection sees one offer and one answer. Either side may offer; of two offers that cross, the
 * caller's counts. Every step goes through one queue.
 */
import { Disposables } from '../base/disposables.ts';
import { Emitter, type Listenable } from '../base/emitter.ts';
import type { Readable } from '../base/store.ts';
import { TaskQueue } from '../base/task-queue.ts';
import type { LocalTracks } from '../media/local-media.ts';
import type { RemoteSide } from './call-view.ts';
import type { DeviceStates, ToldDevices } from './control-channel.ts';
import { DirectPath } from './direct-path.ts';
import { PathKeeper } from './path-keeper.ts';
import type { PeerLink, PeerLinkEvents, PeerLinkOptions } from './peer-link.ts';
import type { TheirReport } from './quality/judge-quality.ts';
import { WHOLE_PICTURE, type PicturePlan } from './quality/picture-plan.ts';
import { RemoteMedia } from './remote-media.ts';
import type { Signal } from './signal-channel.ts';
import { SilenceWatch } from './silence-watch.ts';

/** Of a path that was given up meanwhile nothing is to be learned. */
const ignored = (): void => undefined;

/** The first picture comes sooner where the browser is not told anything meanwhile, and for a second its own ideas do. */
const TUNE_AFTER_MS = 1_000;

/** How long a path is kept open for what is still on its way: a goodbye, or a side that has not yet changed over. */
const LINGER_MS = 2_000;

/** Whether the path goes over a relay, by what each of the two browsers knows. Null where this one does not say. */
interface RelayUse {
  readonly here: boolean | null;
  readonly there: boolean;
}

export class RtcPeerLink implements PeerLink {
  readonly #options: PeerLinkOptions;
  readonly #keeper: PathKeeper;
  readonly #queue = new TaskQueue();
  readonly #events = new Emitter<PeerLinkEvents>();
  readonly #remote: RemoteMedia;
  readonly #scope = new Disposables();
  /** The path that carries the call, and the one that is being made. */
  #current: DirectPath | null = null;
  #next: DirectPath | null = null;
  readonly #leaving = new Map<DirectPath, () => void>();
  #tracks: LocalTracks;
  #devices: ToldDevices;
  #plan = WHOLE_PICTURE;
  /** Once a relay was needed, every further path of the call may use it. */
  #relay: boolean;
  #relayed: RelayUse = { here: null, there: false };

  constructor(options: PeerLinkOptions) {
    const { role, media, signals, clock, page, tracks, devices, reviveSignaling } = options;
    this.#options = options;
    this.#remote = new RemoteMedia(media);
    this.#relay = options.memory?.relayed ?? false;
    this.#tracks = tracks;
    this.#devices = { ...devices, nth: 0 };
    this.#keeper = new PathKeeper({
      clock,
      role,
      renew: () => void this.#do(() => this.#offer()),
      reviveSignaling,
      onStatus: (status) => this.#events.emit('status', status),
    });
    signals.whenOpen(() => this.#keeper.begin());
    this.#scope.add(() => this.#keeper.stop());
    const silence = new SilenceWatch({
      clock,
      heard: () => this.#current?.lastHeard() ?? 0,
      expected: () => {
        const { microphone, camera } = this.#remote.state.get();
        return microphone || camera;
      },
      onDoubt: reviveSignaling,
      onSilence: () => this.#keeper.silent(),
    });
    this.#scope.add(() => silence.stop());
    this.#listen(page, 'online', () => this.#keeper.networkChanged());
    this.#listen(page, 'visibilitychange', () => {
      if (document.visibilityState === 'visible') this.#keeper.awoke();
    });

    // Taken out of the browser's memory of pages.
    this.#listen(page, 'pageshow', () => this.#keeper.awoke());
    if (role === 'caller') void this.#do(() => this.#offer());
    signals.listen((signal) => void this.#do(() => this.#apply(signal)));
  }

  get events(): Listenable<PeerLinkEvents> {
    return this.#events;
  }

  get remote(): Readable<RemoteSide> {
    return this.#remote.state;
  }

  setLocal(tracks: LocalTracks, devices: DeviceStates): Promise<void> {
    this.#tracks = tracks;
    this.#devices = { ...devices, nth: this.#devices.nth + 1 };
    this.#current?.tellDevices(this.#devices);
    this.#next?.tellDevices(this.#devices);
    return this.#do(async () => {
      // Both are named before the first wait: meanwhile one may take over from the other.
      const paths = [this.#current, this.#next].filter((path) => path !== null);
      await Promise.all(paths.map((path) => path.place(this.#tracks)));
    });
  }

  stats(): Promise<RTCStatsReport | null> {
    return this.#current?.stats() ?? Promise.resolve(null);
  }

  planPicture(plan: PicturePlan): void {
    this.#plan = plan;
    void this.#do(() => this.#current?.tune(this.#plan));
  }

  report(report: TheirReport): boolean {
    return this.#current?.report(report) ?? false;
  }

  sayLeaving(): void {
    this.#current?.sayLeaving();
  }

  close({ sayBye }: { sayBye: boolean }): void {
    if (this.#scope.disposed) return;
    this.#scope.dispose();
    for (const path of [this.#current, this.#next]) {
      if (path && sayBye && path.sayBye()) this.#closeLater(path);
      else path?.close();
    }
    this.#current = null;
    this.#next = null;
  }

  #listen(page: EventTarget, event: string, listener: () => void): void {
    page.addEventListener(event, listener);
    this.#scope.add(() => page.removeEventListener(event, listener));
  }

  #do(step: () => Promise<void> | void): Promise<void> {
    return this.#queue
      .run(() => (this.#scope.disposed ? undefined : step()))
      .catch((error: unknown) => {
        // Closing fails whatever is under way. Anything else is a fault of this or the other side; the keeper tries again.
        if (!this.#scope.disposed) reportError(error);
      });
  }

  async #offer(): Promise<void> {
    // Another would gain nothing while one is on its way, and its answer could be taken for that of the other.
    if (this.#next?.isUnanswered) return;
    const path = await this.#begin();
    if (path === null) return;
    const sdp = await path.offer(this.#tracks);
    this.#options.signals.send({ type: 'offer', sdp });
  }

  async #apply(signal: Signal): Promise<void> {
    switch (signal.type) {
      case 'offer':
        return this.#applyOffer(signal.sdp);
      case 'answer':
        if (!this.#next?.isUnanswered) return;
        await this.#next.accept(signal.sdp);
        this.#negotiated();
        return;
      default:
        // One that fits neither is of a path that was given up.
        if (signal.candidate && !(await this.#next?.addCandidate(signal.candidate, signal.addresses))) {
          await this.#current?.addCandidate(signal.candidate, signal.addresses);
        }
    }
  }

  async #applyOffer(sdp: string): Promise<void> {
    const crossed = this.#next?.isUnanswered === true;
    if (crossed && this.#options.role === 'caller') return;
    if (this.#current || this.#next) this.#keeper.otherRenews();
    const path = await this.#begin();
    if (path === null) return;
    const answer = await path.answer(sdp, this.#tracks);
    this.#options.signals.send({ type: 'answer', sdp: answer });
    this.#negotiated();
  }

  #negotiated(): void {
    this.#keeper.negotiated();
    // What plays them waits for the first frame, and not the frame for it.
    if (!this.#current) this.#showTracks(this.#next, false);
  }

  #showTracks(path: DirectPath | null, stands: boolean): void {
    if (path?.remoteTracks) this.#remote.arrived(path.remoteTracks, { stands });
  }

  /** Null where the call has ended meanwhile. */
  async #begin(): Promise<DirectPath | null> {
    this.#relay ||= this.#keeper.wantsRelay;
    const asked = this.#relay ? await this.#options.signals.askRelay() : [];
    if (this.#scope.disposed) return null;
    this.#next?.close();
    const path: DirectPath = new DirectPath({
      iceServers: asked.length > 0 ? asked : this.#options.iceServers(),
      devices: this.#devices,
      listener: {
        onState: (state) => this.#stateChanged(path, state),
        // Through the queue, so that no candidate overtakes the description it belongs to.
        onCandidate: (candidate) =>
          void this.#do(() => this.#options.signals.send({ type: 'candidate', candidate })),
        onDevices: (devices) => this.#told(devices),
        onReport: (report) => {
          this.#events.emit('report', report);
          this.#learned({ there: report.relayed });
        },
        onBye: () => this.#events.emit('bye', null),
        onLeaving: () => this.#events.emit('leaving', null),
        onClosed: () => this.#leaving.get(path)?.(),
      },
    });
    this.#next = path;
    return path;
  }

  #stateChanged(path: DirectPath, state: RTCPeerConnectionState): void {
    if (this.#scope.disposed) return;
    if (path === this.#next && state === 'connected') this.#changeOver(path);
    if (path === this.#current || (this.#current === null && path === this.#next))
      this.#keeper.changed(state);
  }

  #changeOver(path: DirectPath): void {
    if (this.#current) this.#closeLater(this.#current);
    this.#current = path;
    this.#next = null;
    const tune = () => void this.#do(() => path.tune(this.#plan));
    this.#scope.add(this.#options.clock.after(TUNE_AFTER_MS, tune));
    this.#showTracks(path, true);
    void path.isRelayed().then((here) => this.#learned({ here }), ignored);
  }

  #learned(news: Partial<RelayUse>): void {
    const { memory } = this.#options;
    this.#relayed = { ...this.#relayed, ...news };
    const { here, there } = this.#relayed;
    if (here === null) return;
    const relayed = here || there;
    if (memory) memory.relayed = relayed;
    if (!this.#scope.disposed) this.#events.emit('route', relayed ? 'relayed' : 'direct');
  }

  #told(devices: ToldDevices): void {
    if (!this.#scope.disposed) this.#remote.told(devices);
  }

  #closeLater(path: DirectPath): void {
    const close = () => {
      cancel();
      this.#leaving.delete(path);
      path.close();
    };
    const cancel = this.#options.clock.after(LINGER_MS, close);
    this.#leaving.set(path, close);
  }
}
