import type { Readable } from '../base/store.ts';
import type { ChosenStatus } from '../../protocol/presence.ts';

/** What this browser remembers about its person's choices. */
export interface PreferencesState {
  readonly name: string;
  readonly status: ChosenStatus;
  readonly theme: 'system' | 'light' | 'dark';
  readonly sounds: boolean;
}

export interface Preferences {
  readonly state: Readable<PreferencesState>;
  set(change: Partial<PreferencesState>): void;
}
