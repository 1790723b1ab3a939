import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Emitter } from '../base/emitter.ts';
import { Store } from '../base/store.ts';
import type { ConnectionState, Signaling } from '../connection/signaling.ts';
import { AppError, type ErrorCode } from '../../protocol/errors.ts';
import type { Notices, Payload, ReplyValue, RequestName, SignalName } from '../../protocol/events.ts';
import type { CallId } from '../../protocol/ids.ts';
import { ManualClock } from '../../tests/support/manual-clock.ts';
import { settled } from '../../tests/support/settled.ts';
import { RESEND_MS } from './insist.ts';
import { SignalChannel, type Signal } from './signal-channel.ts';

const callId = 'call' as CallId;

interface Pending {
  readonly name: SignalName;
  readonly seq: number;
  deliver(): void;
  acknowledge(): void;
  fail(code: ErrorCode): void;
}

/** One end of an in-memory connection: what is requested here waits until the test delivers it to the other end, or does not. */
class Wire implements Signaling {
  readonly state = new Store<ConnectionState>({ phase: 'connected' });
  readonly notices = new Emitter<Notices>();
  readonly pending: Pending[] = [];
  other: Wire | null = null;

  open(): void {}
  close(): void {}
  reopen(): void {}

  request<K extends RequestName>(name: K, payload: Payload<K>): Promise<ReplyValue<K>> {
    return new Promise((resolve, reject) => {
      // The channel requests nothing but signals, and a signal's reply is empty.
      const signal = name as SignalName;
      const body = payload as Notices[SignalName];
      this.pending.push({
        name: signal,
        seq: body.seq,
        deliver: () => this.other?.notices.emit(signal, body),
        acknowledge: () => resolve({}),
        fail: (code) => reject(new AppError(code)),
      });
    });
  }

  /** Delivers and acknowledges everything, in order, until there is nothing more. */
  async flush(): Promise<void> {
    for (let next = this.pending.shift(); next; next = this.pending.shift()) {
      next.deliver();
      next.acknowledge();
      await settled();
    }
  }

  seqs(): number[] {
    return this.pending.map(({ seq }) => seq);
  }
}

function pair() {
  const clock = new ManualClock();
  const near = new Wire();
  const far = new Wire();
  near.other = far;
  far.other = near;
  const received: Signal[] = [];
  const refused: string[] = [];
  const sender = new SignalChannel({
    signaling: near,
    clock,
    callId,
    onRefused: () => refused.push('sender'),
  });
  const receiver = new SignalChannel({
    ...{ signaling: far, clock, callId },
    onRefused: () => refused.push('receiver'),
  });
  return {
    clock,
    near,
    far,
    sender,
    receiver,
    received,
    refused,
    hear: (signal: Signal) => void received.push(signal),
  };
}

const candidate = (n: number): Signal => ({
  type: 'candidate',
  candidate: { candidate: `candidate:${n}`, sdpMid: '0', sdpMLineIndex: 0, usernameFragment: null },
});
const offer: Signal = { type: 'offer', sdp: 'v=0' };

