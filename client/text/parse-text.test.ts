import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseText } from './parse-text.ts';

/** Short for the table: plain as itself, the others with their kind. */
const read = (text: string) =>
  parseText(text).map((part) =>
    part.kind === 'plain'
      ? part.text
      : part.kind === 'link'
        ? `<${part.text} ${part.url}>`
        : `${part.kind}:${part.text}`,
  );

describe('a text', () => {
  it.each([
    ['nothing special', 'Hello Bea', ['Hello Bea']],
    ['lines', 'one\ntwo', ['one\ntwo']],
    ['bold', 'this is *very* good', ['this is ', 'bold:very', ' good']],
    ['bold of several words', '*very good*', ['bold:very good']],
    ['a sum is not bold', '2*3*4', ['2*3*4']],
    ['loose stars are not bold', '2 * 3 * 4', ['2 * 3 * 4']],
    ['bold ends on its line', '*one\ntwo*', ['*one\ntwo*']],
    ['code', 'run `npm start` now', ['run ', 'code:npm start', ' now']],
    ['bold and links are nothing in code', '`*a* http://b.c`', ['code:*a* http://b.c']],
    ['lines of code', '```\na\n b\n```', ['code:a\n b']],
    [
      'a link',
      'see https://a.example/b?c=d.',
      ['see ', '<https://a.example/b?c=d https://a.example/b?c=d>', '.'],
    ],
    ['a link without its scheme', 'see example.com', ['see ', '<example.com http://example.com>']],
    ['an address of the LAN', 'at 192.168.1.5/x', ['at ', '<192.168.1.5/x http://192.168.1.5/x>']],
    ['a link with stars', 'http://a.example/*b* ok', ['<http://a.example/*b* http://a.example/*b*>', ' ok']],
    ['mail', 'ask ana@a.example', ['ask ', '<ana@a.example mailto:ana@a.example>']],
    ['a script is no link', 'javascript:alert(1)', ['javascript:alert(1)']],
    ['data is no link', 'data:text/html,x', ['data:text/html,x']],
    ['markup is letters', '<img src=x onerror=alert(1)>', ['<img src=x onerror=alert(1)>']],
  ])('%s', (_title, text, parts) => {
    expect(read(text)).toEqual(parts);
  });

  it('loses no letter but the marks of code and bold, and every link can be opened safely', () => {
    const bits = fc.constantFrom(
      '*',
      '`',
      '```',
      ' ',
      '\n',
      'a',
      'http://',
      'x.com',
      'javascript:',
      '@',
      '<b>',
      '//',
    );
    fc.assert(
      fc.property(
        fc.array(bits, { maxLength: 30 }).map((all) => all.join('')),
        (text) => {
          const parts = parseText(text);
          const letters = (all: string) => all.replace(/[*`\n]/g, '');
          expect(letters(parts.map((part) => part.text).join(''))).toBe(letters(text));
          for (const part of parts) {
            if (part.kind === 'link') expect(part.url).toMatch(/^(https?|mailto):/i);
          }
        },
      ),
    );
  });

  // A pattern that doubles its work with each letter would not end before the time limit of any test.
  it.each(['*', '`', '* ', 'a.', 'http://', '@a.', '*a'])(
    'of eight thousand characters is read, also of nothing but %s',
    (bit) => {
      const text = bit.repeat(8_000 / bit.length);
      expect(
        parseText(text)
          .map((part) => part.text)
          .join('').length,
      ).toBeGreaterThan(0);
    },
  );
});
