/**
 * Letters that look like a Latin lower-case letter or digit, by the letter they are taken for. Chosen from the classes of
 * Unicode UTS #39 that occur in scripts people type: Cyrillic, Greek, Armenian.
 */
const CLASSES: readonly (readonly [string, string])[] = [
  ['a', 'аαɑ'],
  ['b', 'ьƅв'],
  ['c', 'сϲᴄ'],
  ['d', 'ԁɗ'],
  ['e', 'еєεҽ'],
  ['f', 'ғƒ'],
  ['g', 'ɡց'],
  ['h', 'һհн'],
  ['j', 'јϳ'],
  ['k', 'кκ'],
  // i, l, 1 and | are one class: in many fonts they are the same stroke.
  ['l', 'iі1|ιıӏǀɩ!'],
  ['m', 'мμ'],
  ['n', 'пոռη'],
  ['o', '0оοօ٥०ס'],
  ['p', 'рρ'],
  ['q', 'ԛգ'],
  ['r', 'гꭇ'],
  ['s', 'ѕꜱ5'],
  ['t', 'тτ'],
  ['u', 'υսʋ'],
  ['v', 'νѵ'],
  ['w', 'ԝѡաω'],
  ['x', 'хχ'],
  ['y', 'уγү'],
  ['z', 'ᴢζ'],
  ['3', 'зӡ'],
];

/** Capitals that look like a Latin capital while their small letters look like something else; replaced before case is folded. */
const CAPITALS: readonly (readonly [string, string])[] = [
  ['b', 'Β'],
  ['h', 'ΗНҺ'],
  ['m', 'Μ'],
  ['n', 'Ν'],
  ['x', 'Χ'],
  ['y', 'Υ'],
  ['z', 'Ζ'],
];

export const LOOK_ALIKES: ReadonlyMap<string, string> = new Map(
  [...CLASSES, ...CAPITALS].flatMap(([latin, others]) =>
    Array.from(others, (other) => [other, latin] as const),
  ),
);
