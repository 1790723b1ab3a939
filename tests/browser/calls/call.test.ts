import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { Stage } from './stage.ts';

let stage: Stage;
beforeAll(async () => {
  stage = await Stage.open();
});
afterEach(() => stage.clear());
afterAll(() => stage.close());

describe('a video call between two Chromium pages', () => {
  it('shows moving pictures and carries sound both ways, with one offer', async () => {
    const [ana] = await stage.talking();
    expect(stage.relayed('webrtc_offer')).toBe(1);
    expect(stage.relayed('webrtc_answer')).toBe(1);
    expect(await ana.media('sections')).toEqual(['audio', 'video', 'video', 'application']);
    expect(await ana.media('directions')).toEqual(['sendrecv', 'sendrecv', 'sendrecv']);
  });
});
