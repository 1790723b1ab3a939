import { css } from 'lit';

export const dialogStyles = css`
  dialog {
    width: min(26rem, calc(100vw - 2rem));
    max-height: calc(100dvh - 2rem);
    padding: var(--space-5);
    overflow: auto;
    border: 1px solid var(--line);
    border-radius: var(--radius-l);
    background: var(--surface);
    box-shadow: var(--shadow);
    color: var(--text);
    font: var(--text-m) / var(--line-body) var(--font);
  }
  dialog::backdrop {
    background: var(--scrim);
  }
  dialog[open] {
    animation: rise var(--calm) var(--ease);
  }
  @keyframes rise {
    from {
      opacity: 0;
      transform: translateY(10px) scale(0.985);
    }
  }
`;
