/**
 * What the two browsers of a call tell each other directly, so that it also works while the server is away: which of
 * their devices are on, whether they hear each other and over a relay, and goodbye.
 */
import * as v from 'valibot';
import type { TheirReport } from './quality/judge-quality.ts';

const controlSchema = v.variant('type', [
  v.object({
    type: v.literal('devices'),
    microphone: v.boolean(),
    camera: v.boolean(),
    screen: v.boolean(),
    /** Of the screen; an older page says nothing of it. */
    sound: v.optional(v.boolean(), false),
    /** Microphone and camera are being opened: whether they will be on is not yet known. An older page says nothing of it. */
    opening: v.optional(v.boolean(), false),
    nth: v.pipe(v.number(), v.safeInteger(), v.minValue(0)),
  }),
  v.object({
    type: v.literal('report'),
    hears: v.boolean(),
    serverMs: v.nullable(v.pipe(v.number(), v.finite(), v.minValue(0))),
    /** An older page says nothing of it. */
    relayed: v.optional(v.boolean(), false),
  }),
  v.object({ type: v.literal('bye') }),
  v.object({ type: v.literal('leaving') }),
]);
export type ControlMessage = v.InferOutput<typeof controlSchema>;
export interface DeviceStates {
  readonly microphone: boolean;
  readonly camera: boolean;
  readonly screen: boolean;
  readonly sound: boolean;
  readonly opening: boolean;
}

/** While one path takes over from another, what is said on both may arrive in any order; the highest number holds. */
export interface ToldDevices extends DeviceStates {
  readonly nth: number;
}

/** Far above any message of ours; more is not read at all. */
const MAX_CHARACTERS = 1_000;

/** Null for whatever is not a message of ours: the other browser is not trusted to send only those. */
export function parseControl(data: unknown): ControlMessage | null {
  if (typeof data !== 'string' || data.length > MAX_CHARACTERS) return null;
  try {
    const parsed = v.safeParse(controlSchema, JSON.parse(data));
    return parsed.success ? parsed.output : null;
  } catch {
    return null;
  }
}

export interface ControlListener {
  readonly onDevices: (states: ToldDevices) => void;
  readonly onReport: (report: TheirReport) => void;
  readonly onBye: () => void;
  /** Their page goes, and may come again: a reload looks like an end. */
  readonly onLeaving: () => void;
  /** The other browser closed its end, or the connection broke for good. */
  readonly onClosed: () => void;
}

export class ControlChannel {
  readonly #channel: RTCDataChannel;
  #devices: ToldDevices | null = null;

  /** Both ends make it with the same id, so it needs no offer of its own and is open as soon as the path is. */
  constructor(pc: RTCPeerConnection, listener: ControlListener) {
    this.#channel = pc.createDataChannel('control', { negotiated: true, id: 0 });
    this.#channel.addEventListener('open', () => this.#sendDevices());
    this.#channel.addEventListener('close', () => listener.onClosed());
    this.#channel.addEventListener('message', ({ data }: MessageEvent<unknown>) => {
      const message = parseControl(data);
      if (message?.type === 'devices') listener.onDevices(message);
      if (message?.type === 'report') listener.onReport(message);
      if (message?.type === 'bye') listener.onBye();
      if (message?.type === 'leaving') listener.onLeaving();
    });
  }

  tellDevices(states: ToldDevices): void {
    const before = this.#devices;
    const same =
      before?.microphone === states.microphone &&
      before.camera === states.camera &&
      before.screen === states.screen &&
      before.sound === states.sound &&
      before.opening === states.opening;
    this.#devices = states;
    if (!same) this.#sendDevices();
  }

  /** False where there is no open path to say it on. */
  report({ hears, serverMs, relayed }: TheirReport): boolean {
    return this.#send({ type: 'report', hears, serverMs, relayed });
  }

  /** The same. */
  sayBye(): boolean {
    return this.#send({ type: 'bye' });
  }

  sayLeaving(): void {
    this.#send({ type: 'leaving' });
  }

  #sendDevices(): void {
    if (this.#devices) this.#send({ type: 'devices', ...this.#devices });
  }

  #send(message: ControlMessage): boolean {
    if (this.#channel.readyState !== 'open') return false;
    this.#channel.send(JSON.stringify(message));
    return true;
  }
}
