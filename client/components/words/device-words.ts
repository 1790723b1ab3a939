/** What is said of microphones, cameras and speakers: their kinds, what became of them, how a voice is treated. */
import { msg, str } from '@lit/localize';
import type { VoiceTreatment } from '../../media/device-choices.ts';
import type { CaptureDevice } from '../../media/device-opener.ts';
import type { DeviceKind, DeviceNote } from '../../media/device-view.ts';
import type { MediaProblemKind } from '../../media/media-error.ts';

export function deviceWords(kind: DeviceKind): string {
  switch (kind) {
    case 'microphone':
      return msg('Microphone');
    case 'camera':
      return msg('Camera');
    case 'speaker':
      return msg('Speaker');
  }
}

/** Of those that are in use; said to their own person. */
export function syntheticWords(made: readonly CaptureDevice[]): string {
  if (made.length > 1) return msg('Your picture and sound are synthetic');
  return made[0] === 'camera' ? msg('Your picture is synthetic') : msg('Your sound is synthetic');
}

export function useSyntheticWords(device: CaptureDevice): string {
  return device === 'camera' ? msg('Use a synthetic camera') : msg('Use a synthetic microphone');
}

export function treatmentWords(treatment: VoiceTreatment): string {
  switch (treatment) {
    case 'echoCancellation':
      return msg('Echo cancellation');
    case 'noiseSuppression':
      return msg('Noise suppression');
    case 'autoGainControl':
      return msg('Automatic volume');
  }
}

export function treatmentHint(treatment: VoiceTreatment): string {
  switch (treatment) {
    case 'echoCancellation':
      return msg('Keeps their own voice from coming back to them. Turn it off only with headphones.');
    case 'noiseSuppression':
      return msg('Takes fans, keyboards and streets out. Turn it off for music.');
    case 'autoGainControl':
      return msg('Makes a quiet voice louder and a loud one quieter.');
  }
}

export function deviceNoteWords(note: DeviceNote): string {
  switch (note.type) {
    case 'lost':
      return lostWords(note);
    case 'back':
      return msg(str`“${note.label}” is back and in use again.`);
    case 'found':
      return msg(str`“${note.label}” was plugged in.`);
    case 'refused':
      return refusedWords(note.label, note.problem.kind);
  }
}

function lostWords({ device, label, now }: DeviceNote & { type: 'lost' }): string {
  if (device === 'speaker') return msg(str`“${label}” is gone. The sound comes from the usual speaker.`);
  return now === null ? msg(str`“${label}” is gone.`) : msg(str`“${label}” is gone. Now in use: “${now}”.`);
}

function refusedWords(label: string, kind: MediaProblemKind): string {
  const name = label === '' ? msg('The other one') : `“${label}”`;
  switch (kind) {
    case 'in_use':
      return msg(str`${name} is in use by another program. What you had goes on.`);
    case 'denied':
      return msg(str`${name} may not be used by this page. What you had goes on.`);
    case 'not_found':
    case 'insecure':
    case 'unknown':
      return msg(str`${name} did not start. What you had goes on.`);
  }
}
