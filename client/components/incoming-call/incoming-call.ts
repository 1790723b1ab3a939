/**
 * Somebody calls. Above everything, with the focus inside but on no button, so that neither Escape nor a key meant for
 * something else answers.
 */
import { LitElement, html, nothing } from 'lit';
import { customElement, query } from 'lit/decorators.js';
import { consume } from '@lit/context';
import { msg, str } from '@lit/localize';
import { Phone, PhoneOff, Video } from 'lucide';
import type { CallControl, CallView } from '../../calls/call-view.ts';
import { alertsContext, callControlContext, meetingContext } from '../../controllers/contexts.ts';
import { StoreController } from '../../controllers/store-controller.ts';
import type { Alerts } from '../../stores/alerts.ts';
import type { MeetingDoor } from '../../stores/meeting-view.ts';
import '../identity-notice/identity-notice.ts';
import '../ui/avatar.ts';
import { baseStyles } from '../ui/base.styles.ts';
import { buttonStyles } from '../ui/button.styles.ts';
import { dialogStyles } from '../ui/dialog.styles.ts';
import { icon } from '../ui/icon.ts';
import { incomingCallStyles } from './incoming-call.styles.ts';
import type { Silence } from '../../../protocol/calls.ts';

type Incoming = Extract<CallView, { phase: 'incoming' }>;

function silenceWords(silence: Silence, name: string): string {
  return silence === 'do_not_disturb'
    ? msg('It does not ring, because you asked not to be disturbed.')
    : msg(str`It does not ring, because ${name} called several times just now.`);
}

@customElement('ear-incoming-call')
export class IncomingCall extends LitElement {
  static override styles = [baseStyles, buttonStyles, dialogStyles, incomingCallStyles];

  @consume({ context: callControlContext }) private _calls!: CallControl;
  @consume({ context: alertsContext }) private _alerts!: Alerts;
  @consume({ context: meetingContext }) private _meeting!: MeetingDoor;
  @query('dialog') private _dialog!: HTMLDialogElement | null;
  private readonly _incoming = new StoreController(
    this,
    () => this._calls.view,
    // Whom one has met is answered where it is said that one has met them, by being ready too.
    (view) =>
      view.phase === 'incoming' && (view.media === 'audio' || view.peer.id !== this._meeting.partner.get())
        ? view
        : null,
  );

  override updated(): void {
    const dialog = this._dialog;
    if (dialog === null || dialog.open) return;
    dialog.showModal();
    dialog.focus();
  }

  override render() {
    const call = this._incoming.value;
    if (call === null) return nothing;
    const { name } = call.peer;
    const video = call.media === 'video';
    const title = video ? msg(str`Video call from ${name}`) : msg(str`Audio call from ${name}`);
    return html`<dialog
      tabindex="-1"
      closedby="none"
      aria-label=${title}
      @keydown=${this._onKeyDown}
      @cancel=${(event: Event) => event.preventDefault()}
      @close=${() => this.requestUpdate()}
    >
      <div class="face"><ear-avatar .person=${call.peer}></ear-avatar></div>
      <h2>${name}</h2>
      <ear-identity-notice .person=${call.peer}></ear-identity-notice>
      <p class="kind">${video ? msg('would like a video call') : msg('is calling you')}</p>
      ${call.silent === null ? nothing : html`<p class="kind">${silenceWords(call.silent, name)}</p>`}
      <div class="actions">${this.#buttons(call, video)}</div>
    </dialog>`;
  }

  #buttons(call: Incoming, video: boolean) {
    const accept = (media: Incoming['media']) => () => {
      this._alerts.unlockSound();
      call.accept(media);
    };
    return html`<button class="button danger" type="button" @click=${() => call.decline()}>
        ${icon(PhoneOff)}${msg('Decline')}
      </button>
      <button class="button primary" type="button" @click=${accept(call.media)}>
        ${icon(video ? Video : Phone)}${msg('Accept')}
      </button>
      ${
        video
          ? html`<button class="button quiet whole" type="button" @click=${accept('audio')}>
              ${icon(Phone)}${msg('Accept without camera')}
            </button>`
          : nothing
      }`;
  }

  /** Chromium closes a dialog at the second Escape even where `cancel` was refused. */
  private _onKeyDown(event: KeyboardEvent): void {
    if (event.key === 'Escape') event.preventDefault();
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'ear-incoming-call': IncomingCall;
  }
}
