/**
 * A message's text as template parts; every one of them is text to the browser. The parser comes when the first messages are shown,
 * with all else that they have, so that nobody waits for it to join; until then a text is just its letters.
 */
import { html } from 'lit';
import type * as MessageParts from './message-parts.ts';

let parts: typeof MessageParts | null = null;

export async function loadMessageParts(): Promise<void> {
  parts ??= await import('./message-parts.ts');
}

export const messageParts = (): typeof MessageParts | null => parts;

/** `reach`: -1 where the keyboard is on another message. */
export function messageText(text: string, reach: number) {
  if (parts === null) return text;
  return parts.parseText(text).map((part) => {
    switch (part.kind) {
      case 'plain':
        return part.text;
      case 'bold':
        return html`<strong>${part.text}</strong>`;
      case 'code':
        return html`<code>${part.text}</code>`;
      case 'link':
        return html`<a href=${part.url} tabindex=${reach} target="_blank" rel="noopener noreferrer"
          >${part.text}</a
        >`;
    }
  });
}
