/** One sentence over the picture of a call, and what can be done about it. */
import { html, nothing } from 'lit';
import { msg } from '@lit/localize';
import { type IconNode, TriangleAlert, X } from 'lucide';
import { icon } from '../ui/icon.ts';

interface Strip {
  readonly words: string;
  readonly shapes?: IconNode;
  /** Words of a button, and what it does. */
  readonly act?: readonly [string, () => void] | null;
  readonly close?: () => void;
}

export function callStrip({ words, shapes = TriangleAlert, act, close }: Strip) {
  return html`<div class="problem">
    ${icon(shapes)}
    <p>${words}</p>
    ${act ? html`<button class="button quiet" type="button" @click=${act[1]}>${act[0]}</button>` : nothing}
    ${
      close
        ? html`<button class="button quiet round" type="button" aria-label=${msg('Close')} @click=${close}>
            ${icon(X)}
          </button>`
        : nothing
    }
  </div>`;
}
