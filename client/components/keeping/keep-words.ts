import { msg } from '@lit/localize';
import type { Keep } from '../../storage/retention.ts';

/** For the head of a conversation; nothing where nothing goes by itself. */
export function keptWords(keep: Keep): string {
  switch (keep) {
    case 'always':
      return '';
    case 'month':
      return msg('Kept for 30 days in this browser');
    case 'day':
      return msg('Kept for a day in this browser');
    case 'shown':
      return msg('Not kept in this browser');
  }
}

/** As one of several to choose from. */
export function keepWords(keep: Keep): string {
  switch (keep) {
    case 'always':
      return msg('Always');
    case 'month':
      return msg('30 days');
    case 'day':
      return msg('A day');
    case 'shown':
      return msg('Not at all');
  }
}
