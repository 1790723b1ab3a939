/** Fired by the "Back" button of a screen that lies above another one. */
export class BackWanted extends Event {
  constructor() {
    super('ear-back-wanted', { bubbles: true, composed: true });
  }
}

declare global {
  interface HTMLElementEventMap {
    'ear-back-wanted': BackWanted;
  }
}
