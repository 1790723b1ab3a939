/** A copy under way: the signals of an open link, the path, and on each path the next part of the copy. The same on both sides. */
import type { Clock } from '../base/clock.ts';
import { SignalChannel } from '../calls/signal-channel.ts';
import type { Signaling } from '../connection/signaling.ts';
import type { LinkId } from '../../protocol/ids.ts';
import type { CopyChannel } from './copy-channel.ts';
import { CopyError } from './copy-messages.ts';
import { CopyPath } from './copy-path.ts';
import type { CutReason } from './device-link-view.ts';
import type { CopyTotals } from './give-copy.ts';

interface RunningCopyOptions {
  readonly signaling: Signaling;
  readonly clock: Clock;
  readonly linkId: LinkId;
  readonly addresses: readonly string[];
  readonly insists: boolean;
  /** Gives or takes over this channel, from where the last one broke. */
  readonly run: (channel: CopyChannel) => Promise<CopyTotals>;
  readonly onTry: () => void;
  readonly onCut: (reason: CutReason) => void;
  /** The server knows the link no more; a path that stands is good for what it carries. */
  readonly onLinkGone: () => void;
  readonly onDone: (totals: CopyTotals) => void;
}

/** How long the path stays when all is said, for what is still on its way. */
const LINGER_MS = 2_000;

export class RunningCopy {
  readonly #options: RunningCopyOptions;
  readonly #signals: SignalChannel;
  readonly #path: CopyPath;
  #over = false;

  constructor(options: RunningCopyOptions) {
    this.#options = options;
    const { signaling, clock, linkId, addresses, insists, onTry, onCut, onLinkGone } = options;
    this.#signals = new SignalChannel({ signaling, clock, callId: linkId, onRefused: onLinkGone });
    this.#path = new CopyPath({
      signals: this.#signals,
      clock,
      addresses,
      insists,
      onTry,
      onUnreachable: () => this.#over || onCut('unreachable'),
      onChannel: (channel) => void this.#run(channel),
    });
  }

  connect(): void {
    this.#path.connect();
  }

  close(): void {
    this.#over = true;
    this.#signals.close();
    this.#path.close();
  }

  async #run(channel: CopyChannel & { close(): void }): Promise<void> {
    const { run, clock, onCut, onDone } = this.#options;
    try {
      const totals = await run(channel);
      if (this.#over) return;
      this.#over = true;
      onDone(totals);
      clock.after(LINGER_MS, () => this.close());
    } catch (error) {
      channel.close();
      // Whatever else went wrong is the storage's: full, or gone.
      if (!this.#over) onCut(error instanceof CopyError && error.why === 'lost' ? 'lost' : 'failed');
    }
  }
}
