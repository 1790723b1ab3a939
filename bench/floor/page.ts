/** The floor of how soon a page may be used: one element of Lit with one field. */
import { LitElement, html } from 'lit';

class FloorPage extends LitElement {
  override render() {
    return html`<label>Your name <input /></label>`;
  }
}
customElements.define('floor-page', FloorPage);
