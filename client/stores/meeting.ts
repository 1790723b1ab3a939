/** Meeting somebody by chance: what the server has told of it, and what this person wants next. */
import { Store, type Readable } from '../base/store.ts';
import type { Signaling } from '../connection/signaling.ts';
import { AppError } from '../../protocol/errors.ts';
import type { RoomId, UserId } from '../../protocol/ids.ts';
import type {
  CurrentMeeting,
  FoundPartner,
  MeetingEnd,
  MeetingMedia,
  PartnerEnd,
} from '../../protocol/meetings.ts';
import type { Person } from '../../protocol/presence.ts';
import type { MeetingNotice } from './meeting-door.ts';
import type { Meeting, MeetingOver, MeetingView } from './meeting-view.ts';

interface OwnMeetingOptions {
  readonly signaling: Pick<Signaling, 'request' | 'state'>;
  /** Whom this person has met; set here. */
  readonly partner: Store<UserId | null>;
  /** Somebody was found, or is told of again after a reload. */
  readonly onFound: (peer: Person) => void;
  readonly complain: (error: unknown) => void;
}

const NONE: MeetingView = { phase: 'none' };

export class OwnMeeting implements Meeting {
  readonly #options: OwnMeetingOptions;
  readonly #view = new Store<MeetingView>(NONE);
  readonly #wanted = new Store(0);
  #room: RoomId | null = null;
  #movedOn: string | null = null;

  constructor(options: OwnMeetingOptions) {
    this.#options = options;
    const { state } = options.signaling;
    // Whoever signs out waits for nobody, also when they are back.
    state.subscribe(() => state.get().phase === 'closed' && this.#show(NONE));
  }

  get view(): Readable<MeetingView> {
    return this.#view;
  }

  get wanted(): Readable<number> {
    return this.#wanted;
  }

  want(): void {
    this.#wanted.update((times) => times + 1);
  }

  find(media: MeetingMedia): void {
    void this.#try(() => this.#options.signaling.request('find_partner', { media }));
  }

  next(): void {
    const roomId = this.#room;
    if (roomId === null) return;
    void this.#try(() => this.#options.signaling.request('next_partner', { roomId }));
  }

  leave(): void {
    void this.#try(() => this.#options.signaling.request('leave_room', {}));
  }

  wantCoffee(wants: boolean): void {
    void this.#try(() => this.#options.signaling.request('want_coffee', { wants }));
  }

  dismiss(): void {
    if (this.#view.get().phase === 'over') this.#show(NONE);
  }

  /** What the server says, in order. */
  hear(notice: MeetingNotice): void {
    switch (notice.name) {
      case 'welcome':
        this.#onWelcome(notice.payload.meeting);
        break;
      case 'waiting_for_partner':
        this.#show({ phase: 'waiting', media: notice.payload.media, movedOn: this.#movedOn });
        break;
      case 'partner_found':
        this.#found(notice.payload);
        break;
      case 'partner_left':
        if (notice.payload.roomId === this.#room) this.#left(notice.payload.reason);
        break;
      case 'partner_disconnected':
        if (notice.payload.roomId === this.#room) this.#end('disconnected');
        break;
      case 'meeting_ended':
        this.#ended(notice.payload.reason);
        break;
    }
  }

  #found({ roomId, peer, media, occasion }: FoundPartner): void {
    const isNew = roomId !== this.#room;
    this.#movedOn = null;
    const coffee = occasion === 'coffee';
    const { id, name, bot } = peer;
    this.#show({ phase: 'found', media, coffee, peer: { id, name, bot } });
    this.#room = roomId;
    if (isNew) this.#options.onFound(peer);
  }

  #ended(reason: MeetingEnd): void {
    if (reason === 'left') this.#show(NONE);
    else if (reason === 'waited_too_long') this.#end('nobody');
    else this.#show({ phase: 'over', media: 'video', how: 'no_coffee', name: '' });
  }

  #left(reason: PartnerEnd): void {
    const view = this.#view.get();
    if (reason === 'waited_too_long') this.#end('not_ready');
    else if (reason === 'left') this.#end('left');
    // What follows says that one waits again.
    else if (view.phase === 'found') this.#movedOn = view.peer.name;
  }

  /** On a new connection: the server may have forgotten what was going on, or given it up meanwhile. */
  #onWelcome(current: CurrentMeeting | undefined): void {
    const before = this.#view.get();
    if (current?.phase === 'found') this.#found(current);
    else if (current?.phase === 'waiting') {
      this.#show({ phase: 'waiting', media: current.media, movedOn: this.#movedOn });
    } else if (before.phase === 'waiting') this.find(before.media);
    else if (before.phase === 'found') this.#end('cut');
  }

  #end(how: MeetingOver): void {
    const view = this.#view.get();
    if (view.phase !== 'waiting' && view.phase !== 'found') return;
    const name = view.phase === 'found' ? view.peer.name : '';
    this.#show({ phase: 'over', media: view.media, how, name });
  }

  #show(view: MeetingView): void {
    if (view.phase !== 'found') this.#room = null;
    if (view.phase !== 'waiting') this.#movedOn = null;
    this.#view.set(view);
    this.#options.partner.set(view.phase === 'found' ? view.peer.id : null);
  }

  async #try(step: () => Promise<unknown>): Promise<void> {
    try {
      await step();
    } catch (error) {
      // It was over before, and that is told too.
      if (!(error instanceof AppError) || error.code !== 'room_ended') this.#options.complain(error);
    }
  }
}
