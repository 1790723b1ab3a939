/** Looks at the connection once a second during a call, tells the other side whether it hears, and keeps the verdict for the screen. */
import type { Clock } from '../../base/clock.ts';
import { Disposables } from '../../base/disposables.ts';
import { Store, type Readable } from '../../base/store.ts';
import type { PeerLink } from '../peer-link.ts';
import { judgeQuality, type Quality, type TheirReport } from './judge-quality.ts';
import { PicturePlanner } from './picture-plan.ts';
import { readStats, type StatsSample } from './read-stats.ts';

const EVERY_MS = 1_000;
/** Losses of one second jump about. */
const WINDOW_MS = 4_000;
/** How long nothing may arrive before it counts as silence: a hiccup is shorter. */
const SILENT_MS = 1_800;
const SERVER_EVERY_MS = 3_000;

export interface QualityWatchOptions {
  readonly link: Pick<PeerLink, 'stats' | 'report' | 'planPicture' | 'events' | 'remote'>;
  readonly clock: Clock;
  /** Milliseconds to the server and back; null where it does not answer. Asked only while the connection is not good. */
  readonly measureServer: () => Promise<number | null>;
}

export class QualityWatch {
  readonly #options: QualityWatchOptions;
  readonly #quality = new Store<Quality | null>(null);
  readonly #scope = new Disposables();
  readonly #planner = new PicturePlanner();
  #samples: readonly StatsSample[] = [];
  #theirs: TheirReport | null = null;
  #told: TheirReport = { hears: true, serverMs: null, relayed: false };
  #serverMs: number | null = null;
  #measuredAt = Number.NEGATIVE_INFINITY;
  #measuring = false;
  #cancel = () => {};

  constructor(options: QualityWatchOptions) {
    this.#options = options;
    this.#scope.add(options.link.events.on('report', (report) => (this.#theirs = report)));
    this.#scope.add(() => this.#cancel());
    this.#next();
  }

  /** Null while there is no path. */
  get quality(): Readable<Quality | null> {
    return this.#quality;
  }

  close(): void {
    this.#scope.dispose();
  }

  #next(): void {
    if (this.#scope.disposed) return;
    this.#cancel = this.#options.clock.after(EVERY_MS, () => void this.#look().finally(() => this.#next()));
  }

  async #look(): Promise<void> {
    const { link, clock } = this.#options;
    const report = await link.stats().catch(() => null);
    if (this.#scope.disposed) return;
    const now = report && readStats(report, clock.now());
    if (!now) {
      this.#samples = [];
      this.#quality.set(null);
      return;
    }
    this.#samples = [
      ...this.#samples.filter(({ at, path }) => path === now.path && now.at - at <= WINDOW_MS + EVERY_MS),
      now,
    ];
    const { plan } = this.#planner;
    if (this.#planner.look(now.lostThere) !== plan) link.planPicture(this.#planner.plan);
    const quality = this.#judge(now);
    this.#quality.set(quality);
    if (quality && quality.level !== 'good') void this.#measure();
    this.#tell({
      hears: quality?.deaf !== true,
      serverMs: quality?.level === 'good' ? null : this.#serverMs,
      relayed: now.route === 'relayed',
    });
  }

  #judge(now: StatsSample): Quality | null {
    const since = (ms: number) => this.#samples.findLast(({ at }) => now.at - at >= ms);
    const oldest = since(WINDOW_MS) ?? this.#samples[0];
    if (!oldest || oldest === now) return null;
    const { microphone } = this.#options.link.remote.get();
    const facts = { now, theirs: this.#theirs, serverMs: this.#serverMs };
    // That a voice is gone is to be known sooner than what it loses.
    const recent = since(SILENT_MS);
    const deaf =
      recent !== undefined && judgeQuality({ ...facts, before: recent, theyTalk: microphone }).deaf;
    const quality = judgeQuality({ ...facts, before: oldest, theyTalk: false });
    return deaf ? { ...quality, deaf, level: 'poor' } : quality;
  }

  #tell(report: TheirReport): void {
    const { hears, serverMs, relayed } = this.#told;
    if (report.hears === hears && report.serverMs === serverMs && report.relayed === relayed) return;
    if (this.#options.link.report(report)) this.#told = report;
  }

  async #measure(): Promise<void> {
    const { clock, measureServer } = this.#options;
    if (this.#measuring || clock.now() - this.#measuredAt < SERVER_EVERY_MS) return;
    this.#measuring = true;
    this.#serverMs = await measureServer();
    this.#measuredAt = clock.now();
    this.#measuring = false;
  }
}
