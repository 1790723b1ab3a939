/** Opens the check in a dialog of its own, where it was asked for, and takes the dialog away when it is closed. */
import { html, render } from 'lit';
import { msg } from '@lit/localize';
import { createConnectionCheck, type ConnectionCheck } from '../../connection-check/connection-check.ts';
import type { Signaling } from '../../connection/signaling.ts';
import '../ui/dialog.ts';
import './connection-check.ts';

export function offerCheck(asker: EventTarget | undefined, signaling: Signaling): void {
  showCheck(asker instanceof HTMLElement ? asker : document.body, createConnectionCheck(signaling));
}

/** Also with a check whose result is known, for pictures of the screen. */
export function showCheck(near: HTMLElement, check: ConnectionCheck): void {
  const place = document.createElement('div');
  (near.shadowRoot ?? near).append(place);
  render(
    html`<ear-dialog label=${msg("Can't connect?")} @ear-dialog-closed=${() => place.remove()}>
      <ear-connection-check .check=${check}></ear-connection-check>
    </ear-dialog>`,
    place,
  );
}
