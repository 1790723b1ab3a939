/** What a call has to survive, and what is measured while it does. */
import { setTimeout as pause } from 'node:timers/promises';
import type { LanCall } from './lan-call.ts';

/** Where picture and sound are measured each by itself. */
export interface PictureAndSound {
  readonly pictureMs: number;
  readonly soundMs: number;
}

export interface Cell {
  readonly name: string;
  /** What is measured. */
  readonly measured: string;
  /** Above this the cell has failed; for Firefox there may be another. */
  readonly mostMs: number;
  readonly mostFirefoxMs?: number;
  /** For sound, where it is measured by itself. */
  readonly mostSoundMs?: number;
  run(call: LanCall): Promise<number | PictureAndSound>;
}

/** A fault that comes in the first second of a call says little about calls. */
export async function talkAWhile(call: LanCall): Promise<void> {
  await call.talk();
  await pause(5_000);
}
