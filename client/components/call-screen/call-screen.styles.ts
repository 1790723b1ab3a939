import { css } from 'lit';

export const callScreenStyles = css`
  :host {
    --focus: #5eead4;
    display: block;
    min-width: 0;
    min-height: 0;
  }
  section {
    position: relative;
    display: grid;
    grid-template-rows: auto minmax(0, 1fr) auto;
    height: 100%;
    overflow: hidden;
    background: var(--stage);
    color: var(--stage-text);
  }
  header {
    display: flex;
    align-items: center;
    gap: var(--space-3);
    min-height: 3.5rem;
    padding: calc(var(--space-2) + env(safe-area-inset-top)) var(--space-4) var(--space-2) var(--space-5);
  }
  .who {
    flex: 1;
    min-width: 0;
    line-height: var(--line-tight);
  }
  h2 {
    overflow: hidden;
    font-size: var(--text-l);
    font-weight: 650;
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  .state {
    color: var(--stage-muted);
    font-size: var(--text-s);
    font-variant-numeric: tabular-nums;
  }
  .button.quiet {
    color: inherit;
  }
  .button.quiet:hover {
    background: var(--stage-raised);
  }
  .back {
    display: none;
    margin-left: calc(-1 * var(--space-4));
  }
  .problems {
    position: absolute;
    top: 4rem;
    right: var(--space-4);
    left: var(--space-4);
    z-index: 2;
    display: grid;
    justify-items: center;
    gap: var(--space-2);
    pointer-events: none;
  }
  .problem {
    display: flex;
    align-items: center;
    gap: var(--space-3);
    max-width: 34rem;
    padding: var(--space-1) var(--space-1) var(--space-1) var(--space-4);
    border-radius: var(--radius);
    background: #3a2e12;
    box-shadow: var(--shadow);
    color: #f7dfae;
    font-size: var(--text-s);
    line-height: var(--line-tight);
    pointer-events: auto;
  }
  .problem p {
    padding: var(--space-2) 0;
  }
  @media (max-width: 49.99rem) {
    header {
      padding-right: var(--space-2);
    }
    .back {
      display: inline-flex;
    }
  }
`;
