import { css } from 'lit';

export const composerStyles = css`
  form {
    display: flex;
    align-items: flex-end;
    gap: var(--space-2);
    max-width: 48rem;
    margin: 0 auto;
    padding: 0 var(--space-4) max(var(--space-4), env(safe-area-inset-bottom));
  }
  .paper {
    position: relative;
    flex: 1;
    min-width: 0;
  }
  textarea.box {
    min-height: 3rem;
    max-height: 9.6rem;
    padding: 0.72rem var(--space-4);
    border-radius: 1.5rem;
    overflow-y: auto;
    scrollbar-width: thin;
  }
  /* The words keep clear of the button. */
  textarea.box {
    padding-right: 3rem;
  }
  ear-composer-task {
    margin-bottom: var(--space-1);
  }
  .emoji {
    position: absolute;
    right: 0.3rem;
    bottom: 0.3rem;
    display: grid;
    width: 2.4rem;
    height: 2.4rem;
    place-items: center;
    padding: 0;
    border: 0;
    border-radius: var(--radius-full);
    background: transparent;
    color: var(--muted);
    font-size: 1rem;
    cursor: pointer;
  }
  .emoji:hover {
    background: var(--hover);
  }
  .picker {
    inset: auto;
    right: var(--right, 0);
    bottom: var(--bottom, 0);
    width: min(22.5rem, 100vw - var(--right, 0px) - 0.5rem);
    margin: 0;
    padding: var(--space-2);
    border: 1px solid var(--line);
    border-radius: var(--radius);
    background: var(--surface);
    box-shadow: var(--shadow);
    color: var(--text);
    font: var(--text-m) / var(--line-body) var(--font);
  }
  .left {
    position: absolute;
    right: var(--space-3);
    bottom: calc(100% + var(--space-1));
    padding: 0.1rem 0.5rem;
    border-radius: var(--radius-full);
    background: var(--sunken);
    color: var(--muted);
    font-size: var(--text-xs);
  }
  /* Beside what is said of the other person, while one writes. */
  .hint {
    position: absolute;
    right: var(--space-3);
    bottom: calc(100% + var(--space-1));
    padding-inline-start: var(--space-3);
    background: var(--ground);
    color: var(--muted);
    font-size: var(--text-xs);
    visibility: hidden;
  }
  .hint b,
  .hint code {
    margin-inline-start: var(--space-2);
  }
  .box:focus:not(:placeholder-shown) ~ .hint {
    visibility: visible;
  }
  .left.over {
    background: var(--danger-soft);
    color: var(--danger-text);
    font-weight: 600;
  }
  .send {
    flex: none;
    width: 3rem;
    min-height: 3rem;
  }
  .send.empty {
    border-color: var(--line);
    background: var(--sunken);
    color: var(--muted);
  }
`;
