import { css } from 'lit';

export const accountStyles = css`
  .account,
  section,
  form {
    display: grid;
    gap: var(--space-4);
  }
  .account {
    gap: var(--space-5);
  }
  h3,
  h4 {
    font-weight: 650;
  }
  h4 {
    margin: 0;
    font-size: inherit;
  }
  .button {
    justify-self: start;
  }
  .hint {
    color: var(--muted);
    font-size: var(--text-s);
    text-wrap: pretty;
  }
  .said {
    color: var(--muted);
    font-size: var(--text-s);
  }
  .said:empty {
    display: none;
  }
  /* For password managers, which ask whose password it is. */
  .unseen {
    position: absolute;
    width: 1px;
    height: 1px;
    opacity: 0;
    pointer-events: none;
  }
  li {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: var(--space-2) var(--space-3);
    min-height: 3.5rem;
    padding: var(--space-2) 0;
    border-bottom: 1px solid var(--line);
  }
  .who {
    flex: 1 1 9rem;
    min-width: 0;
    line-height: var(--line-tight);
  }
  .name {
    display: block;
    overflow-wrap: anywhere;
    font-weight: 600;
  }
  .state {
    color: var(--muted);
    font-size: var(--text-s);
  }
  .link {
    display: grid;
    gap: var(--space-3);
    padding: var(--space-4);
    border: 1px solid var(--line);
    border-radius: var(--radius);
  }
  .address {
    overflow-wrap: anywhere;
    user-select: all;
    font-size: var(--text-s);
  }
`;
