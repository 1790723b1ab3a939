/**
 * Filling a page's template: `{{name}}` becomes a value, escaped unless it is `Html` already, and
 * `<!-- block NAME -->` to `<!-- end NAME -->` is a piece that is left out of the page and rendered on its own.
 */

/** Text that is HTML already: what a template made, or text of ours. */
export class Html {
  readonly #text: string;

  private constructor(text: string) {
    this.#text = text;
  }

  static readonly nothing = new Html('');

  /** For text of ours only, never for what came from outside. */
  static trusted(text: string): Html {
    return new Html(text);
  }

  static escaped(text: string): Html {
    return new Html(escapeHtml(text));
  }

  static join(pieces: readonly Html[]): Html {
    return new Html(pieces.map(String).join(''));
  }

  toString(): string {
    return this.#text;
  }
}

export type Values = Readonly<Record<string, string | Html>>;

const BLOCK = /<!-- block (\w+) -->([^]*?)<!-- end \1 -->/g;
const PLACEHOLDER = /\{\{(\w+)\}\}/g;

export class PageTemplate {
  readonly #page: string;
  readonly #blocks = new Map<string, string>();

  constructor(text: string) {
    this.#page = text.replace(BLOCK, (_match, name: string, block: string) => {
      this.#blocks.set(name, block);
      return '';
    });
  }

  page(values: Values): Html {
    return fill(this.#page, values);
  }

  block(name: string, values: Values = {}): Html {
    const block = this.#blocks.get(name);
    if (block === undefined) throw new Error(`the template has no block ${name}`);
    return fill(block, values);
  }
}

const fill = (text: string, values: Values): Html =>
  Html.trusted(
    text.replace(PLACEHOLDER, (_match, name: string) => {
      const value = values[name];
      if (value === undefined) throw new Error(`the template's {{${name}}} has no value`);
      return value instanceof Html ? value.toString() : escapeHtml(value);
    }),
  );

const ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

const escapeHtml = (text: string): string => text.replace(/[&<>"']/g, (sign) => ESCAPES[sign] ?? sign);
