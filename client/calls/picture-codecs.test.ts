import { expect, it } from 'vitest';
import { withFirst } from './picture-codecs.ts';

const codecs = ['video/VP8', 'video/rtx', 'video/H264', 'video/H264', 'video/AV1'].map((mimeType, nth) => ({
  mimeType,
  nth,
}));

it('the codec that is cheap here comes first, and all others keep their order', () => {
  expect(withFirst(codecs, 'video/h264').map(({ nth }) => nth)).toEqual([2, 3, 0, 1, 4]);
  expect(withFirst(codecs, 'video/VP8').map(({ nth }) => nth)).toEqual([0, 1, 2, 3, 4]);
});
