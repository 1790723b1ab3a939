/** What a running server says in its log about connections and calls. */
import { expect, it } from 'vitest';
import { silentLog } from '../../server/log.ts';
import { acquainted } from '../support/person.ts';
import { runServer } from '../support/running-server.ts';

it('connections and calls are said to come and go, with what they were in numbers', async () => {
  const said: { words: string; fields: Readonly<Record<string, unknown>> }[] = [];
  const info = (words: string, fields: object = {}) =>
    void said.push({ words, fields: fields as Readonly<Record<string, unknown>> }); // of whatever kind
  const server = await runServer({ log: { ...silentLog, info } });
  const of = (words: string) => said.filter((one) => one.words === words).map(({ fields }) => fields);
  try {
    const [ana, bea] = await acquainted(server.url);
    const { callId } = await ana.request('start_call', { to: bea.id, media: 'audio' });
    await bea.request('accept_call', { callId, media: 'audio' });
    await ana.request('end_call', { callId, reason: 'hung_up' });
    await bea.raw('no such request', {});
    ana.leave();
    bea.leave();
    await expect.poll(() => of('connection closed')).toHaveLength(2);
    const closed = of('connection closed').sort(
      (one, other) => Number(one['connection']) - Number(other['connection']),
    );
    expect(of('connection opened')).toEqual([
      { connection: 1, transport: 'websocket' },
      { connection: 2, transport: 'websocket' },
    ]);
    expect(closed).toMatchObject([
      { connection: 1, requests: 3, refused: 0 },
      { connection: 2, requests: 3, refused: 1 },
    ]);
    expect(of('call rings')).toEqual([{ call: callId }]);
    expect(of('call answered')).toMatchObject([{ call: callId }]);
    expect(of('call ended')).toMatchObject([{ call: callId, reason: 'hung_up', answered: true }]);
  } finally {
    await server.stop();
  }
});
