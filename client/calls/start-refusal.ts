/** What a refused `start_call` means for the screen. */
import type { ErrorCode } from '../../protocol/errors.ts';
import type { CallEndReason } from './call-state.ts';
import type { EndedBy } from './call-view.ts';

export function startRefusal(code: ErrorCode): { readonly reason: CallEndReason; readonly by: EndedBy } {
  switch (code) {
    case 'user_busy':
      return { reason: 'busy', by: 'them' };
    // In another tab or on another device.
    case 'already_in_call':
      return { reason: 'busy', by: 'me' };
    case 'user_offline':
    case 'user_unknown':
      return { reason: 'unreachable', by: 'them' };
    case 'not_accepted':
      return { reason: 'not_accepted', by: 'them' };
    case 'rate_limited':
      return { reason: 'too_many', by: 'server' };
    case 'no_answer_from_server':
    case 'server_stopping':
      return { reason: 'no_server', by: 'server' };
    default:
      return { reason: 'failed', by: 'server' };
  }
}
