/** Shows or hides the conversation beside a call; on a phone, goes to it. */
export class ChatToggled extends Event {
  constructor() {
    super('ear-chat-toggled', { bubbles: true, composed: true });
  }
}

/** Shows the choice of microphone, camera and speaker. */
export class DevicesWanted extends Event {
  constructor() {
    super('ear-devices-wanted', { bubbles: true, composed: true });
  }
}

declare global {
  interface HTMLElementEventMap {
    'ear-chat-toggled': ChatToggled;
    'ear-devices-wanted': DevicesWanted;
  }
}
