/** Asks for servers by which there may be a path where there is none without: after a change of network only over the next connection. */
import type { Clock } from '../base/clock.ts';
import { Disposables } from '../base/disposables.ts';
import type { Signaling } from '../connection/signaling.ts';
import { whenBack } from '../connection/when-back.ts';
import type { IceServer } from '../../protocol/calls.ts';
import { AppError } from '../../protocol/errors.ts';
import type { CallId } from '../../protocol/ids.ts';

/** The server may have to open its relay first. Without an answer by then the path is made without. */
export const ASK_MS = 6_000;

interface AskOptions {
  readonly signaling: Signaling;
  readonly clock: Clock;
  readonly callId: CallId;
}

/** Empty where there are none, or where the server does not say in time. */
export function askRelay({ signaling, clock, callId }: AskOptions): Promise<readonly IceServer[]> {
  return new Promise((resolve) => {
    const scope = new Disposables();
    const done = (servers: readonly IceServer[]) => {
      scope.dispose();
      resolve(servers);
    };
    const ask = () =>
      signaling.request('ask_relay', { callId }).then(
        ({ iceServers }) => done(iceServers),
        (error: unknown) => {
          // Only where nobody answered is there anything to ask again.
          if (!(error instanceof AppError) || error.code !== 'no_answer_from_server') done([]);
        },
      );
    scope.add(clock.after(ASK_MS, () => done([])));
    scope.add(whenBack(signaling, () => void ask()));
    void ask();
  });
}
