/** The sign of Earshot: a voice and how far it carries. */
import { svg, type SVGTemplateResult } from 'lit';

export const brandMark: SVGTemplateResult = svg`<svg class="brand" viewBox="0 0 64 64" aria-hidden="true">
  <rect width="64" height="64" rx="16" fill="#0f766e"/>
  <circle cx="21" cy="32" r="6.5" fill="#fff"/>
  <path d="M33.5 20.5a16.3 16.3 0 0 1 0 23M42.8 13a27 27 0 0 1 0 38" fill="none" stroke="#fff" stroke-width="5.5" stroke-linecap="round"/>
</svg>`;
