/** What the screen shows of meeting somebody by chance, and what can be done. */
import type { Readable } from '../base/store.ts';
import type { UserId } from '../../protocol/ids.ts';
import type { MeetingMedia } from '../../protocol/meetings.ts';

/** `cut`: this page was not connected for too long. `nobody`: nobody came. `not_ready`: no call came of it in time. `no_coffee`: nobody was left. */
export type MeetingOver = 'left' | 'disconnected' | 'cut' | 'nobody' | 'not_ready' | 'no_coffee';

interface Partner {
  readonly id: UserId;
  readonly name: string;
  /** A program, which can be written to and not be seen. */
  readonly bot?: true | undefined;
}

export type MeetingView =
  | { readonly phase: 'none' }
  /** `movedOn`: who has just moved on from this person; null where nobody has. */
  | { readonly phase: 'waiting'; readonly media: MeetingMedia; readonly movedOn: string | null }
  /** For `coffee` nobody has asked just now, so there is no next either. */
  | {
      readonly phase: 'found';
      readonly media: MeetingMedia;
      readonly coffee: boolean;
      readonly peer: Partner;
    }
  | {
      readonly phase: 'over';
      readonly media: MeetingMedia;
      readonly how: MeetingOver;
      /** Empty where there was nobody. */
      readonly name: string;
    };

export interface Meeting {
  readonly view: Readable<MeetingView>;
  /** How often this person has said that they want to meet someone; each time asks for what. */
  readonly wanted: Readable<number>;
  want(): void;
  find(media: MeetingMedia): void;
  next(): void;
  leave(): void;
  /** Whether to be asked at the host's hour, from now on. */
  wantCoffee(wants: boolean): void;
  /** Takes what is over off the screen. */
  dismiss(): void;
}

/** The way to it, whose code comes when it is wanted or when something is told of it. */
export interface MeetingDoor {
  /** Whom this person has met, for as long as both stay. */
  readonly partner: Readable<UserId | null>;
  /** Whom this person was last ready to see: where that comes too late, they are not asked for a chat instead. */
  readyFor: UserId | null;
  load(): Promise<Meeting>;
}
