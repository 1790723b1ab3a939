import { describe, expect, it } from 'vitest';
import { withStartBitrate } from './start-bitrate.ts';

const sdp = (...lines: string[]) => [...lines, ''].join('\r\n');

describe('the rate at which a picture begins', () => {
  it('is in each codec of a picture, beside what was said of it', () => {
    const before = sdp(
      'm=video 9 UDP/TLS/RTP/SAVPF 96 97 98',
      'a=rtpmap:96 VP8/90000',
      'a=rtcp-fb:96 nack pli',
      'a=rtpmap:97 rtx/90000',
      'a=fmtp:97 apt=96',
      'a=rtpmap:98 H264/90000',
      'a=fmtp:98 packetization-mode=1',
    );
    expect(withStartBitrate(before)).toBe(
      sdp(
        'm=video 9 UDP/TLS/RTP/SAVPF 96 97 98',
        'a=rtpmap:96 VP8/90000',
        'a=fmtp:96 x-google-start-bitrate=2000',
        'a=rtcp-fb:96 nack pli',
        'a=rtpmap:97 rtx/90000',
        'a=fmtp:97 apt=96',
        'a=rtpmap:98 H264/90000',
        'a=fmtp:98 packetization-mode=1;x-google-start-bitrate=2000',
      ),
    );
  });

  it('changes nothing about a voice, or about what is no description', () => {
    for (const text of [
      '',
      'x',
      sdp('m=audio 9 UDP/TLS/RTP/SAVPF 111', 'a=rtpmap:111 opus/48000/2', 'a=fmtp:111 useinbandfec=1'),
    ]) {
      expect(withStartBitrate(text)).toBe(text);
    }
  });
});
