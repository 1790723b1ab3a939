/**
 * Meeting somebody by chance, above everything else that goes on: what for, waiting, whom one has met, and how it ended. It takes
 * no focus, and its button to leave stays where it is for as long as there is something to leave.
 */
import { LitElement, html, nothing, type TemplateResult } from 'lit';
import { customElement, query, state } from 'lit/decorators.js';
import { consume } from '@lit/context';
import { msg } from '@lit/localize';
import { Video, X } from 'lucide';
import type { CallControl } from '../../calls/call-view.ts';
import {
  alertsContext,
  callControlContext,
  meetingContext,
  preferencesContext,
  sessionContext,
} from '../../controllers/contexts.ts';
import { StoreController } from '../../controllers/store-controller.ts';
import type { MeetingMedia } from '../../../protocol/meetings.ts';
import type { UserId } from '../../../protocol/ids.ts';
import type { Alerts } from '../../stores/alerts.ts';
import type { Meeting, MeetingDoor, MeetingView } from '../../stores/meeting-view.ts';
import type { Preferences } from '../../stores/preferences.ts';
import type { Session } from '../../stores/session.ts';
import { PersonPicked } from '../person-row/person-events.ts';
import '../ui/avatar.ts';
import { baseStyles } from '../ui/base.styles.ts';
import { botMark } from '../ui/bot-mark.ts';
import { buttonStyles } from '../ui/button.styles.ts';
import { icon } from '../ui/icon.ts';
import { meetingBarStyles } from './meeting-bar.styles.ts';
import { meetingChoice } from './meeting-choice.ts';
import {
  foundHint,
  foundWords,
  overWords,
  readinessOf,
  waitingHint,
  waitingWords,
  type Readiness,
} from './meeting-words.ts';

type Found = Extract<MeetingView, { phase: 'found' }>;

@customElement('ear-meeting-bar')
export class MeetingBar extends LitElement {
  static override styles = [baseStyles, buttonStyles, meetingBarStyles];

  @consume({ context: meetingContext }) private _door!: MeetingDoor;
  @consume({ context: callControlContext }) private _calls!: CallControl;
  @consume({ context: alertsContext }) private _alerts!: Alerts;
  @consume({ context: preferencesContext }) private _preferences!: Preferences;
  @consume({ context: sessionContext }) private _session!: Session;
  @state() private _view: MeetingView = { phase: 'none' };
  @state() private _choosing = false;
  @query('.leave') private _leaveButton!: HTMLElement | null;
  private readonly _call = new StoreController(
    this,
    () => this._calls.view,
    (view) => view,
  );
  private readonly _status = new StoreController(
    this,
    () => this._preferences.state,
    ({ status }) => status,
  );
  private readonly _wantsCoffee = new StoreController(
    this,
    () => this._preferences.state,
    ({ coffee }) => coffee,
  );
  private readonly _coffee = new StoreController(
    this,
    () => this._session.state,
    (state) => (state.phase === 'joined' ? (state.coffee ?? null) : null),
  );
  #meeting: Meeting | null = null;
  #shown: UserId | null = null;
  #unlisten: readonly (() => void)[] = [];

