/** A person as a coloured disc with their initials. Only an ornament: the name always stands beside it. */
import { LitElement, html, type PropertyValues } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { avatarStyles } from './avatar.styles.ts';
import { hueIndex, initials } from '../../text/initials.ts';

@customElement('ear-avatar')
export class Avatar extends LitElement {
  static override styles = avatarStyles;

  @property({ attribute: false }) person: { readonly id: string; readonly name: string } | null = null;

  override connectedCallback(): void {
    super.connectedCallback();
    this.setAttribute('aria-hidden', 'true');
  }

  override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has('person')) this.setAttribute('hue', String(hueIndex(this.person?.id ?? '')));
  }

  override render() {
    return html`${initials(this.person?.name ?? '')}`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'ear-avatar': Avatar;
  }
}
