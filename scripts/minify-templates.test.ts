import { expect, it } from 'vitest';
import { minifySource } from './minify-templates.mjs';

const minified = (source: string) => minifySource(source, ['safari16.4']);

it('takes the indentation out of markup, in templates within templates too', async () => {
  const source = 'html`\n    <p>\n      ${here ? svg`\n        <g></g>\n      ` : nothing}\n    </p>\n  `;';
  expect(await minified(source)).toBe('html`\n<p>\n${here ? svg`\n<g></g>\n` : nothing}\n</p>\n`;');
});

it('keeps a space between words, and every blank where white space shows', async () => {
  const source = 'html`<b>a</b> <i>b</i>`; html`<pre>\n    a\n  </pre>`; html`<textarea>\n  </textarea>`;';
  expect(await minified(source)).toBe(source);
});

it('minifies a style sheet and lowers it to the browsers it is for', async () => {
  const source = 'css`\n  :host {\n    color: #ff0000;\n    & > p {\n      margin: 0px;\n    }\n  }\n`;';
  expect(await minified(source)).toBe('css`:host{color:red}:host>p{margin:0}`;');
});

it('leaves a style sheet alone that holds expressions or escapes', async () => {
  const source =
    'css`\n  a {\n    color: ${red};\n  }\n`; css`\n  a::before {\n    content: "\\\\2022";\n  }\n`;';
  expect(await minified(source)).toBe(source);
});

it('leaves everything alone that is no template of Lit', async () => {
  const source = 'const text = `\n    a\n  `; other`\n    b\n  `; // html`\n    c`';
  expect(await minified(source)).toBe(source);
});
