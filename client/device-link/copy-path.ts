/**
 * The direct connection between the two browsers of a device link. One that broke is replaced by another, as in a call
 * (docs/decisions/0003-new-path-instead-of-ice-restart.md); of two offers that cross, the new device's counts.
 */
import type { Clock } from '../base/clock.ts';
import { Disposables } from '../base/disposables.ts';
import { TaskQueue } from '../base/task-queue.ts';
import { reachableCandidates } from '../calls/reachable-candidate.ts';
import type { Signal, SignalPort } from '../calls/signal-channel.ts';
import { DataCopyChannel } from './copy-channel.ts';

interface CopyPathOptions {
  readonly signals: SignalPort;
  readonly clock: Clock;
  /** Of two that call at once, who is heard. */
  readonly insists: boolean;
  /** Where the other browser is connected from, as the server sees it. */
  readonly addresses: readonly string[];
  readonly onChannel: (channel: DataCopyChannel) => void;
  /** A connection is being made: by this side, or because the other one wants it. */
  readonly onTry: () => void;
  /** It could not be made. What breaks later is said by its channel. */
  readonly onUnreachable: () => void;
}

/** Within one network a connection stands in a second or two. */
const CONNECT_MS = 20_000;
/** How long a connection may be silent before it counts as broken. */
const SILENT_MS = 8_000;

interface Try {
  readonly pc: RTCPeerConnection;
  readonly scope: Disposables;
}

export class CopyPath {
  readonly #options: CopyPathOptions;
  readonly #queue = new TaskQueue();
  #try: Try | null = null;
  #closed = false;

  constructor(options: CopyPathOptions) {
    this.#options = options;
    options.signals.listen((signal) => void this.#queue.run(() => this.#on(signal)).catch(() => undefined));
  }

  connect(): void {
    void this.#queue.run(async () => {
      if (this.#closed) return;
      const { pc } = this.#begin();
      await pc.setLocalDescription();
      this.#options.signals.send({ type: 'offer', sdp: pc.localDescription?.sdp ?? '' });
    });
  }

  close(): void {
    this.#closed = true;
    this.#end();
  }

  async #on(signal: Signal): Promise<void> {
    if (this.#closed) return;
    if (signal.type === 'offer') await this.#answer(signal.sdp);
    else if (signal.type === 'candidate') await this.#addCandidate(signal.candidate);
    else if (this.#unanswered) await this.#try?.pc.setRemoteDescription({ type: 'answer', sdp: signal.sdp });
  }

  get #unanswered(): boolean {
    return this.#try?.pc.signalingState === 'have-local-offer';
  }

  async #answer(sdp: string): Promise<void> {
    if (this.#options.insists && this.#unanswered) return;
    const { pc } = this.#begin();
    await pc.setRemoteDescription({ type: 'offer', sdp });
    await pc.setLocalDescription();
    this.#options.signals.send({ type: 'answer', sdp: pc.localDescription?.sdp ?? '' });
  }

  async #addCandidate(candidate: Extract<Signal, { type: 'candidate' }>['candidate']): Promise<void> {
    const pc = this.#try?.pc;
    // Those of a connection that was given up belong to no other.
    const ufrag = `a=ice-ufrag:${candidate?.usernameFragment}\r`;
    if (candidate === null || pc?.remoteDescription?.sdp.includes(ufrag) !== true) return;
    for (const each of reachableCandidates(candidate, this.#options.addresses)) {
      // One that this browser cannot use is no reason to leave out the next.
      await pc.addIceCandidate(each).catch(() => undefined);
    }
  }

  #begin(): Try {
    this.#end();
    const { clock, signals, onChannel, onTry, onUnreachable } = this.#options;
    const scope = new Disposables();
    const pc = new RTCPeerConnection();
    // Both ends make it with the same id, so it needs no offer of its own.
    const channel = pc.createDataChannel('copy', { negotiated: true, id: 0 });
    const copy = new DataCopyChannel(channel);
    this.#try = { pc, scope };
    let opened = false;
    const failed = () => {
      if (scope.disposed) return;
      scope.dispose();
      if (!opened) onUnreachable();
    };
    scope.add(() => {
      copy.close();
      pc.close();
    });
    scope.add(clock.after(CONNECT_MS, () => opened || failed()));
    channel.addEventListener('open', () => {
      opened = true;
      onChannel(copy);
    });
    let silence = () => {};
    scope.add(() => silence());
    pc.addEventListener('connectionstatechange', () => {
      silence();
      if (pc.connectionState === 'failed') failed();
      if (pc.connectionState === 'disconnected') silence = clock.after(SILENT_MS, failed);
    });
    pc.addEventListener('icecandidate', ({ candidate: found }) => {
      if (!found?.candidate) return;
      const { candidate, sdpMid, sdpMLineIndex, usernameFragment } = found;
      signals.send({ type: 'candidate', candidate: { candidate, sdpMid, sdpMLineIndex, usernameFragment } });
    });
    onTry();
    return this.#try;
  }

  #end(): void {
    this.#try?.scope.dispose();
    this.#try = null;
  }
}
