/** What people ask for by pressing something on a message. */
import type { Position } from '../../storage/records.ts';
import type { MessageView } from '../../stores/message-view.ts';

export type MessageTask = 'reply' | 'edit' | 'delete' | 'copy';

export class MessageTaskWanted extends Event {
  readonly task: MessageTask;
  readonly message: MessageView;
  constructor(task: MessageTask, message: MessageView) {
    super('ear-message-task', { bubbles: true, composed: true });
    this.task = task;
    this.message = message;
  }
}

/** One's own reaction from now on; none where it is empty. */
export class ReactionChosen extends Event {
  readonly message: MessageView;
  readonly emoji: string;
  constructor(message: MessageView, emoji: string) {
    super('ear-reaction-chosen', { bubbles: true, composed: true });
    this.message = message;
    this.emoji = emoji;
  }
}

/** To be taken to the message that was answered. */
export class QuotePicked extends Event {
  readonly position: Position;
  constructor(position: Position) {
    super('ear-quote-picked', { bubbles: true, composed: true });
    this.position = position;
  }
}

declare global {
  interface HTMLElementEventMap {
    'ear-message-task': MessageTaskWanted;
    'ear-reaction-chosen': ReactionChosen;
    'ear-quote-picked': QuotePicked;
  }
}
