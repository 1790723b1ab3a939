import { expect, it } from 'vitest';
import { StoredChoices, USUAL_CHOICES } from './device-choices.ts';

/** As much of a Storage as is used. */
function memory(text: string | null = null) {
  const kept = { text };
  const storage = {
    getItem: () => kept.text,
    setItem: (_key: string, value: string) => (kept.text = value),
  } as unknown as Storage;
  return { kept, storage };
}

it('a choice is there again after a reload, and leaves the others alone', () => {
  const { storage } = memory();
  const headset = { id: 'h', label: 'Headset' };
  new StoredChoices(storage).set({ microphone: headset });
  new StoredChoices(storage).set({ noiseSuppression: false });
  expect(new StoredChoices(storage).state.get()).toEqual({
    ...USUAL_CHOICES,
    microphone: headset,
    noiseSuppression: false,
  });
});

it.each(['', 'null', '7', '[]', '{"microphone":7,"echoCancellation":"yes"}', '{"camera":{"id":1}}', '{'])(
  'what is stored and broken (%s) is as good as nothing',
  (text) => {
    expect(new StoredChoices(memory(text).storage).state.get()).toEqual(USUAL_CHOICES);
  },
);

it('what is broken in part keeps the rest', () => {
  const { storage } = memory('{"speaker":{"id":"s","label":"Loud"},"camera":3,"mutedWarning":false}');
  expect(new StoredChoices(storage).state.get()).toEqual({
    ...USUAL_CHOICES,
    speaker: { id: 's', label: 'Loud' },
    mutedWarning: false,
  });
});

it('a browser without storage keeps choices as long as the tab', () => {
  const choices = new StoredChoices(null);
  choices.set({ autoGainControl: false });
  expect(choices.state.get()).toEqual({ ...USUAL_CHOICES, autoGainControl: false });
});
