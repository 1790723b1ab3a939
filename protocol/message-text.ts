/** Which texts a message may have, by what it is about. Both ends ask: the client before it sends, the server before it passes on. */
import type { AboutKind, MessageDraft } from './chat.ts';
import { LIMITS } from './limits.ts';

const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' });
/** Holds for emoji of years to come too: their code points are set aside for pictures. */
const PICTURE = /\p{Extended_Pictographic}|\p{Regional_Indicator}{2}|\u20e3/u;

export function isEmoji(text: string): boolean {
  if (text.length > LIMITS.reactionCharacters || !PICTURE.test(text)) return false;
  return [...graphemes.segment(text)].length === 1;
}

const FITS: Readonly<Record<AboutKind, (text: string) => boolean>> = {
  reply: (text) => text !== '',
  edit: (text) => text !== '',
  delete: (text) => text === '',
  reaction: (text) => text === '' || isEmoji(text),
};

export const fitsAbout = ({ text, about }: Pick<MessageDraft, 'text' | 'about'>): boolean =>
  FITS[about?.kind ?? 'reply'](text);
