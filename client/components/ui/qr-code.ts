/** A QR code drawn as one path. Always dark on white, whatever the theme: cameras read that best. */
import { LitElement, css, html } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { msg, str } from '@lit/localize';
import { encode } from 'uqr';

@customElement('ear-qr-code')
export class QrCode extends LitElement {
  static override styles = css`
    :host {
      display: block;
      padding: 0.9rem;
      border-radius: var(--radius);
      background: #fff;
    }
    svg {
      display: block;
      width: 100%;
      height: auto;
      fill: #14181b;
      shape-rendering: crispEdges;
    }
  `;

  @property() text = '';

  override render() {
    if (this.text === '') return html``;
    const { data, size } = encode(this.text, { ecc: 'M', border: 2 });
    const path = data.flatMap((row, y) => row.map((dark, x) => (dark ? `M${x} ${y}h1v1h-1z` : ''))).join('');
    const label = msg(str`QR code that opens ${this.text}`);
    return html`<svg viewBox="0 0 ${size} ${size}" role="img" aria-label=${label}><path d=${path} /></svg>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'ear-qr-code': QrCode;
  }
}
