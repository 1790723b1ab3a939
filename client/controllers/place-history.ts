/**
 * Where on the screen a person is, as entries of the browser's history, so that a phone's back key (and a reload)
 * does what people expect. Only narrow screens show one place at a time; wide ones show several and lose nothing.
 */
import type { ReactiveController, ReactiveControllerHost } from 'lit';
import { ID_PATTERN, type UserId } from '../../protocol/ids.ts';

export type Place =
  | { readonly at: 'people' }
  | { readonly at: 'conversation'; readonly peer: UserId }
  /** `peer`: whose conversation is behind the call. */
  | { readonly at: 'call'; readonly peer: UserId | null };

const PEOPLE: Place = { at: 'people' };

function isUserId(value: unknown): value is UserId {
  return typeof value === 'string' && ID_PATTERN.test(value);
}

/** History entries outlive this version of the page, so what comes back is checked. */
function parsePlace(state: unknown): Place {
  if (typeof state !== 'object' || state === null || !('at' in state)) return PEOPLE;
  const peer = 'peer' in state && isUserId(state.peer) ? state.peer : null;
  if (state.at === 'call') return { at: 'call', peer };
  if (state.at === 'conversation' && peer !== null) return { at: 'conversation', peer };
  return PEOPLE;
}

export class PlaceHistory implements ReactiveController {
  readonly #onPlace: (place: Place) => void;

  constructor(host: ReactiveControllerHost, onPlace: (place: Place) => void) {
    this.#onPlace = onPlace;
    host.addController(this);
  }

  get place(): Place {
    return parsePlace(history.state);
  }

  /** Goes to a place. Changing whom one talks to is not a step that "back" should retrace. */
  enter(place: Place): void {
    if (this.place.at === place.at) history.replaceState(place, '');
    else history.pushState(place, '');
  }

  replace(place: Place): void {
    history.replaceState(place, '');
  }

  /** After a reload: back to the conversation one was in, whose call is over. `open` is the one that is open already. */
  resume(open: UserId | null): UserId | null {
    const { place } = this;
    const peer = place.at === 'people' ? open : place.peer;
    if (peer === null) this.replace({ at: 'people' });
    else if (place.at === 'call') this.replace({ at: 'conversation', peer });
    else this.enter({ at: 'conversation', peer });
    return peer;
  }

  back(): void {
    history.back();
  }

  hostConnected(): void {
    window.addEventListener('popstate', this.#onPopState);
  }

  hostDisconnected(): void {
    window.removeEventListener('popstate', this.#onPopState);
  }

  readonly #onPopState = (): void => this.#onPlace(this.place);
}
