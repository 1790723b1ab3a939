/** Somebody was called who has not accepted the caller yet: they are asked to chat first, and the call follows their yes. */
import type { Clock } from '../base/clock.ts';
import type { ChatRequests } from '../stores/chat-requests.ts';
import type { Contacts } from '../stores/contacts.ts';
import type { CallMedia } from '../../protocol/calls.ts';
import type { CallControl, CallPeer } from './call-view.ts';

/** Later than this, a call that starts by itself would be a surprise. */
const WAITS_MS = 60_000;

interface CallWhenAcceptedOptions {
  readonly clock: Clock;
  readonly calls: () => CallControl;
  readonly contacts: Contacts;
  readonly requests: ChatRequests;
}

export class CallWhenAccepted {
  readonly #options: CallWhenAcceptedOptions;
  #wish: { readonly peer: CallPeer; readonly media: CallMedia } | null = null;
  #cancel = () => {};

  constructor(options: CallWhenAcceptedOptions) {
    this.#options = options;
    const { calls, contacts } = options;
    contacts.state.subscribe(() => {
      const wish = this.#wish;
      const contact = wish && contacts.get(wish.peer.id);
      if (!wish || contact?.mine !== 'accepted' || !contact.theirs) return;
      this.#forget();
      calls().call(wish.peer, wish.media);
    });
  }

  /** The server has refused a call to this person. Only the last wish counts. */
  askFirst(peer: CallPeer, media: CallMedia): void {
    const { clock, contacts, requests } = this.#options;
    this.#forget();
    // What is known here may be an older yes, and only a new one counts.
    void contacts.change(peer.id, { name: peer.name, theirs: false });
    this.#wish = { peer, media };
    this.#cancel = clock.after(WAITS_MS, () => this.#forget());
    void requests.ask(peer.id, '');
  }

  #forget(): void {
    this.#cancel();
    this.#wish = null;
  }
}
