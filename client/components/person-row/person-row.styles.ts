import { css } from 'lit';

export const personRowStyles = css`
  :host {
    container-type: inline-size;
  }
  @container (max-width: 20.5rem) {
    /* The name is worth more than the time. */
    .callable time {
      display: none;
    }
  }
  .row {
    position: relative;
    display: flex;
    align-items: center;
    gap: var(--space-3);
    min-height: 4.25rem;
    padding: var(--space-2) var(--space-2) var(--space-2) var(--space-3);
    border-radius: var(--radius);
    transition: background-color var(--fast);
  }
  .row:hover {
    background: var(--hover);
  }
  .row.selected {
    background: var(--selected);
  }
  .face {
    position: relative;
    flex: none;
  }
  .face ear-presence {
    position: absolute;
    right: -0.2rem;
    bottom: -0.2rem;
    width: 1.15rem;
    height: 1.15rem;
    border: 2px solid var(--ground);
    border-radius: 50%;
    background: var(--ground);
  }
  .row.selected ear-presence {
    border-color: var(--selected);
    background: var(--selected);
  }
  .absent {
    opacity: 0.75;
  }
  .text {
    flex: 1;
    min-width: 0;
  }
  .line {
    display: flex;
    align-items: baseline;
    gap: var(--space-2);
  }
  .name,
  .preview {
    flex: 1;
    min-width: 0;
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  .name {
    font-weight: 600;
  }
  .preview,
  time {
    color: var(--muted);
    font-size: var(--text-s);
  }
  time {
    flex: none;
    font-size: var(--text-xs);
  }
  .unread .preview,
  .calls-you {
    color: var(--text);
    font-weight: 600;
  }
  .count {
    flex: none;
    min-width: 1.35rem;
    padding: 0.1rem 0.4rem;
    border-radius: var(--radius-full);
    background: var(--accent);
    color: var(--on-accent);
    font-size: var(--text-xs);
    font-weight: 700;
    line-height: 1.15rem;
    text-align: center;
  }
  /* The whole row opens the chat; the call buttons lie above it. */
  .chat {
    position: absolute;
    inset: 0;
    border: 0;
    border-radius: inherit;
    background: none;
    cursor: pointer;
  }
  .calls {
    position: relative;
    display: flex;
    flex: none;
  }
  .calls .button {
    color: var(--muted);
  }
  .calls .button:hover {
    background: var(--surface);
    color: var(--accent-text);
  }
`;
