/**
 * Tracks that listen beside the one that is sent, to show how loud a microphone is. They hold the device open as the first
 * does, so they end with it.
 */
const ears = new WeakMap<MediaStreamTrack, Set<MediaStreamTrack>>();

/** Hears the microphone also while it is muted. Whoever asks for it stops it. */
export function earOf(microphone: MediaStreamTrack): MediaStreamTrack {
  const ear = microphone.clone();
  ear.enabled = true;
  ears.set(microphone, (ears.get(microphone) ?? new Set()).add(ear));
  return ear;
}

/** The microphone and all that listens to it. */
export function stopWithEars(track: MediaStreamTrack): void {
  track.stop();
  for (const ear of ears.get(track) ?? []) ear.stop();
  ears.delete(track);
}
