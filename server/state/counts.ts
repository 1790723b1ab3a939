/** What has happened since the start of the server, as plain numbers: whoever does it adds one, which costs nothing. */

export interface Counts {
  /** Messages passed on to somebody, or kept for them. */
  messages: number;
  /** Requests to chat that were made. */
  chatRequests: number;
  /** Calls that began to ring. */
  calls: number;
  /** Connections of tabs that were let in. */
  connections: number;
}

export const noCounts = (): Counts => ({ messages: 0, chatRequests: 0, calls: 0, connections: 0 });
