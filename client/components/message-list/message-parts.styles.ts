import { css } from 'lit';

export const messagePartsStyles = css`
  .message {
    position: relative;
  }
  .quote {
    display: grid;
    width: 100%;
    margin: 0 0 0.3rem;
    padding: 0.2rem 0.5rem;
    overflow: hidden;
    border: 0;
    border-inline-start: 3px solid currentcolor;
    border-radius: 6px;
    background: color-mix(in srgb, currentcolor 9%, transparent);
    color: inherit;
    font: var(--text-s) / 1.35 var(--font);
    text-align: start;
    cursor: pointer;
  }
  .quote b {
    font-weight: 650;
  }
  .quote span {
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  .quote.gone {
    cursor: default;
  }
  .gone {
    font-style: italic;
  }
  .words.gone .icon {
    width: 1em;
    height: 1em;
    margin-inline-end: 0.35em;
    vertical-align: -0.12em;
  }
  .chips {
    display: flex;
    clear: both;
    flex-wrap: wrap;
    gap: var(--space-1);
    padding-top: 0.35rem;
  }
  .chip {
    display: inline-flex;
    align-items: center;
    gap: 0.3rem;
    min-width: 2.25rem;
    min-height: 1.75rem;
    padding: 0 0.5rem;
    justify-content: center;
    border: 1px solid var(--line-strong);
    border-radius: var(--radius-full);
    background: var(--surface);
    color: var(--text);
    font: 1rem / 1 var(--emoji);
    cursor: pointer;
  }
  .chip[aria-pressed='true'] {
    border-color: var(--accent);
    background: var(--accent-soft);
    color: var(--accent-text);
  }
  .chip .count {
    font-size: var(--text-xs);
    font-weight: 650;
  }
  .bar {
    position: absolute;
    z-index: 1;
    top: 0;
    left: calc(100% + 0.25rem);
    display: flex;
    border: 1px solid var(--line);
    border-radius: var(--radius-full);
    background: var(--surface);
    box-shadow: var(--shadow-s);
    color: var(--text);
  }
  .mine .bar {
    right: calc(100% + 0.25rem);
    left: auto;
  }
  /* The pointer comes over without leaving the message. */
  .bar::before {
    position: absolute;
    z-index: -1;
    inset: 0 -0.5rem;
    content: '';
  }
  .act {
    display: grid;
    width: 2rem;
    height: 1.85rem;
    place-items: center;
    padding: 0;
    border: 0;
    border-radius: var(--radius-full);
    background: transparent;
    color: inherit;
    font-size: 0.875rem;
    cursor: pointer;
  }
  .act:hover {
    background: var(--hover);
  }
  @media (hover: none) {
    .bar {
      display: none;
    }
  }
  @media (hover: hover) {
    /* Beside it is room for what can be done with it. */
    .message {
      max-width: min(34rem, 82%, 100% - 5.25rem);
    }
  }
`;
