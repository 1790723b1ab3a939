/** Takes all that Earshot keeps out of this browser, whatever the browser makes of the header that says the same. */

/** Open pages let their database go when it is deleted, those in other tabs too. These are loaded anew when localStorage is cleared. */
export async function eraseBrowser(): Promise<void> {
  const names = (await indexedDB.databases()).flatMap(({ name }) => name ?? []);
  await Promise.all(names.map(deleteDatabase));
  sessionStorage.clear();
  // The other tabs hear of it only where there was something, which the server's header may have taken away before.
  localStorage.setItem('earshot-left', '');
  localStorage.clear();
}

function deleteDatabase(name: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const request = indexedDB.deleteDatabase(name);
    request.onsuccess = () => resolve();
    request.onerror = () => reject(request.error ?? new Error(`${name} was not deleted`));
  });
}
