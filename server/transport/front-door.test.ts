import { expect, it } from 'vitest';
import type { TabId, UserId } from '../../protocol/ids.ts';
import { CallServer, testId } from '../../tests/support/call-server.ts';
import { ManualClock } from '../../tests/support/manual-clock.ts';

/** Two in a call that stands, and what each is told. */
async function inCall() {
  const clock = new ManualClock();
  const server = new CallServer(clock);
  const enter = (name: string) => {
    const told: string[] = [];
    const caller = { user: testId<UserId>(name), tab: testId<TabId>(`${name}TAB`) };
    const port = {
      notice: (notice: string) => void told.push(notice),
      signal: () => Promise.resolve(),
    };
    return { caller, told, come: () => server.connect(caller, name, port) };
  };
  const [ana, bea] = [enter('ANA'), enter('BEA')];
  await ana.come();
  await bea.come();
  const { callId } = await server.request(ana.caller, 'start_call', { to: bea.caller.user, media: 'audio' });
  await server.request(bea.caller, 'accept_call', { callId, media: 'audio' });
  ana.told.length = 0;
  bea.told.length = 0;
  const pass = async (ms: number) => {
    clock.advance(ms);
    await server.sweep();
  };
  return { server, ana, bea, pass };
}

it('[CALL-10] [PRES-2] a call waits for a person without a connection for longer than others count as here', async () => {
  const { server, ana, bea, pass } = await inCall();
  await server.disconnect(bea.caller);
  await pass(44_000);
  expect(ana.told).not.toContain('call_ended');
  await bea.come();
  expect(bea.told).toContain('call_started');
  await pass(60_000);
  expect(ana.told).not.toContain('call_ended');
});

it('[CALL-10] it ends, and the person is gone, where they do not come back', async () => {
  const { server, ana, bea, pass } = await inCall();
  await server.disconnect(bea.caller);
  await pass(45_000);
  expect(ana.told).toContain('call_ended');
});
