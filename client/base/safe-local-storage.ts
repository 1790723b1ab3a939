/** Some browsers throw where storage is blocked, instead of leaving it out. */
export function safeLocalStorage(): Storage | null {
  try {
    return localStorage;
  } catch {
    return null;
  }
}
