/** Who has called during a call: the last of them is shown, and nobody again whose notice was closed. Pure. */
import type { WaitingCall } from '../../protocol/calls.ts';
import type { UserId } from '../../protocol/ids.ts';

export class CallWaiting {
  readonly #said = new Set<UserId>();
  #shown: WaitingCall | null = null;

  get shown(): WaitingCall | null {
    return this.#shown;
  }

  /** @returns false where this person was said before in this call */
  add(call: WaitingCall): boolean {
    if (this.#said.has(call.from.id)) return false;
    this.#said.add(call.from.id);
    this.#shown = call;
    return true;
  }

  dismiss(): void {
    this.#shown = null;
  }
}
