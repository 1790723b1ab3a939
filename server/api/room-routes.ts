/** Routes about those who have met by chance: that there are such pairs, and for how long. Neither who they are nor what they write. */
import * as v from 'valibot';
import { AppError } from '../../protocol/errors.ts';
import type { RoomId } from '../../protocol/ids.ts';
import { MEETING_MEDIA } from '../../protocol/meetings.ts';
import { id } from '../../protocol/schemas.ts';
import type { Realtime } from '../transport/realtime.ts';
import { keyRoute, type Route } from './route.ts';

const count = v.pipe(v.number(), v.safeInteger(), v.minValue(0));
const room = v.object({ id: id<RoomId>(), media: v.picklist(MEETING_MEDIA), seconds: count });

export function roomRoutes(realtime: () => Pick<Realtime, 'rooms' | 'cleanUp'>): readonly Route[] {
  return [
    keyRoute({
      method: 'GET',
      path: '/api/rooms',
      scope: 'stats',
      summary: 'Pairs who have met by chance',
      about: 'What for and for how long; not who.',
      output: v.object({ rooms: v.array(room) }),
      answer: async () => ({ rooms: [...(await realtime().rooms())] }),
    }),
    keyRoute({
      method: 'GET',
      path: '/api/rooms/{id}',
      scope: 'stats',
      summary: 'One of them',
      about: 'As long as there is that pair.',
      input: v.strictObject({ id: id<RoomId>() }),
      output: room,
      errors: ['room_ended'],
      answer: async (wanted) => {
        const found = (await realtime().rooms()).find((one) => one.id === wanted.id);
        if (found === undefined) throw new AppError('room_ended');
        return found;
      },
    }),
    keyRoute({
      method: 'POST',
      path: '/api/cleanup',
      scope: 'admin',
      summary: 'End what is due',
      about:
        'Graces, requests, calls and meetings whose time is up are ended at once rather than within the next seconds. Nothing else is ended.',
      input: v.strictObject({}),
      output: v.object({ ended: v.pipe(count, v.description('How many records were ended.')) }),
      answer: async () => ({ ended: await realtime().cleanUp() }),
    }),
  ];
}
