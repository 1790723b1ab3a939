/** Links that somebody can still open: what each is for, until when, and a way to take it back. */
import { LitElement, html, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { repeat } from 'lit/directives/repeat.js';
import { msg, str } from '@lit/localize';
import type { OpenLink } from '../../../protocol/accounts.ts';
import { baseStyles } from '../ui/base.styles.ts';
import { buttonStyles } from '../ui/button.styles.ts';
import { accountStyles } from './account.styles.ts';

export class LinkUnwanted extends Event {
  readonly id: string;
  constructor(id: string) {
    super('ear-link-unwanted');
    this.id = id;
  }
}

@customElement('ear-open-links')
export class OpenLinks extends LitElement {
  static override styles = [baseStyles, buttonStyles, accountStyles];

  @property({ attribute: false }) links: readonly OpenLink[] = [];
  /** The one that is on screen, so that it can be told from others like it. */
  @property({ attribute: false }) shown: string | null = null;

  /* Safari takes the role from a list without bullets, so it is said again. */
  /* eslint-disable lit-a11y/no-redundant-role */
  override render() {
    if (this.links.length === 0) return nothing;
    return html`<section aria-label=${msg('Open links')}>
      <h4>${msg('Open links')}</h4>
      <p class="hint">${msg('Each works once. Take back what went to the wrong person or is not needed.')}</p>
      <ul role="list" aria-label=${msg('Open links')}>
        ${repeat(
          this.links,
          ({ id }) => id,
          (link) => html`<li role="listitem">${this.#row(link)}</li>`,
        )}
      </ul>
    </section>`;
  }
  /* eslint-enable lit-a11y/no-redundant-role */

  #row(link: OpenLink) {
    const what = purposeWords(link);
    const until = untilFormat.format(link.until);
    return html`<div class="who">
        <span class="name">${what}</span>
        <span class="state">
          ${link.id === this.shown ? msg(str`Shown above. Can be opened until ${until}`) : msg(str`Can be opened until ${until}`)}
        </span>
      </div>
      <button
        class="button"
        type="button"
        aria-label=${msg(str`Take back: ${what}, until ${until}`)}
        @click=${() => this.dispatchEvent(new LinkUnwanted(link.id))}
      >
        ${msg('Take back')}
      </button>`;
  }
}

const untilFormat = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'short' });

function purposeWords({ kind, name, administrator }: OpenLink): string {
  if (kind === 'reset') return msg(str`New password for ${name}`);
  return administrator ? msg('Invitation for an administrator') : msg('Invitation');
}

declare global {
  interface HTMLElementEventMap {
    'ear-link-unwanted': LinkUnwanted;
  }
  interface HTMLElementTagNameMap {
    'ear-open-links': OpenLinks;
  }
}
