/** The words of a text as a search compares them: each once, in lower case, without what only looks different. */

/** Of a word; what is longer is found by its beginning. */
const LONGEST = 40;

export function wordsOf(text: string): string[] {
  const words = text
    .normalize('NFKC')
    .toLowerCase()
    .split(/[^\p{L}\p{M}\p{N}]+/u);
  return [...new Set(words.filter(Boolean).map((word) => word.slice(0, LONGEST)))];
}
