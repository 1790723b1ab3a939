/** The servers of every path: those of `welcome`, or what the server has said of them since, because their credentials run out. */
import type { Signaling } from '../connection/signaling.ts';
import type { IceServer } from '../../protocol/calls.ts';

export function freshIceServers(
  { notices }: Pick<Signaling, 'notices'>,
  ofWelcome: () => readonly IceServer[],
): () => readonly IceServer[] {
  let newer: readonly IceServer[] | null = null;
  notices.on('welcome', () => (newer = null));
  notices.on('ice_servers', ({ iceServers }) => (newer = iceServers));
  return () => newer ?? ofWelcome();
}
