import { msg } from '@lit/localize';
import type { MessageState } from '../../stores/message-view.ts';

export function messageStateWords(state: MessageState): string {
  switch (state) {
    case 'waiting':
      return msg('Waiting');
    case 'sent':
      return msg('Sent');
    case 'delivered':
      return msg('Delivered');
    case 'read':
      return msg('Read');
  }
}
