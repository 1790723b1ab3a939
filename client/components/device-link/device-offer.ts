/** On the device one has: the link to another one, who asks by it, and how far the copy is. The link ends with this element. */
import { LitElement, html, nothing, type TemplateResult } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import { consume } from '@lit/context';
import { msg } from '@lit/localize';
import { Check, Copy } from 'lucide';
import { deviceLinksContext } from '../../controllers/contexts.ts';
import type { DeviceLinkDoor, DeviceOffer, OfferView } from '../../device-link/device-link-view.ts';
import { baseStyles } from '../ui/base.styles.ts';
import { buttonStyles } from '../ui/button.styles.ts';
import { icon } from '../ui/icon.ts';
import '../ui/qr-code.ts';
import { copyState } from './copy-state.ts';
import { deviceLinkStyles } from './device-link.styles.ts';
import { deviceWords, offerEndWords, totalsWords } from './device-link-words.ts';

@customElement('ear-device-offer')
export class DeviceOfferPanel extends LitElement {
  static override styles = [baseStyles, buttonStyles, deviceLinkStyles];

  @consume({ context: deviceLinksContext }) private _door!: DeviceLinkDoor;
  @state() private _view: OfferView = { phase: 'making' };
  @state() private _copied = false;
  @state() private _failed = false;
  #offer: DeviceOffer | null = null;

  override connectedCallback(): void {
    super.connectedCallback();
    this.#open().catch(() => (this._failed = true));
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#offer?.close();
    this.#offer = null;
  }

  async #open(): Promise<void> {
    const links = await this._door.load();
    if (!this.isConnected) return;
    const offer = links.offer();
    this.#offer = offer;
    const show = () => (this._view = offer.view.get());
    offer.view.subscribe(show);
    show();
  }

  override render() {
    if (this._failed) {
      return html`<p role="alert">${msg('This could not be loaded. Try again when the server is back.')}</p>`;
    }
    return html`<div class="link">${this.#content(this._view)}</div>`;
  }

  #content(view: OfferView): TemplateResult {
    switch (view.phase) {
      case 'making':
        return html`<p role="status">${msg('Making a link…')}</p>`;
      case 'shown':
        return this.#shown(view.url);
      case 'asked':
        return html`<p role="alert">${deviceWords(view.device)}</p>
          <div class="centre">
            <p>${msg('Its screen must show the same number:')}</p>
            <strong class="number">${view.device.number}</strong>
          </div>
          <p class="hint">
            ${
              view.device.known
                ? msg('It is yours already and asks for your contacts and messages.')
                : msg(
                    'If you allow it, it can do all that you can do here, and gets your contacts and messages. Refuse if the number differs or nobody of yours is asking.',
                  )
            }
          </p>
          <div class="choices">
            <button class="button primary" type="button" @click=${view.allow}>${msg('Allow')}</button>
            <button class="button" type="button" @click=${view.refuse}>${msg('Refuse')}</button>
          </div>`;
      case 'connecting':
      case 'copying':
      case 'cut':
        return copyState(view);
      case 'done':
        return html`<p role="status">
            ${msg('Everything is on the other device.')} ${totalsWords(view.totals)}
          </p>
          <p class="hint">
            ${msg('Both are you from now on: what is written to you comes to both. To stop using one, choose Leave in the menu there.')}
          </p>`;
      case 'ended':
        return html`<p role="alert">${offerEndWords(view.reason)}</p>
          <button class="button primary" type="button" @click=${view.again}>
            ${msg('Make a new link')}
          </button>`;
    }
  }

  #shown(url: string): TemplateResult {
    return html`<p>
        ${msg('Scan this with the other device, or open the link there. Both have to be on this network. You go on using this one too.')}
      </p>
      <div class="centre">
        <ear-qr-code .text=${url}></ear-qr-code>
        <span class="address">${url}</span>
        <button class="button soft" type="button" @click=${() => void this._copy(url)}>
          ${icon(this._copied ? Check : Copy)}${this._copied ? msg('Copied') : msg('Copy link')}
        </button>
        <span class="said" role="status">${this._copied ? msg('The link was copied.') : nothing}</span>
      </div>
      <p class="hint">
        ${msg('It works once, within five minutes, while this is open. Nothing happens before you allow it here. Show it to nobody else.')}
      </p>`;
  }

  private async _copy(url: string): Promise<void> {
    try {
      await navigator.clipboard.writeText(url);
      this._copied = true;
    } catch {
      // The browser said no. The link is on screen and one tap selects it.
      this._copied = false;
    }
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'ear-device-offer': DeviceOfferPanel;
  }
}
