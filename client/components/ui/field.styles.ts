/** Text boxes with their label, hint and problem. */
import { css } from 'lit';

export const fieldStyles = css`
  .field {
    display: grid;
    gap: var(--space-2);
    text-align: start;
  }
  .label {
    font-size: var(--text-s);
    font-weight: 600;
  }
  .box {
    width: 100%;
    min-height: 3rem;
    padding: var(--space-3) var(--space-4);
    border: 1px solid var(--line-strong);
    border-radius: var(--radius);
    background: var(--surface);
    color: var(--text);
    /* Under 16 px a phone zooms into the box. */
    font: 1rem / 1.4 var(--font);
  }
  .box::placeholder {
    color: var(--muted);
    opacity: 1;
  }
  .box:focus-visible {
    outline-offset: -1px;
  }
  .box[aria-invalid='true'] {
    border-color: var(--danger);
  }
  textarea.box {
    display: block;
    resize: none;
  }
  .problem {
    color: var(--danger-text);
    font-size: var(--text-s);
  }
`;
