/** Why a microphone or camera could not be had. Words for each are in components/call. */
export type MediaProblemKind =
  /** The person or the browser's settings said no. */
  | 'denied'
  /** No such device is attached. */
  | 'not_found'
  /** Another program holds it, or it failed to start. */
  | 'in_use'
  /** The page is not a secure context, so the browser offers no devices at all. */
  | 'insecure'
  | 'unknown';

export interface MediaProblem {
  readonly device: 'microphone' | 'camera' | 'screen';
  readonly kind: MediaProblemKind;
}
