/** The parts of a page that the server fills in itself: template, style and script, the last two in the page and allowed by their hash. */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Html, PageTemplate } from './page-template.ts';

/** A piece of the page with the source that a policy allows it by. */
export interface Inlined {
  readonly html: Html;
  readonly source: string;
}

export interface PageAssets {
  readonly template: PageTemplate;
  readonly style: Inlined;
  readonly script: Inlined;
}

/**
 * Reads NAME.html and NAME.css of the folder once, when they are first asked for, and NAME.js when a page wants it. Before the style
 * goes what all pages have, page.css.
 */
export function pageAssets(folder: string, name: string): () => PageAssets {
  const readFile = (file: string) => readFileSync(join(folder, file), 'utf8');
  const read = (ending: string) => readFile(`${name}.${ending}`);
  let assets: PageAssets | null = null;
  let script: Inlined | null = null;
  return () =>
    (assets ??= {
      template: new PageTemplate(read('html')),
      style: inlined('style', readFile('page.css') + read('css')),
      get script() {
        return (script ??= inlined('script', read('js')));
      },
    });
}

/** By which a policy allows each `tag` that is in a page as built. */
export const inlineSources = (page: string, tag: 'style' | 'script'): string[] =>
  [...page.matchAll(new RegExp(`<${tag}[^>]*>([^]*?)</${tag}>`, 'g'))].map(([, text = '']) => sourceOf(text));

const inlined = (tag: 'style' | 'script', text: string): Inlined => ({
  html: Html.trusted(`<${tag}>${text}</${tag}>`),
  source: sourceOf(text),
});

const sourceOf = (text: string): string => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;
