/**
 * The host's own text as HTML: Markdown read by a library into a tree, and each kind of node written by us. What a tree holds beyond that
 * list (HTML above all, and pictures) is shown as the text it is, so that nothing of the file becomes code. Loaded where there is such a text.
 */
import type { List, Nodes, Parents, Root } from 'mdast';
import { fromMarkdown } from 'mdast-util-from-markdown';
import { Html } from './page-template.ts';

/** Deeper than any text for people; each level is a call of its own. */
const DEEPEST = 24;
/** The page has a heading of its own. */
const FIRST_HEADING = 2;
const LAST_HEADING = 6;
const LINKED: readonly string[] = ['http:', 'https:', 'mailto:'];

/** As a string, because what is loaded later has classes of its own. @throws RangeError where lists and quotes are nested without end */
export function markdownHtml(text: string): string {
  const tree = fromMarkdown(text);
  return new Writer(tree).children(tree, 0).toString();
}

class Writer {
  /** By which `[words][name]` is resolved; the first of a name counts, as in CommonMark. */
  readonly #addresses = new Map<string, string>();

  constructor({ children }: Root) {
    for (const node of children) {
      if (node.type === 'definition' && !this.#addresses.has(node.identifier))
        this.#addresses.set(node.identifier, node.url);
    }
  }

  children(parent: Parents, depth: number): Html {
    if (depth > DEEPEST) throw new RangeError(`nested more than ${DEEPEST} deep`);
    return Html.join(parent.children.map((child) => this.#node(child, depth + 1)));
  }

  #node(node: Nodes, depth: number): Html {
    const inside = (tag: string) =>
      'children' in node ? element(tag, this.children(node, depth)) : Html.nothing;
    switch (node.type) {
      case 'paragraph':
        return inside('p');
      case 'heading':
        return inside(`h${Math.min(LAST_HEADING, node.depth + FIRST_HEADING - 1)}`);
      case 'emphasis':
        return inside('em');
      case 'strong':
        return inside('strong');
      case 'blockquote':
        return inside('blockquote');
      case 'listItem':
        return inside('li');
      case 'list':
        return node.ordered ? this.#numbered(node, depth) : inside('ul');
      case 'link':
        return this.#link(node.url, this.children(node, depth));
      case 'linkReference':
        return this.#link(this.#addresses.get(node.identifier) ?? '', this.children(node, depth));
      case 'text':
      case 'html':
        return Html.escaped(node.value);
      case 'inlineCode':
        return element('code', Html.escaped(node.value));
      case 'code':
        return element('pre', element('code', Html.escaped(node.value)));
      case 'image':
      case 'imageReference':
        return Html.escaped(node.alt ?? '');
      case 'break':
        return Html.trusted('<br>');
      case 'thematicBreak':
        return Html.trusted('<hr>');
      default:
        return Html.nothing;
    }
  }

  #numbered(list: List, depth: number): Html {
    const first = Number(list.start ?? 1);
    return Html.join([
      Html.trusted(`<ol start="${first}">`),
      this.children(list, depth),
      Html.trusted('</ol>'),
    ]);
  }

  /** To elsewhere only, and without saying where from; what may not be linked stays as words. */
  #link(address: string, words: Html): Html {
    const url = URL.canParse(address) ? new URL(address) : null;
    if (url === null || !LINKED.includes(url.protocol)) return words;
    return Html.join([
      Html.trusted('<a target="_blank" rel="noopener noreferrer" href="'),
      Html.escaped(url.href),
      Html.trusted('">'),
      words,
      Html.trusted('</a>'),
    ]);
  }
}

const element = (tag: string, content: Html): Html =>
  Html.join([Html.trusted(`<${tag}>`), content, Html.trusted(`</${tag}>`)]);
