/** The letters and the colour by which a person is told apart at a glance. */

const graphemes = new Intl.Segmenter(undefined, { granularity: 'grapheme' });
export const HUES = 12;

function firstGrapheme(word: string): string {
  return graphemes.segment(word)[Symbol.iterator]().next().value?.segment ?? '';
}

/** First letters of the first and the last word; whatever script or emoji they are. */
export function initials(name: string): string {
  const words = name.trim().split(/\s+/u);
  const first = firstGrapheme(words[0] ?? '');
  const last = words.length > 1 ? firstGrapheme(words.at(-1) ?? '') : '';
  return (first + last).toLocaleUpperCase();
}

/** The same for one person on every screen and for ever, because it follows from the id alone. */
export function hueIndex(id: string): number {
  let hash = 0;
  for (const character of id) hash = (hash * 31 + (character.codePointAt(0) ?? 0)) >>> 0;
  return hash % HUES;
}
