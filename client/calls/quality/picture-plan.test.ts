import { expect, it } from 'vitest';
import { PicturePlanner, WHOLE_PICTURE } from './picture-plan.ts';

function after(...looks: readonly [count: number, lost: number | null][]): number[] {
  const planner = new PicturePlanner();
  return looks.map(([count, lost]) => {
    for (let look = 0; look < count; look += 1) planner.look(lost);
    return planner.plan.kilobits;
  });
}

it('the whole picture is sent where nothing is lost, or nothing is known', () => {
  expect(after([60, 0], [60, null])).toEqual([WHOLE_PICTURE.kilobits, WHOLE_PICTURE.kilobits]);
});

it('one bad moment changes nothing, three in a row do', () => {
  expect(after([2, 0.3], [1, 0], [2, 0.3])).toEqual([2_500, 2_500, 2_500]);
  expect(after([3, 0.3])).toEqual([900]);
});

it('losses that go on make it smaller step by step, and never take all of it', () => {
  expect(after([3, 0.2], [3, 0.2], [3, 0.2], [3, 0.2], [300, 0.2])).toEqual([900, 450, 200, 90, 90]);
});

it('size goes before smooth movement', () => {
  const planner = new PicturePlanner();
  for (let look = 0; look < 6; look += 1) planner.look(0.2);
  expect(planner.plan).toMatchObject({ scale: 2, perSecond: 30 });
});

it('grows again slowly, once hardly anything is lost', () => {
  expect(after([6, 0.2], [30, 0.05], [9, 0], [1, 0], [10, 0])).toEqual([450, 450, 450, 900, 2_500]);
});
