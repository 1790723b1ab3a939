/** Put into a page before its own code: notes when each frame of the other's picture is painted, whatever element shows it. */

export interface FrameWatch {
  /** Milliseconds since 1970, of all frames so far. */
  readonly times: number[];
}

declare global {
  interface Window {
    frameWatch: FrameWatch;
  }
}

export function watchFrames(): void {
  const watch: FrameWatch = { times: [] };
  window.frameWatch = watch;
  const watched = new WeakSet<HTMLVideoElement>();
  const follow = (video: HTMLVideoElement) => {
    watched.add(video);
    const painted = () => {
      watch.times.push(performance.timeOrigin + performance.now());
      video.requestVideoFrameCallback(painted);
    };
    video.requestVideoFrameCallback(painted);
  };
  const search = (root: ParentNode) => {
    for (const element of root.querySelectorAll('*')) {
      if (element instanceof HTMLVideoElement) {
        // Theirs has a name; the own preview is muted.
        if (!watched.has(element) && !element.muted) follow(element);
      } else if (element.shadowRoot) search(element.shadowRoot);
    }
  };
  setInterval(() => search(document), 50);
}
