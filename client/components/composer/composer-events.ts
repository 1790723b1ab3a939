/** What the box for messages tells. */
import type { MessageAbout } from '../../../protocol/chat.ts';
import type { MessageView } from '../../stores/message-view.ts';

/** What the next message is about. */
export interface ComposerTask {
  readonly kind: 'reply' | 'edit';
  readonly message: MessageView;
}

export class MessageWritten extends Event {
  readonly text: string;
  readonly about: MessageAbout | undefined;
  constructor(text: string, about?: MessageAbout) {
    super('ear-message-written', { bubbles: true, composed: true });
    this.text = text;
    this.about = about;
  }
}

/** At each change, with what stands in the box: for drafts and "is typing". */
export class DraftChanged extends Event {
  readonly text: string;
  constructor(text: string) {
    super('ear-draft-changed', { bubbles: true, composed: true });
    this.text = text;
  }
}

/** The task is done with, sent or not. */
export class TaskEnded extends Event {
  constructor() {
    super('ear-task-ended', { bubbles: true, composed: true });
  }
}

/** My last message is to be edited. */
export class EditLastWanted extends Event {
  constructor() {
    super('ear-edit-last', { bubbles: true, composed: true });
  }
}

declare global {
  interface HTMLElementEventMap {
    'ear-message-written': MessageWritten;
    'ear-draft-changed': DraftChanged;
    'ear-task-ended': TaskEnded;
    'ear-edit-last': EditLastWanted;
  }
}
