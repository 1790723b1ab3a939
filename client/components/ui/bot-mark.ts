/** The badge of a program, whose element is fetched when there is one to show: most networks have none. */
import { html } from 'lit';

export const botMark = ({ bot }: { readonly bot?: true | undefined }) =>
  bot && (void import('./bot-badge.ts'), html`<ear-bot-badge></ear-bot-badge>`);
