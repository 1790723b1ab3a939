/** All that is said about a storage in trouble. Not part of the first load, but there before it is needed: services.ts sees to that. */
import type { StorageTrouble } from '../../storage/indexed-database.ts';
import './storage-notice.ts';

export { fullWords, faultWords } from '../words/storage-words.ts';

/** Beside the app, because there may be none yet: without its storage it does not start. */
export function showTrouble(trouble: StorageTrouble | null): void {
  const shown = document.querySelector('ear-storage-notice');
  const notice = shown ?? document.createElement('ear-storage-notice');
  notice.trouble = trouble;
  if (shown === null) document.body.append(notice);
}
