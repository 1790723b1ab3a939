/** What the services of a page show when it stands in one place. */
import type { CallView } from '../../../client/calls/call-view.ts';
import type { ArrivalView, OfferView } from '../../../client/device-link/device-link-view.ts';
import type { Toast } from '../../../client/stores/alerts.ts';
import type { ConversationView, IncomingRequestView } from '../../../client/stores/conversations.ts';
import type { Contact } from '../../../client/storage/records.ts';
import type { Keep } from '../../../client/storage/retention.ts';
import type { MeetingView } from '../../../client/stores/meeting-view.ts';
import type { IdentityNotice } from '../../../client/stores/identity-notice.ts';
import type { PeopleState } from '../../../client/stores/people.ts';
import type { SessionState } from '../../../client/stores/session.ts';
import type { UserId } from '../../../protocol/ids.ts';

export interface Scene {
  readonly session: SessionState;
  readonly people: PeopleState;
  readonly conversation: ConversationView | null;
  readonly requests: readonly IncomingRequestView[];
  readonly kept: boolean;
  readonly contacts: readonly Contact[];
  readonly notices: ReadonlyMap<UserId, IdentityNotice>;
  readonly keeps: ReadonlyMap<UserId, Keep>;
  readonly toasts: readonly Toast[];
  readonly soundBlocked: boolean;
  readonly call: CallView;
  /** On a device that shows a link, and on one that was opened by one. */
  readonly deviceOffer: OfferView;
  readonly deviceArrival: ArrivalView | null;
  /** Null where nobody has asked for it, and its code is not loaded. */
  readonly meeting: MeetingView | null;
}
