/** A call within which the page was loaded anew: what the next page of this tab needs to take it up again. */
import * as v from 'valibot';
import type { LocalMediaState } from '../media/local-media.ts';
import { CALL_MEDIA, CALL_ROLES, type CallMedia, type CallRole } from '../../protocol/calls.ts';
import { ID_PATTERN, type CallId, type TabId } from '../../protocol/ids.ts';
import type { ActiveCall } from './call-state.ts';
import type { CallPeer } from './call-view.ts';

export interface LeftCall {
  readonly callId: CallId;
  readonly peer: CallPeer;
  readonly media: CallMedia;
  /** What was given of one's own in the end. */
  readonly own: CallMedia;
  readonly muted: boolean;
  readonly role: CallRole;
  /** The tab that held it, and the run of the server that knew it. */
  readonly tab: TabId;
  readonly run: string;
  readonly connectedAt: number | null;
  /** Under which id it is in the history, and since when it went on. */
  readonly noted: { readonly callId: CallId; readonly begunAt: number };
}

/** `local` is what is open now; undefined where nothing is. */
export function leftCallOf(
  { callId, peer, media, role, run, connectedAt }: ActiveCall,
  tab: TabId,
  local: Pick<LocalMediaState, 'microphone' | 'camera'> | undefined,
): Omit<LeftCall, 'noted'> {
  return {
    ...{ callId, peer, media, role, run, connectedAt, tab },
    own: local?.camera === 'on' ? 'video' : 'audio',
    muted: local?.microphone === 'off',
  };
}

/** How long the other side waits for a page that said it goes, in milliseconds. A page that comes later finds the call over. */
export const LEFT_MS = 10_000;

const KEY = 'earshot-left-call';
const id = v.pipe(v.string(), v.regex(ID_PATTERN));
const schema = v.object({
  callId: id,
  peer: v.object({ id, name: v.string() }),
  media: v.picklist(CALL_MEDIA),
  own: v.picklist(CALL_MEDIA),
  muted: v.boolean(),
  role: v.picklist(CALL_ROLES),
  tab: id,
  run: v.string(),
  connectedAt: v.nullable(v.number()),
  noted: v.object({ callId: id, begunAt: v.number() }),
  leftAt: v.number(),
});

/** `storage` lives as long as the tab, through reloads; null where the browser keeps none. */
export function keepLeftCall(storage: Storage | null, call: LeftCall, now: number): void {
  try {
    storage?.setItem(KEY, JSON.stringify({ ...call, leftAt: now }));
  } catch {
    // No room: the next page begins without it, and the other side is told after its wait.
  }
}

/** Once: a tab that is opened anew later must find nothing. */
export function takeLeftCall(storage: Storage | null, now: number): LeftCall | null {
  const text = storage?.getItem(KEY) ?? null;
  storage?.removeItem(KEY);
  if (text === null) return null;
  const parsed = v.safeParse(v.pipe(v.string(), v.parseJson(), schema), text);
  if (!parsed.success) return null;
  const { leftAt, ...call } = parsed.output;
  // The pattern, which was just tested, is all that makes a string an id.
  return Math.abs(now - leftAt) < LEFT_MS ? (call as LeftCall) : null;
}
