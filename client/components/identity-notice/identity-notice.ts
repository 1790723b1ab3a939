/** What there is to know about somebody's name: that it is not the one a reader takes them for, or that it was another. */
import { LitElement, css, html, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { consume } from '@lit/context';
import { msg, str } from '@lit/localize';
import { TriangleAlert } from 'lucide';
import type { Readable } from '../../base/store.ts';
import { noticeOfContext } from '../../controllers/contexts.ts';
import { StoreController } from '../../controllers/store-controller.ts';
import type { NoticeOf } from '../../stores/identities.ts';
import type { NamedPerson } from '../../stores/identity-notice.ts';
import { baseStyles } from '../ui/base.styles.ts';
import { icon } from '../ui/icon.ts';

@customElement('ear-identity-notice')
export class IdentityNotice extends LitElement {
  static override styles = [
    baseStyles,
    css`
      p {
        display: flex;
        align-items: start;
        gap: var(--space-2);
        color: var(--muted);
        font-size: var(--text-s);
        line-height: var(--line-tight);
        text-align: start;
        text-wrap: pretty;
      }
      .warns:not(.brief) {
        margin: var(--space-1) 0;
        padding: var(--space-2) var(--space-3);
        border-radius: var(--radius-s);
        background: var(--warm-soft);
      }
      .warns {
        color: var(--warm-text);
      }
      .warning {
        margin: var(--space-2) var(--space-3);
      }
    `,
  ];

  @property({ attribute: false }) person!: NamedPerson;
  /** In few words, for a row of a list; otherwise only one kind of notice, where each has a place of its own. */
  @property() only: 'brief' | 'former' | 'warning' | '' = '';
  @consume({ context: noticeOfContext }) private _notices!: Readable<NoticeOf>;
  private readonly _noticeOf = new StoreController(
    this,
    () => this._notices,
    (noticeOf) => noticeOf,
  );

  override render() {
    const { only } = this;
    const notice = this._noticeOf.value(this.person);
    if (notice === null || only === (notice.kind === 'renamed' ? 'warning' : 'former')) return nothing;
    if (notice.kind === 'renamed') return html`<p>${msg(str`was ${notice.was}`)}</p>`;
    const words = this.#warning(notice.of);
    return html`<p class="warns ${only}">${icon(TriangleAlert)}${words}</p>`;
  }

  #warning(of: 'accepted' | 'blocked'): string {
    const { only } = this;
    const { name } = this.person;
    if (of === 'accepted') {
      return only === 'brief'
        ? msg(str`Not the ${name} you know`)
        : msg(str`Not the ${name} you know: this is another device or person using that name.`);
    }
    return only === 'brief'
      ? msg('Named like somebody you blocked')
      : msg(str`You blocked somebody called ${name}. This is another device or person using that name.`);
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'ear-identity-notice': IdentityNotice;
  }
}
