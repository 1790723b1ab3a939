/** What the tabs of one browser tell each other about the archive they share. Carries no content, only where to look. */
import type { UserId } from '../../protocol/ids.ts';

type News =
  | { readonly conversation: UserId }
  | { readonly contacts: true }
  | { readonly everything: 'deleted' }
  | { readonly keeping: true }
  | { readonly person: 'another' }
  /** Something for that person is in the outbox. */
  | { readonly waiting: UserId }
  /** The tab that sends has heard that. */
  | { readonly sending: true };

export class TabsChannel {
  readonly #channel = new BroadcastChannel('earshot');

  constructor(listeners: {
    readonly onConversation: (peer: UserId) => void;
    readonly onContacts: () => void;
    /** All conversations and drafts are deleted. */
    readonly onDeleted: () => void;
    readonly onKeeping: () => void;
    /** Whoever this browser belonged to has made room for somebody else, or that one is there now. */
    readonly onPerson: () => void;
    readonly onWaiting: (peer: UserId) => void;
    readonly onSending: () => void;
  }) {
    this.#channel.onmessage = ({ data }: MessageEvent<News>) => {
      if ('conversation' in data) listeners.onConversation(data.conversation);
      else if ('everything' in data) listeners.onDeleted();
      else if ('keeping' in data) listeners.onKeeping();
      else if ('person' in data) listeners.onPerson();
      else if ('waiting' in data) listeners.onWaiting(data.waiting);
      else if ('sending' in data) listeners.onSending();
      else listeners.onContacts();
    };
  }

  tellConversation(peer: UserId): void {
    this.#channel.postMessage({ conversation: peer } satisfies News);
  }

  tellContacts(): void {
    this.#channel.postMessage({ contacts: true } satisfies News);
  }

  tellDeleted(): void {
    this.#channel.postMessage({ everything: 'deleted' } satisfies News);
  }

  tellKeeping(): void {
    this.#channel.postMessage({ keeping: true } satisfies News);
  }

  tellWaiting(peer: UserId): void {
    this.#channel.postMessage({ waiting: peer } satisfies News);
  }

  tellSending(): void {
    this.#channel.postMessage({ sending: true } satisfies News);
  }

  tellPerson(): void {
    this.#channel.postMessage({ person: 'another' } satisfies News);
  }
}
