import { css } from 'lit';

/** Twelve hues, far enough apart to tell people by; lightness and chroma come from the theme, so contrast holds in both. */
export const avatarStyles = css`
  :host {
    display: grid;
    flex: none;
    width: var(--avatar-size, 2.75rem);
    height: var(--avatar-size, 2.75rem);
    border-radius: 50%;
    place-items: center;
    background: oklch(var(--avatar-back) var(--hue, 180));
    color: oklch(var(--avatar-text) var(--hue, 180));
    font-size: calc(var(--avatar-size, 2.75rem) * 0.36);
    font-weight: 650;
    line-height: 1;
    letter-spacing: 0.01em;
    user-select: none;
  }
  :host([hue='0']) {
    --hue: 15;
  }
  :host([hue='1']) {
    --hue: 42;
  }
  :host([hue='2']) {
    --hue: 68;
  }
  :host([hue='3']) {
    --hue: 95;
  }
  :host([hue='4']) {
    --hue: 125;
  }
  :host([hue='5']) {
    --hue: 152;
  }
  :host([hue='6']) {
    --hue: 180;
  }
  :host([hue='7']) {
    --hue: 215;
  }
  :host([hue='8']) {
    --hue: 250;
  }
  :host([hue='9']) {
    --hue: 280;
  }
  :host([hue='10']) {
    --hue: 310;
  }
  :host([hue='11']) {
    --hue: 345;
  }
`;
