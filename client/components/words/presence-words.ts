import { msg } from '@lit/localize';
import type { PersonEntry } from '../../stores/people.ts';

export function presenceWords(status: PersonEntry['status']): string {
  switch (status) {
    case 'available':
      return msg('Available');
    case 'away':
      return msg('Away');
    case 'do_not_disturb':
      return msg('Do not disturb');
    case 'in_call':
      return msg('In a call');
    case 'offline':
      return msg('Not here');
  }
}
