/** The part of a message that shows why it was found. Pure. */
import { wordsOf } from '../../storage/words-of.ts';

export interface SnippetPart {
  readonly text: string;
  readonly found: boolean;
}

/** Characters before the first word that was found, and in all. */
const BEFORE = 24;
const LENGTH = 120;

export function foundSnippet(text: string, search: string): SnippetPart[] {
  const starts = wordsOf(search);
  const fits = (word: string) => wordsOf(word).some((one) => starts.some((start) => one.startsWith(start)));
  const hits = [...text.matchAll(/[\p{L}\p{M}\p{N}]+/gu)].filter(([word]) => fits(word));
  const first = hits[0]?.index ?? 0;
  const begin = first > BEFORE ? Math.max(0, text.lastIndexOf(' ', first - BEFORE / 2) + 1) : 0;
  const from = first - begin > 2 * BEFORE ? first : begin;
  const end = Math.min(text.length, from + LENGTH);
  const parts: SnippetPart[] = from > 0 ? [{ text: '…', found: false }] : [];
  let at = from;
  for (const hit of hits) {
    const [word] = hit;
    if (hit.index >= end) break;
    if (hit.index > at) parts.push({ text: text.slice(at, hit.index), found: false });
    at = Math.min(end, hit.index + word.length);
    parts.push({ text: text.slice(hit.index, at), found: true });
  }
  if (at < end) parts.push({ text: text.slice(at, end), found: false });
  if (end < text.length) parts.push({ text: '…', found: false });
  return parts;
}
