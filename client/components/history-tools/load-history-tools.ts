/** Searching and saving are not part of the first load. */

export function loadSearch(): void {
  // A failed load is no fault yet: the next letter tries again.
  import('./conversation-search.ts').catch(() => undefined);
}

export const loadExport = () => import('./export-conversation.ts');
