/** The joined screen: people, the conversation and the call, side by side where there is room and one at a time where not. */
import { LitElement, html, nothing, type PropertyValues } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import { consume } from '@lit/context';
import { msg } from '@lit/localize';
import type { CallControl } from '../../calls/call-view.ts';
import { alertsContext, callControlContext, conversationsContext } from '../../controllers/contexts.ts';
import { NarrowController } from '../../controllers/narrow-controller.ts';
import { type Place, PlaceHistory } from '../../controllers/place-history.ts';
import { StoreController } from '../../controllers/store-controller.ts';
import type { UserId } from '../../../protocol/ids.ts';
import type { Position } from '../../storage/records.ts';
import type { Alerts } from '../../stores/alerts.ts';
import type { Conversations } from '../../stores/conversations.ts';
import '../people-pane/people-pane.ts';
import type { CallWanted, MessagePicked, PersonPicked } from '../person-row/person-events.ts';
import '../reconnecting/reconnecting.ts';
import '../toasts/toasts.ts';
import { baseStyles } from '../ui/base.styles.ts';
import { homeStyles } from './home.styles.ts';
import { liveCall } from './live-call.ts';
import { loadCallScreen, preloadCallScreen } from './load-call-screen.ts';
import { loadConversation } from './load-conversation.ts';
import './return-bar.ts';
import './welcome.ts';

/**
 * Where a small screen puts the focus when it goes from one place to another. Not the elements themselves: a host with a negative
 * tabindex takes all that is in its shadow out of the order of the Tab key.
 */
const PLACES = { people: '.people', conversation: '.conversation-start', call: '.call-start' } as const;

@customElement('ear-home')
export class Home extends LitElement {
  static override styles = [baseStyles, homeStyles];

  @consume({ context: conversationsContext }) private _conversations!: Conversations;
  @consume({ context: callControlContext }) private _calls!: CallControl;
  @consume({ context: alertsContext }) private _alerts!: Alerts;
  /** On a narrow screen: the call is what is seen. */
  @state() private _callInFront = false;
  @state() private _chatShown = true;
  #lastLive: UserId | null = null;
  #lastPlace: Place['at'] | null = null;
  readonly #screen = new NarrowController(this);
  readonly #history = new PlaceHistory(this, (place) => this.#onPlace(place));
  private readonly _peer = new StoreController(
    this,
    () => this._conversations.current,
    (view) => view?.person.id ?? null,
  );
  private readonly _live = new StoreController(
    this,
    () => this._calls.view,
    (view) => liveCall(view)?.peer.id ?? null,
  );
  private readonly _callable = new StoreController(
    this,
    () => this._calls.view,
    ({ phase }) => phase === 'idle' || phase === 'ended',
  );

  /** What a small screen shows. */
  get #at(): Place['at'] {
    if (this._live.value !== null && this._callInFront) return 'call';
    return this._peer.value === null ? 'people' : 'conversation';
  }

  constructor() {
    super();
    // Any tap will do for the browser to let a later call ring.
    this.addEventListener('click', () => this._alerts.unlockSound());
  }

  override connectedCallback(): void {
    super.connectedCallback();
    loadConversation();
    const peer = this.#history.resume(this._peer.value);
    if (peer !== null && peer !== this._peer.value) this._conversations.open(peer);
  }

  override firstUpdated(): void {
    preloadCallScreen();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#history.replace({ at: 'people' });
  }

  override willUpdate(changed: PropertyValues): void {
    super.willUpdate(changed);
    if (this._peer.value !== null) loadConversation();
    const live = this._live.value;
    if (live === this.#lastLive) return;
    this.#lastLive = live;
    if (live !== null) this.#onCallBegun(live);
    else this.#onCallOver();
  }

  override updated(): void {
    const at = this.#at;
    // What had the focus is gone from the screen, and with it a screen reader's place.
    if (this.#lastPlace !== null && this.#lastPlace !== at && this.#screen.narrow) this.focus();
    this.#lastPlace = at;
  }

  override focus(): void {
    this.renderRoot.querySelector<HTMLElement>(PLACES[this.#at])?.focus({ preventScroll: true });
  }

  override render() {
    const live = this._live.value !== null;
    const peer = this._peer.value;
    const callable = this._callable.value;
    const alone = !this._chatShown || peer === null;
    return html`<main
        class="at-${this.#at}"
        @ear-person-picked=${(event: PersonPicked) => this.#open(event.peer)}
        @ear-message-picked=${(event: MessagePicked) => this.#open(event.peer, event.position)}
        @ear-call-wanted=${this._onCallWanted}
        @ear-back-wanted=${() => this.#history.back()}
        @ear-chat-toggled=${this._onChatToggled}
      >
        <h1 class="said">${msg('Earshot')}</h1>
        <div class="bars">
          <ear-meeting-bar></ear-meeting-bar>
          <ear-return-bar @ear-return-wanted=${this._returnToCall}></ear-return-bar>
          <ear-call-waiting></ear-call-waiting>
          <ear-call-ended></ear-call-ended>
        </div>
        <section class="people" tabindex="-1" aria-label=${msg('People on this network')}>
          <ear-people-pane .selected=${peer} ?callable=${callable}></ear-people-pane>
        </section>
        <div class="places ${live ? 'live' : ''} ${live && alone ? 'alone' : ''}">
          ${
            live
              ? html`<span class="said call-start" tabindex="-1">${msg('Call')}</span>
                  <ear-call-screen ?chat-shown=${!alone && !this.#screen.narrow}></ear-call-screen>`
              : nothing
          }
          <span class="said conversation-start" tabindex="-1" ?hidden=${peer === null}
            >${msg('Conversation')}</span
          >
          <ear-conversation ?hidden=${peer === null} ?callable=${callable}></ear-conversation>
          ${peer === null && !live ? html`<ear-welcome></ear-welcome>` : nothing}
        </div>
        <ear-request-card></ear-request-card>
      </main>
      <ear-reconnecting></ear-reconnecting>
      <ear-toasts></ear-toasts>
      <ear-incoming-call></ear-incoming-call>`;
  }

  #open(peer: UserId, at?: Position): void {
    this._callInFront = false;
    this._conversations.open(peer, at);
    this.#history.enter({ at: 'conversation', peer });
  }

  private _onCallWanted({ peer, media }: CallWanted): void {
    this.#open(peer.id);
    this._calls.call(peer, media);
  }

  #onCallBegun(peer: UserId): void {
    loadCallScreen();
    if (this._peer.value !== peer) this.#open(peer);
    this._callInFront = true;
    this.#history.enter({ at: 'call', peer });
  }

  #onCallOver(): void {
    this._callInFront = false;
    if (this.#history.place.at === 'call') this.#history.back();
  }

  private _returnToCall(): void {
    this._callInFront = true;
    this.#history.enter({ at: 'call', peer: this._peer.value });
  }

  private _onChatToggled(): void {
    const peer = this._live.value;
    if (peer === null) return;
    // On a narrow screen this goes to the conversation; on a wide one it only makes room.
    const { narrow } = this.#screen;
    if (narrow || this._peer.value === null) this.#open(peer);
    if (!narrow) this._chatShown = this._peer.value === null || !this._chatShown;
  }

  #onPlace(place: Place): void {
    this._callInFront = place.at === 'call' && this._live.value !== null;
    const peer = place.at === 'people' ? null : place.peer;
    if (peer === this._peer.value) return;
    if (peer === null) this._conversations.close();
    else this._conversations.open(peer);
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'ear-home': Home;
  }
}
