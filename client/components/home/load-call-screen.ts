/** What a page shows of calls is not part of the first load: it comes while the page has nothing to do, or when a call is near. */

/** A failed load is no fault yet: the next call tries again. */
export function loadCallScreen(): void {
  import('../call-screen/call-parts.ts').catch(() => undefined);
}

export function preloadCallScreen(): void {
  if ('requestIdleCallback' in window) requestIdleCallback(loadCallScreen);
  // Safari knows no idle time.
  else setTimeout(loadCallScreen, 2_000);
}
