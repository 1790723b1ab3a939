/** One letter begins too many words to be looked for. */
export const isSearch = (words: string): boolean => words.trim().length >= 2;
