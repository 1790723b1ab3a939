/** Meeting by chance put together with what it needs of the rest; loaded when it is wanted. */
import './components/meeting/meeting-bar.ts';
import type { Contacts } from './stores/contacts.ts';
import type { Delivery } from './stores/delivery.ts';
import { OwnMeeting } from './stores/meeting.ts';

type Options = Omit<ConstructorParameters<typeof OwnMeeting>[0], 'onFound'> & {
  readonly contacts: Contacts;
  readonly delivery: Delivery;
  readonly sounds: { message(): void };
};

export function openMeeting({ contacts, delivery, sounds, ...options }: Options): OwnMeeting {
  return new OwnMeeting({
    ...options,
    onFound: ({ id, name, bot }) => {
      sounds.message();
      // What one writes to each other is found again when they are not here any more.
      void contacts.change(id, { name, ...(bot && { bot }) }).catch(() => undefined);
      // From a meeting before, perhaps.
      delivery.onReturn(id);
    },
  });
}
