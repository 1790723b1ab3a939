import { css } from 'lit';

export const emojiPickerStyles = css`
  :host {
    display: grid;
    grid-template-rows: auto 1fr;
    gap: var(--space-2);
    width: 100%;
    height: min(22rem, 60dvh);
  }
  input {
    width: 100%;
    height: var(--touch);
    padding: 0 var(--space-4);
    border: 1px solid transparent;
    border-radius: var(--radius-full);
    background: var(--sunken);
    color: var(--text);
    font: 1rem var(--font);
  }
  input::placeholder {
    color: var(--muted);
    opacity: 1;
  }
  .all {
    min-height: 0;
    overflow-y: auto;
    scrollbar-width: thin;
    overscroll-behavior: contain;
  }
  section {
    content-visibility: auto;
    contain-intrinsic-size: auto 20rem;
  }
  h3 {
    padding: var(--space-2) var(--space-1) var(--space-1);
    color: var(--muted);
    font-size: var(--text-xs);
    font-weight: 650;
  }
  p {
    padding: var(--space-3);
    color: var(--muted);
  }
  .grid {
    display: grid;
    grid-template-columns: repeat(auto-fill, minmax(2.5rem, 1fr));
  }
  .grid button {
    height: 2.5rem;
    padding: 0;
    border: 0;
    border-radius: var(--radius-s);
    background: transparent;
    color: var(--text);
    font: 1.5rem / 1 var(--emoji);
    cursor: pointer;
  }
  .grid button:hover,
  .grid button:focus-visible {
    background: var(--hover);
  }
`;
