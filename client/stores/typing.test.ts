import { describe, expect, it } from 'vitest';
import { ManualClock } from '../../tests/support/manual-clock.ts';
import { id, userId } from '../../tests/support/records.ts';
import { refusing, ScriptedSignaling } from '../../tests/support/scripted-signaling.ts';
import type { MessageId } from '../../protocol/ids.ts';
import { Typing } from './typing.ts';

const [me, ana, bea] = [userId('me'), userId('ana'), userId('bea')];

function typing() {
  const clock = new ManualClock();
  const signaling = new ScriptedSignaling();
  const store = new Typing({ signaling, clock });
  const hear = (from = ana, is = true) => signaling.notices.emit('typing', { from, typing: is });
  const who = () => [...store.state.get()];
  return { clock, signaling, store, hear, who };
}

describe('saying it', () => {
  it('is done at most every three seconds, however fast somebody types', () => {
    const { clock, signaling, store } = typing();
    for (let key = 0; key <= 60; key += 1) {
      store.typed(ana);
      clock.advance(100);
    }
    expect(signaling.asked).toEqual([
      ['typing', { to: ana, typing: true }],
      ['typing', { to: ana, typing: true }],
      ['typing', { to: ana, typing: true }],
    ]);
  });

  it('begins anew after a message was sent', () => {
    const { signaling, store } = typing();
    store.typed(ana);
    store.sent();
    store.typed(ana);
    expect(signaling.asked).toHaveLength(2);
  });

  it('begins anew with another person', () => {
    const { signaling, store } = typing();
    store.typed(ana);
    store.typed(bea);
    expect(signaling.asked).toEqual([
      ['typing', { to: ana, typing: true }],
      ['typing', { to: bea, typing: true }],
    ]);
  });

  it('is nothing to complain about where it fails', async () => {
    const { signaling, store } = typing();
    signaling.answers.typing = refusing('not_accepted');
    store.typed(ana);
    signaling.lose();
    store.typed(bea);
    // An unhandled rejection would fail this file.
    await expect(signaling.request('typing', { to: ana, typing: true })).rejects.toThrow();
  });
});

describe('hearing it', () => {
  it('shows who types, until five seconds after the last word of it', () => {
    const { clock, hear, who } = typing();
    hear();
    clock.advance(4_999);
    expect(who()).toEqual([ana]);
    hear();
    clock.advance(4_999);
    expect(who()).toEqual([ana]);
    clock.advance(1);
    expect(who()).toEqual([]);
    expect(clock.waiting).toBe(0);
  });

  it('keeps people apart', () => {
    const { clock, hear, who } = typing();
    hear(ana);
    clock.advance(3_000);
    hear(bea);
    clock.advance(2_000);
    expect(who()).toEqual([bea]);
  });

  it('ends at once when the other says so', () => {
    const { clock, hear, who } = typing();
    hear(ana);
    hear(ana, false);
    expect(who()).toEqual([]);
    expect(clock.waiting).toBe(0);
  });

  it('ends with the message that was being typed, and with nobody else’s', () => {
    const { signaling, hear, who } = typing();
    hear(ana);
    hear(bea);
    const message = { to: me, messageId: id<MessageId>('m'), clock: 1, sentAt: 0, text: 'hello' };
    signaling.notices.emit('receive_private_message', { ...message, from: ana });
    expect(who()).toEqual([bea]);
  });

  it('changes nothing for those who watch where nothing has changed', () => {
    const { store, hear } = typing();
    let changes = 0;
    store.state.subscribe(() => (changes += 1));
    hear();
    hear();
    hear(bea, false);
    expect(changes).toBe(1);
  });
});
