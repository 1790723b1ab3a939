import { beforeEach, describe, expect, it } from 'vitest';
import type { CallView } from '../calls/call-view.ts';
import { PushToTalk, TAP_MS } from './push-to-talk.ts';

class Key extends Event {
  readonly code: string;
  readonly #path: readonly { matches(selector: string): boolean }[];

  constructor(type: 'keydown' | 'keyup', on: string[] = [], code = 'Space') {
    super(type, { cancelable: true });
    this.code = code;
    this.#path = on.map((what) => ({ matches: (selector) => selector.split(', ').includes(what) }));
  }

  override composedPath(): EventTarget[] {
    // Of an element only what it matches is asked.
    return this.#path as unknown as EventTarget[];
  }
}

const MICROPHONE = ['[data-microphone]', 'button'];
let page: EventTarget;
let now: number;
let microphone: 'on' | 'off';
let denied: boolean;
let talk: PushToTalk;
let focus: string | null;
let updates: number;

function call(): CallView {
  const problems = denied ? [{ device: 'microphone', kind: 'denied' } as const] : [];
  return {
    phase: 'active',
    peer: { id: 'bea' as never, name: 'Bea' },
    media: 'audio',
    link: 'connected',
    connectedAt: 0,
    tools: null,
    local: {
      microphone,
      camera: 'off',
      sharing: false,
      sharingSound: false,
      preview: null,
      mirrored: true,
      problems,
    },
    remote: { stream: null, screen: null, microphone: true, camera: false, opening: false },
    toggleMicrophone: () => (microphone = microphone === 'on' ? 'off' : 'on'),
    toggleCamera: null,
    toggleScreen: null,
    end: () => undefined,
  };
}

const focusedElement = () =>
  focus === null ? null : { matches: (selector: string) => selector.split(', ').includes(focus ?? '') };

beforeEach(() => {
  [page, now, microphone, denied] = [new EventTarget(), 1_000, 'off', false];
  [focus, updates] = [null, 0];
  const host = {
    addController: () => undefined,
    removeController: () => undefined,
    requestUpdate: () => void (updates += 1),
    updateComplete: Promise.resolve(true),
  };
  talk = new PushToTalk(host, { call, clock: { now: () => now }, page, focused: () => focusedElement() });
  talk.hostConnected();
});

const send = (key: Key) => {
  page.dispatchEvent(key);
  return key.defaultPrevented;
};

describe('holding the space bar while muted', () => {
  it('is heard until it is let go, however often the key repeats', () => {
    expect([send(new Key('keydown')), microphone]).toEqual([true, 'on']);
    expect([send(new Key('keydown')), microphone]).toEqual([true, 'on']);
    expect([send(new Key('keyup')), microphone]).toEqual([true, 'off']);
  });

  it.each(['input', 'textarea', 'button', 'a', 'dialog', '[contenteditable]', '[tabindex]'])(
    'does nothing where the focus is in %s',
    (element) => {
      expect([send(new Key('keydown', [element])), microphone]).toEqual([false, 'off']);
      expect([send(new Key('keyup', [element])), microphone]).toEqual([false, 'off']);
    },
  );

  it('is over where the page loses the keyboard, or the call its screen', () => {
    send(new Key('keydown'));
    page.dispatchEvent(new Event('blur'));
    expect(microphone).toBe('off');
    send(new Key('keydown'));
    talk.hostDisconnected();
    expect(microphone).toBe('off');
    expect([send(new Key('keydown')), microphone]).toEqual([false, 'off']);
  });

  it('leaves a microphone alone that was muted meanwhile', () => {
    send(new Key('keydown'));
    microphone = 'off';
    send(new Key('keyup'));
    expect(microphone).toBe('off');
  });

  it('asks for no microphone that was denied', () => {
    denied = true;
    expect([send(new Key('keydown')), microphone]).toEqual([false, 'off']);
  });
});

it('is offered where it would work: not while writing, not without a microphone, not unmuted', () => {
  expect(talk.isPossible).toBe(true);
  focus = 'textarea';
  page.dispatchEvent(new Event('focusin'));
  expect([talk.isPossible, updates]).toEqual([false, 1]);
  focus = 'button';
  expect(talk.isPossible).toBe(true);
  denied = true;
  expect(talk.isPossible).toBe(false);
  [denied, microphone] = [false, 'on'];
  expect(talk.isPossible).toBe(false);
});

it('other keys, and the space bar of somebody who is not muted, do what they always do', () => {
  expect([send(new Key('keydown', [], 'KeyA')), microphone]).toEqual([false, 'off']);
  microphone = 'on';
  expect([send(new Key('keydown')), send(new Key('keyup')), microphone]).toEqual([false, false, 'on']);
});

describe("on the microphone's own button", () => {
  it('a tap turns it on for good', () => {
    expect(send(new Key('keydown', MICROPHONE))).toBe(true);
    now += TAP_MS - 1;
    expect([send(new Key('keyup', MICROPHONE)), microphone]).toEqual([true, 'on']);
  });

  it('holding is heard until it is let go', () => {
    send(new Key('keydown', MICROPHONE));
    now += TAP_MS;
    expect([send(new Key('keyup', MICROPHONE)), microphone]).toEqual([true, 'off']);
  });
});
