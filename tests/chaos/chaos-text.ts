/** The texts of a chaos run: each says who wrote it to whom and as which, and carries filler of many lengths behind that. */
import type { Random } from './random.ts';

const WORDS = ['so', 'and', 'then', 'über', '日本', '🙂', 'line\nbreak', '<b>', '"quoted"', '\\', 'end'];
const PATTERN = /^(\S+) > (\S+) #(\d+)/;

export function textOf(message: {
  readonly from: string;
  readonly to: string;
  readonly number: number;
  readonly random: Random;
}): string {
  const { from, to, number, random } = message;
  const filler = Array.from({ length: Math.floor(random.gap(15)) }, () => random.pick(WORDS));
  return [`${from} > ${to} #${number}`, ...filler].join(' ');
}

/** As which message of its sender to its recipient a text was written; 0 where nobody here wrote it. */
export const numberOf = (text: string): number => Number(PATTERN.exec(text)?.[3] ?? 0);

/** Who wrote it to whom, as `from > to`. */
export const pairOf = (text: string): string => PATTERN.exec(text)?.slice(1, 3).join(' > ') ?? '';
