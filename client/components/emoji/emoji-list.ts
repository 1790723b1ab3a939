/** All emoji in their groups, and finding one by words. Half a megabyte: only for those who open the picker. */
import all from 'emojibase-data/en/compact.json';

export interface Emoji {
  readonly emoji: string;
  readonly label: string;
  readonly words: readonly string[];
}

/** Numbers as in the data of Unicode; 2 are parts, such as skin tones, which are none by themselves. */
const PARTS = 2;
export const GROUPS = [0, 1, 3, 4, 5, 6, 7, 8, 9] as const;
export type EmojiGroup = (typeof GROUPS)[number];

const groups = new Map<number, Emoji[]>();
for (const { group, label, tags = [], unicode } of all) {
  if (group === undefined || group === PARTS) continue;
  const words = [...label.toLowerCase().split(/[^\p{L}\p{N}]+/u), ...tags];
  // What is a picture anyhow needs no mark that says so, and is one and the same reaction without it.
  const emoji = unicode.replace(/(\p{Emoji_Presentation})\uFE0F/gu, '$1');
  groups.set(group, [...(groups.get(group) ?? []), { emoji, label, words }]);
}

export const emojisOf = (group: EmojiGroup): readonly Emoji[] => groups.get(group) ?? [];

/** Those of which words begin with each word looked for. */
export function findEmojis(search: string): readonly Emoji[] {
  const starts = search.toLowerCase().split(/\s+/).filter(Boolean);
  if (starts.length === 0) return [];
  return GROUPS.flatMap(emojisOf).filter(({ words }) =>
    starts.every((start) => words.some((word) => word.startsWith(start))),
  );
}
