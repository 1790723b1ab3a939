/** What people ask for by pressing something about a person. */
import type { CallPeer } from '../../calls/call-view.ts';
import type { CallMedia } from '../../../protocol/calls.ts';
import type { UserId } from '../../../protocol/ids.ts';
import type { Position } from '../../storage/records.ts';

export class PersonPicked extends Event {
  readonly peer: UserId;
  constructor(peer: UserId) {
    super('ear-person-picked', { bubbles: true, composed: true });
    this.peer = peer;
  }
}

export class CallWanted extends Event {
  readonly peer: CallPeer;
  readonly media: CallMedia;
  constructor(peer: CallPeer, media: CallMedia) {
    super('ear-call-wanted', { bubbles: true, composed: true });
    this.peer = peer;
    this.media = media;
  }
}

/** A message that was found. */
export class MessagePicked extends Event {
  readonly peer: UserId;
  readonly position: Position;
  constructor(peer: UserId, position: Position) {
    super('ear-message-picked', { bubbles: true, composed: true });
    this.peer = peer;
    this.position = position;
  }
}

declare global {
  interface HTMLElementEventMap {
    'ear-person-picked': PersonPicked;
    'ear-call-wanted': CallWanted;
    'ear-message-picked': MessagePicked;
  }
}
