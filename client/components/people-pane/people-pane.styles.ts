import { css } from 'lit';

export const peoplePaneStyles = css`
  :host {
    display: flex;
    flex-direction: column;
    min-height: 0;
  }
  header {
    display: flex;
    flex: none;
    align-items: center;
    gap: var(--space-1);
    min-height: var(--header);
    padding: var(--space-2) var(--space-2) var(--space-2) var(--space-4);
  }
  .brand {
    flex: none;
    width: 2rem;
    height: 2rem;
  }
  .where {
    flex: 1;
    margin-left: var(--space-2);
    min-width: 0;
    line-height: var(--line-tight);
  }
  h2 {
    font-size: var(--text-l);
    font-weight: 700;
    letter-spacing: -0.01em;
  }
  .server {
    overflow: hidden;
    color: var(--muted);
    font-size: var(--text-xs);
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  .search {
    position: relative;
    flex: none;
    margin: 0 var(--space-3) var(--space-3);
  }
  .search .icon {
    position: absolute;
    top: 50%;
    left: var(--space-3);
    width: 1.1rem;
    height: 1.1rem;
    color: var(--muted);
    transform: translateY(-50%);
    pointer-events: none;
  }
  .search input {
    width: 100%;
    height: var(--touch);
    padding: 0 var(--space-4) 0 2.5rem;
    border: 1px solid transparent;
    border-radius: var(--radius-full);
    background: var(--sunken);
    color: var(--text);
    font: 1rem var(--font);
  }
  .search input::placeholder {
    color: var(--muted);
    opacity: 1;
  }
  .scroll {
    flex: 1;
    min-height: 0;
    padding: 0 var(--space-2) var(--space-3);
    overflow-y: auto;
    scrollbar-width: thin;
    overscroll-behavior: contain;
  }
  .section {
    padding: var(--space-3) var(--space-3) var(--space-1);
    color: var(--muted);
    font-size: var(--text-s);
    font-weight: 600;
  }
  .none {
    display: grid;
    justify-items: center;
    gap: var(--space-3);
    padding: var(--space-5) var(--space-4);
    color: var(--muted);
    text-align: center;
  }
  .none h3 {
    color: var(--text);
    font-size: var(--text-l);
    font-weight: 650;
  }
  .inside {
    display: none;
  }
  @media (max-width: 49.99rem), (max-width: 60rem) and (max-height: 29.99rem) {
    .inside {
      display: block;
    }
    .beside {
      display: none;
    }
  }
  .ghost {
    display: flex;
    align-items: center;
    gap: var(--space-3);
    height: 4.25rem;
    padding: 0 var(--space-3);
  }
  .ghost::before {
    flex: none;
    width: 2.75rem;
    height: 2.75rem;
    border-radius: 50%;
    background: var(--sunken);
    content: '';
  }
  .ghost::after {
    width: 55%;
    height: 0.8rem;
    border-radius: var(--radius-s);
    background: var(--sunken);
    content: '';
  }
  .note {
    display: flex;
    flex: none;
    align-items: center;
    gap: var(--space-3);
    margin: 0 var(--space-3) var(--space-3);
    padding: var(--space-3) var(--space-4);
    border-radius: var(--radius);
    background: var(--warm-soft);
    color: var(--warm-text);
    font-size: var(--text-s);
  }
  button.note {
    width: calc(100% - 2 * var(--space-3));
    min-height: var(--touch);
    border: 0;
    font-family: inherit;
    font-weight: 600;
    text-align: start;
    cursor: pointer;
  }
  .meet {
    width: calc(100% - 2 * var(--space-3));
    margin: 0 var(--space-3) var(--space-3);
  }
  .foot {
    flex: none;
    padding-bottom: env(safe-area-inset-bottom);
  }

  /* Hundreds may be listed: the browser lays out those that are seen. */
  li {
    min-height: 4.25rem;
    contain-intrinsic-size: auto 4.25rem;
    content-visibility: auto;
  }

  /* With nobody in it, still a place. */
  ul {
    min-height: 1px;
  }
`;
