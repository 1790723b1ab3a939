import { css } from 'lit';

export const requestCardStyles = css`
  :host {
    display: contents;
  }
  dialog {
    position: fixed;
    inset: var(--space-4) var(--space-4) auto auto;
    z-index: 3;
    display: grid;
    gap: var(--space-4);
    width: min(24rem, calc(100vw - 2 * var(--space-3)));
    margin: 0;
    padding: var(--space-4);
  }
  .who {
    display: flex;
    align-items: center;
    gap: var(--space-3);
  }
  .who div {
    flex: 1;
    min-width: 0;
    overflow-wrap: anywhere;
  }
  h2 {
    font-size: var(--text-l);
    font-weight: 650;
    line-height: var(--line-tight);
  }
  .more {
    color: var(--muted);
    font-size: var(--text-s);
  }
  blockquote {
    margin: 0;
    padding: var(--space-3) var(--space-4);
    max-height: 8rem;
    overflow: auto;
    border-radius: var(--radius);
    background: var(--sunken);
    overflow-wrap: anywhere;
    white-space: pre-wrap;
  }
  .actions {
    display: flex;
    gap: var(--space-2);
  }
  .actions .primary {
    flex: 1;
  }
  @media (max-width: 49.99rem), (max-width: 60rem) and (max-height: 29.99rem) {
    dialog {
      inset: calc(var(--space-2) + env(safe-area-inset-top)) var(--space-3) auto;
      width: auto;
    }
  }
`;
