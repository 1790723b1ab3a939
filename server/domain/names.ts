/** What a name may look like; when two are too alike to be told apart is in protocol/fold-name.ts. */
import { LIMITS } from '../../protocol/limits.ts';
import { AppError } from '../../protocol/errors.ts';

let segmenter: Intl.Segmenter | undefined;
/** Made for the first name that needs it: it and what it knows would be a noticeable part of every start. */
function graphemesOf(text: string): readonly string[] {
  segmenter ??= new Intl.Segmenter('en', { granularity: 'grapheme' });
  return [...segmenter.segment(text)].map((part) => part.segment);
}

/** Joins the parts of one emoji, or shapes letters in some scripts: kept only between characters that use it. */
const STRAY_JOINER =
  /(?<![\p{Extended_Pictographic}\u{FE0F}\u{1F3FB}-\u{1F3FF}\p{L}\p{M}])[\u200C\u200D]|[\u200C\u200D](?![\p{Extended_Pictographic}\p{L}])/gu;
/** Control, direction, invisible and unassigned characters. */
const UNSEEN =
  /[\p{Cc}\p{Cs}\p{Co}\p{Cn}\u2028\u2029\u115F\u1160\u3164\uFFA0\u2800]|(?![\u200C\u200D])\p{Cf}/gu;
/** More marks on one letter than any orthography uses. */
const PILED_MARKS = /(\p{M}{3})\p{M}+/gu;

/** What the rules below leave as it is, which most names are. */
const PLAIN = /^[!-~]+(?: [!-~]+)*$/;

/**
 * The name as it will be shown: NFKC, single spaces, nothing unseen, 1 to 40 graphemes.
 * @throws AppError `name_invalid`, detail `empty` or `long`
 */
export function cleanName(raw: string): string {
  if (raw.length <= LIMITS.nameGraphemes && PLAIN.test(raw)) return raw;
  const name = raw
    .normalize('NFKC')
    .replace(/\s+/gu, ' ')
    .replace(UNSEEN, '')
    .replace(STRAY_JOINER, '')
    .replace(PILED_MARKS, '$1')
    .replace(/ +/g, ' ')
    .trim();
  if (!/[\p{L}\p{N}\p{S}\p{P}]/u.test(name)) throw new AppError('name_invalid', 'empty');
  if (graphemesOf(name).length > LIMITS.nameGraphemes) throw new AppError('name_invalid', 'long');
  return name;
}

/** `Ana 2`, `Ana 3` and so on, within the length limit. */
export function numberedName(name: string, number: number): string {
  const suffix = ` ${number}`;
  const room = LIMITS.nameGraphemes - suffix.length;
  return graphemesOf(name).slice(0, room).join('').trimEnd() + suffix;
}
