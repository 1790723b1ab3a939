/** Routes for a bot: to be here, to ask, to write and to be told. Each asks what a page asks on its socket, under the same schema. */
import * as v from 'valibot';
import type { ReplyValue } from '../../protocol/events.ts';
import type { ChatRequestId, MessageId } from '../../protocol/ids.ts';
import { id, requestSchemas } from '../../protocol/schemas.ts';
import { nothing, peoplePage, person } from './answer-schemas.ts';
import { appearing, outgoing, received, receiving } from './bot-schemas.ts';
import type { BotSessions } from './bot-sessions.ts';
import { keyRoute, type Route } from './route.ts';

const USUAL_WAIT_SECONDS = 25;

const asked: v.GenericSchema<unknown, ReplyValue<'send_chat_request'>> = v.object({
  requestId: id<ChatRequestId>(),
  expiresInMs: v.pipe(v.number(), v.description('0 where the other was asking too: both accept now.')),
});
const sent = v.object({ messageId: id<MessageId>(), status: v.literal('sent') });
const told = v.object({ told: v.boolean() });

export function botRoutes(bots: BotSessions): readonly Route[] {
  const common = { method: 'POST', scope: 'bot' } as const;
  return [
    keyRoute({
      ...common,
      path: '/api/appear',
      summary: 'Be here',
      about:
        'The bot is shown to everybody under the name of its key, with a badge, until it disconnects or asks nothing for two minutes; with a webhook, until it disconnects. Once more changes status and webhook.',
      input: appearing,
      output: v.object({ me: person }),
      errors: ['name_taken', 'rate_limited'],
      answer: async (input, { key }) => ({ me: await bots.appear(key, input) }),
    }),
    keyRoute({
      ...common,
      path: '/api/disconnect',
      summary: 'Be gone',
      about: 'At once. Requests to chat that wait are ended. Not being here already is no error.',
      input: v.strictObject({}),
      output: nothing,
      answer: async (_input, { key }) => {
        await bots.disconnect(key.id);
        return {};
      },
    }),
    keyRoute({
      method: 'GET',
      scope: 'bot',
      path: '/api/people',
      summary: 'Who is here',
      about: 'In pages, in the order of names; `search` looks for words anywhere in the name.',
      input: requestSchemas.get_online_users,
      output: peoplePage,
      errors: ['not_appeared', 'rate_limited'],
      answer: (input, { key }) => bots.of(key).ask('get_online_users', input),
    }),
    keyRoute({
      ...common,
      path: '/api/ask',
      summary: 'Ask somebody to chat',
      about: 'Nobody can be written to who has not accepted. The answer comes as an event.',
      input: requestSchemas.send_chat_request,
      output: asked,
      errors: [
        'not_appeared',
        'user_offline',
        'user_unknown',
        'already_accepted',
        'request_pending',
        'request_cooldown',
        'rate_limited',
      ],
      answer: (input, { key }) => bots.of(key).ask('send_chat_request', input),
    }),
    keyRoute({
      ...common,
      path: '/api/cancel',
      summary: 'Withdraw a request',
      about: 'Not having one is no error.',
      input: requestSchemas.cancel_chat_request,
      output: nothing,
      errors: ['not_appeared', 'rate_limited'],
      answer: (input, { key }) => bots.of(key).ask('cancel_chat_request', input),
    }),
    keyRoute({
      ...common,
      path: '/api/answer',
      summary: 'Answer a request',
      about: 'With `accept`, `decline` or `block`.',
      input: requestSchemas.respond_chat_request,
      output: nothing,
      errors: ['not_appeared', 'request_ended'],
      answer: (input, { key }) => bots.of(key).ask('respond_chat_request', input),
    }),
    keyRoute({
      ...common,
      path: '/api/consent',
      summary: 'Accept, block, or neither',
      about: 'What this bot grants somebody. Both have to accept before either can write.',
      input: requestSchemas.set_consent,
      output: nothing,
      errors: ['not_appeared', 'rate_limited'],
      answer: (input, { key }) => bots.of(key).ask('set_consent', input),
    }),
    keyRoute({
      ...common,
      path: '/api/send',
      summary: 'Write to somebody',
      about:
        'Sent means passed on, or kept for somebody who is away; `message_status` says when it was stored by their browser. As long as the bot is here it is sent again when they come back.',
      input: outgoing,
      output: sent,
      errors: ['not_appeared', 'not_accepted', 'user_offline', 'rate_limited'],
      answer: async (input, { key }) => {
        const { messageId } = await bots.of(key).send(input);
        return { messageId, status: 'sent' as const };
      },
    }),
    keyRoute({
      ...common,
      path: '/api/receive',
      summary: 'Be told',
      about:
        'Waits until there is something. Everything is told again until it is said by `after` that it was taken, and only then do senders of messages hear that they were delivered. A second one ends the waiting of the first.',
      input: receiving,
      output: received,
      errors: ['not_appeared'],
      answer: ({ after, waitSeconds = USUAL_WAIT_SECONDS }, { key, onGone }) =>
        bots.of(key).receive(after, waitSeconds * 1_000, onGone),
    }),
    keyRoute({
      ...common,
      path: '/api/read',
      summary: 'Say that messages were read',
      about: '`told` is false where the sender is not here.',
      input: requestSchemas.message_read,
      output: told,
      errors: ['not_appeared', 'not_accepted', 'user_offline'],
      answer: (input, { key }) => bots.of(key).ask('message_read', input),
    }),
    keyRoute({
      ...common,
      path: '/api/typing',
      summary: 'Show that one writes',
      about: 'And that one does not any more.',
      input: requestSchemas.typing,
      output: nothing,
      errors: ['not_appeared', 'not_accepted', 'user_offline', 'rate_limited'],
      answer: (input, { key }) => bots.of(key).ask('typing', input),
    }),
  ];
}
