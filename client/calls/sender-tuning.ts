/** What the browser is told of each thing that is sent: which goes first where there is little room, and what of a picture is given up. */
import type { MediaSections } from './media-sections.ts';
import type { PicturePlan } from './quality/picture-plan.ts';

/** Text has to be read. */
const SCREEN_BITS = 4_000_000;

/** Once the sections are negotiated. What a browser does not know or refuses is left as it was. */
export async function tuneSenders(
  { microphone, camera, screen }: MediaSections,
  { kilobits, perSecond, scale }: PicturePlan,
): Promise<void> {
  await tune(microphone.sender, { priority: 'high', networkPriority: 'high' }, null);
  const picture = { maxBitrate: kilobits * 1_000, maxFramerate: perSecond, scaleResolutionDownBy: scale };
  await tune(camera.sender, { ...picture, priority: 'low', networkPriority: 'low' }, 'maintain-framerate');
  const sharp = { maxBitrate: SCREEN_BITS, priority: 'low', networkPriority: 'low' } as const;
  await tune(screen.sender, sharp, 'maintain-resolution');
}

async function tune(
  sender: RTCRtpSender,
  encoding: RTCRtpEncodingParameters,
  preference: RTCDegradationPreference | null,
): Promise<void> {
  const parameters = sender.getParameters();
  const [first] = parameters.encodings;
  if (!first) return;
  Object.assign(first, encoding);
  if (preference !== null) parameters.degradationPreference = preference;
  await sender.setParameters(parameters).catch(() => undefined);
}
