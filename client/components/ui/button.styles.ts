/** Buttons: `button` is the plain one; `primary`, `danger`, `quiet`, `round` and `wide` vary it. */
import { css } from 'lit';

export const buttonStyles = css`
  .button {
    display: inline-flex;
    align-items: center;
    justify-content: center;
    gap: var(--space-2);
    min-height: var(--touch);
    margin: 0;
    padding: 0 var(--space-4);
    border: 1px solid transparent;
    border-radius: var(--radius-full);
    background: var(--sunken);
    color: var(--text);
    font: 600 var(--text-m) / 1.2 var(--font);
    cursor: pointer;
    user-select: none;
    transition:
      background-color var(--fast),
      color var(--fast),
      transform var(--fast);
  }
  .button:hover {
    background: var(--line);
  }
  .button:active {
    transform: scale(0.97);
  }
  .primary {
    background: var(--accent);
    color: var(--on-accent);
  }
  .primary:hover {
    background: var(--accent-hover);
  }
  .danger {
    background: var(--danger);
    color: var(--on-danger);
  }
  .danger:hover {
    background: var(--danger-hover);
  }
  .soft {
    background: var(--accent-soft);
    color: var(--accent-text);
  }
  .soft:hover {
    background: var(--selected);
  }
  .quiet {
    background: transparent;
  }
  .quiet:hover {
    background: var(--hover);
  }
  .quiet.warns {
    color: var(--danger-text);
  }
  .quiet.warns:hover {
    background: var(--danger-soft);
  }
  .wide {
    width: 100%;
  }
  .round {
    width: var(--touch);
    padding: 0;
  }
  @media (prefers-reduced-motion: reduce) {
    .button:active {
      transform: none;
    }
  }
`;
