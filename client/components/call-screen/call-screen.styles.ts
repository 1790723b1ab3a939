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
    height: 100%;
    overflow: hidden;
    background: var(--stage);
    color: var(--stage-text);
  }
  ear-call-stage {
    position: absolute;
    inset: 0;
  }
  /* Words and buttons lie on the picture, so that it has all the room there is. */
  header {
    position: absolute;
    inset: 0 0 auto;
    display: flex;
    align-items: flex-start;
    gap: var(--space-2);
    padding: calc(var(--space-4) + var(--inset-top, 0px)) var(--space-5) var(--space-6);
    background: linear-gradient(rgb(8 11 13 / 72%), transparent);
    pointer-events: none;
  }
  header > * {
    pointer-events: auto;
  }
  .who {
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
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: var(--space-1);
    min-height: 1.75rem;
    margin-top: 0.1rem;
    font-size: var(--text-m);
    font-variant-numeric: tabular-nums;
  }
  .state > :empty {
    margin-right: calc(-1 * var(--space-1));
  }
  .notes {
    display: flex;
    flex-direction: column;
    align-items: flex-start;
    gap: var(--space-1);
    margin-top: var(--space-2);
  }
  .notes span {
    display: inline-flex;
    align-items: center;
    gap: var(--space-2);
    padding: var(--space-1) var(--space-3);
    border-radius: var(--radius-full);
    background: rgb(14 18 21 / 82%);
    font-size: var(--text-s);
  }
  /* Where nothing hovers there is hardly a keyboard. */
  @media (hover: none) {
    .notes .keys {
      display: none;
    }
  }
  .button.quiet {
    color: inherit;
  }
  .button.quiet:hover {
    background: rgb(255 255 255 / 14%);
  }
  .back {
    display: none;
    margin: calc(-1 * var(--space-2)) 0 0 calc(-1 * var(--space-3));
  }
  .problems {
    position: absolute;
    right: var(--space-4);
    bottom: calc(8.25rem + env(safe-area-inset-bottom));
    left: var(--space-4);
    display: grid;
    justify-items: center;
    gap: var(--space-2);
    pointer-events: none;
  }
  .problem {
    display: flex;
    align-items: center;
    gap: var(--space-3);
    max-width: 36rem;
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
  .problem p:last-child {
    padding-right: var(--space-3);
  }
  .problem .button {
    flex: none;
  }
  ear-call-controls {
    position: absolute;
    inset: auto 0 calc(var(--space-4) + env(safe-area-inset-bottom));
  }
  @media (max-width: 49.99rem), (max-width: 60rem) and (max-height: 29.99rem) {
    header {
      padding-right: var(--space-4);
      padding-left: var(--space-4);
    }
    /* The own picture is beside the words. */
    .beside-tile {
      padding-right: 8.25rem;
    }
    .back {
      display: inline-flex;
    }
    .problem:has(.button:not(.round)) {
      flex-wrap: wrap;
      column-gap: var(--space-2);
    }
    .problem:has(.button:not(.round)) p {
      flex: 1 1 75%;
    }
  }
`;
