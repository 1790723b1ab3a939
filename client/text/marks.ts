/** What is marked as *bold* or as `code`, as parse-text.ts has it; small, because the list of people needs it at once. */
const MARKED =
  /```\n?([^]+?)\n?```|`([^`\n]+)`|(?<![\p{L}\p{N}*])\*(?![\s*])([^*\n]+?)(?<!\s)\*(?![\p{L}\p{N}*])/gu;

/** For where a text stands on one plain line. */
export const withoutMarks = (text: string): string => text.replace(MARKED, '$1$2$3');
