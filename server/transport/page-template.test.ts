import { describe, expect, it } from 'vitest';
import { Html, PageTemplate } from './page-template.ts';

describe('a page template', () => {
  const template = new PageTemplate('<p title="{{a}}">{{a}}</p>\n<!-- block b --><i>{{a}}</i><!-- end b -->');

  it('escapes whatever it is given, in text and in attributes', () => {
    expect(template.page({ a: `"><script>'&` }).toString()).toBe(
      '<p title="&quot;&gt;&lt;script&gt;&#39;&amp;">&quot;&gt;&lt;script&gt;&#39;&amp;</p>\n',
    );
  });

  it('takes what a template made as it is, and reads no placeholder in a value', () => {
    const block = template.block('b', { a: '{{a}} $& $1' });
    expect(block.toString()).toBe('<i>{{a}} $&amp; $1</i>');
    expect(template.page({ a: Html.join([block, block]) }).toString()).toContain(
      `${block.toString().repeat(2)}</p>`,
    );
  });

  it('complains of a value or a block that is missing', () => {
    expect(() => template.page({})).toThrow('{{a}} has no value');
    expect(() => template.block('c')).toThrow('no block c');
  });
});
