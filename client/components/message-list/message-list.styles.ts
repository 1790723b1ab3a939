import { css } from 'lit';

export const messageListStyles = css`
  :host {
    position: relative;
    display: flex;
    flex-direction: column;
    min-height: 0;
  }
  .log {
    /* What is there only for screen readers scrolls along, or it would make the page higher than the screen. */
    position: relative;
    flex: 1;
    min-height: 0;
    padding: var(--space-4) var(--space-4) var(--space-2);
    overflow-y: auto;
    scrollbar-width: thin;
    overscroll-behavior: contain;
    /* The list keeps its place itself, in every browser alike. */
    overflow-anchor: none;
  }
  .log:focus-visible {
    outline-offset: -2px;
  }
  .inner {
    display: flex;
    flex-direction: column;
    justify-content: flex-end;
    max-width: 46rem;
    min-height: 100%;
    margin: 0 auto;
  }
  .day,
  .notice {
    align-self: center;
    margin: var(--space-4) 0 var(--space-2);
    padding: var(--space-1) var(--space-3);
    border-radius: var(--radius-full);
    background: var(--sunken);
    color: var(--muted);
    font-size: var(--text-xs);
    font-weight: 600;
  }
  .day {
    box-shadow: inset 0 0 0 1px var(--line);
  }
  .notice {
    border-radius: var(--radius);
    background: var(--warm-soft);
    color: var(--warm-text);
    font-weight: 500;
    text-align: center;
  }
  .earlier {
    align-self: center;
  }
  .unread {
    display: flex;
    align-items: center;
    gap: var(--space-3);
    margin: var(--space-4) 0 var(--space-1);
    color: var(--accent-text);
    font-size: var(--text-xs);
    font-weight: 650;
  }
  .unread::before,
  .unread::after {
    flex: 1;
    border-top: 1px solid var(--accent);
    content: '';
  }
  .sought {
    animation: found 5s;
  }
  @keyframes found {
    from,
    80% {
      outline: 3px solid var(--focus);
      outline-offset: 2px;
    }
    to {
      outline: 3px solid transparent;
      outline-offset: 2px;
    }
  }
  .message {
    align-self: flex-start;
    max-width: min(34rem, 82%);
    margin-top: 3px;
    padding: 0.5rem 0.85rem;
    border: 1px solid var(--line);
    border-radius: 1.15rem;
    border-bottom-left-radius: 0.4rem;
    background: var(--theirs);
    overflow-wrap: anywhere;
  }
  .message.starts {
    margin-top: var(--space-3);
  }
  .mine {
    align-self: flex-end;
    border-color: transparent;
    border-radius: 1.15rem;
    border-bottom-right-radius: 0.4rem;
    background: var(--mine);
    color: var(--on-mine);
  }
  .words {
    white-space: pre-wrap;
  }
  .meta {
    display: inline-flex;
    float: right;
    align-items: center;
    gap: 0.25rem;
    margin: 0.35rem -0.2rem -0.15rem 0.75rem;
    color: var(--muted);
    font-size: 0.6875rem;
    line-height: 1rem;
    white-space: nowrap;
  }
  .mine .meta {
    color: var(--on-mine-muted);
  }
  .meta .icon {
    width: 0.95rem;
    height: 0.95rem;
  }
  .meta .read {
    color: var(--read);
  }
  .new {
    position: absolute;
    bottom: var(--space-2);
    left: 50%;
    translate: -50% 0;
    background: var(--accent);
    box-shadow: var(--shadow);
    color: var(--on-accent);
    font-size: var(--text-s);
  }
  .new:hover {
    background: var(--accent-hover);
  }
`;
