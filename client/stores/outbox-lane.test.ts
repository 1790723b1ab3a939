import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { storedMessage } from '../../tests/support/client-records.ts';
import { ManualClock } from '../../tests/support/manual-clock.ts';
import { userId } from '../../tests/support/records.ts';
import { ScriptedSignaling } from '../../tests/support/scripted-signaling.ts';
import { settled } from '../../tests/support/settled.ts';
import { AppError, type ErrorCode } from '../../protocol/errors.ts';
import { SlidingWindow } from '../base/sliding-window.ts';
import { MemoryArchive } from '../storage/memory-archive.ts';
import type { StoredMessage } from '../storage/records.ts';
import { OutboxLane } from './outbox-lane.ts';

const [ana, bea] = [userId('ana'), userId('bea')];
const COUNT = 4;
type Answer = 'sent' | ErrorCode;

/** Counts how often the outbox is read. */
class CountingArchive extends MemoryArchive {
  reads = 0;

  override outbox(): Promise<readonly StoredMessage[]> {
    this.reads += 1;
    return super.outbox();
  }
}

/** A lane to Bea whose requests wait until the test answers them, the first one first. */
async function lane(waiting: number) {
  const archive = new CountingArchive();
  const signaling = new ScriptedSignaling();
  const clock = new ManualClock();
  const underway: { readonly text: string; readonly answer: (answer: Answer) => void }[] = [];
  const asked: string[] = [];
  let isMyTurn = true;
  let refusals = 0;
  signaling.answers.send_private_message = ({ text }) =>
    new Promise((resolve, reject) => {
      asked.push(text);
      underway.push({
        text,
        answer: (answer) => (answer === 'sent' ? resolve({ status: 'sent' }) : reject(new AppError(answer))),
      });
    });
  const subject = new OutboxLane({
    peer: bea,
    archive,
    signaling,
    clock,
    window: new SlidingWindow({ count: COUNT, size: 10_000 }),
    isMyTurn: () => Promise.resolve(isMyTurn),
    onChange: () => {},
    onNotAccepted: () => (refusals += 1),
  });
  let written = 0;
  const write = async (words = '') => {
    written += 1;
    const text = `${written}${words}`;
    const message = storedMessage(text, { from: ana, peer: bea, clock: written, state: 'waiting' });
    await archive.addMessage(message);
    return message;
  };
  for (let count = 0; count < waiting; count += 1) await write();
  return {
    archive,
    signaling,
    clock,
    underway,
    asked,
    lane: subject,
    /** As the page does: stored, then sent. */
    send: async (words = '') => subject.add(await write(words)),
    answer: async (answer: Answer) => {
      underway.shift()?.answer(answer);
      await settled();
    },
    setTurn: (mine: boolean) => (isMyTurn = mine),
    refusals: () => refusals,
    states: async () => (await archive.latest(bea, 100)).map(({ text, state }) => `${text} ${state}`),
  };
}

const numbers = (from: number, to: number) =>
  Array.from({ length: to - from + 1 }, (_, index) => String(from + index));

