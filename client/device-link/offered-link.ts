/** The device one has: shows a link, asks who comes by it, and gives the copy. */
import type { Clock } from '../base/clock.ts';
import { Disposables } from '../base/disposables.ts';
import { Store, type Readable } from '../base/store.ts';
import type { Signaling } from '../connection/signaling.ts';
import { DEVICE_FRAGMENT, type AskingDevice, type LinkEnd } from '../../protocol/device-link.ts';
import { AppError } from '../../protocol/errors.ts';
import type { LinkId } from '../../protocol/ids.ts';
import type { DeviceOffer, OfferView } from './device-link-view.ts';
import type { CopyProgress, GiveCopy } from './give-copy.ts';
import { RunningCopy } from './running-copy.ts';

interface OfferLinkOptions {
  readonly signaling: Signaling;
  readonly clock: Clock;
  /** An address of this server that other devices can open. */
  readonly serverUrl: () => string;
  readonly createGive: (onProgress: (progress: CopyProgress) => void) => Promise<GiveCopy>;
}

const NOTHING_YET: CopyProgress = { messages: 0, of: 0 };

export class OfferedLink implements DeviceOffer {
  readonly #options: OfferLinkOptions;
  readonly #view = new Store<OfferView>({ phase: 'making' });
  readonly #scope = new Disposables();
  #linkId: LinkId | null = null;
  #progress = NOTHING_YET;
  #copy: RunningCopy | null = null;
  #linkGone = false;

  constructor(options: OfferLinkOptions) {
    this.#options = options;
    const { notices, state } = options.signaling;
    this.#scope.add(notices.on('device_link_asked', (device) => this.#onAsked(device)));
    this.#scope.add(
      notices.on('device_link_ended', ({ linkId, reason }) => {
        if (linkId === this.#linkId) this.#onEnded(reason);
      }),
    );
    // The server ends what is shown on a page that it does not see.
    this.#scope.add(
      state.subscribe(() => {
        if (state.get().phase !== 'connected' && this.#copy === null) this.#end('lost');
      }),
    );
    this.#make();
  }

  get view(): Readable<OfferView> {
    return this.#view;
  }

  close(): void {
    this.#scope.dispose();
    this.#copy?.close();
    this.#forget();
  }

  #make(): void {
    this.#view.set({ phase: 'making' });
    void this.#attempt(async () => {
      const { linkId, secret } = await this.#options.signaling.request('offer_device_link', {});
      this.#linkId = linkId;
      if (this.#scope.disposed) this.#forget();
      const url = new URL(`/${DEVICE_FRAGMENT}${secret}`, this.#options.serverUrl()).href;
      this.#view.set({ phase: 'shown', url });
    });
  }

  #onAsked(device: AskingDevice): void {
    if (device.linkId !== this.#linkId) return;
    const answer = (allow: boolean) => () => void this.#attempt(() => this.#answer(device, allow));
    this.#view.set({ phase: 'asked', device, allow: answer(true), refuse: answer(false) });
  }

  async #answer(device: AskingDevice, allow: boolean): Promise<void> {
    const { signaling, clock, createGive } = this.#options;
    const { linkId, addresses } = device;
    this.#view.set(allow ? { phase: 'connecting' } : { phase: 'making' });
    if (!allow) {
      await signaling.request('answer_device_link', { linkId, allow });
      this.#end('refused');
      return;
    }
    const give = await createGive((progress) => {
      this.#progress = progress;
      this.#view.set({ phase: 'copying', progress });
    });
    // Before the answer, so that no signal of the other side comes too early.
    const copy = new RunningCopy({
      signaling,
      clock,
      linkId,
      addresses,
      insists: false,
      run: (channel) => give.give(channel),
      onTry: () => this.#view.set({ phase: 'connecting' }),
      onCut: (reason) => this.#cut(reason),
      onLinkGone: () => this.#onLinkGone(),
      onDone: (totals) => this.#view.set({ phase: 'done', totals }),
    });
    this.#copy = copy;
    try {
      await signaling.request('answer_device_link', { linkId, allow });
    } catch (error) {
      copy.close();
      this.#copy = null;
      throw error;
    }
  }

  #cut(reason: Extract<OfferView, { phase: 'cut' }>['reason']): void {
    const goOn = this.#linkGone || reason === 'failed' ? null : () => this.#copy?.connect();
    this.#view.set({ phase: 'cut', reason, progress: this.#progress, goOn });
  }

  #onEnded(reason: LinkEnd): void {
    if (this.#copy === null) this.#end(reason);
    else this.#onLinkGone();
  }

  /** A copy that runs goes on without the link; one that does not cannot be taken up again. */
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

  #end(reason: Extract<OfferView, { phase: 'ended' }>['reason']): void {
    this.#forget();
    if (!this.#scope.disposed) this.#view.set({ phase: 'ended', reason, again: () => this.#make() });
  }

  #forget(): void {
    const linkId = this.#linkId;
    this.#linkId = null;
    if (linkId === null) return;
    void this.#options.signaling.request('end_device_link', { linkId }).catch(() => undefined);
  }
}
