/** What a message means beyond its letters: links, `code` and *bold*. Makes parts, never markup, so nothing in a text can become an element. */
import { LinkifyIt } from 'linkify-it';

export type TextPart =
  | { readonly kind: 'plain' | 'code' | 'bold'; readonly text: string }
  | { readonly kind: 'link'; readonly text: string; readonly url: string };

/** Only what a browser opens in a tab or a mail program; addresses of the LAN count as links although they have no name. */
const linkify = new LinkifyIt({ fuzzyLink: true, fuzzyIP: true }).add('ftp:', null).add('//', null);
const SCHEMES = new Set(['http:', 'https:', 'mailto:']);

/** Three backticks hold lines; one holds what is on one line. */
const CODE = /```\n?([^]+?)\n?```|`([^`\n]+)`/g;
/** As in writing by hand: the stars hug a word, and stand where a word may begin and end. */
const BOLD = /(?<![\p{L}\p{N}*])\*(?![\s*])([^*\n]+?)(?<!\s)\*(?![\p{L}\p{N}*])/gu;

export function parseText(text: string): readonly TextPart[] {
  return split(text, CODE, 'code', (between) =>
    splitLinks(between, (rest) => split(rest, BOLD, 'bold', (plain) => [{ kind: 'plain', text: plain }])),
  );
}

type Parse = (text: string) => readonly TextPart[];

function split(text: string, pattern: RegExp, kind: 'code' | 'bold', between: Parse): TextPart[] {
  const parts: TextPart[] = [];
  let at = 0;
  for (const match of text.matchAll(pattern)) {
    if (match.index > at) parts.push(...between(text.slice(at, match.index)));
    parts.push({ kind, text: match[1] ?? match[2] ?? '' });
    at = match.index + match[0].length;
  }
  if (at < text.length) parts.push(...between(text.slice(at)));
  return parts;
}

function splitLinks(text: string, between: Parse): TextPart[] {
  const parts: TextPart[] = [];
  let at = 0;
  for (const { index, lastIndex, raw, url } of linkify.match(text) ?? []) {
    if (!isSafe(url)) continue;
    if (index > at) parts.push(...between(text.slice(at, index)));
    parts.push({ kind: 'link', text: raw, url });
    at = lastIndex;
  }
  if (at < text.length) parts.push(...between(text.slice(at)));
  return parts;
}

function isSafe(url: string): boolean {
  try {
    return SCHEMES.has(new URL(url).protocol);
  } catch {
    return false;
  }
}
