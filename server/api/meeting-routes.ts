/** Routes for a text client that meets people by chance. To wait is all it takes to be here, so that a script needs no other step before. */
import * as v from 'valibot';
import type { MeetingMedia } from '../../protocol/meetings.ts';
import { requestSchemas } from '../../protocol/schemas.ts';
import { nothing, person } from './answer-schemas.ts';
import type { ApiKey } from './api-keys.ts';
import type { BotSessions } from './bot-sessions.ts';
import { keyRoute, type Route } from './route.ts';

export function meetingRoutes(bots: BotSessions): readonly Route[] {
  const common = { method: 'POST', scope: 'meet' } as const;
  const wait = {
    ...common,
    input: v.strictObject({}),
    output: v.object({ me: person }),
    errors: ['name_taken', 'rate_limited'],
  } as const;
  const waitFor = async (media: MeetingMedia, key: ApiKey) => {
    const session = await bots.enter(key);
    await session.ask('find_partner', { media });
    return { me: session.me };
  };
  return [
    keyRoute({
      ...wait,
      path: '/api/start',
      summary: 'Wait for somebody to write with',
      about:
        'Appears first where the bot is not here. `partner_found` says who it is; as long as both stay, they may write to each other without having asked.',
      answer: (_input, { key }) => waitFor('text', key),
    }),
    keyRoute({
      ...wait,
      path: '/api/start_video',
      summary: 'Wait for somebody who wants to see somebody',
      about:
        'As `/api/start`. There is no way to be seen by HTTP: a call of the other is declined, and the two can write, until they go or ten minutes are over.',
      answer: (_input, { key }) => waitFor('video', key),
    }),
    keyRoute({
      ...common,
      path: '/api/next',
      summary: 'Move on',
      about: 'Both wait again, and do not meet each other in that wait.',
      input: requestSchemas.next_partner,
      output: nothing,
      errors: ['not_appeared', 'room_ended', 'rate_limited'],
      answer: (input, { key }) => bots.of(key).ask('next_partner', input),
    }),
    keyRoute({
      ...common,
      path: '/api/leave',
      summary: 'Meet nobody any more',
      about:
        'Ends the waiting or the meeting, and stays here. Neither is no error. `/api/disconnect` does so too.',
      input: v.strictObject({}),
      output: nothing,
      errors: ['not_appeared', 'rate_limited'],
      answer: (_input, { key }) => bots.of(key).ask('leave_room', {}),
    }),
  ];
}
