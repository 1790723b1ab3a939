/** Requests about meeting somebody by chance. What comes of them is told by notices, to both people of a room alike. */
import type { HandlerContext, RequestHandlers } from '../request-handlers.ts';

type Handled = 'find_partner' | 'next_partner' | 'leave_room' | 'want_coffee';

export function meetingRequests({ coffee, meetings }: HandlerContext): Pick<RequestHandlers, Handled> {
  return {
    find_partner: async ({ user }, { media }) => {
      await meetings.search(user, media);
      return {};
    },
    next_partner: async ({ user }, { roomId }) => {
      await meetings.next(user, roomId);
      return {};
    },
    leave_room: async ({ user }) => {
      await meetings.leave(user);
      return {};
    },
    want_coffee: ({ user }, { wants }) => {
      coffee.want(user, wants);
      return {};
    },
  };
}
