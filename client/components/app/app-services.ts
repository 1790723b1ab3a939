import type { CallControl } from '../../calls/call-view.ts';
import type { DeviceLinkDoor } from '../../device-link/device-link-view.ts';
import type { AccountEntry } from '../../stores/account-entry.ts';
import type { Alerts } from '../../stores/alerts.ts';
import type { BrowserData } from '../../stores/browser-data.ts';
import type { ContactBook } from '../../stores/contact-book.ts';
import type { Conversations } from '../../stores/conversations.ts';
import type { Readable } from '../../base/store.ts';
import type { NoticeOf } from '../../stores/identities.ts';
import type { Keepings } from '../../stores/keeping-choices.ts';
import type { People } from '../../stores/people.ts';
import type { Preferences } from '../../stores/preferences.ts';
import type { MeetingDoor } from '../../stores/meeting-view.ts';
import type { Session } from '../../stores/session.ts';

/** What joining needs, made in client/door.ts. */
export interface DoorServices {
  readonly session: Session;
  readonly alerts: Alerts;
  readonly preferences: Preferences;
  readonly deviceLinks: DeviceLinkDoor;
  /** Left out where the server has no accounts. */
  readonly accounts?: AccountEntry | null;
}

/** All that the screens need; the rest is made in client/services.ts. */
export interface AppServices extends DoorServices {
  readonly people: People;
  readonly conversations: Conversations;
  readonly calls: CallControl;
  readonly contactBook: ContactBook;
  readonly noticeOf: Readable<NoticeOf>;
  readonly data: BrowserData;
  readonly keepings: Keepings;
  readonly meeting: MeetingDoor;
}
