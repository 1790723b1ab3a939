/**
 * The person's choice of devices during a call or a check: remembers it, brings it about without a gap, and follows what
 * is plugged in and pulled out. What it shows is read back from the devices, not from the wishes.
 */
import { Disposables } from '../base/disposables.ts';
import { Store, type Readable } from '../base/store.ts';
import { TaskQueue } from '../base/task-queue.ts';
import type { KeptChoices, VoiceTreatment } from './device-choices.ts';
import type { AttachedDevice, DeviceList } from './device-list.ts';
import { voiceConstraints, type CaptureDevice } from './device-opener.ts';
import type { DeviceKind, DeviceNote, DevicesView, DeviceTools } from './device-view.ts';
import { devicesView, usedDevice } from './devices-view.ts';
import type { LocalMedia, LocalMediaState } from './local-media.ts';
import { isSynthetic, syntheticDevice } from './synthetic.ts';

export interface PickedDevicesOptions {
  readonly media: LocalMedia;
  readonly list: DeviceList;
  readonly choices: KeptChoices;
  /** Whether sound can be sent to a speaker of one's choice. */
  readonly canPickSpeaker: boolean;
}

export class PickedDevices implements DeviceTools {
  readonly #options: PickedDevicesOptions;
  readonly #view: Store<DevicesView>;
  readonly #scope = new Disposables();
  readonly #queue = new TaskQueue();
  #note: DeviceNote | null = null;
  #attached: readonly AttachedDevice[] = [];

  constructor(options: PickedDevicesOptions) {
    this.#options = options;
    const { media, list, choices } = options;
    this.#view = new Store(this.#snapshot());
    let { tracks } = media.state.get();
    this.#scope.add(
      media.state.subscribe(() => {
        // Devices have names only once one of them was allowed.
        if (media.state.get().tracks !== tracks) void list.refresh();
        ({ tracks } = media.state.get());
        this.#publish();
      }),
    );
    this.#scope.add(media.events.on('lost', ({ device, label }) => this.#wasLost(device, label)));
    this.#scope.add(list.state.subscribe(() => this.#listChanged()));
    this.#scope.add(choices.state.subscribe(() => this.#publish()));
    this.#scope.add(() => list.close());
    void list.refresh();
  }

  get view(): Readable<DevicesView> {
    return this.#view;
  }

  get local(): Readable<LocalMediaState> {
    return this.#options.media.state;
  }

  pick(device: DeviceKind, id: string | null): void {
    const { choices, list } = this.#options;
    const found = list.state.get().find((each) => each.kind === device && each.id === id);
    const chosen = found ? { id: found.id, label: found.label } : null;
    if (device === 'speaker') choices.set({ speaker: chosen });
    else void this.#queue.run(() => this.#exchange(device, chosen));
  }

  treatVoice(treatment: VoiceTreatment, on: boolean): void {
    this.#options.choices.set({ [treatment]: on });
    void this.#queue.run(() => this.#applyTreatment(treatment, on));
  }

  warnWhileMuted(on: boolean): void {
    this.#options.choices.set({ mutedWarning: on });
  }

  useSynthetic(device: CaptureDevice): void {
    this.#options.choices.set({ [device]: syntheticDevice(device) });
    this.#options.media.retry(device);
  }

  closeNote(): void {
    this.#say(null);
  }

  close(): void {
    this.#scope.dispose();
  }

  /** Remembered only once it worked, or where the device is not on now. */
  async #exchange(device: CaptureDevice, chosen: { id: string; label: string } | null): Promise<void> {
    const { choices, media } = this.#options;
    const problem = await media.exchange(device, chosen ? { id: chosen.id } : {});
    if (problem === null) choices.set({ [device]: chosen });
    else this.#say({ type: 'refused', label: chosen?.label ?? '', problem: { device, kind: problem } });
    this.#publish();
  }

  /** Where the open microphone does not take the change, it is opened anew. */
  async #applyTreatment(treatment: VoiceTreatment, on: boolean): Promise<void> {
    const { choices, media } = this.#options;
    const track = media.state.get().tracks.microphone;
    if (!track || isSynthetic(track.getSettings().deviceId)) return;
    const wanted = voiceConstraints(choices.state.get());
    await track.applyConstraints(wanted).catch(() => undefined);
    const isDone = () => media.state.get().tracks.microphone?.getSettings()[treatment] === on;
    const { deviceId } = track.getSettings();
    const same = deviceId === undefined ? {} : { id: deviceId };
    if (!isDone()) await media.exchange('microphone', same);
    // Chromium opens no treated voice beside an untreated one of the same device.
    if (!isDone()) await media.exchange('microphone', { ...same, alone: true });
    this.#publish();
  }

  async #turnCamera(to: 'user' | 'environment'): Promise<void> {
    const problem = await this.#options.media.exchange('camera', { facing: to });
    if (problem !== null)
      this.#say({ type: 'refused', label: '', problem: { device: 'camera', kind: problem } });
  }

  #wasLost(device: CaptureDevice, label: string): void {
    const { problems, tracks } = this.#options.media.state.get();
    // Then it was the permission that went, and that is said as a problem.
    if (problems.some((problem) => problem.device === device && problem.kind === 'denied')) return;
    this.#say({ type: 'lost', device, label, now: tracks[device]?.label ?? null });
  }

  #listChanged(): void {
    const before = this.#attached;
    this.#attached = this.#options.list.state.get();
    this.#publish();
    // Before the first permission there were no names to compare with.
    if (before.every(({ id }) => isSynthetic(id))) return;
    const isIn = (all: readonly AttachedDevice[], { kind, id }: AttachedDevice) =>
      all.some((each) => each.kind === kind && each.id === id);
    this.#gone(before.filter((device) => !isIn(this.#attached, device)));
    this.#came(this.#attached.filter((device) => !isIn(before, device)));
  }

  #gone(devices: readonly AttachedDevice[]): void {
    const { choices, media } = this.#options;
    for (const { kind, id, label } of devices) {
      if (kind === 'speaker') {
        if (choices.state.get().speaker?.id === id)
          this.#say({ type: 'lost', device: kind, label, now: null });
      } else if (usedDevice(media.state.get(), kind) === id) media.lose(kind);
    }
    if (this.#note?.type === 'found') this.#say(null);
  }

  #came(devices: readonly AttachedDevice[]): void {
    const [first] = devices;
    if (!first) return;
    const { choices } = this.#options;
    const chosen = devices.filter(({ kind, id }) => choices.state.get()[kind]?.id === id);
    const use = (some: readonly AttachedDevice[]) => some.forEach(({ kind, id }) => this.pick(kind, id));
    if (chosen[0]) {
      use(chosen);
      this.#say({ type: 'back', label: chosen[0].label });
      return;
    }
    // Microphone and speaker of one headset are one thing to its person.
    const together = devices.filter(({ group }) => group === first.group);
    const take = () => {
      use(together);
      this.#say(null);
    };
    this.#say({ type: 'found', label: first.label, use: take });
  }

  #say(note: DeviceNote | null): void {
    this.#note = note;
    this.#publish();
  }

  #publish(): void {
    if (!this.#scope.disposed) this.#view.set(this.#snapshot());
  }

  #snapshot(): DevicesView {
    const { media, list, choices, canPickSpeaker } = this.#options;
    return devicesView({
      local: media.state.get(),
      attached: list.state.get(),
      choices: choices.state.get(),
      canPickSpeaker,
      note: this.#note,
      turnCamera: (to) => void this.#queue.run(() => this.#turnCamera(to)),
    });
  }
}
