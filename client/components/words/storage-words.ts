/** What is wrong with this browser's storage, and what to do about it. */
import { msg } from '@lit/localize';
import type { StorageTrouble } from '../../storage/indexed-database.ts';

export const fullWords = (): string =>
  msg(
    'This browser’s storage is full: nothing new can be sent, and messages to you wait with their senders. Delete old conversations, or make room on this device.',
  );

export const faultWords = ({ name }: DOMException): string =>
  name === 'QuotaExceededError'
    ? fullWords()
    : msg('This browser could not store it, so nothing was done. Reload the page and try again.');

export function storageTroubleWords(trouble: StorageTrouble): string {
  switch (trouble) {
    case 'blocked':
      return msg('Another tab holds an older Earshot open. Close or reload that tab, and this one goes on.');
    case 'replaced':
      return msg('A newer Earshot is open in another tab. Reload this page to go on.');
    case 'gone':
      return msg(
        'This browser has closed or deleted what it kept for Earshot. Nothing can be sent or received until you reload this page.',
      );
    case 'newer':
      return msg('What this browser keeps was made by a newer Earshot. Reload this page.');
  }
}
