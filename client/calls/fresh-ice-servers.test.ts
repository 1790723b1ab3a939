import { expect, it } from 'vitest';
import { person, welcome } from '../../tests/support/client-records.ts';
import { ScriptedSignaling } from '../../tests/support/scripted-signaling.ts';
import { freshIceServers } from './fresh-ice-servers.ts';

const server = (username: string) => ({ urls: ['turn:10.0.0.2:3478'], username, credential: 'x' });

it('[CALL-17] what the server says of the servers later replaces what it said at first, until the next welcome', () => {
  const signaling = new ScriptedSignaling();
  let first = [server('first')];
  const servers = freshIceServers(signaling, () => first);
  expect(servers()).toEqual([server('first')]);
  signaling.notices.emit('ice_servers', { iceServers: [server('later')] });
  expect(servers()).toEqual([server('later')]);
  first = [server('anew')];
  signaling.notices.emit('welcome', welcome(person('Ana'), { iceServers: first }));
  expect(servers()).toEqual([server('anew')]);
});
