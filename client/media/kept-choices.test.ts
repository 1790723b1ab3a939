import { expect, it } from 'vitest';
import { MemoryStorage } from '../../tests/support/memory-storage.ts';
import { StoredChoices } from './device-choices.ts';
import { choicesFor } from './kept-choices.ts';
import { bothSynthetic } from './synthetic.ts';

const WEBCAM = { id: 'w', label: 'Webcam' };

it('a page opened with ?mock-media has synthetic devices, whatever was chosen before', () => {
  const storage = new MemoryStorage();
  new StoredChoices(storage).set({ camera: WEBCAM });
  expect(choicesFor('?mock-media', storage).state.get()).toMatchObject(bothSynthetic());
  expect(choicesFor('', storage).state.get()).toMatchObject({ camera: WEBCAM, microphone: null });
});

it('such a page forgets which devices are chosen on it, and remembers everything else', () => {
  const storage = new MemoryStorage();
  const choices = choicesFor('?mock-media=1', storage);
  choices.set({ camera: WEBCAM });
  choices.set({ noiseSuppression: false });
  expect(choices.state.get()).toMatchObject({ camera: WEBCAM, noiseSuppression: false });
  expect(choicesFor('', storage).state.get()).toMatchObject({ camera: null, noiseSuppression: false });
});

it('chosen in the settings, synthetic devices are remembered', () => {
  const storage = new MemoryStorage();
  choicesFor('', storage).set(bothSynthetic());
  expect(choicesFor('', storage).state.get()).toMatchObject(bothSynthetic());
});
