import { expect, it } from 'vitest';
import { ManualClock } from '../../tests/support/manual-clock.ts';
import { refusing, ScriptedSignaling } from '../../tests/support/scripted-signaling.ts';
import { settled } from '../../tests/support/settled.ts';
import type { CallId } from '../../protocol/ids.ts';
import { ASK_MS, askRelay } from './ask-relay.ts';

const callId = 'call' as CallId;
const RELAY = [{ urls: ['turn:10.0.0.2:3478'], username: '1:ana', credential: 'x' }];

function asking() {
  const clock = new ManualClock();
  const signaling = new ScriptedSignaling();
  return { clock, signaling, ask: () => askRelay({ signaling, clock, callId }) };
}

it('[CALL-16] the servers are those that the server names for the call', async () => {
  const { signaling, clock, ask } = asking();
  signaling.answers.ask_relay = () => ({ iceServers: RELAY });
  expect(await ask()).toEqual(RELAY);
  expect(signaling.asked).toEqual([['ask_relay', { callId }]]);
  expect(clock.waiting).toBe(0);
});

it('they are asked for again over the next connection where nobody answers', async () => {
  const { signaling, ask } = asking();
  signaling.lose();
  const servers = ask();
  await settled();
  signaling.answers.ask_relay = () => ({ iceServers: RELAY });
  signaling.state.set({ phase: 'connected' });
  expect(await servers).toEqual(RELAY);
  expect(signaling.asked).toHaveLength(2);
});

it('there are none where the server refuses, and where it says nothing in time', async () => {
  const { signaling, clock, ask } = asking();
  signaling.answers.ask_relay = refusing('call_ended');
  expect(await ask()).toEqual([]);
  delete signaling.answers.ask_relay;
  const silent = ask();
  clock.advance(ASK_MS);
  expect(await silent).toEqual([]);
  expect(clock.waiting).toBe(0);
});
