/** Stands for meeting by chance until its code is loaded. What is told of it meanwhile waits, in order. */
import { Store } from '../base/store.ts';
import type { Signaling } from '../connection/signaling.ts';
import type { Notices } from '../../protocol/events.ts';
import type { UserId } from '../../protocol/ids.ts';
import type { Meeting, MeetingDoor } from './meeting-view.ts';

const NAMES = [
  'waiting_for_partner',
  'partner_found',
  'partner_left',
  'partner_disconnected',
  'meeting_ended',
  'welcome',
] as const;
export type MeetingNotice = {
  [K in (typeof NAMES)[number]]: { readonly name: K; readonly payload: Notices[K] };
}[(typeof NAMES)[number]];

type OpenMeeting = Meeting & { hear(notice: MeetingNotice): void };

export function createMeetingDoor(
  { notices }: Pick<Signaling, 'notices'>,
  open: (partner: Store<UserId | null>) => Promise<OpenMeeting>,
): MeetingDoor {
  const partner = new Store<UserId | null>(null);
  let opened: Promise<OpenMeeting> | null = null;
  const load = () =>
    (opened ??= open(partner).catch((error: unknown) => {
      // The next wish or notice tries again.
      opened = null;
      throw error;
    }));
  for (const name of NAMES) {
    notices.on(name, (payload) => {
      // A payload is that of its name, which a loop over names cannot say.
      const notice = { name, payload } as MeetingNotice;
      if (notice.name === 'welcome' && !opened && !notice.payload.meeting) return;
      load().then(
        (meeting) => meeting.hear(notice),
        () => undefined,
      );
    });
  }
  return { partner, readyFor: null, load };
}
