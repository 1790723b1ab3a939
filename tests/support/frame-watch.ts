/** Put into a page before its own code: notes when each frame of the other's picture is painted, whatever element shows it. */

export interface FrameWatch {
  /** Milliseconds since 1970, of all frames so far of their camera. */
  readonly times: number[];
  /** Those of them that were painted while no screen of theirs was beside it. */
  readonly mainTimes: number[];
  /** Of the screen they share. */
  readonly screenTimes: number[];
}

declare global {
  interface Window {
    frameWatch: FrameWatch;
  }
}

export function watchFrames(): void {
  const watch: FrameWatch = { times: [], mainTimes: [], screenTimes: [] };
  window.frameWatch = watch;
  const screens: HTMLVideoElement[] = [];
  const watched = new WeakSet<HTMLVideoElement>();
  const follow = (video: HTMLVideoElement, note: (time: number) => void) => {
    watched.add(video);
    const painted = () => {
      note(performance.timeOrigin + performance.now());
      video.requestVideoFrameCallback(painted);
    };
    video.requestVideoFrameCallback(painted);
  };
  const followCamera = (video: HTMLVideoElement) =>
    follow(video, (time) => {
      watch.times.push(time);
      if (!screens.some((screen) => screen.isConnected)) watch.mainTimes.push(time);
    });
  const followScreen = (video: HTMLVideoElement) => {
    screens.push(video);
    follow(video, (time) => watch.screenTimes.push(time));
  };
  const search = (root: ParentNode) => {
    for (const element of root.querySelectorAll('*')) {
      if (element instanceof HTMLVideoElement) {
        if (watched.has(element)) continue;
        if (element.ariaLabel?.endsWith("'s screen")) followScreen(element);
        // Theirs has a name; the own preview is muted.
        else if (!element.muted) followCamera(element);
      } else if (element.shadowRoot) search(element.shadowRoot);
    }
  };
  setInterval(() => search(document), 50);
}
