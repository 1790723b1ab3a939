/** A few tones on one speaker, to hear whether it is the right one. */
const NOTES = [523, 659, 784] as const;
const NOTE_SECONDS = 0.28;

/** Null for the usual speaker. Resolves when it has been played. @throws where the speaker cannot be had */
export async function playTestSound(speaker: string | null): Promise<void> {
  const context = new AudioContext();
  const out = context.createMediaStreamDestination();
  // An element and not the context's own way out: choosing its speaker works in more browsers.
  const element = new Audio();
  element.srcObject = out.stream;
  try {
    if (speaker !== null) await element.setSinkId(speaker);
    await element.play();
    await context.resume();
    await playNotes(context, out);
  } finally {
    element.srcObject = null;
    await context.close();
  }
}

function playNotes(context: AudioContext, out: AudioNode): Promise<void> {
  return new Promise((resolve) => {
    NOTES.forEach((frequency, nth) => {
      const start = context.currentTime + 0.05 + nth * NOTE_SECONDS;
      const tone = new OscillatorNode(context, { frequency });
      const envelope = new GainNode(context, { gain: 0 });
      envelope.gain.setTargetAtTime(0.2, start, 0.02);
      envelope.gain.setTargetAtTime(0, start + NOTE_SECONDS * 0.8, 0.04);
      tone.connect(envelope).connect(out);
      tone.start(start);
      tone.stop(start + NOTE_SECONDS * 1.6);
      if (nth === NOTES.length - 1) tone.addEventListener('ended', () => resolve());
    });
  });
}
