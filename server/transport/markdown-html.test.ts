import { describe, expect, it } from 'vitest';
import { markdownHtml as html } from './markdown-html.ts';

it('what people write in house rules comes out as it is meant', () => {
  expect(
    html(
      [
        '# House *rules*',
        '',
        'Be **kind**, `now`.  ',
        'Really.',
        '',
        '- one',
        '- two',
        '',
        '3. three',
        '',
        '> quoted',
        '',
        '---',
        '',
        '```',
        '<b> & code',
        '```',
      ].join('\n'),
    ),
  ).toBe(
    [
      '<h2>House <em>rules</em></h2>',
      '<p>Be <strong>kind</strong>, <code>now</code>.<br>Really.</p>',
      '<ul><li><p>one</p></li><li><p>two</p></li></ul>',
      '<ol start="3"><li><p>three</p></li></ol>',
      '<blockquote><p>quoted</p></blockquote>',
      '<hr>',
      '<pre><code>&lt;b&gt; &amp; code</code></pre>',
    ].join(''),
  );
});

it('links lead to the web and to mail, in a page of their own, and are told nothing', () => {
  const link = (href: string, words: string) =>
    `<p><a target="_blank" rel="noopener noreferrer" href="${href}">${words}</a></p>`;
  expect(html('[us](https://example.org/a?b=1&c="x")')).toBe(
    link('https://example.org/a?b=1&amp;c=%22x%22', 'us'),
  );
  expect(html('[mail][m]\n\n[m]: mailto:ana@example.org\n[m]: http://later.example')).toBe(
    link('mailto:ana@example.org', 'mail'),
  );
});

describe('what is hostile stays words', () => {
  it.each([
    ['<script>alert(1)</script>', '&lt;script&gt;alert(1)&lt;/script&gt;'],
    ['<img src=x onerror=alert(1)>', '&lt;img src=x onerror=alert(1)&gt;'],
    ['a <b onclick="x()">b</b>', '<p>a &lt;b onclick=&quot;x()&quot;&gt;b&lt;/b&gt;</p>'],
    ['[a](javascript:alert(1))', '<p>a</p>'],
    ['[a](JaVaScRiPt&colon;alert(1))', '<p>a</p>'],
    ['[a](java\nscript:alert(1))', '<p>[a](java\nscript:alert(1))</p>'],
    ['[a](data:text/html,<b>)', '<p>a</p>'],
    ['[a](vbscript:x) [b](/api/stats) [c](//evil.example)', '<p>a b c</p>'],
    ['<javascript:alert(1)>', '<p>javascript:alert(1)</p>'],
    ['[a][b]\n\n[b]: javascript:alert(1)', '<p>a</p>'],
    ['![pixel](https://evil.example/p.png)', '<p>pixel</p>'],
    ['![x][y]\n\n[y]: https://evil.example', '<p>x</p>'],
    ['&lt;script&gt; &#60;b&#62;', '<p>&lt;script&gt; &lt;b&gt;</p>'],
    ['`</code><script>`', '<p><code>&lt;/code&gt;&lt;script&gt;</code></p>'],
    ['```"><script>\nx\n```', '<pre><code>x</code></pre>'],
    ['{{serverName}} {{words}}', '<p>{{serverName}} {{words}}</p>'],
  ])('%s', (text, expected) => {
    expect(html(text)).toBe(expected);
  });

  it('a link cannot break out of its quotes', () => {
    expect(html(`[a](https://example.org/'"><script>)`)).toBe(
      '<p><a target="_blank" rel="noopener noreferrer" href="https://example.org/&#39;%22%3E%3Cscript%3E">a</a></p>',
    );
  });
});

it.each([
  ['quotes', '>'.repeat(2_000)],
  ['stars', `${'*'.repeat(200)}a${'*'.repeat(200)}`],
])('%s nested without end are refused', (_what, text) => {
  expect(() => html(text)).toThrow(RangeError);
});
