/** What people ask for by pressing something about a person. */
import { type CallPeer } from '../../calls/call-view.ts';
import { type CallMedia } from '../../../protocol/calls.ts';
import { type UserId } from '../../../protocol/ids.ts';

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

declare global {
  interface HTMLElementEventMap {
    'ear-person-picked': PersonPicked;
    'ear-call-wanted': CallWanted;
  }
}
