/** Resolves when every promise job that is ready now, and every one those start, has run. Waits for no timer and no socket. */
export function settled(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
