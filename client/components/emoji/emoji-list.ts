/** All emoji in their groups, and finding one by words. Half a megabyte: only for those who open the picker. */
import all from 'emojibase-data/en/compact.json';

export interface Emoji {
  readonly emoji: string;
  readonly label: string;
  readonly words: readonly string[];
  /** How many of the words are those of its label. */
  readonly labelWords: number;
}

/** Numbers as in the data of Unicode; 2 are parts, such as skin tones, which are none by themselves. */
const PARTS = 2;
export const GROUPS = [0, 1, 3, 4, 5, 6, 7, 8, 9] as const;
export type EmojiGroup = (typeof GROUPS)[number];

const groups = new Map<number, Emoji[]>();
for (const { group, label, tags = [], unicode } of all) {
  if (group === undefined || group === PARTS) continue;
  const name = label.toLowerCase().split(/[^\p{L}\p{N}]+/u);
  const words = [...name, ...tags];
  // What is a picture anyhow needs no mark that says so, and is one and the same reaction without it.
  const emoji = unicode.replace(/(\p{Emoji_Presentation})\uFE0F/gu, '$1');
  groups.set(group, [...(groups.get(group) ?? []), { emoji, label, words, labelWords: name.length }]);
}

export const emojisOf = (group: EmojiGroup): readonly Emoji[] => groups.get(group) ?? [];

/** Those of which words begin with each word looked for; first those that are called so, then those that have the very words. */
export function findEmojis(search: string): readonly Emoji[] {
  const starts = search.toLowerCase().split(/\s+/).filter(Boolean);
  if (starts.length === 0) return [];
  const rank = ({ labelWords, words }: Emoji): number => {
    const name = words.slice(0, labelWords);
    if (name.join(' ') === starts.join(' ')) return 0;
    if (starts.every((start) => name.includes(start))) return 1;
    return starts.every((start) => words.includes(start)) ? 2 : 3;
  };
  const found = GROUPS.flatMap(emojisOf).filter(({ words }) =>
    starts.every((start) => words.some((word) => word.startsWith(start))),
  );
  return found.toSorted((one, other) => rank(one) - rank(other));
}
