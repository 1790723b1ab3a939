/** One narrow context for each thing a container element may need. */
import { createContext } from '@lit/context';
import type { Readable } from '../base/store.ts';
import type { CallControl } from '../calls/call-view.ts';
import type { DeviceLinkDoor } from '../device-link/device-link-view.ts';
import type { AccountEntry } from '../stores/account-entry.ts';
import type { Alerts } from '../stores/alerts.ts';
import type { BrowserData } from '../stores/browser-data.ts';
import type { ContactBook } from '../stores/contact-book.ts';
import type { Conversations } from '../stores/conversations.ts';
import type { MeetingDoor } from '../stores/meeting-view.ts';
import type { NoticeOf } from '../stores/identities.ts';
import type { Keepings } from '../stores/keeping-choices.ts';
import type { People } from '../stores/people.ts';
import type { Preferences } from '../stores/preferences.ts';
import type { Session } from '../stores/session.ts';

export const sessionContext = createContext<Session>(Symbol('session'));
export const peopleContext = createContext<People>(Symbol('people'));
export const conversationsContext = createContext<Conversations>(Symbol('conversations'));
export const alertsContext = createContext<Alerts>(Symbol('alerts'));
export const preferencesContext = createContext<Preferences>(Symbol('preferences'));
export const callControlContext = createContext<CallControl>(Symbol('calls'));
export const browserDataContext = createContext<BrowserData>(Symbol('browser data'));
export const keepingsContext = createContext<Keepings>(Symbol('keepings'));
export const contactBookContext = createContext<ContactBook>(Symbol('contact book'));
export const deviceLinksContext = createContext<DeviceLinkDoor>(Symbol('device links'));
/** Not provided where the server has no accounts. */
export const accountsContext = createContext<AccountEntry>(Symbol('accounts'));
export const meetingContext = createContext<MeetingDoor>(Symbol('meeting'));
export const noticeOfContext = createContext<Readable<NoticeOf>>(Symbol('notices about names'));
