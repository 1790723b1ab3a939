/** How long the way to the server and back takes, by the smallest answer that it has. */
const PATIENCE_MS = 5_000;

/** Null where there is no answer in time. */
export async function measureServer(): Promise<number | null> {
  try {
    const signal = AbortSignal.timeout(PATIENCE_MS);
    const ask = () => fetch('/api/health', { method: 'HEAD', cache: 'no-store', signal });
    // The first one may have to open a connection.
    await ask();
    const started = performance.now();
    const { ok } = await ask();
    return ok ? performance.now() - started : null;
  } catch {
    return null;
  }
}