describe('what waits for somebody', () => {
  it('[MSG-3] goes out several at a time, in order, on one reading of the outbox', async () => {
    const { lane: subject, archive, asked, answer, states } = await lane(10);
    subject.flush();
    await settled();
    expect(asked).toEqual(numbers(1, COUNT));
    for (let count = 0; count < 10; count += 1) await answer('sent');
    expect(asked).toEqual(numbers(1, 10));
    expect(archive.reads).toBe(1);
    expect(await states()).toEqual(numbers(1, 10).map((text) => `${text} sent`));
  });

  it('is joined by what is written meanwhile, without being read again', async () => {
    const { lane: subject, archive, asked, answer, send } = await lane(6);
    subject.flush();
    await settled();
    await send();
    await send();
    for (let count = 0; count < 8; count += 1) await answer('sent');
    expect(asked).toEqual(numbers(1, 8));
    expect(archive.reads).toBe(1);
  });

  it('[MSG-3] stops at a refusal, and goes on with what was refused', async () => {
    const { lane: subject, clock, asked, answer, states } = await lane(8);
    subject.flush();
    await settled();
    await answer('sent');
    await answer('user_offline');
    await answer('sent');
    await answer('sent');
    await answer('user_offline');
    expect(asked).toEqual(numbers(1, 5));
    expect((await states()).slice(0, 5)).toEqual(['1 sent', '2 waiting', '3 sent', '4 sent', '5 waiting']);
    clock.advance(1_000);
    await settled();
    expect(asked.slice(5)).toEqual(['1', '2', '3', '4']);
  });

  it('is not sent again while they go on confirming what was sent before it', async () => {
    const { lane: subject, archive, clock, asked, answer } = await lane(4);
    subject.flush();
    await settled();
    for (let count = 0; count < 4; count += 1) await answer('sent');
    const [first] = await archive.outbox();
    await archive.advance([first!.id], 'delivered');
    subject.confirm([first!.id]);
    clock.advance(1_000);
    await settled();
    expect(asked).toEqual(numbers(1, 4));
    // Then they fall silent.
    clock.advance(1_000);
    await settled();
    expect(asked).toEqual([...numbers(1, 4), ...numbers(2, 4)]);
  });

  it('[MSG-3] is sent again where something that was sent after it is confirmed', async () => {
    const { lane: subject, archive, clock, asked, answer } = await lane(3);
    subject.flush();
    await settled();
    for (let count = 0; count < 3; count += 1) await answer('sent');
    const third = (await archive.outbox())[2]!;
    await archive.advance([third.id], 'delivered');
    subject.confirm([third.id]);
    clock.advance(1_000);
    await settled();
    expect(asked).toEqual([...numbers(1, 3), '1', '2']);
  });

  it('is not tried on a connection that is lost, nor read for that', async () => {
    const { lane: subject, archive, signaling, asked, send } = await lane(2);
    signaling.lose();
    subject.flush();
    await send();
    await settled();
    expect([archive.reads, asked]).toEqual([0, []]);
  });

  it('is left to the tab whose turn it is, and looked after until it has gone', async () => {
    const { clock, asked, send, setTurn } = await lane(0);
    setTurn(false);
    await send();
    await settled();
    expect(asked).toEqual([]);
    setTurn(true);
    clock.advance(1_000);
    await settled();
    expect(asked).toEqual(['1']);
  });

  it('[MSG-1] is not tried again by itself where it is not accepted', async () => {
    const { lane: subject, clock, answer, refusals } = await lane(2);
    subject.flush();
    await settled();
    await answer('not_accepted');
    await answer('not_accepted');
    expect([refusals(), clock.waiting]).toEqual([1, 0]);
  });
});

describe('any answers to any backlog', () => {
  const answer = fc.oneof(
    { weight: 6, arbitrary: fc.constant<Answer>('sent') },
    { weight: 1, arbitrary: fc.constant<Answer>('user_offline') },
    { weight: 1, arbitrary: fc.constant<Answer>('no_answer_from_server') },
    { weight: 1, arbitrary: fc.constant<Answer>('rate_limited') },
  );
  const step = fc.oneof(
    { weight: 6, arbitrary: answer.map((given) => ({ kind: 'answer', given }) as const) },
    { weight: 3, arbitrary: fc.nat(3_000).map((length) => ({ kind: 'send', length }) as const) },
    { weight: 1, arbitrary: fc.constant({ kind: 'flush' } as const) },
    { weight: 1, arbitrary: fc.nat(2_000).map((ms) => ({ kind: 'wait', ms }) as const) },
  );

  it('[MSG-3] leave nothing unsent, nothing first sent out of order, and never too much under way', async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat(12), fc.array(step, { maxLength: 60 }), async (waiting, steps) => {
        const net = await lane(waiting);
        net.lane.flush();
        let written = waiting;
        for (const each of steps) {
          await settled();
          expect(net.underway.length).toBeLessThanOrEqual(COUNT);
          if (each.kind === 'answer') await net.answer(each.given);
          if (each.kind === 'flush') net.lane.flush();
          if (each.kind === 'wait') net.clock.advance(each.ms);
          if (each.kind === 'send') {
            written += 1;
            await net.send(` ${'x'.repeat(each.length)}`);
          }
        }
        while (net.underway.length > 0) await net.answer('sent');
        net.clock.advance(60_000);
        for (await settled(); net.underway.length > 0; await settled()) await net.answer('sent');
        const all = net.asked.map((text) => parseInt(text, 10));
        expect([...new Set(all)]).toEqual(numbers(1, written).map(Number));
        expect((await net.states()).filter((line) => line.endsWith(' waiting'))).toEqual([]);
      }),
      { numRuns: 200 },
    );
  });
});
