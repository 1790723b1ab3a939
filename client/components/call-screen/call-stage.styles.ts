import { css } from 'lit';

export const callStageStyles = css`
  :host {
    --tile-width: 12rem;
    --tile-height: 9rem;
    --tile-top: calc(var(--space-4) + var(--inset-top, 0px));
    display: block;
    overflow: hidden;
  }
  .main {
    position: absolute;
    inset: 0;
  }
  /* A shared screen is read to its edges: nothing lies on it. */
  .screen {
    inset: calc(4.5rem + var(--inset-top, 0px)) calc(var(--tile-width) + 2 * var(--space-4))
      calc(7.5rem + env(safe-area-inset-bottom)) var(--space-4);
  }
  .face {
    position: absolute;
    inset: 0;
    display: grid;
    padding-bottom: 3rem;
    place-items: center;
    background: radial-gradient(circle at 50% 42%, #27363d, var(--stage) 75%);
    --avatar-size: clamp(5.5rem, 24vmin, 9rem);
  }
  .pulse {
    position: relative;
    border-radius: 50%;
  }
  .calling::before,
  .calling::after {
    position: absolute;
    inset: 0;
    border: 2px solid #5eead4;
    border-radius: 50%;
    animation: ring 2.4s infinite ease-out;
    content: '';
    opacity: 0;
  }
  .calling::after {
    animation-delay: 1.2s;
  }
  @keyframes ring {
    0% {
      opacity: 0.6;
    }
    100% {
      opacity: 0;
      transform: scale(1.5);
    }
  }
  @media (prefers-reduced-motion: reduce) {
    .calling::before,
    .calling::after {
      animation: none;
    }
  }
  /* Stays in place and keeps playing: its sound is wanted without its picture. */
  .unseen {
    opacity: 0;
    pointer-events: none;
  }
  .tile {
    position: absolute;
    z-index: 1;
    inset: var(--tile-top) var(--space-4) auto auto;
    width: var(--tile-width);
    height: var(--tile-height);
    border-radius: var(--radius);
    background: #232c32;
    box-shadow:
      0 0 0 1px rgb(255 255 255 / 16%),
      0 6px 20px rgb(0 0 0 / 40%);
  }
  .second {
    top: calc(var(--tile-top) + var(--tile-height) + var(--space-2));
  }
  @media (max-width: 49.99rem), (max-width: 60rem) and (max-height: 29.99rem) {
    :host {
      --tile-width: 6.5rem;
      --tile-height: 8.75rem;
    }
    .screen {
      right: 0;
      left: 0;
    }
    .tile:has(~ .tile),
    .screen ~ .tile,
    .second {
      --tile-width: 5rem;
      --tile-height: 6.25rem;
    }
  }
`;
