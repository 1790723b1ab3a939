/** Draws an icon from lucide's list of shapes. Made with DOM calls: no HTML string, nothing for a Content Security Policy to refuse. */
import { Directive, directive } from 'lit/directive.js';
import type { IconNode } from 'lucide';

const SVG = 'http://www.w3.org/2000/svg';

/** Copied for each place: a long list has hundreds. */
const drawings = new WeakMap<IconNode, SVGSVGElement>();

function draw(shapes: IconNode): SVGSVGElement {
  const known = drawings.get(shapes);
  // What is copied from an <svg> is one.
  if (known !== undefined) return known.cloneNode(true) as SVGSVGElement;
  const svg = document.createElementNS(SVG, 'svg');
  svg.setAttribute('class', 'icon');
  svg.setAttribute('viewBox', '0 0 24 24');
  svg.setAttribute('aria-hidden', 'true');
  for (const [tag, attributes] of shapes) {
    const shape = document.createElementNS(SVG, tag);
    for (const [name, value] of Object.entries(attributes)) shape.setAttribute(name, String(value));
    svg.append(shape);
  }
  drawings.set(shapes, svg);
  return draw(shapes);
}

class IconDirective extends Directive {
  #shapes: IconNode | null = null;
  #drawn: SVGSVGElement | null = null;

  override render(shapes: IconNode): SVGSVGElement {
    if (shapes !== this.#shapes || this.#drawn === null) {
      this.#shapes = shapes;
      this.#drawn = draw(shapes);
    }
    return this.#drawn;
  }
}

export const icon = directive(IconDirective);
