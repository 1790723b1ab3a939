/**
 * An esbuild plugin for what esbuild leaves alone: the text inside `html`, `svg` and `css` templates. Style sheets are
 * minified, and lowered to the same browsers as the rest; markup loses its indentation and nothing else.
 */
import { readFileSync } from 'node:fs';
import * as esbuild from 'esbuild';
import ts from 'typescript';

/** White space means something in these, so a template that contains one stays as it is. */
const KEEPS_WHITE_SPACE = /<(pre|textarea)\b/i;

/** @returns {import('esbuild').Plugin} */
export function minifyTemplates() {
  return {
    name: 'minify-templates',
    setup(build) {
      const { target } = build.initialOptions;
      build.onLoad({ filter: /[\\/]client[\\/].*\.ts$/ }, async ({ path }) => ({
        contents: await minifySource(readFileSync(path, 'utf8'), target),
        loader: 'ts',
      }));
    },
  };
}

/**
 * @param {string} source
 * @param {import('esbuild').BuildOptions['target']} target
 */
export async function minifySource(source, target) {
  if (!/\b(html|svg|css)`/.test(source)) return source;
  let result = source;
  for (const { start, end, tag } of templates(source).reverse()) {
    const text = source.slice(start, end);
    const smaller = tag === 'css' ? await minifyStyle(text, target) : minifyMarkup(text);
    result = result.slice(0, start) + smaller + result.slice(end);
  }
  return result;
}

/**
 * The literal stretches of each template: the whole text where it holds no expression, the parts between them otherwise.
 * A style sheet with expressions is left out, because its parts are not style sheets.
 *
 * @param {string} source
 */
function templates(source) {
  /** @type {{ start: number; end: number; tag: string }[]} */
  const found = [];
  /** @param {import('typescript').Node} node */
  const visit = (node) => {
    if (ts.isTaggedTemplateExpression(node) && ts.isIdentifier(node.tag)) {
      const tag = node.tag.text;
      const { template } = node;
      const whole = ts.isNoSubstitutionTemplateLiteral(template);
      const parts = whole
        ? [template]
        : [template.head, ...template.templateSpans.map((span) => span.literal)];
      const minified =
        (tag === 'css' && whole) ||
        ((tag === 'html' || tag === 'svg') && !KEEPS_WHITE_SPACE.test(template.getText(file)));
      // A part begins with ` or } and ends with ` or ${.
      if (minified) {
        for (const part of parts) {
          const closing = part.getText(file).endsWith('${') ? 2 : 1;
          found.push({ start: part.getStart(file) + 1, end: part.getEnd() - closing, tag });
        }
      }
    }
    ts.forEachChild(node, visit);
  };
  const file = ts.createSourceFile('module.ts', source, ts.ScriptTarget.ESNext);
  visit(file);
  // In order of place, since a template may hold templates in its expressions.
  return found.sort((a, b) => a.start - b.start);
}

/** @param {string} text */
const minifyMarkup = (text) => text.replace(/\n\s+/g, '\n');

/**
 * @param {string} text as written between the backquotes
 * @param {import('esbuild').BuildOptions['target']} target
 */
async function minifyStyle(text, target) {
  // Escapes would have to be undone and done again; no style sheet here needs one.
  if (text.includes('\\')) return text;
  const { code } = await esbuild.transform(text, { loader: 'css', minify: true, ...(target && { target }) });
  return code.trim().replace(/[`\\]|\$\{/g, '\\$&');
}
