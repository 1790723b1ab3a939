/** Shows or hides the conversation beside a call; on a phone, goes to it. */
export class ChatToggled extends Event {
  constructor() {
    super('ear-chat-toggled', { bubbles: true, composed: true });
  }
}

declare global {
  interface HTMLElementEventMap {
    'ear-chat-toggled': ChatToggled;
  }
}
