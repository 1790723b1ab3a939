/** Two soft notes and a pause, again and again: enough to hear that sound arrives, and never taken for a voice. */
import type { MadeTrack } from './synthetic.ts';

const ROUND_SECONDS = 2.4;
const NOTES = [
  { at: 0, hertz: 523.25 },
  { at: 0.35, hertz: 659.25 },
] as const;
const LOUDNESS = 0.08;
/** How long a note takes to rise, and to fall to a third. */
const RISE_SECONDS = 0.02;
const FALL_SECONDS = 0.22;

export function openSyntheticMicrophone(): MadeTrack {
  const context = new AudioContext();
  const output = context.createMediaStreamDestination();
  const source = new AudioBufferSourceNode(context, { buffer: oneRound(context), loop: true });
  source.connect(output);
  source.start();
  // After a reload in a call there was no tap yet, and a browser wants one.
  const wake = () => void context.resume().catch(() => undefined);
  wake();
  const gestures = ['pointerdown', 'keydown'] as const;
  for (const gesture of gestures) addEventListener(gesture, wake);
  const close = () => {
    for (const gesture of gestures) removeEventListener(gesture, wake);
    if (context.state !== 'closed') void context.close();
  };
  const [track] = output.stream.getAudioTracks();
  if (track === undefined) throw new DOMException('this browser makes no sounds', 'NotReadableError');
  return { track, close };
}

function oneRound(context: AudioContext): AudioBuffer {
  const { sampleRate } = context;
  const buffer = context.createBuffer(1, Math.round(ROUND_SECONDS * sampleRate), sampleRate);
  const samples = buffer.getChannelData(0);
  for (let index = 0; index < samples.length; index += 1) samples[index] = sampleAt(index / sampleRate);
  return buffer;
}

function sampleAt(seconds: number): number {
  let sum = 0;
  for (const { at, hertz } of NOTES) {
    const age = seconds - at;
    if (age < 0) continue;
    const swell = Math.min(1, age / RISE_SECONDS) * Math.exp(-age / FALL_SECONDS);
    sum += LOUDNESS * swell * Math.sin(2 * Math.PI * hertz * age);
  }
  return sum;
}