describe('a signal channel', () => {
  it('numbers offers, answers and candidates in one row from 0', () => {
    const { near, sender } = pair();
    sender.send(offer);
    sender.send(candidate(1));
    sender.send({ type: 'answer', sdp: 'v=0' });
    expect(near.pending.map(({ name, seq }) => `${name} ${seq}`)).toEqual([
      'webrtc_offer 0',
      'webrtc_ice_candidate 1',
      'webrtc_answer 2',
    ]);
  });

  it('keeps what comes before somebody listens', () => {
    const { near, sender, receiver, received, hear } = pair();
    sender.send(offer);
    sender.send(candidate(1));
    near.pending.forEach((signal) => signal.deliver());
    receiver.listen(hear);
    expect(received).toEqual([offer, candidate(1)]);
  });

  it('puts back in order what overtook, and shows what came twice once', () => {
    const { near, sender, receiver, received, hear } = pair();
    receiver.listen(hear);
    [offer, candidate(1), candidate(2)].forEach((signal) => sender.send(signal));
    const [first, second, third] = near.pending;
    third?.deliver();
    second?.deliver();
    expect(received).toEqual([]);
    first?.deliver();
    [first, second, third].forEach((signal) => signal?.deliver());
    expect(received).toEqual([offer, candidate(1), candidate(2)]);
  });

  it('does not make candidates wait for each other, yet bounds what is under way', async () => {
    const { near, sender } = pair();
    for (let n = 0; n < 40; n += 1) sender.send(candidate(n));
    expect(near.pending).toHaveLength(32);
    near.pending[0]?.acknowledge();
    await settled();
    expect(near.pending).toHaveLength(33);
  });

  it.each(['peer_unreachable', 'no_answer_from_server', 'internal'] as const)(
    'sends again after %s, a second later, under the same number',
    async (code) => {
      const { clock, near, sender } = pair();
      sender.send(offer);
      near.pending.shift()?.fail(code);
      await settled();
      clock.advance(RESEND_MS - 1);
      expect(near.seqs()).toEqual([]);
      clock.advance(1);
      expect(near.seqs()).toEqual([0]);
    },
  );

  it('sends again at once when the connection is back', () => {
    const { near, sender } = pair();
    sender.send(offer);
    near.pending.length = 0;
    near.state.set({ phase: 'reconnecting', since: 1 });
    expect(near.seqs()).toEqual([]);
    near.state.set({ phase: 'connected' });
    expect(near.seqs()).toEqual([0]);
  });

  it.each(['call_ended', 'not_a_party'] as const)(
    'says that it was refused with %s, and sends that again only when it is told to',
    async (code) => {
      const { clock, near, sender, refused } = pair();
      sender.send(offer);
      sender.send(candidate(1));
      near.pending.shift()?.fail(code);
      await settled();
      expect(refused).toEqual(['sender']);
      clock.advance(60_000);
      near.pending.length = 0;
      sender.send(candidate(2));
      expect(near.seqs()).toEqual([2]);
      sender.retry();
      expect(near.seqs()).toEqual([2, 0]);
      sender.retry();
      expect(near.seqs()).toEqual([2, 0]);
    },
  );

  it('stops for good after what no server will ever take', async () => {
    const { clock, near, sender, refused } = pair();
    sender.send(offer);
    near.pending.shift()?.fail('bad_payload');
    await settled();
    sender.send(candidate(1));
    sender.retry();
    clock.advance(60_000);
    expect([near.seqs(), refused]).toEqual([[], []]);
  });

  it('drops signals of another call', () => {
    const { far, receiver, received, hear } = pair();
    receiver.listen(hear);
    far.notices.emit('webrtc_offer', { callId: 'old' as CallId, seq: 0, sdp: 'v=0' });
    expect(received).toEqual([]);
  });

  it('keeps no more than a bounded number of signals that came too early', () => {
    const { far, receiver, received, hear } = pair();
    receiver.listen(hear);
    far.notices.emit('webrtc_offer', { callId, seq: 1_000_000, sdp: 'v=0' });
    for (let seq = 999; seq >= 0; seq -= 1) far.notices.emit('webrtc_offer', { callId, seq, sdp: `${seq}` });
    expect(received).toHaveLength(256);
  });

  it('leaves no timer and sends nothing once it is closed', async () => {
    const { clock, near, sender } = pair();
    sender.send(offer);
    near.pending.shift()?.fail('peer_unreachable');
    await settled();
    sender.close();
    expect(clock.waiting).toBe(0);
    near.state.set({ phase: 'reconnecting', since: 1 });
    near.state.set({ phase: 'connected' });
    sender.send(offer);
    expect(near.seqs()).toEqual([]);
  });

  it('never gives a number to a candidate that the server would refuse', () => {
    const { near, sender } = pair();
    sender.send({
      type: 'candidate',
      candidate: { candidate: 'x'.repeat(2_000), sdpMid: null, sdpMLineIndex: 0, usernameFragment: null },
    });
    sender.send(offer);
    expect(near.pending.map(({ name, seq }) => `${name} ${seq}`)).toEqual(['webrtc_offer 0']);
  });
});

it('delivers everything once and in order, whatever the connection does', async () => {
  const fate = fc.record({
    pick: fc.nat(),
    what: fc.constantFrom('deliver', 'acknowledge', 'twice', 'lose', 'lose the answer', 'reconnect'),
  });
  await fc.assert(
    fc.asyncProperty(
      fc.integer({ min: 1, max: 60 }),
      fc.array(fate, { maxLength: 120 }),
      async (count, fates) => {
        const { clock, near, sender, receiver, received, hear } = pair();
        receiver.listen(hear);
        const sent = Array.from({ length: count }, (_, n) => candidate(n));
        sent.forEach((signal) => sender.send(signal));
        for (const { pick, what } of fates) {
          if (what === 'reconnect') {
            near.state.set({ phase: 'reconnecting', since: 1 });
            near.state.set({ phase: 'connected' });
            continue;
          }
          const at = near.pending.length === 0 ? 0 : pick % near.pending.length;
          const [signal] = what === 'deliver' ? near.pending.slice(at, at + 1) : near.pending.splice(at, 1);
          if (what !== 'lose') signal?.deliver();
          if (what === 'twice') signal?.deliver();
          if (what === 'acknowledge' || what === 'twice') signal?.acknowledge();
          if (what === 'lose' || what === 'lose the answer') signal?.fail('no_answer_from_server');
          await settled();
        }
        // From here on the connection is good.
        await near.flush();
        clock.advance(RESEND_MS);
        await near.flush();
        expect(received).toEqual(sent);
        expect(clock.waiting).toBe(0);
      },
    ),
    { numRuns: 200 },
  );
});
