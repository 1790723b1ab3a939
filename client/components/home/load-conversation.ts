/**
 * The conversation, and whoever asks for one, are not part of the first load: they come as soon as somebody has joined. A failed load is
 * no fault yet: opening a conversation tries again.
 */
export function loadConversation(): void {
  import('./joined-parts.ts').catch(() => undefined);
}
