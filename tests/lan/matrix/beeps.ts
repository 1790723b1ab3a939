/** What Chromium hears in place of its own test tone, which is a short beep twice a second: too seldom to say when sound stops. */

const RATE = 16_000;
const BEEPS = 10;

/** A second, to be played in a loop: ten beeps of different heights, so that nothing takes them for a steady noise. */
export function beeps(): Buffer {
  const samples = Buffer.alloc(RATE * 2);
  const period = RATE / BEEPS;
  for (let at = 0; at < RATE; at += 1) {
    const [beep, within] = [Math.floor(at / period), at % period];
    const hertz = 300 + ((beep * 7) % BEEPS) * 120;
    const loudness = within < period / 2 ? Math.sin((Math.PI * within * 2) / period) : 0;
    samples.writeInt16LE(Math.round(loudness * 16_000 * Math.sin((2 * Math.PI * hertz * at) / RATE)), at * 2);
  }
  return Buffer.concat([wavHeader(samples.length), samples]);
}

/** One channel of 16 bits. */
function wavHeader(length: number): Buffer {
  const header = Buffer.alloc(44);
  header.write('RIFF', 0);
  header.writeUInt32LE(36 + length, 4);
  header.write('WAVEfmt ', 8);
  header.writeUInt32LE(16, 16);
  header.writeUInt16LE(1, 20);
  header.writeUInt16LE(1, 22);
  header.writeUInt32LE(RATE, 24);
  header.writeUInt32LE(RATE * 2, 28);
  header.writeUInt16LE(2, 32);
  header.writeUInt16LE(16, 34);
  header.write('data', 36);
  header.writeUInt32LE(length, 40);
  return header;
}
