import fc from 'fast-check';
import { expect, it } from 'vitest';
import { settled } from '../../tests/support/settled.ts';
import { SlidingWindow } from './sliding-window.ts';

it('lets in as many as there is room for, the others in the order in which they asked', async () => {
  const window = new SlidingWindow({ count: 2, size: 100 });
  const inside: string[] = [];
  const enter = async (name: string) => {
    const leave = await window.enter(1);
    inside.push(name);
    return leave;
  };
  const [first, second] = [enter('first'), enter('second'), enter('third'), enter('fourth')];
  await settled();
  expect(inside).toEqual(['first', 'second']);
  (await second)();
  await settled();
  expect(inside).toEqual(['first', 'second', 'third']);
  (await first)();
  await settled();
  expect(inside).toEqual(['first', 'second', 'third', 'fourth']);
});

it('leaving twice makes room once', async () => {
  const window = new SlidingWindow({ count: 1, size: 100 });
  const leave = await window.enter(1);
  let inside = 0;
  for (let count = 0; count < 3; count += 1) void window.enter(1).then(() => (inside += 1));
  leave();
  leave();
  await settled();
  expect(inside).toBe(1);
});

it('one that is larger than all the room goes alone', async () => {
  const window = new SlidingWindow({ count: 5, size: 100 });
  const leave = await window.enter(10);
  const large = window.enter(1_000);
  const small = window.enter(1);
  leave();
  const leaveLarge = await large;
  let isIn = false;
  void small.then(() => (isIn = true));
  await settled();
  expect(isIn).toBe(false);
  leaveLarge();
  await small;
});

it('never holds more than it may, and lets everybody in at last', async () => {
  const sizes = fc.array(fc.integer({ min: 0, max: 12 }), { minLength: 1, maxLength: 40 });
  await fc.assert(
    fc.asyncProperty(sizes, fc.array(fc.nat(), { maxLength: 40 }), async (asked, leaving) => {
      const window = new SlidingWindow({ count: 4, size: 10 });
      const inside: { size: number; leave: () => void }[] = [];
      const order: number[] = [];
      asked.forEach((size, index) => {
        void window.enter(size).then((leave) => {
          inside.push({ size, leave });
          order.push(index);
        });
      });
      for (let step = 0; order.length < asked.length || inside.length > 0; step += 1) {
        await settled();
        const sum = inside.reduce((total, { size }) => total + size, 0);
        expect(inside.length === 1 || (inside.length <= 4 && sum <= 10)).toBe(true);
        inside.splice((leaving[step] ?? 0) % inside.length, 1)[0]?.leave();
      }
      expect(order).toEqual(asked.map((_size, index) => index));
    }),
  );
});
