/** Why a microphone, camera or screen cannot be used, and what to do about it. The call goes on meanwhile. */
import { msg } from '@lit/localize';
import type { MediaProblem } from '../../media/media-error.ts';

export function mediaProblemWords({ device, kind }: MediaProblem): string {
  switch (device) {
    case 'microphone':
      return microphoneWords(kind);
    case 'camera':
      return cameraWords(kind);
    case 'screen':
      return screenWords(kind);
  }
}

function microphoneWords(kind: MediaProblem['kind']): string {
  switch (kind) {
    case 'denied':
      return msg(
        'They cannot hear you: this browser may not use the microphone. Allow it with the symbol beside the address, then call again.',
      );
    case 'not_found':
      return msg('They cannot hear you: no microphone was found. Plug one in and call again.');
    case 'in_use':
      return msg('They cannot hear you: another program is using the microphone. Close it and call again.');
    case 'insecure':
      return msg(
        'They cannot hear you: this page was not opened securely. Open the address that starts with https.',
      );
    case 'unknown':
      return msg('They cannot hear you: the microphone did not start. Call again to retry.');
  }
}

function cameraWords(kind: MediaProblem['kind']): string {
  switch (kind) {
    case 'denied':
      return msg(
        'They cannot see you: this browser may not use the camera. Allow it with the symbol beside the address.',
      );
    case 'not_found':
      return msg('They cannot see you: no camera was found. Plug one in, or just talk.');
    case 'in_use':
      return msg(
        'They cannot see you: another program is using the camera. Close it and turn the camera on.',
      );
    case 'insecure':
      return msg(
        'They cannot see you: this page was not opened securely. Open the address that starts with https.',
      );
    case 'unknown':
      return msg('They cannot see you: the camera did not start. Try to turn it on again.');
  }
}

function screenWords(kind: MediaProblem['kind']): string {
  switch (kind) {
    case 'denied':
      return msg('Your screen is not shared. To share it, press the button again and choose what to show.');
    case 'not_found':
      return msg('This device cannot share its screen. A computer can.');
    case 'in_use':
    case 'insecure':
    case 'unknown':
      return msg('The screen could not be shared. Please try again.');
  }
}
