/** Sends one request until the server has decided about it: without an answer it is sent again, at once when the connection is back. */
import type { Clock } from '../base/clock.ts';
import { Disposables } from '../base/disposables.ts';
import type { Signaling } from '../connection/signaling.ts';
import { whenBack } from '../connection/when-back.ts';
import { AppError, type ErrorCode } from '../../protocol/errors.ts';
import type { Payload, RequestName } from '../../protocol/events.ts';

export const RESEND_MS = 1_000;

/** Answers that another try cannot change. Everything else is doubt. */
const DECIDED: ReadonlySet<ErrorCode> = new Set<ErrorCode>([
  'bad_payload',
  'call_ended',
  'link_ended',
  'not_a_party',
  'answered_elsewhere',
  'session_invalid',
  'protocol_outdated',
]);

export interface Insisting<K extends RequestName> {
  readonly signaling: Signaling;
  readonly clock: Clock;
  readonly name: K;
  readonly payload: Payload<K>;
  /** Called once, unless stopped before: null where it was done, else the refusal. */
  readonly decided: (refusal: ErrorCode | null) => void;
}

/** Returns the undo. The receiver must recognise a request that arrives twice. */
export function insist<K extends RequestName>(options: Insisting<K>): () => void {
  const { signaling, clock, name, payload } = options;
  const scope = new Disposables();
  let cancelResend = () => {};
  scope.add(() => cancelResend());

  const decide = (refusal: ErrorCode | null) => {
    if (scope.disposed) return;
    scope.dispose();
    options.decided(refusal);
  };
  const attempt = async () => {
    cancelResend();
    try {
      await signaling.request(name, payload);
      decide(null);
    } catch (error) {
      if (scope.disposed) return;
      if (error instanceof AppError && DECIDED.has(error.code)) decide(error.code);
      else {
        cancelResend();
        cancelResend = clock.after(RESEND_MS, () => void attempt());
      }
    }
  };

  scope.add(whenBack(signaling, () => void attempt()));
  void attempt();
  return () => scope.dispose();
}
