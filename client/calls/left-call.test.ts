import { describe, expect, it } from 'vitest';
import { MemoryStorage } from '../../tests/support/memory-storage.ts';
import { id, tabId, userId } from '../../tests/support/records.ts';
import type { CallId } from '../../protocol/ids.ts';
import { keepLeftCall, LEFT_MS, takeLeftCall, type LeftCall } from './left-call.ts';

const call: LeftCall = {
  callId: id('later'),
  peer: { id: userId('bea'), name: 'Bea' },
  media: 'video',
  own: 'audio',
  muted: true,
  role: 'callee',
  tab: tabId('ana1'),
  run: id<CallId>('run'),
  connectedAt: 900,
  noted: { callId: id('first'), begunAt: 800 },
};

describe('a call that a page left', () => {
  it('is there for the next page of the tab, once', () => {
    const storage = new MemoryStorage();
    keepLeftCall(storage, call, 1_000);
    expect(takeLeftCall(storage, 1_000 + LEFT_MS - 1)).toEqual(call);
    expect(takeLeftCall(storage, 1_000)).toBeNull();
  });

  it('is over after as long as the other side waits, and where the clock was set back further', () => {
    const storage = new MemoryStorage();
    for (const now of [1_000 + LEFT_MS, 1_000 - LEFT_MS]) {
      keepLeftCall(storage, call, 1_000);
      expect(takeLeftCall(storage, now)).toBeNull();
    }
  });

  it('is none where the storage has something else, nothing, or is not there', () => {
    const storage = new MemoryStorage();
    for (const text of [
      '',
      '{',
      'null',
      '{"callId":1}',
      JSON.stringify({ ...call, peer: 'Bea', leftAt: 1 }),
    ]) {
      storage.setItem('earshot-left-call', text);
      expect(takeLeftCall(storage, 1)).toBeNull();
    }
    keepLeftCall(null, call, 1);
    expect(takeLeftCall(null, 1)).toBeNull();
  });
});
