import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { foldName } from '../../protocol/fold-name.ts';
import { cleanName, numberedName } from './names.ts';

const zalgo = 'A\u0301\u0302\u0303\u0304\u0305\u0306na';

describe('a name as it is shown', () => {
  it.each([
    ['[PRES-5] spaces around and doubled are dropped', '  Ana \t  Maria ', 'Ana Maria'],
    ['[PRES-5] full-width letters become plain ones', 'Ａｎａ', 'Ana'],
    ['[PRES-5] control characters are dropped', 'A\u0000n\u0007a', 'Ana'],
    ['[PRES-5] direction overrides are dropped', '\u202Ena\u2066A\u200F', 'naA'],
    ['[PRES-5] invisible letters are dropped', 'Ana\u3164\u2800\uFEFF', 'Ana'],
    ['[PRES-5] a stray joiner is dropped', '\u200DAna\u200C', 'Ana'],
    ['[PRES-5] spaces around what is dropped are one', 'Ana \u200B Maria', 'Ana Maria'],
    ['[PRES-5] a joiner beside a digit is dropped', '1\u200Da\u200D2', '1a2'],
    ['[PRES-5] a joiner that shapes letters stays', 'می\u200Cخواهم', 'می\u200Cخواهم'],
    ['[PRES-5] a joiner inside an emoji stays', '👩‍💻 Ana', '👩‍💻 Ana'],
    ['[PRES-5] at most three marks stay on a letter', zalgo, 'Á\u0302\u0303\u0304na'],
    ['[PRES-5] accents and other scripts stay', 'Zoë Łukasz 田中', 'Zoë Łukasz 田中'],
  ])('%s', (_title, raw, shown) => {
    expect(cleanName(raw)).toBe(shown.normalize('NFKC'));
  });

  it.each([
    ['nothing', ''],
    ['spaces', '   '],
    ['only marks', '\u0301\u0302'],
    ['only invisible characters', '\u200B\u2060\u3164'],
  ])('[PRES-5] %s is no name', (_title, raw) => {
    expect(() => cleanName(raw)).toThrow('name_invalid: empty');
  });

  it('[PRES-5] plain letters, digits and signs stay as they are, with or without what is dropped around them', () => {
    const plain = fc.string({ unit: fc.constantFrom(...'aZ09 !~"-^`'), minLength: 1, maxLength: 40 });
    fc.assert(
      fc.property(plain, (raw) => {
        const shown = raw.replace(/ +/g, ' ').trim();
        fc.pre(shown !== '');
        expect(cleanName(raw)).toBe(shown);
        expect(cleanName(`\u200B${raw}`)).toBe(shown);
      }),
    );
  });

  it('[PRES-5] forty graphemes are a name and forty-one are not', () => {
    const family = '👨‍👩‍👧‍👦';
    expect(cleanName(family.repeat(40))).toBe(family.repeat(40));
    expect(() => cleanName('a'.repeat(41))).toThrow('name_invalid: long');
  });
});

describe('names that a reader could take for one another', () => {
  it.each([
    ['case', 'Ana', 'aNA'],
    ['Cyrillic letters', 'Ana', 'Аnа'],
    ['Greek letters', 'Nora', 'Νοrα'],
    ['a capital I and a small l', 'Ida lI', 'ldа Il'],
    ['one and l', 'Bi11', 'Bill'],
    ['zero and o', 'B0b', 'Bob'],
    ['a letter that has two for a capital', 'Groß', 'GROSS'],
    ['two v and w', 'Evva', 'Ewa'],
    ['kinds of quotes', "O'Neil", 'O\u2019Neil'],
    ['rn and m', 'Tom', 'Torn'],
    ['a mark that nobody sees', 'Ana', 'A\u034Fna'],
    ['a variation that nobody sees', 'Ana', 'Ana\uFE00'],
    ['another, from the end of Unicode', 'Ana', 'An\u{E0101}a'],
    ['kinds of dashes', 'Ana-Maria', 'Ana–Maria'],
    ['an emoji with and without its presentation mark', 'Ana ❤', 'Ana ❤️'],
  ])('[PRES-6] %s fold alike', (_title, one, other) => {
    expect(foldName(cleanName(one))).toBe(foldName(cleanName(other)));
  });

  it.each([
    ['Ana', 'Anna'],
    ['José', 'Jose'],
    ['Ana', 'Ana 2'],
    ['Ana-Maria', 'AnaMaria'],
    ["O'Neil", 'ONeil'],
    ['田中', '田口'],
  ])('[PRES-6] %s and %s stay apart', (one, other) => {
    expect(foldName(cleanName(one))).not.toBe(foldName(cleanName(other)));
  });
});

it('[PRES-7] a numbered name keeps within the limit', () => {
  expect(numberedName('Ana', 2)).toBe('Ana 2');
  expect(numberedName('a'.repeat(40), 12)).toBe(`${'a'.repeat(37)} 12`);
  expect(numberedName(`${'a'.repeat(36)} bcd`, 12)).toBe(`${'a'.repeat(36)} 12`);
});
