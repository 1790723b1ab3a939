/**
 * TURN over TCP (RFC 8656, 3.1 and 12.5): messages follow each other without a mark between them, and what goes through a channel is
 * filled up to four bytes, which the library leaves out.
 */

/** Far above a packet of a call. */
const LARGEST_FRAME = 4_096;

/** What a channel carries begins with its number, 0x4000 to 0x4FFF. */
const isChannelData = (data: Uint8Array): boolean => (data[0] ?? 0) >> 4 === 4;

export function paddedFrame(data: Uint8Array): Uint8Array {
  const missing = (4 - (data.length % 4)) % 4;
  if (missing === 0 || !isChannelData(data)) return data;
  const padded = new Uint8Array(data.length + missing);
  padded.set(data);
  return padded;
}

export class StreamFrames {
  #rest: Buffer = Buffer.alloc(0);

  /** The whole messages that there are now. Null where what came is no TURN: there is no way back to the beginning of a message. */
  add(chunk: Buffer): readonly Buffer[] | null {
    this.#rest = this.#rest.length === 0 ? chunk : Buffer.concat([this.#rest, chunk]);
    const frames: Buffer[] = [];
    while (this.#rest.length >= 4) {
      const length = frameLength(this.#rest);
      if (length === null) return null;
      if (this.#rest.length < length) break;
      // Copies, because the library writes into what it reads.
      frames.push(Buffer.from(this.#rest.subarray(0, length)));
      this.#rest = this.#rest.subarray(length);
    }
    return frames;
  }
}

function frameLength(data: Buffer): number | null {
  const stated = data.readUInt16BE(2);
  if ((data.readUInt8(0) & 0xc0) === 0) return stated > LARGEST_FRAME ? null : 20 + stated;
  if (!isChannelData(data)) return null;
  return stated > LARGEST_FRAME ? null : 4 + Math.ceil(stated / 4) * 4;
}
