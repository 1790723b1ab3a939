/** When two names are too alike to be told apart: the server lets no two such people in, a browser warns of whom it does not know. */
import { LOOK_ALIKES } from './look-alikes.ts';

/**
 * Equal for names that a reader could take for one another: case, width, look-alike letters of other scripts,
 * kinds of dashes and quotes. After the idea of the skeleton in Unicode UTS #39, with a short table of our own.
 */
export function foldName(name: string): string {
  const folded = withoutLookAlikes(name.normalize('NFKC'))
    .toUpperCase()
    .toLowerCase()
    .normalize('NFD')
    // Joiners, variations, fillers: what Unicode says is not seen by itself.
    .replace(/\p{Default_Ignorable_Code_Point}/gu, '')
    .replace(/\p{Pd}/gu, '-')
    .replace(/[\u2018\u2019\u201A\u201B\u02BC\u0060\u00B4]/g, "'");
  return withoutLookAlikes(folded).replaceAll('rn', 'm').replaceAll('vv', 'w');
}

const withoutLookAlikes = (text: string): string =>
  Array.from(text, (character) => LOOK_ALIKES.get(character) ?? character).join('');
