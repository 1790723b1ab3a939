/** What the HTTP interface answers with, as schemas: its document is made from these, and the compiler holds the routes to them. */
import * as v from 'valibot';
import { API_SCOPES } from '../../protocol/api.ts';
import type { UserId } from '../../protocol/ids.ts';
import { CHOSEN_STATUSES, type PeoplePage, type Person } from '../../protocol/presence.ts';
import { id } from '../../protocol/schemas.ts';
import type { Figures } from '../state/figures.ts';

const about = <S extends v.GenericSchema>(schema: S, words: string) => v.pipe(schema, v.description(words));
const count = v.pipe(v.number(), v.safeInteger(), v.minValue(0));

export const nothing: v.GenericSchema<unknown, Readonly<Record<string, never>>> = v.strictObject({});

export const person = v.object({
  id: id<UserId>(),
  name: v.string(),
  status: v.picklist([...CHOSEN_STATUSES, 'in_call']),
  bot: v.exactOptional(about(v.literal(true), 'Left out for people.')),
}) satisfies v.GenericSchema<unknown, Person>;

export const peoplePage: v.GenericSchema<unknown, PeoplePage> = v.object({
  people: v.array(person),
  total: about(count, 'How many match in all.'),
  next: about(v.nullable(v.string()), 'To be passed as `after` for the next page; null on the last.'),
});

export const health = v.object({
  status: v.literal('ok'),
  version: v.string(),
  uptimeSeconds: count,
  connections: v.exactOptional(about(count, 'Left out where a passcode is set.')),
});

export const apiKey = v.object({ name: v.string(), scopes: v.array(v.picklist(API_SCOPES)) });

export const stats = v.object({
  uptimeSeconds: count,
  people: about(count, 'People who are here.'),
  bots: about(count, 'Bots that are here.'),
  connections: about(count, 'Open connections of tabs.'),
  requests: about(count, 'Requests to chat that wait for an answer.'),
  waiting: about(count, 'People who wait to meet somebody.'),
  rooms: about(count, 'Pairs who have met by chance.'),
  callsRinging: count,
  calls: about(count, 'Calls that were answered and go on.'),
  messagesWaiting: about(count, 'Messages in memory for people who are away.'),
  since: about(
    v.object({ messages: count, chatRequests: count, calls: count, connections: count }),
    'How many there were since the start of the server.',
  ),
}) satisfies v.GenericSchema<unknown, Figures & { uptimeSeconds: number }>;
