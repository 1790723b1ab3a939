/**
 * Which codec a picture is sent with: the first that this device encodes in hardware, which keeps a phone cool and its call
 * long. Where none is, or the browser does not say, the browser's own order stays.
 */

/** As every browser of this kind knows them; those that nearly all can decode come first. */
const ASKED = ['video/VP8', 'video/H264', 'video/VP9', 'video/AV1'] as const;
const PICTURE = { width: 1280, height: 720, framerate: 30, bitrate: 2_500_000 } as const;

let cheap: string | null = null;

/** To be called once, before the first call. */
export async function learnPictureCodecs(capabilities: MediaCapabilities | undefined): Promise<void> {
  for (const contentType of ASKED) {
    if (await isCheap(capabilities, contentType)) {
      cheap = contentType;
      return;
    }
  }
}

/** Before the offer, or the answer, is made. */
export function preferPictureCodec(transceiver: RTCRtpTransceiver): void {
  const known = RTCRtpReceiver.getCapabilities('video')?.codecs ?? [];
  if (cheap === null || !known.some(({ mimeType }) => isSame(mimeType, cheap))) return;
  try {
    transceiver.setCodecPreferences(withFirst(known, cheap));
  } catch {
    // A browser that does not take it keeps its own order.
  }
}

export function withFirst<T extends { readonly mimeType: string }>(codecs: readonly T[], first: string): T[] {
  const isFirst = ({ mimeType }: T) => isSame(mimeType, first);
  return [...codecs.filter(isFirst), ...codecs.filter((codec) => !isFirst(codec))];
}

const isSame = (one: string, other: string | null) => one.toLowerCase() === other?.toLowerCase();

async function isCheap(capabilities: MediaCapabilities | undefined, contentType: string): Promise<boolean> {
  try {
    const info = await capabilities?.encodingInfo({ type: 'webrtc', video: { ...PICTURE, contentType } });
    return info?.supported === true && info.powerEfficient;
  } catch {
    return false;
  }
}
