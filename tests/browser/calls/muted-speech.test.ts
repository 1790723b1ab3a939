/** Who speaks while muted is noticed, with a microphone that really hears something. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { until } from '../../support/until.ts';
import { PATIENCE_MS } from './senses.ts';
import { Stage, talk } from './stage.ts';

const RATE = 48_000;
const folder = mkdtempSync(join(tmpdir(), 'earshot-voice-'));
let stage: Stage;
beforeAll(async () => {
  stage = await Stage.open();
});
afterEach(() => stage.clear());
afterAll(async () => {
  await stage.close();
  rmSync(folder, { recursive: true });
});

/** Syllables of a fifth of a second with a tenth between them, in a WAV file that Chromium plays again and again. */
function voice(): string {
  const seconds = 3;
  const samples = Int16Array.from({ length: RATE * seconds }, (_, nth) =>
    (nth / RATE) % 0.3 < 0.2 ? Math.round(9_000 * Math.sin((2 * Math.PI * 220 * nth) / RATE)) : 0,
  );
  const header = Buffer.alloc(44);
  header.write('RIFF', 0);
  header.writeUInt32LE(36 + samples.byteLength, 4);
  header.write('WAVEfmt ', 8);
  header.writeUInt32LE(16, 16);
  // Uncompressed, one channel.
  header.writeUInt16LE(1, 20);
  header.writeUInt16LE(1, 22);
  header.writeUInt32LE(RATE, 24);
  header.writeUInt32LE(RATE * 2, 28);
  header.writeUInt16LE(2, 32);
  header.writeUInt16LE(16, 34);
  header.write('data', 36);
  header.writeUInt32LE(samples.byteLength, 40);
  const file = join(folder, 'voice.wav');
  writeFileSync(file, Buffer.concat([header, Buffer.from(samples.buffer)]));
  return file;
}

it('is told so while muted, not before and not after, and what listens ends with it', async () => {
  const devices = [
    '--use-fake-device-for-media-stream',
    '--use-fake-ui-for-media-stream',
    `--use-file-for-fake-audio-capture=${voice()}`,
  ];
  const ana = await stage.actorWith('Ana', { devices });
  const ben = await stage.actor('Ben');
  await talk(ana, ben);
  const speaks = () => ana.page.evaluate(() => window.callPage.speaksMuted());
  expect(await speaks()).toBe(false);
  await ana.press('toggleMicrophone');
  await until(speaks, { what: 'the words of somebody who is muted', timeoutMs: PATIENCE_MS });
  await ana.press('toggleMicrophone');
  expect(await speaks()).toBe(false);
  await ana.press('end');
  await until(async () => (await ana.media('liveTracks')).length === 0, { what: 'the end' });
});
