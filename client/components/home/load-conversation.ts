/** The conversation is not part of the first load: it comes as soon as somebody has joined. A failed load is no fault yet: opening a conversation tries again. */
export function loadConversation(): void {
  import('../conversation/conversation.ts').catch(() => undefined);
}
