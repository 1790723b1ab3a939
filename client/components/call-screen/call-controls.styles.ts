import { css } from 'lit';

export const callControlsStyles = css`
  .bar {
    display: flex;
    flex-wrap: wrap;
    justify-content: center;
    gap: var(--space-2) var(--space-3);
    padding: var(--space-3) var(--space-3) max(var(--space-4), env(safe-area-inset-bottom));
  }
  .control {
    display: grid;
    justify-items: center;
    gap: 0.3rem;
    min-width: 4.25rem;
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
    width: 3.25rem;
    height: 3.25rem;
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
  .end .disc {
    width: 4.25rem;
    border-radius: var(--radius-full);
    background: #d93a2f;
    color: #fff;
  }
  .end:hover .disc {
    background: #b92c22;
  }
`;
