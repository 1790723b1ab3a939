/** How far the copy is, the same on both screens. */
import { html, nothing, type TemplateResult } from 'lit';
import { msg } from '@lit/localize';
import type { OfferView } from '../../device-link/device-link-view.ts';
import { cutWords, progressWords } from './device-link-words.ts';

type CopyView = Extract<OfferView, { phase: 'connecting' | 'copying' | 'cut' }>;

export function copyState(view: CopyView): TemplateResult {
  if (view.phase === 'connecting') {
    return html`<p role="status">${msg('The two devices are finding each other…')}</p>`;
  }
  const { progress } = view;
  const bar = html`<progress
      aria-label=${msg('Messages that have arrived')}
      max=${Math.max(progress.of, 1)}
      .value=${progress.messages}
    ></progress>
    <p class="counts">${progressWords(progress)}</p>`;
  if (view.phase === 'copying') {
    return html`<p role="status">${msg('Contacts and messages are going over. Leave both pages open.')}</p>
      ${bar}`;
  }
  return html`<p role="alert">${cutWords(view.reason)}</p>
    ${progress.of > 0 ? bar : nothing}
    ${
      view.goOn === null
        ? html`<p class="hint">
            ${msg('To go on, make a new link. What is there already does not come twice.')}
          </p>`
        : html`<button class="button primary" type="button" @click=${view.goOn}>${msg('Go on')}</button>`
    }`;
}
