/** The new device: learns whose link it is, waits for the yes, becomes that person, and takes the copy. */
import type { Clock } from '../base/clock.ts';
import { Disposables } from '../base/disposables.ts';
import { Store, type Readable } from '../base/store.ts';
import type { DevicePort } from '../connection/device-socket.ts';
import type { Signaling } from '../connection/signaling.ts';
import type { DeviceNotices } from '../../protocol/device-link.ts';
import { AppError } from '../../protocol/errors.ts';
import type { UserId } from '../../protocol/ids.ts';
import type { ArrivalView, DeviceArrival } from './device-link-view.ts';
import type { CopyProgress } from './give-copy.ts';
import { RunningCopy } from './running-copy.ts';
import type { TakeCopy } from './take-copy.ts';

interface ArrivalOptions {
  readonly signaling: Signaling;
  readonly clock: Clock;
  readonly device: DevicePort;
  /** What is in this browser. */
  readonly contents: () => Promise<{ readonly messages: number; readonly contacts: number }>;
  /** Takes leave of whoever was here, in all tabs; removes everything of theirs. */
  readonly makeRoom: () => Promise<void>;
  /** Joins under the cookie that is there now. @returns as whom */
  readonly join: (name: string) => Promise<UserId>;
  readonly createTake: (me: UserId, onProgress: (progress: CopyProgress) => void) => Promise<TakeCopy>;
  /** Everything has come, or as much as will. */
  readonly onTaken: () => void;
}

const NOTHING_YET: CopyProgress = { messages: 0, of: 0 };

export class Arrival implements DeviceArrival {
  readonly #options: ArrivalOptions;
  readonly #view = new Store<ArrivalView>({ phase: 'looking' });
  readonly #scope = new Disposables();
  #progress = NOTHING_YET;
  #copy: RunningCopy | null = null;
  #linkGone = false;
  #forget: () => void = () => undefined;

  constructor(options: ArrivalOptions) {
    this.#options = options;
    const { events } = options.device;
    const on = this.#scope;
    on.add(events.on('device_link_offered', (offered) => void this.#attempt(() => this.#found(offered))));
    on.add(events.on('refused', (error) => this.#end(error)));
    on.add(events.on('device_link_ended', ({ reason }) => this.#end(reason)));
    on.add(events.on('lost', () => this.#end(new AppError('no_answer_from_server'))));
  }

  get view(): Readable<ArrivalView> {
    return this.#view;
  }

  close(): void {
    this.#scope.dispose();
    this.#options.device.close();
    this.#copy?.close();
    this.#forget();
  }

  async #found({ name, known }: DeviceNotices['device_link_offered']): Promise<void> {
    const contents = await this.#options.contents();
    const inTheWay = !known && contents.messages + contents.contacts > 0 ? contents : null;
    const use = () => void this.#attempt(() => this.#claim(name, known));
    this.#view.set({ phase: 'found', name, known, inTheWay, use });
  }

  async #claim(name: string, known: boolean): Promise<void> {
    const { device } = this.#options;
    this.#scope.add(
      device.events.on('device_link_allowed', (allowed) => {
        // From here on the link is this page's, and the device's own connection has done its part.
        this.#scope.dispose();
        void this.#attempt(() => this.#move(allowed, name, known));
      }),
    );
    const number = await device.claim();
    this.#view.set({ phase: 'waiting', name, number });
  }

  async #move(
    { linkId, user, ticket, addresses }: DeviceNotices['device_link_allowed'],
    name: string,
    known: boolean,
  ): Promise<void> {
    const { device, makeRoom, join, createTake, signaling, clock, onTaken } = this.#options;
    this.#view.set({ phase: 'moving' });
    if (!known) await makeRoom();
    await device.exchange(ticket);
    device.close();
    const me = await join(name);
    // A browser that keeps no cookies is somebody new with every connection.
    if (me !== user) throw new AppError('session_invalid');
    const take = await createTake(me, (progress) => {
      this.#progress = progress;
      this.#view.set({ phase: 'copying', progress });
    });
    this.#forget = () => void signaling.request('end_device_link', { linkId }).catch(() => undefined);
    const ended = signaling.notices.on('device_link_ended', (end) => {
      if (end.linkId === linkId) this.#onLinkGone();
    });
    this.#copy = new RunningCopy({
      signaling,
      clock,
      linkId,
      addresses,
      insists: true,
      run: (channel) => take.take(channel),
      onTry: () => this.#view.set({ phase: 'connecting' }),
      onCut: (reason) => {
        onTaken();
        this.#cut(reason);
      },
      onLinkGone: () => this.#onLinkGone(),
      onDone: (totals) => {
        ended();
        onTaken();
        this.#view.set({ phase: 'done', totals });
        this.#forget();
      },
    });
    this.#copy.connect();
  }

  #cut(reason: Extract<ArrivalView, { phase: 'cut' }>['reason']): void {
    const goOn = this.#linkGone || reason === 'failed' ? null : () => this.#copy?.connect();
    this.#view.set({ phase: 'cut', reason, progress: this.#progress, goOn });
  }

  #onLinkGone(): void {
    this.#linkGone = true;
    const view = this.#view.get();
    if (view.phase === 'cut') this.#cut(view.reason);
    if (view.phase === 'connecting') this.#cut('lost');
  }

  async #attempt(step: () => Promise<void>): Promise<void> {
    try {
      await step();
    } catch (error) {
      this.#end(error instanceof AppError ? error : new AppError('internal'));
    }
  }

  #end(reason: Extract<ArrivalView, { phase: 'ended' }>['reason']): void {
    this.#scope.dispose();
    this.#options.device.close();
    this.#view.set({ phase: 'ended', reason });
  }
}