  override connectedCallback(): void {
    super.connectedCallback();
    // Loaded with this, so it is there or about to be.
    this._door.load().then(
      (meeting) => this.#follow(meeting),
      () => undefined,
    );
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    for (const undo of this.#unlisten) undo();
    this.#unlisten = [];
  }

  #follow(meeting: Meeting): void {
    if (!this.isConnected) return;
    this.#meeting = meeting;
    const show = () => (this._view = meeting.view.get());
    const want = () => {
      const { phase } = meeting.view.get();
      if (phase === 'none' || phase === 'over') this._choosing = true;
      else this._leaveButton?.focus();
    };
    // A call that is wanted in any other place is no more of a Ready.
    const forget = () => (this._door.readyFor = null);
    addEventListener('ear-call-wanted', forget);
    this.#unlisten = [
      meeting.view.subscribe(show),
      meeting.wanted.subscribe(want),
      () => removeEventListener('ear-call-wanted', forget),
    ];
    show();
    // The wish for which all this was loaded.
    if (meeting.wanted.get() > 0 && meeting.view.get().phase === 'none') want();
  }

  get #isCoffee(): boolean {
    return this._view.phase === 'found' && this._view.coffee;
  }

  override updated(): void {
    const met = this._view.phase === 'found' ? this._view.peer.id : null;
    if (met === this.#shown) return;
    this.#shown = met;
    // Whoever did not ask for it just now may be writing to somebody else.
    if (met !== null && !this.#isCoffee) this.dispatchEvent(new PersonPicked(met));
  }

  override render() {
    const view = this._view;
    return html`${view.phase === 'none' ? nothing : this.#bar(view)}${this._choosing ? meetingChoice({ choose: (media) => this._choose(media), close: () => (this._choosing = false), coffee: this.#coffee() }) : nothing}`;
  }

  #coffee() {
    const at = this._coffee.value;
    return at === null
      ? null
      : { at, wanted: this._wantsCoffee.value, want: (on: boolean) => this._want(on) };
  }

  #bar(view: Exclude<MeetingView, { phase: 'none' }>): TemplateResult {
    const found = view.phase === 'found' ? view : null;
    const call = this._call.value;
    const readiness = found === null ? 'none' : readinessOf(call, found.peer.id);
    const { words, hint } = this.#words(view, readiness);
    return html`<section class="strip" aria-label=${msg('Meeting someone')}>
      ${found === null ? nothing : html`<ear-avatar .person=${found.peer}></ear-avatar>`}
      <div class="words" role="status">
        <p>${words} ${found === null ? nothing : botMark(found.peer)}</p>
        ${hint === '' ? nothing : html`<small>${hint}</small>`}
      </div>
      <div class="actions">
        ${
          found?.media === 'video' && !found.peer.bot && (readiness === 'none' || readiness === 'asked')
            ? html`<button class="button primary" type="button" @click=${() => this._ready(found)}>
                ${icon(Video)}${msg('Ready')}
              </button>`
            : nothing
        }
        ${
          found === null
            ? nothing
            : found.coffee
              ? html`<button
                  class="button"
                  type="button"
                  @click=${() => this.dispatchEvent(new PersonPicked(found.peer.id))}
                >
                  ${msg('Write')}
                </button>`
              : html`<button class="button" type="button" @click=${() => this._go('next')}>
                  ${msg('Next')}
                </button>`
        }
        ${
          view.phase === 'over'
            ? html`<button class="button quiet" type="button" @click=${() => this.#meeting?.find(view.media)}>
                  ${msg('Meet someone else')}
                </button>
                <button
                  class="button quiet round"
                  type="button"
                  aria-label=${msg('Close')}
                  @click=${() => this.#meeting?.dismiss()}
                >
                  ${icon(X)}
                </button>`
            : html`<button class="button quiet leave" type="button" @click=${() => this._go('leave')}>
                ${msg('Leave')}
              </button>`
        }
      </div>
    </section>`;
  }

  #words(view: Exclude<MeetingView, { phase: 'none' }>, readiness: Readiness) {
    const { phase } = this._call.value;
    switch (view.phase) {
      case 'waiting':
        return {
          words: waitingWords(view),
          hint: waitingHint(this._status.value, phase !== 'idle' && phase !== 'ended'),
        };
      case 'found':
        return {
          words: foundWords(view, readiness),
          hint: foundHint(view, readiness),
        };
      case 'over':
        return { words: overWords(view), hint: '' };
    }
  }

  private _want(coffee: boolean): void {
    this._preferences.set({ coffee });
    this._alerts.unlockSound();
    this.#meeting?.wantCoffee(coffee);
  }

  private _choose(media: MeetingMedia): void {
    this._choosing = false;
    this._alerts.unlockSound();
    this.#meeting?.find(media);
  }

  /** Their call ends with it anyway; said here first, so that each side knows who ended it. */
  private _go(where: 'next' | 'leave'): void {
    const call = this._call.value;
    const met = this._view.phase === 'found' ? this._view.peer.id : null;
    if (call.phase !== 'idle' && call.peer.id === met) {
      if (call.phase === 'active') call.end();
      else if (call.phase === 'outgoing') call.cancel();
      else if (call.phase === 'incoming') call.decline();
    }
    this.#meeting?.[where]();
  }

  /** To be ready is to call, or to answer whoever was ready before. */
  private _ready({ peer }: Found): void {
    this._alerts.unlockSound();
    const call = this._call.value;
    this._door.readyFor = peer.id;
    if (call.phase === 'incoming' && call.peer.id === peer.id) call.accept('video');
    else this._calls.call(peer, 'video');
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'ear-meeting-bar': MeetingBar;
  }
}
