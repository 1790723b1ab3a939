import { css } from 'lit';

export const callControlsStyles = css`
  :host {
    display: flex;
    justify-content: center;
    padding: 0 var(--space-2);
    pointer-events: none;
  }
  .bar {
    display: flex;
    gap: var(--space-1);
    padding: var(--space-3) var(--space-3) var(--space-2);
    border-radius: 1.75rem;
    background: rgb(14 18 21 / 86%);
    box-shadow: 0 6px 24px rgb(0 0 0 / 35%);
    pointer-events: auto;
  }
  .control {
    display: grid;
    justify-items: center;
    align-content: start;
    gap: 0.35rem;
    width: 4.9rem;
    padding: 0;
    border: 0;
    border-radius: var(--radius);
    background: none;
    color: var(--stage-text);
    font: 500 var(--text-xs) / 1.2 var(--font);
    cursor: pointer;
  }
  .disc {
    display: grid;
    width: 3.1rem;
    height: 3.1rem;
    border-radius: 50%;
    place-items: center;
    background: var(--stage-raised);
    font-size: 1.1rem;
    transition: background-color var(--fast);
  }
  .control:hover .disc {
    background: var(--stage-line);
  }
  .off .disc {
    background: var(--stage-text);
    color: var(--stage);
  }
  .off:hover .disc {
    background: #fff;
  }
  .busy .disc {
    background: #2dd4bf;
    color: #06302b;
  }
  .busy:hover .disc {
    background: #5eead4;
  }
  .end .disc {
    width: 4.1rem;
    border-radius: var(--radius-full);
    background: #d93a2f;
    color: #fff;
  }
  .end:hover .disc {
    background: #b92c22;
  }
  @media (max-width: 49.99rem), (max-width: 60rem) and (max-height: 29.99rem) {
    .bar {
      gap: 0;
      padding-right: var(--space-2);
      padding-left: var(--space-2);
    }
    .control {
      width: min(4.6rem, 15.2vw);
    }
    .end .disc {
      width: min(4.1rem, 100%);
    }
  }
`;
