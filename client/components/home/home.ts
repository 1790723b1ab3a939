/** The joined screen: people, the conversation and the call, side by side where there is room and one at a time where not. */
import { LitElement, html, nothing, type PropertyValues } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import { consume } from '@lit/context';
import { msg, str } from '@lit/localize';
import { Phone } from 'lucide';
import { type CallControl, type CallView } from '../../calls/call-view.ts';
import {
  alertsContext,
  callControlContext,
  conversationsContext,
  peopleContext,
} from '../../controllers/contexts.ts';
import { NarrowController } from '../../controllers/narrow-controller.ts';
import { type Place, PlaceHistory } from '../../controllers/place-history.ts';
import { StoreController } from '../../controllers/store-controller.ts';
import { type UserId } from '../../../protocol/ids.ts';
import { type Alerts } from '../../stores/alerts.ts';
import { type Conversations } from '../../stores/conversations.ts';
import { type People } from '../../stores/people.ts';
import '../call-ended/call-ended.ts';
import '../conversation/conversation.ts';
import '../incoming-call/incoming-call.ts';
import '../people-pane/people-pane.ts';
import { type CallWanted, type PersonPicked } from '../person-row/person-events.ts';
import '../reconnecting/reconnecting.ts';
import '../request-card/request-card.ts';
import '../toasts/toasts.ts';
import { baseStyles } from '../ui/base.styles.ts';
import { icon } from '../ui/icon.ts';
import { homeStyles } from './home.styles.ts';
import './welcome.ts';

type Live = Extract<CallView, { phase: 'outgoing' | 'active' }>;

@customElement('ear-home')
export class Home extends LitElement {
  static override styles = [baseStyles, homeStyles];

  @consume({ context: peopleContext }) private _people!: People;
  @consume({ context: conversationsContext }) private _conversations!: Conversations;
  @consume({ context: callControlContext }) private _calls!: CallControl;
  @consume({ context: alertsContext }) private _alerts!: Alerts;
  /** On a narrow screen: the call is what is seen. */
  @state() private _callInFront = false;
  @state() private _chatShown = true;
  #livePeer: UserId | null = null;
  readonly #screen = new NarrowController(this);
  readonly #history = new PlaceHistory(this, (place) => this.#onPlace(place));
  private readonly _peer = new StoreController(
    this,
    () => this._conversations.current,
    (view) => view?.person.id ?? null,
  );
  private readonly _call = new StoreController(
    this,
    () => this._calls.view,
    (view) => view,
  );
  private readonly _nobody = new StoreController(
    this,
    () => this._people.state,
    ({ loading, online }) => online === 0 && !loading,
  );

  get #live(): Live | null {
    const call = this._call.value;
    return call.phase === 'outgoing' || call.phase === 'active' ? call : null;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.#resume();
  }

  override firstUpdated(): void {
    const preload = () => void import('../call-screen/call-screen.ts');
    if ('requestIdleCallback' in window) requestIdleCallback(preload);
    else setTimeout(preload, 2000);
  }

  /** After a reload: back to the conversation one was in. */
  #resume(): void {
    const { place } = this.#history;
    if (place.at !== 'people' && place.peer !== null) {
      this.#history.replace({ at: 'conversation', peer: place.peer });
      this._conversations.open(place.peer);
    } else if (this._peer.value !== null) {
      this.#history.enter({ at: 'conversation', peer: this._peer.value });
    } else {
      this.#history.replace({ at: 'people' });
    }
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#history.replace({ at: 'people' });
  }

  override willUpdate(changed: PropertyValues): void {
    super.willUpdate(changed);
    const peer = this.#live?.peer.id ?? null;
    if (peer === this.#livePeer) return;
    this.#livePeer = peer;
    if (peer !== null) this.#onCallBegun(peer);
    else this.#onCallOver();
  }

  override render() {
    const live = this.#live;
    const peer = this._peer.value;
    const at = live !== null && this._callInFront ? 'call' : peer === null ? 'people' : 'conversation';
    const { phase } = this._call.value;
    const callable = phase === 'idle' || phase === 'ended';
    const alone = !this._chatShown || peer === null;
    return html`<main
        class="at-${at}"
        @ear-person-picked=${(event: PersonPicked) => this.#open(event.peer)}
        @ear-call-wanted=${this._onCallWanted}
        @ear-back-wanted=${() => this.#history.back()}
        @ear-chat-toggled=${this._onChatToggled}
      >
        <h1 class="said">${msg('Earshot')}</h1>
        <div class="bars">
          ${live === null ? nothing : this.#returnButton(live)}
          <ear-call-ended></ear-call-ended>
        </div>
        <section class="people" aria-label=${msg('People on this network')}>
          <ear-people-pane .selected=${peer} ?callable=${callable}></ear-people-pane>
        </section>
        <div class="places ${live === null ? '' : 'live'} ${alone && live !== null ? 'alone' : ''}">
          ${live === null ? nothing : html`<ear-call-screen ?chat-shown=${!alone && !this.#screen.narrow}></ear-call-screen>`}
          <ear-conversation ?hidden=${peer === null} ?callable=${callable}></ear-conversation>
          ${peer === null && live === null ? html`<ear-welcome ?nobody=${this._nobody.value}></ear-welcome>` : nothing}
        </div>
        <ear-request-card></ear-request-card>
      </main>
      <ear-reconnecting></ear-reconnecting>
      <ear-toasts></ear-toasts>
      <ear-incoming-call></ear-incoming-call>`;
  }

  #returnButton({ peer }: Live) {
    return html`<button class="return" type="button" @click=${this._returnToCall}>
      ${icon(Phone)}${msg(str`Return to call with ${peer.name}`)}
    </button>`;
  }

  #open(peer: UserId): void {
    this._alerts.unlockSound();
    this._callInFront = false;
    this._conversations.open(peer);
    this.#history.enter({ at: 'conversation', peer });
  }

  private _onCallWanted({ peer, media }: CallWanted): void {
    this._alerts.unlockSound();
    void import('../call-screen/call-screen.ts');
    this.#open(peer.id);
    this._calls.call(peer, media);
  }

  #onCallBegun(peer: UserId): void {
    void import('../call-screen/call-screen.ts');
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
    const peer = this.#live?.peer.id;
    if (peer === undefined) return;
    // On a narrow screen this goes to the conversation; on a wide one it only makes room.
    const { narrow } = this.#screen;
    if (narrow || this._peer.value === null) this.#open(peer);
    if (!narrow) this._chatShown = this._peer.value === null || !this._chatShown;
  }

  #onPlace(place: Place): void {
    this._callInFront = place.at === 'call' && this.#live !== null;
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
