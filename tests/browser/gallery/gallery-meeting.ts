/** Meeting by chance as a scene shows it; its code is loaded where the scene, or a hand, wants it. */
import { Store } from '../../../client/base/store.ts';
import type { MeetingDoor, MeetingView } from '../../../client/stores/meeting-view.ts';
import type { Scene } from './scene.ts';

export function galleryMeeting({ meeting }: Scene, wish: (text: string) => void): MeetingDoor {
  const view = new Store<MeetingView>(meeting ?? { phase: 'none' });
  const wanted = new Store(0);
  const load = async () => {
    await import('../../../client/components/meeting/meeting-bar.ts');
    return {
      view,
      wanted,
      want: () => wanted.update((times) => times + 1),
      find: (media: string) => wish(`find ${media}`),
      next: () => wish('next'),
      leave: () => wish('leave room'),
      wantCoffee: (on: boolean) => wish(`coffee ${on}`),
      dismiss: () => view.set({ phase: 'none' }),
    };
  };
  if (meeting !== null) void load();
  const partner = new Store(meeting?.phase === 'found' ? meeting.peer.id : null);
  return { partner, readyFor: null, load };
}
