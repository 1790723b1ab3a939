import fc from 'fast-check';
import { expect, it } from 'vitest';
import { parseControl } from './control-channel.ts';

it('reads the messages there are', () => {
  const states = { microphone: true, camera: false, screen: true, sound: true, opening: true };
  const devices = { type: 'devices', ...states, nth: 3 };
  expect(parseControl(JSON.stringify(devices))).toEqual(devices);
  // An older page knows no sound of a screen, and does not say that it opens its devices.
  const { sound, opening, ...older } = devices;
  expect(parseControl(JSON.stringify(older))).toEqual({ ...devices, sound: !sound, opening: !opening });
  expect(parseControl('{"type":"bye"}')).toEqual({ type: 'bye' });
  const report = { type: 'report', hears: false, serverMs: 12.5, relayed: true };
  expect(parseControl(JSON.stringify(report))).toEqual(report);
  expect(parseControl('{"type":"report","hears":false,"serverMs":12.5}')).toEqual({
    ...report,
    relayed: false,
  });
});

it.each<[unknown, string]>([
  ['', 'nothing'],
  ['{"type":"bye"', 'half a message'],
  ['null', 'null'],
  ['{"type":"devices","microphone":1,"camera":true,"screen":false,"nth":0}', 'a number for yes'],
  ['{"type":"devices","microphone":true,"camera":true,"screen":false}', 'no number'],
  ['{"type":"devices","microphone":true,"camera":true,"screen":false,"nth":-1}', 'a number below zero'],
  ['{"type":"hello"}', 'an unknown kind'],
  ['{"type":"report","hears":true,"serverMs":-1}', 'a way that takes less than nothing'],
  [`{"type":"bye","x":"${'x'.repeat(2_000)}"}`, 'more than it reads'],
  [new ArrayBuffer(4), 'bytes'],
])('takes %s as no message (%s)', (data) => {
  expect(parseControl(data)).toBe(null);
});

it('never throws, whatever the other browser sends', () => {
  fc.assert(fc.property(fc.oneof(fc.string(), fc.json(), fc.anything()), (data) => void parseControl(data)));
});
