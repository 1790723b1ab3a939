/** A message's text as template parts; every one of them is text to the browser. */
import { html } from 'lit';
import { parseText } from '../../text/parse-text.ts';

export const messageText = (text: string) =>
  parseText(text).map((part) => {
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
