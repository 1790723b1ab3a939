/** The first screen of a new device: whose it is to become, what happens to whoever is here, and how far the copy is. */
import { LitElement, html, nothing, type TemplateResult } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import { consume } from '@lit/context';
import { msg, str } from '@lit/localize';
import { deviceLinksContext } from '../../controllers/contexts.ts';
import type { ArrivalView, DeviceArrival, DeviceLinkDoor } from '../../device-link/device-link-view.ts';
import { brandMark } from '../ui/brand-mark.ts';
import { formStyles } from '../joining/joining.styles.ts';
import { copyState } from './copy-state.ts';
import { deviceLinkStyles } from './device-link.styles.ts';
import { arrivalEndWords, inTheWayWords, totalsWords } from './device-link-words.ts';

@customElement('ear-device-arrival')
export class DeviceArrivalScreen extends LitElement {
  static override styles = [formStyles, deviceLinkStyles];

  @consume({ context: deviceLinksContext }) private _door!: DeviceLinkDoor;
  @state() private _view: ArrivalView = { phase: 'looking' };
  #arrival: DeviceArrival | null = null;

  override connectedCallback(): void {
    super.connectedCallback();
    this.#open().catch(
      () => (this._view = { phase: 'ended', reason: { code: 'no_answer_from_server', detail: '' } }),
    );
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#arrival?.close();
    this.#arrival = null;
  }

  async #open(): Promise<void> {
    const secret = this._door.arriving.get();
    const links = await this._door.load();
    if (!this.isConnected || secret === null) return;
    const arrival = links.arrive(secret);
    this.#arrival = arrival;
    const show = () => (this._view = arrival.view.get());
    arrival.view.subscribe(show);
    show();
  }

  override render() {
    return html`<main>
      <div class="intro">
        ${brandMark}
        <h1>${msg('Earshot on this device')}</h1>
      </div>
      <section class="card link">${this.#content(this._view)}</section>
    </main>`;
  }

  #content(view: ArrivalView): TemplateResult {
    switch (view.phase) {
      case 'looking':
        return html`<p role="status">${msg('Looking at the link…')}</p>`;
      case 'found':
        return this.#found(view);
      case 'waiting':
        return html`<p role="status">
            ${msg(str`Now allow it on the device where you are ${view.name} already.`)}
          </p>
          <div class="centre">
            <p>${msg('It must show the same number:')}</p>
            <strong class="number">${view.number}</strong>
          </div>
          <p class="hint">${msg('If it shows another one or none, refuse there.')}</p>`;
      case 'moving':
        return html`<p role="status">${msg('It is allowed. This device is being made ready…')}</p>`;
      case 'connecting':
      case 'copying':
        return copyState(view);
      case 'cut':
        return html`${copyState(view)} ${this.#leave(msg('Start without the rest'))}`;
      case 'done':
        return html`<p role="status">${msg('Everything is here.')} ${totalsWords(view.totals)}</p>
          <p class="hint">
            ${msg('Both devices are you from now on: what is written to you comes to both. To stop using one, choose Leave in the menu there.')}
          </p>
          ${this.#leave(msg('Start'), 'primary')}`;
      case 'ended':
        return html`<p role="alert">${arrivalEndWords(view.reason)}</p>
          ${this.#leave(msg('Go on without the link'))}`;
    }
  }

  #found({ name, known, inTheWay, use }: Extract<ArrivalView, { phase: 'found' }>): TemplateResult {
    return html`<h2>
        ${
          known
            ? msg(str`Get the messages of ${name} from the other device?`)
            : msg(str`Use Earshot as ${name} on this device?`)
        }
      </h2>
      ${inTheWay === null ? nothing : html`<p>${inTheWayWords(inTheWay)}</p>`}
      <p class="hint">
        ${msg('Your contacts and messages come directly from the other device, where you have to allow it. Do it only on a device of your own: whoever uses this browser can read and write everything.')}
      </p>
      <div class="choices">
        <button class="button ${inTheWay === null ? 'primary' : 'danger'}" type="button" @click=${use}>
          ${inTheWay === null ? msg('Continue') : msg('Erase what is here and continue')}
        </button>
        ${this.#leave(msg('Not now'))}
      </div>`;
  }

  #leave(words: string, look = ''): TemplateResult {
    return html`<button class="button ${look}" type="button" @click=${() => this._door.over()}>
      ${words}
    </button>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'ear-device-arrival': DeviceArrivalScreen;
  }
}
