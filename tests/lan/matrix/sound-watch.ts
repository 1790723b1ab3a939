/** Put into a page before its own code: notes when sound of the other arrives that is no silence, by the energy the browser played. */

interface SoundWatch {
  /** Milliseconds since 1970: something was heard between this time and the look before it. Empty until `listening`. */
  readonly times: number[];
  /** Asking costs the browser something, so it is done only where it is wanted. */
  listening: boolean;
}

declare global {
  interface Window {
    soundWatch: SoundWatch;
  }
}

export function watchSound(): void {
  /** Silence has none at all, a beep of a twentieth of a second a hundred times this. */
  const LEAST_ENERGY = 1e-6;
  const watch: SoundWatch = { times: [], listening: false };
  window.soundWatch = watch;
  let before = Infinity;
  let asking = false;
  const look = async () => {
    const connection = window.connectionWatch.connections.findLast(
      ({ connectionState }) => connectionState === 'connected',
    );
    let energy = 0;
    const report = await connection?.getStats();
    report?.forEach((entry: Record<string, unknown>) => {
      if (entry['type'] === 'inbound-rtp' && entry['kind'] === 'audio')
        energy += Number(entry['totalAudioEnergy'] ?? 0);
    });
    if (energy > before + LEAST_ENERGY) watch.times.push(performance.timeOrigin + performance.now());
    before = energy;
  };
  setInterval(() => {
    if (!watch.listening || asking) return;
    asking = true;
    void look().finally(() => (asking = false));
  }, 50);
}
