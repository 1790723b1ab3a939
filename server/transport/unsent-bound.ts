/** Cuts a connection whose other end reads so slowly, or not at all, that what is to be sent to it piles up in this process. */

/** What is needed of an engine.io connection. */
export interface SendingConnection {
  on(event: 'packetCreate', listener: (packet: { readonly data?: unknown }) => void): unknown;
  on(event: 'flush', listener: () => void): unknown;
  close(discard?: boolean): unknown;
}

/** Characters, which for what we send is hardly less than bytes. A page that comes back asks for everything again. */
const MOST_UNSENT = 1_000_000;

export function boundUnsent(connection: SendingConnection, onCut: () => void): void {
  let unsent = 0;
  let cut = false;
  connection.on('packetCreate', ({ data }) => {
    unsent += typeof data === 'string' ? data.length : 0;
    if (unsent <= MOST_UNSENT || cut) return;
    cut = true;
    onCut();
    connection.close(true);
  });
  // Handed to the network all at once, and only when that has taken what came before.
  connection.on('flush', () => (unsent = 0));
}
