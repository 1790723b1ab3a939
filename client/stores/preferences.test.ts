import { describe, expect, it } from 'vitest';
import { MemoryStorage } from '../../tests/support/memory-storage.ts';
import { StoredPreferences, type PreferencesState } from './preferences.ts';

const DEFAULTS: PreferencesState = {
  name: '',
  status: 'available',
  theme: 'system',
  sounds: true,
  coffee: false,
};
const KEY = 'earshot-preferences';

/** There, and refusing everything, as with all cookies blocked. */
class ForbiddenStorage extends MemoryStorage {
  override getItem(): never {
    throw new DOMException('The operation is insecure.', 'SecurityError');
  }

  override setItem(): never {
    throw new DOMException('The quota has been exceeded.', 'QuotaExceededError');
  }
}

const stored = (text: string) => {
  const storage = new MemoryStorage();
  storage.setItem(KEY, text);
  return new StoredPreferences(storage).state.get();
};

it('a browser that has never been here has the usual choices', () => {
  expect(new StoredPreferences(new MemoryStorage()).state.get()).toEqual(DEFAULTS);
});

it('a choice is there again after a reload, and leaves the others alone', () => {
  const storage = new MemoryStorage();
  const before = new StoredPreferences(storage);
  before.set({ name: 'Ana', sounds: false });
  before.set({ theme: 'dark' });
  const wanted = { ...DEFAULTS, name: 'Ana', sounds: false, theme: 'dark' };
  expect(before.state.get()).toEqual(wanted);
  expect(new StoredPreferences(storage).state.get()).toEqual(wanted);
});

it('a choice of another tab is taken over, and told', () => {
  const storage = new MemoryStorage();
  const [one, other] = [new StoredPreferences(storage), new StoredPreferences(storage)];
  let changes = 0;
  other.state.subscribe(() => (changes += 1));
  one.set({ status: 'do_not_disturb' });
  other.reload();
  expect(other.state.get()).toEqual({ ...DEFAULTS, status: 'do_not_disturb' });
  expect(changes).toBe(1);
});

describe('what is stored', () => {
  it.each([
    ['is no JSON', '{"name":'],
    ['is empty', ''],
    ['is null', 'null'],
    ['is a number', '7'],
    ['is a text', '"Ana"'],
    ['is a list', '["Ana"]'],
    ['has members of other kinds', '{"name":7,"status":{},"theme":[],"sounds":"yes"}'],
    ['has values of another version', '{"status":"in_call","theme":"sepia"}'],
    ['has null for everything', '{"name":null,"status":null,"theme":null,"sounds":null}'],
  ])('and %s is as good as nothing', (_title, text) => {
    expect(stored(text)).toEqual(DEFAULTS);
  });

  it('and is broken in part keeps the rest, and nothing that does not belong', () => {
    expect(stored('{"name":"Ana","status":"hidden","theme":"light","sounds":false,"colour":"red"}')).toEqual({
      name: 'Ana',
      status: 'available',
      theme: 'light',
      sounds: false,
      coffee: false,
    });
  });
});

describe('a browser that', () => {
  it.each([
    ['has no storage', null],
    ['forbids it', new ForbiddenStorage()],
  ])('%s keeps choices as long as the tab', (_title, storage) => {
    const preferences = new StoredPreferences(storage);
    expect(preferences.state.get()).toEqual(DEFAULTS);
    preferences.set({ name: 'Ana' });
    expect(preferences.state.get()).toEqual({ ...DEFAULTS, name: 'Ana' });
  });
});
