import { css } from 'lit';

export const incomingCallStyles = css`
  dialog {
    width: min(22rem, calc(100vw - 2rem));
    padding: var(--space-6) var(--space-5) var(--space-4);
    text-align: center;
  }
  dialog:focus-visible {
    outline: none;
  }
  .face {
    position: relative;
    width: max-content;
    margin: 0 auto var(--space-5);
    --avatar-size: 6.5rem;
  }
  .face::before,
  .face::after {
    position: absolute;
    inset: 0;
    border: 2px solid var(--accent);
    border-radius: 50%;
    content: '';
    opacity: 0;
    animation: ring 2.4s infinite ease-out;
  }
  .face::after {
    animation-delay: 1.2s;
  }
  @keyframes ring {
    0% {
      opacity: 0.7;
    }
    100% {
      opacity: 0;
      transform: scale(1.45);
    }
  }
  @media (prefers-reduced-motion: reduce) {
    .face::before {
      opacity: 0.6;
      animation: none;
      transform: scale(1.1);
    }
    .face::after {
      animation: none;
    }
  }
  h2 {
    font-size: var(--text-xl);
    font-weight: 650;
    line-height: var(--line-tight);
    overflow-wrap: anywhere;
  }
  .kind {
    margin-top: var(--space-1);
    color: var(--muted);
  }
  .actions {
    display: grid;
    grid-template-columns: 1fr 1fr;
    gap: var(--space-3);
    margin: var(--space-5) 0 var(--space-2);
  }
  .actions .button {
    min-height: 3.25rem;
  }
  .whole {
    grid-column: 1 / -1;
  }
`;
