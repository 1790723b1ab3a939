/**
 * A message's text as template parts; every one of them is text to the browser. The parser comes when the first messages are shown, so
 * that nobody waits for it to join; until then a text is just its letters.
 */
import { html } from 'lit';
import type { parseText } from '../../text/parse-text.ts';

let parse: typeof parseText | null = null;

/** @returns whether texts read differently now */
export async function loadTextParser(): Promise<boolean> {
  if (parse !== null) return false;
  parse = (await import('../../text/parse-text.ts')).parseText;
  return true;
}

export const hasTextParser = (): boolean => parse !== null;

export function messageText(text: string) {
  if (parse === null) return text;
  return parse(text).map((part) => {
    switch (part.kind) {
      case 'plain':
        return part.text;
      case 'bold':
        return html`<strong>${part.text}</strong>`;
      case 'code':
        return html`<code>${part.text}</code>`;
      case 'link':
        return html`<a href=${part.url} target="_blank" rel="noopener noreferrer">${part.text}</a>`;
    }
  });
}
