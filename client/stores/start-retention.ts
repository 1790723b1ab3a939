/** Letting go of messages is not part of the first load: nothing is late by it, because nothing is as short as that. */
import { RetentionSweep, type RetentionSweepOptions } from './retention-sweep.ts';
import { ShownByLocks } from './shown-conversations.ts';

export function startRetention(
  options: Omit<RetentionSweepOptions, 'shown'>,
  ...shows: ConstructorParameters<typeof ShownByLocks>
): void {
  new RetentionSweep({ ...options, shown: new ShownByLocks(...shows) }).start();
}
