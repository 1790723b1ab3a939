import { css } from 'lit';

export const callStageStyles = css`
  :host {
    display: block;
    min-height: 0;
    padding: 0 var(--space-4);
  }
  .stage {
    position: relative;
    height: 100%;
    overflow: hidden;
    border-radius: var(--radius);
    background: #161c20;
  }
  .main {
    position: absolute;
    inset: 0;
  }
  .face {
    position: absolute;
    inset: 0;
    display: grid;
    place-items: center;
    align-content: center;
    gap: var(--space-4);
    background: radial-gradient(circle at 50% 42%, #25333a, #161c20 70%);
    color: var(--stage-muted);
    --avatar-size: clamp(5rem, 22vmin, 9rem);
  }
  .pulse {
    position: relative;
    border-radius: 50%;
  }
  .calling .pulse::before,
  .calling .pulse::after {
    position: absolute;
    inset: 0;
    border: 2px solid #5eead4;
    border-radius: 50%;
    animation: ring 2.4s infinite ease-out;
    content: '';
    opacity: 0;
  }
  .calling .pulse::after {
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
    .calling .pulse::before,
    .calling .pulse::after {
      animation: none;
    }
  }
  /* Stays in place and keeps playing: its sound is wanted without its picture. */
  .unseen {
    opacity: 0;
    pointer-events: none;
  }
  .tiles {
    position: absolute;
    top: var(--space-3);
    right: var(--space-3);
    display: grid;
    gap: var(--space-2);
    width: clamp(6.5rem, 20%, 13rem);
  }
  .tile {
    position: relative;
    overflow: hidden;
    aspect-ratio: 4 / 3;
    border: 1px solid rgb(255 255 255 / 18%);
    border-radius: var(--radius);
    background: #232c32;
    box-shadow: var(--shadow);
  }
  .tile ear-video {
    width: 100%;
    height: 100%;
  }
  .note {
    position: absolute;
    bottom: var(--space-3);
    left: var(--space-3);
    display: flex;
    flex-wrap: wrap;
    gap: var(--space-2);
    max-width: calc(100% - 2 * var(--space-3));
  }
  .note span {
    display: inline-flex;
    align-items: center;
    gap: var(--space-2);
    padding: var(--space-1) var(--space-3);
    border-radius: var(--radius-full);
    background: rgb(10 14 17 / 78%);
    color: var(--stage-text);
    font-size: var(--text-s);
  }
  @media (max-width: 49.99rem) {
    :host {
      padding: 0;
    }
    .stage {
      border-radius: 0;
    }
    .tile {
      aspect-ratio: 3 / 4;
    }
  }
`;
