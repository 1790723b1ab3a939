import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { paddedFrame, StreamFrames } from './stream-frames.ts';

const message = (length: number) => {
  const data = Buffer.alloc(20 + length);
  data.writeUInt16BE(0x0003, 0);
  data.writeUInt16BE(length, 2);
  return data;
};
const channel = (payload: Uint8Array) => {
  const data = Buffer.alloc(4 + payload.length);
  data.writeUInt16BE(0x4001, 0);
  data.writeUInt16BE(payload.length, 2);
  data.set(payload, 4);
  return data;
};

describe('what comes by TCP', () => {
  it('is the same messages, in whatever pieces they come', () => {
    const frame = fc.oneof(
      fc.integer({ min: 0, max: 40 }).map((words) => message(words * 4)),
      fc.uint8Array({ maxLength: 50 }).map((payload) => Buffer.from(paddedFrame(channel(payload)))),
    );
    fc.assert(
      fc.property(fc.array(frame, { maxLength: 8 }), fc.array(fc.nat(40), { minLength: 1 }), (sent, cuts) => {
        const frames = new StreamFrames();
        const stream = Buffer.concat(sent);
        const got: Buffer[] = [];
        for (let at = 0, turn = 0; at < stream.length; turn += 1) {
          const size = (cuts[turn % cuts.length] ?? 0) + 1;
          got.push(...(frames.add(stream.subarray(at, at + size)) ?? []));
          at += size;
        }
        expect(got.map((each) => each.toString('hex'))).toEqual(sent.map((each) => each.toString('hex')));
      }),
    );
  });

  it.each([
    ['a request of the web', Buffer.from('GET / HTTP/1.1\r\n')],
    ['something else', Buffer.from([0x80, 3, 1, 0, 0])],
    ['a message of 60,000 bytes', message(60_000).subarray(0, 100)],
    ['a packet of 60,000 bytes', channel(new Uint8Array(60_000)).subarray(0, 100)],
  ])('is no TURN where it is %s', (_what, data) => {
    expect(new StreamFrames().add(data)).toBeNull();
  });
});

describe('what goes out by TCP', () => {
  it.each([
    [0, 4],
    [1, 8],
    [3, 8],
    [4, 8],
    [5, 12],
  ])('of a packet of %i bytes is %i bytes long', (length, whole) => {
    const data = channel(new Uint8Array(length).fill(7));
    const padded = paddedFrame(data);
    expect(padded.length).toBe(whole);
    expect(Buffer.from(padded.subarray(0, data.length))).toEqual(data);
  });

  it('is a message as it is', () => {
    const data = message(8);
    expect(paddedFrame(data)).toBe(data);
  });
});
