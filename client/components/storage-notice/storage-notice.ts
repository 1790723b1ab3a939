/** Across the top of the page, whatever is on it: the storage of this browser cannot be used, and the one thing to do about it. */
import { LitElement, css, html, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { msg } from '@lit/localize';
import { TriangleAlert } from 'lucide';
import type { StorageTrouble } from '../../storage/indexed-database.ts';
import { baseStyles } from '../ui/base.styles.ts';
import { buttonStyles } from '../ui/button.styles.ts';
import { icon } from '../ui/icon.ts';
import { storageTroubleWords } from '../words/storage-words.ts';

@customElement('ear-storage-notice')
export class StorageNotice extends LitElement {
  static override styles = [
    baseStyles,
    buttonStyles,
    css`
      div {
        position: fixed;
        inset: 0 0 auto;
        z-index: 5;
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        justify-content: center;
        gap: var(--space-2) var(--space-4);
        padding: calc(var(--space-2) + env(safe-area-inset-top)) var(--space-4) var(--space-2);
        background: var(--warm-soft);
        box-shadow: var(--shadow);
        color: var(--warm-text);
        font: var(--text-m) / var(--line-tight) var(--font);
      }
      p {
        display: flex;
        align-items: center;
        gap: var(--space-3);
        max-width: 42rem;
        text-wrap: pretty;
      }
    `,
  ];

  @property({ attribute: false }) trouble: StorageTrouble | null = null;

  override render() {
    const { trouble } = this;
    if (trouble === null) return nothing;
    return html`<div role="alert">
      <p>${icon(TriangleAlert)}${storageTroubleWords(trouble)}</p>
      ${
        trouble === 'blocked'
          ? nothing
          : html`<button class="button" type="button" @click=${() => location.reload()}>
              ${msg('Reload')}
            </button>`
      }
    </div>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'ear-storage-notice': StorageNotice;
  }
}
